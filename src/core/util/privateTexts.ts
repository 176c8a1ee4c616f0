/**
 * Texts that are computed from something private, with the words in which they may leave this machine. Code that sends a text
 * looks it up here by the text itself, whether it is a message, a memory, or advice.
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

/** The log with a text whose event gives its shared words; the log itself where the event gives none. */
export const sealing = (log: Log<Sealed>, { text, shared }: { readonly text: string; readonly shared?: string }): Log<Sealed> =>
  shared === undefined ? log : append(log, { text, shared });

/** The text as it may leave this machine. A text that nothing private went into is returned as it is. */
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
