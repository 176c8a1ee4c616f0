/** How far a network is from those of textbooks: preferential attachment, and the small world. */
import { pow } from '../../core/util/math.js';
import { distribution } from './degrees.js';
import { degreesOf, type Graph } from './graph.js';
import { transitivity } from './clustering.js';

interface Distances {
  /** Wasserstein-1 distance in neighbours, ≥ 0, and the largest distance of the cumulative distributions, 0..1. */
  readonly wasserstein: number;
  readonly largest: number;
}

/**
 * Distances of degrees to those of a large Barabási–Albert network whose newcomers make `m` ties:
 * P(k) = 2m(m + 1) / k(k + 1)(k + 2) for k ≥ m, so P(degree > k) = m(m + 1) / (k + 1)(k + 2), whose sum from k on is
 * m(m + 1) / (k + 1). Null without degrees. Bollobás, Riordan, Spencer and Tusnády 2001; used as in arXiv 2402.10659,
 * which compares with a sampled network of m = 1.
 */
export function preferentialDistance(degrees: readonly number[], m: number): Distances | null {
  if (degrees.length === 0) return null;
  const counts = distribution(degrees);
  let [seen, wasserstein, largest] = [0, 0, 0];
  const last = Math.max(counts.length - 1, m - 1);
  for (let k = 0; k <= last; k++) {
    seen += counts[k] ?? 0;
    const law = k < m ? 0 : 1 - (m * (m + 1)) / ((k + 1) * (k + 2));
    const gap = Math.abs(seen / degrees.length - law);
    wasserstein += gap;
    largest = Math.max(largest, gap);
  }
  return { wasserstein: wasserstein + (m * (m + 1)) / (last + 2), largest };
}

/** As `preferentialDistance`, with the m of the network: half its mean degree, rounded, at least 1. */
export function preferentialDistanceOf({ both, n }: Graph): Distances | null {
  return preferentialDistance(degreesOf(both), Math.max(1, Math.round(both.to.length / (2 * Math.max(1, n)))));
}

/**
 * β̂, the chance of rewiring at which a Watts–Strogatz network of the same mean degree k has the same transitivity C:
 * C = r + (C₀ − r)(1 − β)³ with C₀ = 3(k − 2) / 4(k − 1) of the ring and r = k / (n − 1) of a random graph, solved for β
 * and kept in 0..1. Null without triples, with k ≤ 2, or where C₀ is not above r (too dense to tell).
 * Barrat and Weigt 2000, Eur. Phys. J. B 13, eq. 12, whose term of order 1/n we take to be r. arXiv 2402.10659 searches
 * generated networks instead, to 0.01.
 */
export function rewiring(graph: Graph): number | null {
  const c = transitivity(graph);
  const k = graph.both.to.length / Math.max(1, graph.n);
  if (c === null || k <= 2) return null;
  const ring = (3 * (k - 2)) / (4 * (k - 1));
  const random = k / (graph.n - 1);
  if (ring <= random) return null;
  const left = (c - random) / (ring - random);
  return left <= 0 ? 1 : Math.max(0, 1 - pow(left, 1 / 3));
}
