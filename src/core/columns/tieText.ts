/** The ends of many ties of an event as text. */
import { base64Of, byteList, bytesOf, readVarint, unzigzag, writeVarint, writtenBytes, zigzag } from './bytes.js';
import { MOST_INDEX } from './indexText.js';

/** The ends of directed ties, sorted by `from`, then `to`, without repeats. */
export interface TieEnds {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/**
 * The ends of ties as two texts: the agents that have ties with the number of ties of each, and the distances of the other ends.
 * Throws unless the ties are sorted.
 */
export function tieEndsText({ from, to }: TieEnds): { readonly from: string; readonly to: string } {
  const [starts, ends] = [byteList(from.length + 8), byteList(to.length + 8)];
  for (let i = 0, last = -1; i < from.length; ) {
    const one = from[i]!;
    if (one <= last) throw new Error('ties must be sorted');
    let next = i + 1;
    while (next < from.length && from[next] === one) next++;
    writeVarint(starts, one - last - 1);
    writeVarint(starts, next - i);
    writeVarint(ends, zigzag(to[i]! - one));
    for (let j = i + 1; j < next; j++) {
      if (to[j]! <= to[j - 1]!) throw new Error('ties must be sorted');
      writeVarint(ends, to[j]! - to[j - 1]! - 1);
    }
    last = one;
    i = next;
  }
  return { from: `:${base64Of(writtenBytes(starts))}`, to: `:${base64Of(writtenBytes(ends))}` };
}

/** The ends of ties of two texts. Throws if the texts are malformed. */
export function tieEndsIn(texts: { readonly from: string; readonly to: string }): TieEnds {
  if (!texts.from.startsWith(':') || !texts.to.startsWith(':')) throw new Error('malformed list of ties');
  const [starts, ends] = [texts.from, texts.to].map((text) => ({ bytes: bytesOf(text.slice(1)), at: 0 })) as [Cursor, Cursor];
  const [from, to] = [new Uint32Array(ends.bytes.length), new Uint32Array(ends.bytes.length)];
  let [length, one] = [0, -1];
  while (starts.at < starts.bytes.length) {
    one += readVarint(starts) + 1;
    const until = length + readVarint(starts);
    if (until > from.length || until === length) throw new Error('a list of ties has the wrong length');
    for (let last = -1; length < until; length++) {
      last = last < 0 ? one + unzigzag(readVarint(ends)) : last + 1 + readVarint(ends);
      if (last < 0 || last > MOST_INDEX) throw new Error(`agent index ${last} is out of range`);
      from[length] = one;
      to[length] = last;
    }
  }
  if (ends.at !== ends.bytes.length) throw new Error('a list of ties has the wrong length');
  return { from: from.slice(0, length), to: to.slice(0, length) };
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}
