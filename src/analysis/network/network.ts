/** Measures of a tie network at one moment. A tie counts as an edge from the strength `edge` on. */
import { eachTie, type Network, strengthOf } from '../../core/events/ties.js';

/** Number of directed edges. */
export function edgeCount(network: Network, edge: number): number {
  let edges = 0;
  eachTie(network, (_from, _to, strength) => {
    if (strength >= edge) edges++;
  });
  return edges;
}

/**
 * Share of directed edges whose opposite is an edge too, 0..1; null without edges.
 * Wasserman and Faust, Social Network Analysis (1994), §13.
 */
export function reciprocity(network: Network, edge: number): number | null {
  let edges = 0;
  let mutual = 0;
  eachTie(network, (from, to, strength) => {
    if (strength < edge) return;
    edges++;
    if (strengthOf(network, to, from) >= edge) mutual++;
  });
  return edges === 0 ? null : mutual / edges;
}

/** Directed edges over the N(N − 1) possible ones, 0..1; null for fewer than two agents. */
export const density = (network: Network, edge: number, agents: number): number | null =>
  agents < 2 ? null : edgeCount(network, edge) / (agents * (agents - 1));

type Lists = ReadonlyMap<number, readonly number[]>;
const cache = new WeakMap<Network, { readonly edge: number; readonly lists: Lists }>();
const nobody: readonly number[] = [];

/** Agents the agent has an edge to or from, ascending indices. The lists of a network are made once, in O(ties). */
export function neighbours(network: Network, edge: number, agent: number): readonly number[] {
  let known = cache.get(network);
  if (known?.edge !== edge) cache.set(network, (known = { edge, lists: listsOf(network, edge) }));
  return known.lists.get(agent) ?? nobody;
}

function listsOf(network: Network, edge: number): Lists {
  const found = new Map<number, Set<number>>();
  const add = (agent: number, other: number): void => {
    const known = found.get(agent);
    if (known) known.add(other);
    else found.set(agent, new Set([other]));
  };
  eachTie(network, (from, to, strength) => {
    if (strength < edge) return;
    add(from, to);
    add(to, from);
  });
  return new Map([...found].map(([agent, others]) => [agent, [...others].sort((a, b) => a - b)]));
}
