/** Whether ties and communities last: the same network at two moments. */
import { ln } from '../../core/util/math.js';
import { rng } from '../../core/random/rng.js';
import type { Moment } from '../measures/measure.js';
import { courseOf } from './choices.js';
import { louvain } from './communities.js';
import { edgesOf, type Graph, graphOf } from './graph.js';

/** The graph so many rounds ago; null before the first round. 1 is when this round began. */
export function graphBefore(moment: Moment, rounds: number): Graph | null {
  if (!Number.isInteger(rounds) || rounds < 1) return null;
  const network = courseOf(moment).at(-1 - rounds);
  return network ? graphOf(network, moment.edge, moment.members) : null;
}

/**
 * Edges that two graphs have both over those that either has, by direction, 0..1 (Jaccard 1912): 1 where none came or went. Null
 * where neither has any. The graphs have the same nodes.
 */
export function edgesKept(before: Graph, after: Graph): number | null {
  const key = ({ out, n }: Graph): ReadonlySet<number> => {
    const found = new Set<number>();
    for (let u = 0; u < n; u++) for (let i = out.start[u]!; i < out.start[u + 1]!; i++) found.add(u * n + out.to[i]!);
    return found;
  };
  const [had, have] = [key(before), key(after)];
  let both = 0;
  for (const edge of had) if (have.has(edge)) both++;
  const either = edgesOf(before) + edgesOf(after) - both;
  return either === 0 ? null : both / either;
}

/**
 * Normalised mutual information of two divisions of the same nodes, 0..1: 1 where they are the same, 0 where one says nothing of the
 * other; 2 I / (H₁ + H₂). Null where neither divides. Danon, Díaz-Guilera, Duch and Arenas 2005, J. Stat. Mech. P09008, eq. 2.
 */
export function mutualInformation(one: readonly number[], other: readonly number[]): number | null {
  const n = one.length;
  const entropy = (keys: readonly (number | string)[]): number => {
    const counts = new Map<number | string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()].reduce((sum, count) => sum - (count / n) * ln(count / n), 0);
  };
  const [a, b] = [entropy(one), entropy(other)];
  if (n === 0 || a + b === 0) return null;
  const joint = entropy(one.map((key, i) => `${key} ${other[i]!}`));
  return Math.min(1, Math.max(0, (2 * (a + b - joint)) / (a + b)));
}

/**
 * Mutual information of the communities that Louvain finds in two graphs, by the same stream, among the nodes that have a neighbour
 * in both; null where there is no such node, or only one community.
 */
export function communitiesKept(before: Graph, after: Graph, { seed, network }: Pick<Moment, 'seed' | 'network'>): number | null {
  const [had, have] = [before, after].map((graph) => louvain(graph, rng(seed, 'measure.communities', network?.name ?? ''))?.of);
  if (!had || !have) return null;
  const tied = ({ both }: Graph, node: number): boolean => both.start[node + 1]! > both.start[node]!;
  const nodes = Array.from({ length: after.n }, (_, node) => node).filter((node) => tied(before, node) && tied(after, node));
  return mutualInformation(
    nodes.map((node) => had[node]!),
    nodes.map((node) => have[node]!),
  );
}
