/** The audience of a message, for all texts that show a message. */
import type { Wording } from '../util/l10n.js';
import type { Audience } from './events.js';

/** A message, or its event. `agents`: the text of those for whom it is, if they are many. */
interface Addressed<T> {
  readonly audience: Audience;
  readonly to: readonly T[];
  readonly agents?: string;
}

/** Whether a message was sent to an empty list, so that no agent gets it. */
export const isForNobody = ({ audience, to, agents }: Addressed<unknown>): boolean =>
  audience !== 'public' && to.length === 0 && agents === undefined;

/** ` → Ada, Ben` after the speaker, for a reader or in English for a file; empty for a message to all. */
export function addressed<T>(message: Addressed<T>, name: (one: T) => string, t: Wording): string {
  if (isForNobody(message)) return t(' → nobody');
  return message.to.length > 0 ? ` → ${message.to.map(name).join(', ')}` : '';
}
