/**
 * Texts that are computed from private data, with the texts that may be sent to other computers instead. Code that sends a
 * text looks it up here by the text itself, for messages, memories and advice.
 */
import { memoBy } from './memo.js';
import { append, type Log } from './chunkedList.js';

export interface Sealed {
  readonly text: string;
  readonly shared: string;
}

type Known = { length: number; readonly first: Map<string, number> };

/** The place of each text in a log; the log only grows. */
const placesIn = memoBy((_log: readonly Sealed[]): Known => ({ length: 0, first: new Map() }));

/** The log with a text and its shared words added; the same log if the event has no shared words. */
export const sealing = (log: Log<Sealed>, { text, shared }: { readonly text: string; readonly shared?: string }): Log<Sealed> =>
  shared === undefined ? log : append(log, { text, shared });

/** The text that may be sent to other computers. A text without private data is returned unchanged. */
export function sharedText({ backing, length }: Log<Sealed>, text: string): string {
  if (length === 0) return text;
  const known = placesIn(backing);
  for (; known.length < backing.length; known.length++) {
    const one = backing[known.length]!;
    if (!known.first.has(one.text)) known.first.set(one.text, known.length);
  }
  const place = known.first.get(text);
  return place === undefined || place >= length ? text : backing[place]!.shared;
}
