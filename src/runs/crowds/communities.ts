/**
 * Communities of a large network by the Louvain method (Blondel et al. 2008, J. Stat. Mech. P10008) in slices. The result is merged into
 * a few groups for display: the smallest community joins the community with which it has the most ties for its size, until few are left.
 * `analysis/network/communities.ts` has the measure; it draws its order from a random stream and works at once.
 */
import { readTiesIn } from '../../core/events/lazyTies.js';
import { type Network, tieTotal } from '../../core/events/ties.js';
import { at, eachItem } from '../../core/util/chunkedList.js';
import { SLICE, type Sliced } from '../../core/util/slices.js';
import { MOST_GROUPS } from './groupings.js';

export interface CommunityGroups {
  readonly labels: readonly string[];
  readonly of: Uint8Array;
  /** Number of communities before they were merged. */
  readonly found: number;
}

/** A weighted graph, every link in both directions. `loop` counts both ends of the links within a node. */
interface Level {
  readonly n: number;
  readonly start: Float64Array;
  readonly to: Uint32Array;
  readonly weight: Float64Array;
  readonly loop: Float64Array;
}

/** The groups of `agents` agents. A tie counts from the strength `edge` on. */
export function* communityGroups(network: Network, edge: number, agents: number): Sliced<CommunityGroups> {
  let level = yield* linksOf(network, edge, agents);
  const of = placesTo(agents);
  for (;;) {
    const settled = yield* settle(level);
    const count = yield* numbered(settled);
    yield* eachSlice(agents, (i) => {
      of[i] = settled[of[i]!]!;
    });
    if (count === level.n) break;
    level = yield* contracted(level, settled, count);
  }
  const sizes = new Float64Array(level.n);
  yield* eachSlice(agents, (i) => {
    sizes[of[i]!]!++;
  });
  const groups = yield* merged(level, sizes);
  const shown = new Uint8Array(agents);
  yield* eachSlice(agents, (i) => {
    shown[i] = groups.of[of[i]!]!;
  });
  return { labels: groups.labels, of: shown, found: level.n };
}

/** 0, 1, 2 … */
function placesTo(n: number): Uint32Array {
  const places = new Uint32Array(n);
  for (let i = 0; i < n; i++) places[i] = i;
  return places;
}

function* eachSlice(count: number, visit: (i: number) => void): Sliced<void> {
  for (let from = 0; from < count; from += SLICE) {
    const end = Math.min(count, from + SLICE);
    for (let i = from; i < end; i++) visit(i);
    yield end - from;
  }
}

/** Calls `visit` for each tie that counts. */
function* eachLink(
  { table, rows }: Network,
  edge: number,
  agents: number,
  visit: (a: number, b: number, weight: number) => void,
): Sliced<void> {
  const { start } = table;
  const { to, strength } = yield* readTiesIn(table);
  let size = 0;
  for (let from = 0; from + 1 < start.length && from < agents; from++) {
    if (rows.length === 0 || at(rows, from) === undefined)
      for (let i = start[from]!; i < start[from + 1]!; i++)
        if (strength[i]! >= edge && to[i]! < agents && to[i] !== from) visit(from, to[i]!, strength[i]!);
    size += 1 + start[from + 1]! - start[from]!;
    if (size < SLICE) continue;
    yield size;
    size = 0;
  }
  for (const [from, row] of eachItem(rows)) {
    for (let i = 0; i < row.to.length; i++)
      if (row.strength[i]! >= edge && row.to[i]! < agents && row.to[i] !== from) visit(from, row.to[i]!, row.strength[i]!);
    size += 1 + row.to.length;
    if (size < SLICE) continue;
    yield size;
    size = 0;
  }
}

/** The ties in both directions. A pair with ties in both directions has two links. */
function* linksOf(network: Network, edge: number, n: number): Sliced<Level> {
  const start = new Float64Array(n + 1);
  yield* eachLink(network, edge, n, (a, b) => {
    start[a + 1]!++;
    start[b + 1]!++;
  });
  yield* eachSlice(n, (i) => {
    start[i + 1]! += start[i]!;
  });
  const most = Math.min(2 * tieTotal(network), start[n]!);
  // A long array takes as long to make as a slice.
  const to = new Uint32Array(most);
  yield SLICE;
  const weight = new Float64Array(most);
  yield SLICE;
  const next = start.slice();
  yield SLICE;
  yield* eachLink(network, edge, n, (a, b, strength) => {
    to[next[a]!] = b;
    weight[next[a]!++] = strength;
    to[next[b]!] = a;
    weight[next[b]!++] = strength;
  });
  return { n, start, to, weight, loop: new Float64Array(n) };
}

/** Gains below this are rounding. */
const EPSILON = 1e-12;
/** The most visits of a node, on average. */
const MOST_VISITS = 12;

/** Moves nodes one by one to the neighbouring community of the highest gain, from a queue that takes in the neighbours of those that moved. */
function* settle({ n, start, to, weight, loop }: Level): Sliced<Uint32Array> {
  const of = placesTo(n);
  const degree = new Float64Array(n);
  let total = 0;
  yield* eachSlice(n, (u) => {
    let sum = loop[u]!;
    for (let i = start[u]!; i < start[u + 1]!; i++) sum += weight[i]!;
    degree[u] = sum;
    total += sum;
  });
  yield SLICE;
  const inside = degree.slice();
  const toward = new Float64Array(n);
  const queue = new Uint32Array(n);
  yield SLICE;
  const step = strideOf(n);
  let place = 0;
  yield* eachSlice(n, (i) => {
    queue[i] = place;
    place = (place + step) % n;
  });
  const waiting = new Uint8Array(n).fill(1);
  let head = 0;
  let length = n;
  let size = 0;
  for (let visits = 0; length > 0 && visits < MOST_VISITS * n; visits++) {
    const u = queue[head]!;
    head = (head + 1) % n;
    length--;
    waiting[u] = 0;
    const first = start[u]!;
    const end = start[u + 1]!;
    const own = of[u]!;
    const weighs = degree[u]!;
    inside[own]! -= weighs;
    for (let i = first; i < end; i++) toward[of[to[i]!]!]! += weight[i]!;
    let best = own;
    let most = toward[own]! - (inside[own]! * weighs) / total;
    for (let i = first; i < end; i++) {
      const c = of[to[i]!]!;
      const gain = toward[c]! - (inside[c]! * weighs) / total;
      if (gain > most + EPSILON) [best, most] = [c, gain];
    }
    for (let i = first; i < end; i++) toward[of[to[i]!]!] = 0;
    inside[best]! += weighs;
    size += 1 + 3 * (end - first);
    if (best !== own) {
      of[u] = best;
      for (let i = first; i < end; i++) {
        const v = to[i]!;
        if (waiting[v] === 1 || of[v] === best) continue;
        waiting[v] = 1;
        queue[(head + length++) % n] = v;
      }
    }
    if (size < SLICE) continue;
    yield size;
    size = 0;
  }
  return of;
}

/** A step that visits all of `n` places in an order without runs of neighbours. */
function strideOf(n: number): number {
  for (let step = Math.floor(n * 0.618) | 1; step > 1; step--) if (divisor(step, n) === 1) return step;
  return 1;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** Numbers the communities from 0 in the order of their first nodes, in place; returns their number. */
function* numbered(of: Uint32Array): Sliced<number> {
  const number = new Int32Array(of.length).fill(-1);
  let count = 0;
  yield* eachSlice(of.length, (i) => {
    const known = number[of[i]!]!;
    of[i] = known >= 0 ? known : (number[of[i]!] = count++);
  });
  return count;
}

/** The graph whose nodes are the communities. */
function* contracted({ start, to, weight, loop }: Level, of: Uint32Array, count: number): Sliced<Level> {
  const members = yield* membersOf(of, count);
  const made = { start: new Float64Array(count + 1), to: new Uint32Array(FIRST_LINKS), weight: new Float64Array(FIRST_LINKS) };
  const loops = new Float64Array(count);
  const toward = new Float64Array(count);
  let length = 0;
  let size = 0;
  for (let c = 0; c < count; c++) {
    const first = length;
    for (let m = members.start[c]!; m < members.start[c + 1]!; m++) {
      const u = members.list[m]!;
      loops[c]! += loop[u]!;
      for (let i = start[u]!; i < start[u + 1]!; i++) {
        const other = of[to[i]!]!;
        if (other === c) loops[c]! += weight[i]!;
        else {
          if (length === made.to.length) {
            yield size;
            size = 0;
            made.to = doubled(made.to, Uint32Array);
            yield SLICE;
            made.weight = doubled(made.weight, Float64Array);
            yield SLICE;
          }
          if (toward[other] === 0) made.to[length++] = other;
          toward[other]! += weight[i]!;
        }
      }
      size += 1 + start[u + 1]! - start[u]!;
      if (size < SLICE) continue;
      yield size;
      size = 0;
    }
    for (let i = first; i < length; i++) {
      made.weight[i] = toward[made.to[i]!]!;
      toward[made.to[i]!] = 0;
    }
    made.start[c + 1] = length;
    if (size < SLICE) continue;
    yield size;
    size = 0;
  }
  return { n: count, start: made.start, to: made.to.subarray(0, length), weight: made.weight.subarray(0, length), loop: loops };
}

/** Room for links at first. It is doubled when it is full. */
const FIRST_LINKS = 65_536;

function doubled<A extends Uint32Array | Float64Array>(list: A, Kind: new (length: number) => A): A {
  const more = new Kind(list.length * 2);
  more.set(list);
  return more;
}

/** The nodes of each community, together in one list. */
function* membersOf(of: Uint32Array, count: number): Sliced<{ readonly start: Uint32Array; readonly list: Uint32Array }> {
  const start = new Uint32Array(count + 1);
  yield* eachSlice(of.length, (i) => {
    start[of[i]! + 1]!++;
  });
  for (let c = 0; c < count; c++) start[c + 1]! += start[c]!;
  const [list, next] = [new Uint32Array(of.length), start.slice()];
  yield* eachSlice(of.length, (i) => {
    list[next[of[i]!]!++] = i;
  });
  return { start, list };
}

/** The most communities that are merged pair by pair. Smaller ones first join one of these. */
const MOST_MERGED = 1_024;
/** Merged pairs in a slice. */
const PAIRS = 32;

/** A few groups of communities, the largest first, and the group of each community. */
function* merged(level: Level, sizes: Float64Array): Sliced<{ readonly labels: readonly string[]; readonly of: Uint8Array }> {
  const order = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const k = Math.min(order.length, MOST_MERGED);
  const place = new Int32Array(level.n).fill(-1);
  for (let i = 0; i < k; i++) place[order[i]!] = i;
  const ties = yield* tiesAmong(level, order.slice(0, k), place);
  const size = Float64Array.from({ length: k }, (_, i) => sizes[order[i]!]!);
  for (const c of order.slice(k)) place[c] = goalOf(level, c, place, size);
  const into = Int32Array.from({ length: k }, (_, i) => i);
  const left = new Set(into);
  while (left.size > MOST_GROUPS - 1) {
    const smallest = [...left].reduce((a, b) => (size[b]! < size[a]! ? b : a));
    left.delete(smallest);
    let goal = -1;
    let most = 0;
    for (const other of left) {
      const share = ties[smallest * k + other]! / size[other]!;
      if (share > most) [goal, most] = [other, share];
    }
    // A community without ties to others joins the next smallest.
    if (goal < 0) goal = [...left].reduce((a, b) => (size[b]! < size[a]! ? b : a));
    for (const other of left) {
      ties[goal * k + other]! += ties[smallest * k + other]!;
      ties[other * k + goal]! += ties[other * k + smallest]!;
    }
    size[goal]! += size[smallest]!;
    into[smallest] = goal;
    if (left.size % PAIRS === 0) yield PAIRS * k;
  }
  const groups = [...left].sort((a, b) => size[b]! - size[a]! || a - b);
  const end = (i: number): number => (into[i] === i ? i : end(into[i]!));
  const of = Uint8Array.from(place, (i) => groups.indexOf(end(i)));
  return { labels: groups.map((_, i) => String(i + 1)), of };
}

/** The weight of the links between the kept communities, as a square of numbers. */
function* tiesAmong({ start, to, weight }: Level, kept: readonly number[], place: Int32Array): Sliced<Float64Array> {
  const ties = new Float64Array(kept.length * kept.length);
  let size = 0;
  for (const [i, c] of kept.entries()) {
    for (let link = start[c]!; link < start[c + 1]!; link++) {
      const other = place[to[link]!]!;
      if (other >= 0) ties[i * kept.length + other]! += weight[link]!;
    }
    size += start[c + 1]! - start[c]!;
    if (size < SLICE) continue;
    yield size;
    size = 0;
  }
  return ties;
}

/** The kept community that a small one joins: the one with the most links for its size; the smallest without links. */
function goalOf({ start, to, weight }: Level, c: number, place: Int32Array, size: Float64Array): number {
  let goal = size.length - 1;
  let most = 0;
  for (let link = start[c]!; link < start[c + 1]!; link++) {
    const other = place[to[link]!]!;
    if (other < 0 || weight[link]! / size[other]! <= most) continue;
    [goal, most] = [other, weight[link]! / size[other]!];
  }
  return goal;
}
