/** The ties of one network that differ from those before a rule, as lists. */
import type { TieEnds } from '../../core/columns/tieText.js';

/** Ties with other strengths than before the rule, sorted by `from`, then `to`; 0 is no tie. */
export interface ChangedTies {
  readonly ends: TieEnds;
  readonly after: Float64Array;
}

/** The ties of one agent, from `at` up to `end`. */
interface Ties {
  readonly to: Int32Array;
  readonly strength: Float64Array;
  at: number;
  end: number;
}

export interface Found {
  from: Uint32Array;
  to: Uint32Array;
  after: Float64Array;
  length: number;
}

export const changesOf = ({ from, to, after, length }: Found): ChangedTies => ({
  ...{ ends: { from: from.subarray(0, length), to: to.subarray(0, length) }, after: after.subarray(0, length) },
});

/** Sorts the few places from `first` up to `end` by their values. Equal values keep their order. */
export function sortBy(order: Uint32Array, first: number, end: number, values: Int32Array): void {
  if (end - first > SHORT) {
    order.subarray(first, end).sort((a, b) => values[a]! - values[b]! || a - b);
    return;
  }
  for (let i = first + 1; i < end; i++) {
    const place = order[i]!;
    const value = values[place]!;
    let j = i - 1;
    for (; j >= first && values[order[j]!]! > value; j--) order[j + 1] = order[j]!;
    order[j + 1] = place;
  }
}

/** The longest list that is sorted by insertion. */
const SHORT = 32;

/** Adds the ties of an agent that are not as they were. */
export function addDifferences(row: number, before: Ties, now: Ties, found: Found): void {
  const { from, to, after } = found;
  const olds = before.to;
  const news = now.to;
  const { end: oldEnd } = before;
  const { end: newEnd } = now;
  let i = before.at;
  let j = now.at;
  let length = found.length;
  while (i < oldEnd || j < newEnd) {
    const old = i < oldEnd ? olds[i]! : MOST;
    const other = j < newEnd ? news[j]! : MOST;
    const strength = other <= old ? now.strength[j]! : 0;
    const isSame = strength === (old <= other ? before.strength[i]! : 0);
    if (old <= other) i++;
    if (other <= old) j++;
    if (isSame) continue;
    from[length] = row;
    to[length] = Math.min(old, other);
    after[length++] = strength;
  }
  found.length = length;
}

/** Above all indices of agents. */
const MOST = 0x7fffffff;

export function longer<T extends Int32Array | Uint32Array | Float64Array>(values: T, length: number): T {
  const more = new (values.constructor as new (length: number) => T)(length);
  more.set(values);
  return more;
}
