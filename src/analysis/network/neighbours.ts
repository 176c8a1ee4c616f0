/**
 * The neighbours of an agent in a network at one moment. A tie counts as an edge from the strength `edge` on. Apart from `graph.ts`: formulas
 * ask for single agents, so the lists are kept for each network.
 */
import { readTies } from '../../core/events/lazyTies.js';
import { eachTie, leastStrength, mutualTies, type Network, tieTotal } from '../../core/events/ties.js';
import { inSlices } from '../../core/util/pauses.js';
import type { Slices } from '../../core/util/slices.js';

/** The neighbours of agent i are `to[start[i]] … to[start[i + 1] − 1]`, ascending. Agents from `start.length − 1` on have none. */
interface NeighbourTable {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
}

interface Known {
  readonly edge: number;
  readonly table: NeighbourTable;
  /** Lists of agents that a formula asked for. */
  readonly lists: Map<number, readonly number[]>;
}

/** How many agents get their lists in one slice. */
const SLICE = 1 << 15;
/** How many ties are compared in one slice. */
const TIES = 1 << 18;

const cache = new WeakMap<Network, Known>();
const nobody: readonly number[] = [];

/** Agents the agent has an edge to or from, ascending indices. The table of a network is made once, in O(ties). */
export function neighbours(network: Network, edge: number, agent: number): readonly number[] {
  const { table, lists } = knownOf(network, edge);
  let list = lists.get(agent);
  if (!list) lists.set(agent, (list = agent + 1 < table.start.length ? listIn(table, agent) : nobody));
  return list;
}

/** The neighbours of all agents. */
export const neighbourTable = (network: Network, edge: number): NeighbourTable => knownOf(network, edge).table;

function knownOf(network: Network, edge: number): Known {
  let known = cache.get(network);
  if (known?.edge !== edge) {
    const table = inSlices(`neighbours from ${edge} on`, network, () => tableOf(network, edge));
    cache.set(network, (known = { edge, table, lists: new Map() }));
  }
  return known;
}

const listIn = ({ start, to }: NeighbourTable, agent: number): readonly number[] =>
  start[agent] === start[agent + 1] ? nobody : Array.from(to.subarray(start[agent], start[agent + 1]));

/**
 * Ties come by ascending `from`, then `to`, so both directions of an agent are ascending lists, which are merged. If all ties go both ways,
 * the table shares the rows of the network.
 */
function* tableOf(network: Network, edge: number): Slices<NeighbourTable> {
  const { start: first, to } = yield* edgesOf(network, edge);
  yield;
  const mutual = mutualTies(to);
  mutual.are ??= yield* areMutual(first, to);
  if (mutual.are) return { start: first, to };
  const agents = Math.max(first.length - 1, 1 + greatest(to));
  const firstOf = (agent: number): number => first[Math.min(agent, first.length - 1)]!;
  const incoming = startsOf(agents, to);
  const next = incoming.slice();
  const sources = new Uint32Array(to.length);
  yield;
  for (let agent = 0; agent + 1 < first.length; agent++)
    for (let i = first[agent]!; i < first[agent + 1]!; i++) sources[next[to[i]!]!++] = agent;
  const start = new Uint32Array(agents + 1);
  const all = new Uint32Array(to.length * 2);
  let length = 0;
  for (let agent = 0; agent < agents; agent++) {
    if (agent % SLICE === 0) yield;
    let i = firstOf(agent);
    let j = incoming[agent]!;
    const outs = firstOf(agent + 1);
    const ins = incoming[agent + 1]!;
    while (i < outs || j < ins) {
      const out = i < outs ? to[i]! : Infinity;
      const into = j < ins ? sources[j]! : Infinity;
      all[length++] = out < into ? out : into;
      if (out <= into) i++;
      if (into <= out) j++;
    }
    start[agent + 1] = length;
  }
  return { start, to: length === all.length ? all : all.slice(0, length) };
}

/** Whether every edge has an edge back. By ascending agents, the edges back to earlier agents come in the order of the rows. */
function* areMutual(start: Uint32Array, to: Uint32Array): Slices<boolean> {
  const agents = start.length - 1;
  const next = start.slice();
  for (let agent = 0; agent < agents; agent += SLICE) {
    yield;
    if (!matchBack(start, to, next, agent, Math.min(agents, agent + SLICE))) return false;
  }
  return true;
}

/** Matches the edges of the agents from `first` up to `last` with edges back. False if one has none. */
function matchBack(start: Uint32Array, to: Uint32Array, next: Uint32Array, first: number, last: number): boolean {
  const agents = start.length - 1;
  for (let agent = first; agent < last; agent++) {
    const end = start[agent + 1]!;
    // Edges to earlier agents were matched from those agents.
    let i = next[agent]!;
    if (i < end && to[i]! < agent) return false;
    if (to[i] === agent) i++;
    for (; i < end; i++) {
      const other = to[i]!;
      if (other >= agents) return false;
      const back = next[other]!++;
      if (back >= start[other + 1]! || to[back] !== agent) return false;
    }
  }
  return true;
}

/** Edges out of each agent in compressed rows. Agents beyond the last row have none. */
function* edgesOf(network: Network, edge: number): Slices<NeighbourTable> {
  const { table, rows } = network;
  if (rows.length === 0 && (leastStrength(table).of ?? -1) >= edge) return table;
  const { strength } = yield* readTies(table);
  if (rows.length === 0 && (yield* areAtLeast(strength, edge))) return table;
  const total = tieTotal(network);
  const [from, to] = [new Uint32Array(total), new Uint32Array(total)];
  let edges = 0;
  let agents = 0;
  eachTie(network, (a, b, strength) => {
    if (strength < edge) return;
    from[edges] = a;
    to[edges++] = b;
    agents = a + 1;
  });
  return { start: startsOf(agents, from.subarray(0, edges)), to: edges === total ? to : to.slice(0, edges) };
}

function* areAtLeast(strengths: Float64Array, edge: number): Slices<boolean> {
  for (let i = 0; i < strengths.length; i++) {
    if (i % TIES === TIES - 1) yield;
    if (strengths[i]! < edge) return false;
  }
  return true;
}

/** The greatest number, or −1 if there is none. */
function greatest(numbers: Uint32Array): number {
  let most = -1;
  for (let i = 0; i < numbers.length; i++) if (numbers[i]! > most) most = numbers[i]!;
  return most;
}

/** Where the edges of each agent begin if they are sorted by `key`. */
function startsOf(agents: number, key: Uint32Array): Uint32Array {
  const start = new Uint32Array(agents + 1);
  for (let i = 0; i < key.length; i++) start[key[i]! + 1]!++;
  for (let agent = 0; agent < agents; agent++) start[agent + 1]! += start[agent]!;
  return start;
}
