/** The ends of many ties of an event as text. */
import { base64Slices, bytesSlices, MOST_BYTES, putVarint, readVarint, unzigzag, wider, zigzag } from './bytes.js';
import type { Slices } from '../util/slices.js';
import { spareList } from '../util/memo.js';
import { MOST_INDEX } from './indexText.js';

/** The ends of directed ties, sorted by `from`, then `to`, without repeats. Where `start` is known, `from` may be made when it is first read. */
export interface TieEnds {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** The place of the first tie of each agent, and the number of ties at the end, if they are known. */
  readonly start?: Uint32Array;
}

interface TieEndsText {
  readonly from: string;
  readonly to: string;
}

/** Bytes of the two texts while they are written. `last` is the last agent, and `next` the place of its first tie. */
interface Written {
  starts: Uint8Array;
  ends: Uint8Array;
  startsAt: number;
  endsAt: number;
  next: number;
  last: number;
}

/**
 * The ends of ties as two texts, made in slices: the agents that have ties with the number of ties of each, and the distances of the
 * other ends. Throws unless the ties are sorted.
 */
export function* tieEndsSlices(ties: TieEnds): Slices<TieEndsText> {
  const { length } = ties.to;
  // Most numbers take one byte, and the first of an agent more.
  const room = length + (length >> 1) + 64;
  const written: Written = { starts: startBytes.take(room), ends: endBytes.take(room), startsAt: 0, endsAt: 0, next: 0, last: -1 };
  const { start } = ties;
  for (let agent = 0; start && agent + 1 < start.length; agent += SLICE) {
    writeRows(written, start, ties.to, agent, Math.min(start.length - 1, agent + SLICE));
    yield;
  }
  while (!start && written.next < length) {
    writeTies(written, ties, Math.min(length, written.next + SLICE));
    yield;
  }
  const from = yield* base64Slices(written.starts.subarray(0, written.startsAt));
  const to = yield* base64Slices(written.ends.subarray(0, written.endsAt));
  startBytes.give(written.starts);
  endBytes.give(written.ends);
  return { from: `:${from}`, to: `:${to}` };
}

/** The memory of the bytes of one list of ties serves the next one. */
const startBytes = spareList((length): Uint8Array => new Uint8Array(length));
const endBytes = spareList((length): Uint8Array => new Uint8Array(length));

/** How many ties are written or read in one slice. */
const SLICE = 1 << 13;

/** Writes agents with their ties until the place `until` is reached. */
function writeTies(written: Written, { from, to }: TieEnds, until: number): void {
  while (written.next < until) {
    const one = from[written.next]!;
    let next = written.next + 1;
    while (next < from.length && from[next] === one) next++;
    writeRow(written, one, to, next);
  }
}

/** The same for the agents from `first` up to `last`, by where the ties of each begin. */
function writeRows(written: Written, start: Uint32Array, to: Uint32Array, first: number, last: number): void {
  for (let agent = first; agent < last; agent++) {
    const end = start[agent + 1]!;
    if (end > start[agent]!) writeRow(written, agent, to, end);
  }
}

/** Writes an agent with its ties, those up to the place `end`. */
function writeRow(written: Written, one: number, to: Uint32Array, end: number): void {
  const { next: first, last } = written;
  let { starts, ends, startsAt, endsAt } = written;
  if (one <= last) throw new Error('ties must be sorted');
  if (startsAt + 2 * MOST_BYTES > starts.length) starts = written.starts = wider(starts, startsAt + 2 * MOST_BYTES);
  if (endsAt + MOST_BYTES * (end - first) > ends.length) ends = written.ends = wider(ends, endsAt + MOST_BYTES * (end - first));
  const skipped = one - last - 1;
  if (skipped < 128) starts[startsAt++] = skipped;
  else startsAt = putVarint(starts, startsAt, skipped);
  if (end - first < 128) starts[startsAt++] = end - first;
  else startsAt = putVarint(starts, startsAt, end - first);
  let before = to[first]!;
  endsAt = putVarint(ends, endsAt, zigzag(before - one));
  for (let i = first + 1; i < end; i++) {
    const other = to[i]!;
    if (other <= before) throw new Error('ties must be sorted');
    const apart = other - before - 1;
    if (apart < 128) ends[endsAt++] = apart;
    else endsAt = putVarint(ends, endsAt, apart);
    before = other;
  }
  written.startsAt = startsAt;
  written.endsAt = endsAt;
  written.last = one;
  written.next = end;
}

/** The ends of ties of two texts, read in slices. Throws if the texts are malformed. */
export function* tieEndsInSlices(texts: TieEndsText): Slices<TieEnds> {
  if (!texts.from.startsWith(':') || !texts.to.startsWith(':')) throw new Error('malformed list of ties');
  const starts: Cursor = { bytes: yield* bytesSlices(texts.from.slice(1)), at: 0 };
  const ends: Cursor = { bytes: yield* bytesSlices(texts.to.slice(1)), at: 0 };
  const { length: most } = ends.bytes;
  const read: Read = { from: new Uint32Array(most), to: new Uint32Array(most), length: 0, last: -1 };
  while (starts.at < starts.bytes.length) {
    readTies(read, starts, ends, Math.min(most, read.length + SLICE));
    yield;
  }
  if (ends.at !== most) throw new Error('a list of ties has the wrong length');
  return { from: read.from.slice(0, read.length), to: read.to.slice(0, read.length) };
}

/** Ties while they are read. `last` is the last agent. */
interface Read {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  length: number;
  last: number;
}

/** Reads agents with their ties until so many ties are read, or to the end. */
function readTies(read: Read, starts: Cursor, ends: Cursor, enough: number): void {
  const { from, to } = read;
  const { bytes } = ends;
  let { length, last: one } = read;
  while (starts.at < starts.bytes.length && length < enough) {
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
  if (length >= enough && starts.at < starts.bytes.length && enough === from.length) throw new Error('a list of ties has the wrong length');
  read.length = length;
  read.last = one;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}
