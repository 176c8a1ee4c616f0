/** Links between the members of a graph, and the ties that they make, in typed arrays: a graph of a million members has millions. */
import type { TieEnds } from '../../core/columns/tieText.js';
import type { Slices } from '../../core/util/slices.js';

/** Links between positions of members. Their order is that of their draws. */
export interface Links {
  length: number;
  from: Uint32Array;
  to: Uint32Array;
  /** 0..1. NaN: the network's default. Null if no link has a strength of its own. */
  strength: Float64Array | null;
  /** 1 for a link that goes one way. Null if all go both ways. */
  oneWay: Uint8Array | null;
}

export const newLinks = (room = 16): Links => ({
  length: 0,
  from: new Uint32Array(room),
  to: new Uint32Array(room),
  strength: null,
  oneWay: null,
});

export function addLink(links: Links, from: number, to: number): void {
  if (links.length === links.from.length) {
    const room = links.length * 2 + 16;
    const [was, had] = [links.from, links.to];
    links.from = new Uint32Array(room);
    links.to = new Uint32Array(room);
    links.from.set(was);
    links.to.set(had);
  }
  links.from[links.length] = from;
  links.to[links.length++] = to;
}

/** Directed ties between positions of members, sorted by `from`, then `to`. */
export interface GraphTies extends TieEnds {
  /** 0..1. NaN: the network's default. Null if no tie has a strength of its own. */
  readonly strength: Float64Array | null;
}

/** How many links or members are handled in one slice. */
const SLICE = 1 << 16;

/** Two ties for a link, one for a one-way link. Of two ties between the same members the first stays. O(links) and the sort of each row. */
export function* directed(links: Links, members: number): Slices<GraphTies> {
  const start = rowStarts(links, members);
  yield;
  const [to, strength] = yield* rowEnds(links, start);
  const ties: Rows = { from: new Uint32Array(to.length), to, strength, kept: 0 };
  for (let member = 0; member < members; member += SLICE) {
    yield;
    sortRows(ties, start, member, Math.min(members, member + SLICE));
  }
  const { from, kept } = ties;
  if (kept === to.length) return { from, to, strength };
  return { from: from.slice(0, kept), to: to.slice(0, kept), strength: strength?.slice(0, kept) ?? null };
}

/** Ties of which the first `kept` are sorted and differ. */
interface Rows {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly strength: Float64Array | null;
  kept: number;
}

/** Sorts the ties of the members from `first` up to `end`, and keeps the first one of those between the same members. */
function sortRows(ties: Rows, start: Uint32Array, first: number, end: number): void {
  const { from, to, strength } = ties;
  let { kept } = ties;
  for (let member = first; member < end; member++) {
    const begin = start[member]!;
    const until = start[member + 1]!;
    sortRow(to, strength, begin, until);
    for (let i = begin, last = -1; i < until; i++) {
      const other = to[i]!;
      if (other === last) continue;
      last = other;
      if (strength) strength[kept] = strength[i]!;
      from[kept] = member;
      to[kept++] = other;
    }
  }
  ties.kept = kept;
}

/** The place of the first tie of each member, and the number of ties at the end. */
function rowStarts({ length, from, to, oneWay }: Links, members: number): Uint32Array {
  const start = new Uint32Array(members + 1);
  for (let i = 0; i < length; i++) {
    const a = from[i]!;
    const b = to[i]!;
    if (a === b) continue;
    start[a + 1]!++;
    if (oneWay === null || oneWay[i] !== 1) start[b + 1]!++;
  }
  for (let i = 0, sum = 0; i <= members; i++) {
    sum += start[i]!;
    start[i] = sum;
  }
  return start;
}

/** The other ends of the ties of each member, in the order of the links, and their strengths. */
function* rowEnds(links: Links, start: Uint32Array): Slices<readonly [Uint32Array, Float64Array | null]> {
  const total = start.at(-1)!;
  const ends = new Uint32Array(total);
  const strengths = links.strength && new Float64Array(total);
  const next = start.slice();
  for (let i = 0; i < links.length; i += SLICE) {
    yield;
    const end = Math.min(links.length, i + SLICE);
    if (strengths || links.oneWay) addEnds(links, next, ends, strengths, i, end);
    else addPlainEnds(links, next, ends, i, end);
  }
  return [ends, strengths];
}

/** Adds the ends of the links from `first` up to `last`. */
function addEnds(
  { from, to, strength, oneWay }: Links,
  next: Uint32Array,
  ends: Uint32Array,
  strengths: Float64Array | null,
  first: number,
  last: number,
): void {
  for (let i = first; i < last; i++) {
    const a = from[i]!;
    const b = to[i]!;
    if (a === b) continue;
    const there = next[a]!++;
    ends[there] = b;
    if (strengths) strengths[there] = strength![i]!;
    if (oneWay !== null && oneWay[i] === 1) continue;
    const back = next[b]!++;
    ends[back] = a;
    if (strengths) strengths[back] = strength![i]!;
  }
}

/** The same for links that go both ways and have no strengths. */
function addPlainEnds({ from, to }: Links, next: Uint32Array, ends: Uint32Array, first: number, last: number): void {
  for (let i = first; i < last; i++) {
    const a = from[i]!;
    const b = to[i]!;
    if (a === b) continue;
    ends[next[a]!++] = b;
    ends[next[b]!++] = a;
  }
}

/** The longest row that is sorted by insertion. */
const SHORT = 48;

/** Sorts one row by its ends. Equal ends keep their order. */
function sortRow(ends: Uint32Array, strengths: Float64Array | null, first: number, end: number): void {
  if (!strengths && end - first > SHORT) {
    ends.subarray(first, end).sort();
    return;
  }
  if (end - first > SHORT) {
    const order = Array.from({ length: end - first }, (_, i) => first + i).sort((a, b) => ends[a]! - ends[b]! || a - b);
    const sorted = order.map((i) => [ends[i]!, strengths![i]!] as const);
    for (const [i, [to, strength]] of sorted.entries()) {
      ends[first + i] = to;
      strengths![first + i] = strength;
    }
    return;
  }
  for (let i = first + 1; i < end; i++) {
    const to = ends[i]!;
    const strength = strengths ? strengths[i]! : 0;
    let j = i - 1;
    for (; j >= first && ends[j]! > to; j--) {
      ends[j + 1] = ends[j]!;
      if (strengths) strengths[j + 1] = strengths[j]!;
    }
    ends[j + 1] = to;
    if (strengths) strengths[j + 1] = strength;
  }
}

/** A set of pairs of positions below 2²⁶, in any order of the two. */
interface PairSet {
  size: number;
  keys: Float64Array;
}

/** `room`: a number of pairs for which the set need not grow. */
export const newPairSet = (room = 0): PairSet => ({
  size: 0,
  keys: new Float64Array(2 ** Math.max(6, 33 - Math.clz32(room))).fill(-1),
});

const keyOf = (a: number, b: number): number => (a < b ? a * 67108864 + b : b * 67108864 + a);

/** The place of a key, or the free place where it belongs. Open addressing: the number of places is a power of two. */
function placeOf(keys: Float64Array, a: number, b: number): number {
  const key = keyOf(a, b);
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  let place = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 0;
  place = (place ^ (place >>> 15)) & (keys.length - 1);
  while (keys[place] !== key && keys[place] !== -1) place = (place + 1) & (keys.length - 1);
  return place;
}

export const hasPair = ({ keys }: PairSet, a: number, b: number): boolean => keys[placeOf(keys, a, b)] !== -1;

export function addPair(set: PairSet, a: number, b: number): void {
  const place = placeOf(set.keys, a, b);
  if (set.keys[place] !== -1) return;
  set.keys[place] = keyOf(a, b);
  if (++set.size * 2 < set.keys.length) return;
  const old = set.keys;
  set.keys = new Float64Array(old.length * 2).fill(-1);
  for (const key of old)
    if (key !== -1) {
      const [low, high] = [Math.floor(key / 67108864), key % 67108864];
      set.keys[placeOf(set.keys, low, high)] = key;
    }
}
