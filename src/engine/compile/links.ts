/** Links between the members of a graph, and the ties that they make, in typed arrays: a graph of a million members has millions. */
import type { TieEnds } from '../../core/columns/tieText.js';
import { mutualTies } from '../../core/events/ties.js';
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
  /** The number of links of each member, if it is known and all links are between different pairs of different members. */
  degree: Uint32Array | null;
  /** If present: each member has so many links that start at it, one after another. `from` is then made when it is first read. */
  readonly laps?: number;
}

export const newLinks = (room = 16): Links => ({
  length: 0,
  from: new Uint32Array(room),
  to: new Uint32Array(room),
  strength: null,
  oneWay: null,
  degree: null,
});

/** Links of which so many start at each member, without their other ends. */
export function newLaps(members: number, laps: number): Links {
  const length = members * laps;
  let from: Uint32Array | null = null;
  return {
    get from() {
      return (from ??= Uint32Array.from({ length }, (_, i) => Math.floor(i / laps)));
    },
    ...{ length, to: new Uint32Array(length), strength: null, oneWay: null, degree: null, laps },
  };
}

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
  const isPlain = links.degree !== null && links.oneWay === null;
  const start = isPlain ? rowsOf(links.degree!) : rowStarts(links, members);
  yield;
  const [to, strength] = yield* rowEnds(links, start);
  if (isPlain && !strength) return yield* plainTies(to, start);
  const ties: Rows = { from: new Uint32Array(to.length), to, strength, kept: 0 };
  for (let member = 0; member < members; member += SLICE) {
    yield;
    sortRows(ties, start, member, Math.min(members, member + SLICE));
  }
  const { from, kept } = ties;
  const made =
    kept === to.length
      ? { from, to, start, strength }
      : { from: from.slice(0, kept), to: to.slice(0, kept), strength: strength?.slice(0, kept) ?? null };
  // Nobody needs to find out that all links go both ways.
  if (links.oneWay === null) mutualTies(made.to).are = true;
  return made;
}

/** Ties that all go both ways and differ. Where they come from is listed when it is first read. */
function* plainTies(to: Uint32Array, start: Uint32Array): Slices<GraphTies> {
  const members = start.length - 1;
  for (let member = 0; member < members; member += SLICE) {
    yield;
    sortPlainRows(to, start, member, Math.min(members, member + SLICE));
  }
  mutualTies(to).are = true;
  let from: Uint32Array | null = null;
  return {
    get from() {
      return (from ??= memberOfEach(start, to.length));
    },
    ...{ to, start, strength: null },
  };
}

function sortPlainRows(to: Uint32Array, start: Uint32Array, first: number, end: number): void {
  for (let member = first; member < end; member++) {
    const until = start[member + 1]!;
    let next = start[member]! + 1;
    while (next < until && to[next - 1]! < to[next]!) next++;
    // The rows of most graphs are in order.
    if (next < until) sortRow(to, null, start[member]!, until);
  }
}

/** The member of each tie. */
function memberOfEach(start: Uint32Array, length: number): Uint32Array {
  const from = new Uint32Array(length);
  for (let member = 0; member < start.length - 1; member++) from.fill(member, start[member], start[member + 1]);
  return from;
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

/** The place of the first tie of each member with so many ties, and the number of ties at the end. */
function rowsOf(degree: Uint32Array): Uint32Array {
  const start = new Uint32Array(degree.length + 1);
  for (let i = 0, sum = 0; i < degree.length; ) {
    sum += degree[i]!;
    start[++i] = sum;
  }
  return start;
}

/** The same for members whose ties are not counted. */
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

/** The other ends of the ties of each member, in the order of the links, and their strengths. Each place of `start` counts up meanwhile. */
function* rowEnds(links: Links, start: Uint32Array): Slices<readonly [Uint32Array, Float64Array | null]> {
  const total = start.at(-1)!;
  const ends = new Uint32Array(total);
  const strengths = links.strength && new Float64Array(total);
  const { laps } = links;
  if (laps !== undefined && !strengths && !links.oneWay) {
    for (let member = 0; member * laps < links.length; member += SLICE) {
      yield;
      addLapEnds(links.to, laps, start, ends, member, Math.min(links.length / laps, member + SLICE));
    }
  } else
    for (let i = 0; i < links.length; i += SLICE) {
      yield;
      const end = Math.min(links.length, i + SLICE);
      if (strengths || links.oneWay) addEnds(links, start, ends, strengths, i, end);
      else addPlainEnds(links, start, ends, i, end);
    }
  // Each place is now where the ties of the next member begin.
  start.copyWithin(1, 0, start.length - 1);
  start[0] = 0;
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

/** The same for so many links of each member from `first` up to `last`. */
function addLapEnds(to: Uint32Array, laps: number, next: Uint32Array, ends: Uint32Array, first: number, last: number): void {
  for (let a = first, i = first * laps; a < last; a++) {
    let place = next[a]!;
    for (let lap = 0; lap < laps; lap++, i++) {
      const b = to[i]!;
      ends[place++] = b;
      ends[next[b]!++] = a;
    }
    next[a] = place;
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
