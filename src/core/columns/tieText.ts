/** The ends of many ties of an event as text. */
import { base64Of, bytesOf, MOST_BYTES, putVarint, readVarint, unzigzag, zigzag } from './bytes.js';
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
  let starts: Uint8Array = new Uint8Array(from.length + 64);
  let ends: Uint8Array = new Uint8Array(to.length + 64);
  let [startsAt, endsAt] = [0, 0];
  for (let i = 0, last = -1; i < from.length; ) {
    const one = from[i]!;
    if (one <= last) throw new Error('ties must be sorted');
    let next = i + 1;
    while (next < from.length && from[next] === one) next++;
    if (startsAt + 2 * MOST_BYTES > starts.length) starts = wider(starts, startsAt + 2 * MOST_BYTES);
    if (endsAt + MOST_BYTES * (next - i) > ends.length) ends = wider(ends, endsAt + MOST_BYTES * (next - i));
    startsAt = putVarint(starts, putVarint(starts, startsAt, one - last - 1), next - i);
    let before = to[i]!;
    endsAt = putVarint(ends, endsAt, zigzag(before - one));
    for (let j = i + 1; j < next; j++) {
      const other = to[j]!;
      if (other <= before) throw new Error('ties must be sorted');
      const apart = other - before - 1;
      if (apart < 128) ends[endsAt++] = apart;
      else endsAt = putVarint(ends, endsAt, apart);
      before = other;
    }
    last = one;
    i = next;
  }
  return { from: `:${base64Of(starts.subarray(0, startsAt))}`, to: `:${base64Of(ends.subarray(0, endsAt))}` };
}

/** The same bytes with more room. */
function wider(bytes: Uint8Array, least: number): Uint8Array {
  const more = new Uint8Array(Math.max(least, bytes.length * 2));
  more.set(bytes);
  return more;
}

/** The ends of ties of two texts. Throws if the texts are malformed. */
export function tieEndsIn(texts: { readonly from: string; readonly to: string }): TieEnds {
  if (!texts.from.startsWith(':') || !texts.to.startsWith(':')) throw new Error('malformed list of ties');
  const [starts, ends] = [texts.from, texts.to].map((text) => ({ bytes: bytesOf(text.slice(1)), at: 0 })) as [Cursor, Cursor];
  const { bytes } = ends;
  const [from, to] = [new Uint32Array(bytes.length), new Uint32Array(bytes.length)];
  let [length, one] = [0, -1];
  while (starts.at < starts.bytes.length) {
    one += readVarint(starts) + 1;
    const until = length + readVarint(starts);
    if (until > from.length || until === length) throw new Error('a list of ties has the wrong length');
    for (let last = -1; length < until; length++) {
      if (last < 0) last = one + unzigzag(readVarint(ends));
      else if (bytes[ends.at]! < 128) last += 1 + bytes[ends.at++]!;
      else last += 1 + readVarint(ends);
      if (last < 0 || last > MOST_INDEX) throw new Error(`agent index ${last} is out of range`);
      from[length] = one;
      to[length] = last;
    }
  }
  if (ends.at !== bytes.length) throw new Error('a list of ties has the wrong length');
  return { from: from.slice(0, length), to: to.slice(0, length) };
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}
