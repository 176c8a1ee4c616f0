/**
 * The neighbours of an agent in a network at one moment. A tie counts as an edge from the strength `edge` on. Apart from `graph.ts`: formulas
 * ask for single agents, so the lists are kept for each network.
 */
import { eachTie, type Network } from '../../core/events/ties.js';

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
