/** Central agents: PageRank, hubs and authorities, and the share of the first few. */
import type { Adjacency, Graph } from './graph.js';

const TOLERANCE = 1e-12;
const MOST_STEPS = 1000;

/**
 * PageRank of each agent, summing to 1: the share of time that a reader spends with it who follows an edge with
 * chance `damping`, in proportion to its weight, and otherwise jumps to any agent; from an agent without edges it always jumps.
 * Brin and Page 1998.
 */
export function pageRank({ n, out, into }: Graph, damping = 0.85): Float64Array {
  const strength = sums(n, out);
  let rank = new Float64Array(n).fill(1 / n);
  for (let step = 0; step < MOST_STEPS; step++) {
    let loose = 0;
    for (let u = 0; u < n; u++) if (strength[u] === 0) loose += rank[u]!;
    const next = new Float64Array(n).fill((1 - damping + damping * loose) / n);
    let change = 0;
    for (let v = 0; v < n; v++) {
      let flow = 0;
      for (let i = into.start[v]!; i < into.start[v + 1]!; i++) {
        const u = into.to[i]!;
        flow += (rank[u]! * into.weight[i]!) / strength[u]!;
      }
      next[v]! += damping * flow;
      change += Math.abs(next[v]! - rank[v]!);
    }
    rank = next;
    if (change < TOLERANCE) break;
  }
  return rank;
}

interface Hits {
  /** How much an agent points to authorities, and is pointed to by hubs; each sums to 1, or is 0 without edges. */
  readonly hubs: Float64Array;
  readonly authorities: Float64Array;
}

/** Hubs and authorities by mutual reinforcement over edge weights, from equal hubs. Kleinberg 1999, J. ACM 46. */
export function hits({ n, out, into }: Graph): Hits {
  let hubs = new Float64Array(n).fill(n === 0 ? 0 : 1 / n);
  let authorities = new Float64Array(n);
  for (let step = 0; step < MOST_STEPS; step++) {
    authorities = normalised(times(n, into, hubs));
    const next = normalised(times(n, out, authorities));
    const change = next.reduce((sum, x, u) => sum + Math.abs(x - hubs[u]!), 0);
    hubs = next;
    if (change < TOLERANCE) break;
  }
  return { hubs, authorities };
}

/**
 * Share of a total that the `k` largest hold, 0..1; k/N when all are equal; null where the total is 0.
 * Of PageRank with k = 5: concentration of supernodes in arXiv 2602.14299.
 */
export function topShare(values: ArrayLike<number>, k: number): number | null {
  const sorted = Array.from(values).sort((a, b) => b - a);
  const total = sorted.reduce((sum, x) => sum + x, 0);
  return total > 0 ? sorted.slice(0, k).reduce((sum, x) => sum + x, 0) / total : null;
}

function sums(n: number, { start, weight }: Adjacency): Float64Array {
  const out = new Float64Array(n);
  for (let u = 0; u < n; u++) for (let i = start[u]!; i < start[u + 1]!; i++) out[u]! += weight[i]!;
  return out;
}

function times(n: number, { start, to, weight }: Adjacency, x: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(n);
  for (let u = 0; u < n; u++) for (let i = start[u]!; i < start[u + 1]!; i++) out[u]! += weight[i]! * x[to[i]!]!;
  return out;
}

function normalised(x: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const total = x.reduce((sum, value) => sum + value, 0);
  return total > 0 ? x.map((value) => value / total) : x;
}
