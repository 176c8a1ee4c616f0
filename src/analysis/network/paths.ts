/** Shortest paths: how many steps apart the agents are. */
import type { Adjacency, Graph } from './graph.js';
import { type Rng, sample } from '../../core/random/rng.js';
import { EXACT_LIMIT, exactly, PIVOTS, type Reading, Z95 } from '../statistics/estimate.js';

/**
 * Mean shortest path L(G) in steps, ≥ 1, over the ordered pairs of different agents of which one can reach the other;
 * pairs that cannot are left out (so a broken network can have short paths: read it with the largest component).
 * Ties count without direction and weight unless `adjacency` says otherwise (`graph.out` for directed paths). Null
 * if no agent reaches another.
 *
 * Exact up to 2,000 agents; beyond, the ratio of path lengths to reached pairs from 256 sources drawn without
 * replacement, with its 95 % error (ratio estimator: Cochran 1977, Sampling Techniques, eq. 6.4; pivots: Brandes and
 * Pich 2007).
 */
export function meanPath(graph: Graph, random: Rng, adjacency: Adjacency = graph.both): Reading | null {
  if (graph.n > EXACT_LIMIT) return fromPivots(graph.n, adjacency, random);
  const { steps, pairs } = allDistances(graph.n, adjacency);
  return pairs === 0 ? null : exactly(steps / pairs);
}

function fromPivots(n: number, adjacency: Adjacency, random: Rng): Reading | null {
  const nodes = Array.from({ length: n }, (_, i) => i);
  const sources = sample(random, nodes, PIVOTS);
  const [steps, pairs] = [new Float64Array(PIVOTS), new Float64Array(PIVOTS)];
  const search = searchOf(n);
  for (let first = 0; first < PIVOTS; first += BITS) {
    const each = { steps: steps.subarray(first, first + BITS), pairs: pairs.subarray(first, first + BITS) };
    batch(adjacency, sources.slice(first, first + BITS), search, each);
  }
  const reached = pairs.reduce((sum, x) => sum + x, 0);
  if (reached === 0) return null;
  const value = steps.reduce((sum, x) => sum + x, 0) / reached;
  const variance = steps.reduce((sum, x, s) => sum + (x - value * pairs[s]!) ** 2, 0) / (PIVOTS - 1);
  const error = (Z95 * Math.sqrt(((1 - PIVOTS / n) * variance) / PIVOTS)) / (reached / PIVOTS);
  return { value, error, exact: false };
}

/** Sum of distances, and number of nodes reached; of all sources or by source. */
interface Distances {
  readonly steps: number;
  readonly pairs: number;
}

interface EachDistance {
  readonly steps: Float64Array;
  readonly pairs: Float64Array;
}

/** Sources that are searched from together, one bit each. */
const BITS = 32;

/** Breadth-first search from 32 sources at a time (Then et al. 2014, "The More the Merrier", VLDB 8). */
function allDistances(n: number, adjacency: Adjacency): Distances {
  const search = searchOf(n);
  let [steps, pairs] = [0, 0];
  for (let first = 0; first < n; first += BITS) {
    const sources = Array.from({ length: Math.min(BITS, n - first) }, (_, s) => first + s);
    const found = batch(adjacency, sources, search);
    steps += found.steps;
    pairs += found.pairs;
  }
  return { steps, pairs };
}

/** Bit s of a node: source s has reached it, is about to go on from it, will go on from it. */
interface Search {
  readonly seen: Uint32Array;
  readonly now: Uint32Array;
  readonly next: Uint32Array;
}

const searchOf = (n: number): Search => ({ seen: new Uint32Array(n), now: new Uint32Array(n), next: new Uint32Array(n) });

function batch(adjacency: Adjacency, sources: readonly number[], search: Search, each?: EachDistance): Distances {
  const { seen, now, next } = search;
  seen.fill(0);
  for (const [s, source] of sources.entries()) seen[source] = now[source] = 1 << s;
  let active: readonly number[] = sources;
  let [steps, pairs] = [0, 0];
  for (let depth = 1; active.length > 0; depth++) {
    active = spread(adjacency, active, search);
    for (const v of active) {
      const fresh = next[v]!;
      now[v] = fresh;
      next[v] = 0;
      seen[v]! |= fresh;
      const reached = bitCount(fresh);
      pairs += reached;
      steps += depth * reached;
      if (each) countEach(fresh, depth, each);
    }
  }
  return { steps, pairs };
}

/** One step from all active nodes; returns the nodes reached for the first time, with the nodes that reach them in `next`. */
function spread({ start, to }: Adjacency, active: readonly number[], { seen, now, next }: Search): readonly number[] {
  const touched: number[] = [];
  for (const u of active) {
    const bits = now[u]!;
    now[u] = 0;
    for (let i = start[u]!; i < start[u + 1]!; i++) {
      const v = to[i]!;
      const fresh = bits & ~seen[v]!;
      if (fresh === 0) continue;
      if (next[v] === 0) touched.push(v);
      next[v]! |= fresh;
    }
  }
  return touched;
}

function countEach(bits: number, depth: number, { steps, pairs }: EachDistance): void {
  for (let left = bits | 0; left !== 0; left &= left - 1) {
    const s = 31 - Math.clz32(left & -left);
    steps[s]! += depth;
    pairs[s]!++;
  }
}

/** Number of ones among 32 bits. */
function bitCount(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
