/**
 * Correlation of two networks of the same agents, tested by relabelling the agents of one (quadratic assignment procedure). Ties of one agent
 * depend on each other, so a test that takes pairs of agents as independent finds too much.
 */
import { type Rng, shuffled } from '../../core/random/rng.js';
import type { Sliced } from '../../core/util/slices.js';
import type { Graph } from '../network/graph.js';

/** Relabellings of a test. */
const RELABELLINGS = 999;

/** Relabellings in a slice. */
const SLICE = 50;

export interface Qap {
  /** Pearson's r of the two matrices off the diagonal, −1..1; ties count 1, others 0. */
  readonly correlation: number;
  /** Ties that both have, and the mean of that number over relabellings. */
  readonly shared: number;
  readonly expected: number;
  /** Shares of relabellings, the networks as they are among them, with a correlation at least as great, and at most as great. */
  readonly greater: number;
  readonly less: number;
}

/**
 * Tests whether agents that are tied in one network are tied in another with the same nodes. Null where a network has no tie or all ties,
 * so that there is no correlation. Krackhardt 1987, Social Networks 9, 171; as sna's `qaptest` of `gcor`.
 */
export function* qap(one: Graph, other: Graph, random: Rng, draws = RELABELLINGS): Sliced<Qap | null> {
  const { n } = one;
  const pairs = n * (n - 1);
  const [a, b] = [one.out.to.length, other.out.to.length];
  if (a === 0 || b === 0 || a === pairs || b === pairs) return null;
  const nodes = Array.from({ length: n }, (_, node) => node);
  const shared = overlap(one, other, nodes);
  let [greater, less, sum] = [1, 1, 0];
  for (let draw = 0; draw < draws; draw++) {
    const found = overlap(one, other, shuffled(random, nodes));
    if (found >= shared) greater++;
    if (found <= shared) less++;
    sum += found;
    if (draw % SLICE === SLICE - 1) yield 1;
  }
  // All relabellings have the same means and variances, so the correlation depends on the shared ties alone.
  const [meanA, meanB] = [a / pairs, b / pairs];
  const covariance = shared / pairs - meanA * meanB;
  const correlation = covariance / Math.sqrt(meanA * (1 - meanA) * meanB * (1 - meanB));
  return { correlation, shared, expected: sum / draws, greater: greater / (draws + 1), less: less / (draws + 1) };
}

/** Ties of one network that the other has between the nodes that these are relabelled to. */
function overlap({ n, out }: Graph, other: Graph, relabelled: readonly number[]): number {
  const mark = new Uint8Array(n);
  let found = 0;
  for (let u = 0; u < n; u++) {
    const start = other.out.start[relabelled[u]!]!;
    const end = other.out.start[relabelled[u]! + 1]!;
    for (let i = start; i < end; i++) mark[other.out.to[i]!] = 1;
    for (let i = out.start[u]!; i < out.start[u + 1]!; i++) found += mark[relabelled[out.to[i]!]!]!;
    for (let i = start; i < end; i++) mark[other.out.to[i]!] = 0;
  }
  return found;
}
