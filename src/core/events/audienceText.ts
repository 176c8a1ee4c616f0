/** To whom a message went, as every text that holds it says it. */
import type { Audience } from './events.js';

/** What is sent to a list that turns out to be empty: it is said, and nobody hears it. */
export const isForNobody = ({ audience, to }: { readonly audience: Audience; readonly to: readonly unknown[] }): boolean =>
  audience !== 'public' && to.length === 0;

/** ` → Ada, Ben` after the speaker; empty for a message to all. */
export function addressed<T>(message: { readonly audience: Audience; readonly to: readonly T[] }, name: (one: T) => string): string {
  if (isForNobody(message)) return ' → nobody';
  return message.to.length > 0 ? ` → ${message.to.map(name).join(', ')}` : '';
}
