/**
 * Agent indices of an event as text. Few runs are written as runs (`0-99999`, `3,17,20-25`); other lists as `:` and the base64 of
 * the distances between neighbours in the list, one byte for a distance below 128. A list has one text.
 */
import type { Slices } from '../util/slices.js';
import { base64Slices, bytesSlices, MOST_BYTES, putVarint, readVarint, wider } from './bytes.js';

/** Ascending agent indices without repeats. `list` is null for the run `first … first + length − 1`. */
export interface Indices {
  readonly length: number;
  readonly first: number;
  readonly list: Uint32Array | null;
}

/** An ascending list of agent indices as text. */
export type IndexText = string;

/** The most runs that are written as runs. */
const MOST_RUNS = 16;

export const indexAt = ({ first, list }: Indices, i: number): number => (list ? list[i]! : first + i);

export const runOf = (first: number, length: number): Indices => ({ first, length, list: null });

/** The indices of a list. Throws unless it ascends without repeats. */
export function indicesOf(list: ArrayLike<number>): Indices {
  const { length } = list;
  const first = length === 0 ? 0 : list[0]!;
  for (let i = 1; i < length; i++) if (list[i]! <= list[i - 1]!) throw new Error('agent indices must ascend');
  if (length === 0 || list[length - 1]! - first === length - 1) return runOf(first, length);
  return { first, length, list: list instanceof Uint32Array ? list : Uint32Array.from(list) };
}

/** The place of an agent index in the list, or −1. */
export function placeOf({ first, length, list }: Indices, index: number): number {
  if (!list) return index >= first && index < first + length ? index - first : -1;
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < index) low = middle + 1;
    else high = middle;
  }
  return list[low] === index ? low : -1;
}

/** The text of indices, made in slices. */
export function* indexSlices({ first, length, list }: Indices): Slices<IndexText> {
  if (!list) return length === 0 ? '' : runText(first, first + length - 1);
  const runs = runsOf(list);
  if (runs) return runs.join(',');
  const bytes = distances(list);
  yield;
  return `:${yield* base64Slices(bytes)}`;
}

const runText = (first: number, last: number): string => (first === last ? `${first}` : `${first}-${last}`);

/** The runs of a list as texts; null if there are more than `MOST_RUNS`. */
function runsOf(list: Uint32Array): readonly string[] | null {
  const runs: string[] = [];
  let start = list[0]!;
  for (let i = 1; i <= list.length; i++) {
    if (list[i] === list[i - 1]! + 1) continue;
    runs.push(runText(start, list[i - 1]!));
    if (runs.length > MOST_RUNS) return null;
    start = list[i]!;
  }
  return runs;
}

function distances(list: Uint32Array): Uint8Array {
  let bytes: Uint8Array = new Uint8Array(list.length + 64);
  let at = 0;
  for (let i = 0, last = -1; i < list.length; i++) {
    if (at + MOST_BYTES > bytes.length) bytes = wider(bytes, at + MOST_BYTES);
    const index = list[i]!;
    const apart = index - last - 1;
    if (apart < 128) bytes[at++] = apart;
    else at = putVarint(bytes, at, apart);
    last = index;
  }
  return bytes.subarray(0, at);
}

/** The indices of a text, read in slices. Throws if the text is malformed. */
export function* indicesInSlices(text: IndexText): Slices<Indices> {
  if (text === '') return runOf(0, 0);
  if (!text.startsWith(':')) return fromRuns(text);
  const bytes = yield* bytesSlices(text.slice(1));
  const list = fromDistances(bytes);
  yield;
  return indicesOf(list);
}

function fromDistances(bytes: Uint8Array): Uint32Array {
  const cursor = { bytes, at: 0 };
  const list = new Uint32Array(cursor.bytes.length);
  let last = -1;
  let length = 0;
  while (cursor.at < cursor.bytes.length) {
    last += readVarint(cursor) + 1;
    if (last > MOST_INDEX) throw new Error(`agent index ${last} is too large`);
    list[length++] = last;
  }
  return list.slice(0, length);
}

/** The highest index of an agent. */
export const MOST_INDEX = 0xffffffff;

function fromRuns(text: string): Indices {
  const runs = text.split(',').map((run): readonly [number, number] => {
    const parts = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(run);
    const [first, last] = [Number(parts?.[1] ?? -1), Number(parts?.[2] ?? parts?.[1] ?? -1)];
    if (!parts || last < first) throw new Error(`malformed list of agents: ${JSON.stringify(run)}`);
    return [first, last];
  });
  const [only] = runs;
  if (runs.length === 1) return runOf(only![0], only![1] - only![0] + 1);
  const list = new Uint32Array(runs.reduce((sum, [first, last]) => sum + last - first + 1, 0));
  let length = 0;
  for (const [first, last] of runs) for (let index = first; index <= last; index++) list[length++] = index;
  return indicesOf(list);
}
