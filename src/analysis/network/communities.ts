/**
 * Communities by Louvain, and the modularity of a division. Our own rather than graphology's: it works on the arrays
 * that are there, draws from our streams, and adds 6 kB to the engine rather than 86.
 */
import { type Rng, shuffled } from '../../core/random/rng.js';
import type { Graph } from './graph.js';

export interface Communities {
  /** Community of each node, numbered from 0 by their first node. */
  readonly of: Uint32Array;
  readonly count: number;
  readonly modularity: number;
}

/** Gains below this are none: they would be rounding. */
const EPSILON = 1e-12;

/** Starts from different orders, of which the best division is kept: four where that is quick, else one. */
const startsFor = (n: number): number => (n <= 500 ? 4 : 1);

/**
 * Modularity Q = Σ_c [ L_c / W − r (k_c / 2W)² ] of a division, −0.5..1, by link weights: L_c is the weight within c,
 * k_c the sum of its members' weighted degrees, W the weight of all links. Null without links.
 * Newman and Girvan 2004; resolution r: Reichardt and Bornholdt 2006. Above 0.5 is called strong in arXiv 2402.10659.
 */
export function modularity({ n, both }: Graph, of: ArrayLike<number>, resolution = 1): number | null {
  const degree = new Map<number, number>();
  let [inside, total] = [0, 0];
  for (let u = 0; u < n; u++) {
    let k = 0;
    for (let i = both.start[u]!; i < both.start[u + 1]!; i++) {
      k += both.weight[i]!;
      if (of[both.to[i]!] === of[u]) inside += both.weight[i]!;
    }
    total += k;
    degree.set(of[u]!, (degree.get(of[u]!) ?? 0) + k);
  }
  if (total === 0) return null;
  let expected = 0;
  for (const k of degree.values()) expected += (k / total) ** 2;
  return inside / total - resolution * expected;
}

/**
 * Division into communities of high modularity by the Louvain method: nodes move to the neighbouring community of
 * highest gain until none gains, communities become nodes, and again. The best of four seeded orders (of one beyond 500 nodes). Null without
 * links. Blondel et al. 2008, J. Stat. Mech. P10008.
 */
export function louvain(graph: Graph, random: Rng, resolution = 1, starts = startsFor(graph.n)): Communities | null {
  let best: Communities | null = null;
  for (let i = 0; i < starts; i++) {
    const of = divide(graph, random, resolution);
    const q = modularity(graph, of, resolution);
    if (q === null) return null;
    if (!best || q > best.modularity + EPSILON) best = { of, count: numbered(of), modularity: q };
  }
  return best;
}

/**
 * Conductance of each community that has links: the weight of links that leave it over the weighted degrees of its
 * members, or of all others where those are less, 0..1; low where it is closed. A community that has all links has none.
 * Kannan, Vempala and Vetta 2004, J. ACM 51; as networkx's `conductance`.
 */
export function conductances({ n, both }: Graph, of: ArrayLike<number>): readonly number[] {
  const [volume, leaving] = [new Map<number, number>(), new Map<number, number>()];
  let total = 0;
  for (let u = 0; u < n; u++) {
    for (let i = both.start[u]!; i < both.start[u + 1]!; i++) {
      const weight = both.weight[i]!;
      total += weight;
      volume.set(of[u]!, (volume.get(of[u]!) ?? 0) + weight);
      if (of[both.to[i]!] !== of[u]) leaving.set(of[u]!, (leaving.get(of[u]!) ?? 0) + weight);
    }
  }
  return [...volume].filter(([, v]) => v < total).map(([c, v]) => (leaving.get(c) ?? 0) / Math.min(v, total - v));
}

/** A weighted graph whose nodes are communities of the one before. `loop` counts both ends of what is inside. */
interface Level {
  readonly n: number;
  readonly start: Uint32Array;
  readonly to: Uint32Array;
  readonly weight: Float64Array;
  readonly loop: Float64Array;
}

function divide({ n, both }: Graph, random: Rng, resolution: number): Uint32Array {
  let level: Level = { n, start: both.start, to: both.to, weight: both.weight, loop: new Float64Array(n) };
  const of = Uint32Array.from({ length: n }, (_, u) => u);
  for (;;) {
    const moved = settle(level, random, resolution);
    const count = numbered(moved);
    for (let u = 0; u < n; u++) of[u] = moved[of[u]!]!;
    if (count === level.n) return of;
    level = contracted(level, moved, count);
  }
}

/** Numbers the communities from 0 in order of appearance, in place; returns how many there are. */
function numbered(of: Uint32Array): number {
  const number = new Map<number, number>();
  for (let u = 0; u < of.length; u++) {
    const known = number.get(of[u]!) ?? number.size;
    number.set(of[u]!, known);
    of[u] = known;
  }
  return number.size;
}

/** Moves nodes one by one, from a queue in random order that takes in the neighbours of those that moved. */
function settle(level: Level, random: Rng, resolution: number): Uint32Array {
  const { n, start, to, weight, loop } = level;
  const of = Uint32Array.from({ length: n }, (_, u) => u);
  const degree = new Float64Array(n);
  for (let u = 0; u < n; u++) {
    degree[u] = loop[u]!;
    for (let i = start[u]!; i < start[u + 1]!; i++) degree[u]! += weight[i]!;
  }
  const total = degree.reduce((sum, k) => sum + k, 0);
  const sum = degree.slice();
  const toward = new Float64Array(n);
  const queue = shuffled(random, Array.from(of));
  const waiting = new Uint8Array(n).fill(1);
  for (let head = 0; head < queue.length; head++) {
    const u = queue[head]!;
    waiting[u] = 0;
    const own = of[u]!;
    sum[own]! -= degree[u]!;
    for (let i = start[u]!; i < start[u + 1]!; i++) toward[of[to[i]!]!]! += weight[i]!;
    const gain = (c: number): number => toward[c]! - (resolution * sum[c]! * degree[u]!) / total;
    let [best, most] = [own, gain(own)];
    for (let i = start[u]!; i < start[u + 1]!; i++) {
      const c = of[to[i]!]!;
      if (c !== best && gain(c) > most + EPSILON) [best, most] = [c, gain(c)];
    }
    for (let i = start[u]!; i < start[u + 1]!; i++) toward[of[to[i]!]!] = 0;
    sum[best]! += degree[u]!;
    if (best === own) continue;
    of[u] = best;
    for (let i = start[u]!; i < start[u + 1]!; i++) {
      const v = to[i]!;
      if (waiting[v] === 1 || of[v] === best) continue;
      waiting[v] = 1;
      queue.push(v);
    }
  }
  return of;
}

function contracted(level: Level, of: Uint32Array, count: number): Level {
  const rows = Array.from({ length: count }, () => new Map<number, number>());
  const loop = new Float64Array(count);
  for (let u = 0; u < level.n; u++) {
    const own = of[u]!;
    loop[own]! += level.loop[u]!;
    for (let i = level.start[u]!; i < level.start[u + 1]!; i++) {
      const c = of[level.to[i]!]!;
      if (c === own) loop[own]! += level.weight[i]!;
      else rows[own]!.set(c, (rows[own]!.get(c) ?? 0) + level.weight[i]!);
    }
  }
  const start = new Uint32Array(count + 1);
  rows.forEach((row, c) => {
    start[c + 1] = start[c]! + row.size;
  });
  const to = Uint32Array.from(rows.flatMap((row) => [...row.keys()]));
  const weight = Float64Array.from(rows.flatMap((row) => [...row.values()]));
  return { n: count, start, to, weight, loop };
}
