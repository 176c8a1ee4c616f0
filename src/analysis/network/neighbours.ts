/**
 * The neighbours of an agent in a network at one moment. A tie counts as an edge from the strength `edge` on. Apart from `graph.ts`: formulas
 * ask for single agents, so the lists are kept for each network.
 */
import { eachTie, type Network, tieTotal } from '../../core/events/ties.js';

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
  if (known?.edge !== edge) cache.set(network, (known = { edge, table: tableOf(network, edge), lists: new Map() }));
  return known;
}

const listIn = ({ start, to }: NeighbourTable, agent: number): readonly number[] =>
  start[agent] === start[agent + 1] ? nobody : Array.from(to.subarray(start[agent], start[agent + 1]));

/** Ties come by ascending `from`, then `to`, so both directions of an agent are ascending lists, which are merged. */
function tableOf(network: Network, edge: number): NeighbourTable {
  const total = tieTotal(network);
  const [from, to] = [new Uint32Array(total), new Uint32Array(total)];
  let [edges, agents] = [0, 0];
  eachTie(network, (a, b, strength) => {
    if (strength < edge) return;
    from[edges] = a;
    to[edges++] = b;
    agents = Math.max(agents, a + 1, b + 1);
  });
  const incoming = startsOf(agents, to, edges);
  const sources = new Uint32Array(edges);
  const next = incoming.slice();
  for (let i = 0; i < edges; i++) sources[next[to[i]!]!++] = from[i]!;
  const start = new Uint32Array(agents + 1);
  const all = new Uint32Array(edges * 2);
  let length = 0;
  for (let agent = 0, i = 0; agent < agents; agent++) {
    let j = incoming[agent]!;
    const end = incoming[agent + 1]!;
    while (j < end || (i < edges && from[i] === agent)) {
      const out = i < edges && from[i] === agent ? to[i]! : Infinity;
      const into = j < end ? sources[j]! : Infinity;
      all[length++] = Math.min(out, into);
      if (out <= into) i++;
      if (into <= out) j++;
    }
    start[agent + 1] = length;
  }
  return { start, to: length === all.length ? all : all.slice(0, length) };
}

/** Where the edges of each agent begin if they are sorted by `key`. */
function startsOf(agents: number, key: Uint32Array, edges: number): Uint32Array {
  const start = new Uint32Array(agents + 1);
  for (let i = 0; i < edges; i++) start[key[i]! + 1]!++;
  for (let agent = 0; agent < agents; agent++) start[agent + 1]! += start[agent]!;
  return start;
}
