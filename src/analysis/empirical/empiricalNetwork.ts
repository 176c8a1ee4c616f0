/** An empirical network as data: who its agents are, what is known of them, and their ties. */
import { graphOfEdges } from '../network/graph.js';
import type { Label } from '../network/mixing.js';
import type { GroupedNetwork } from './figures.js';

export interface EmpiricalNetwork {
  /** Names of the agents in the file. */
  readonly ids: readonly string[];
  /** A value of each agent, by the name of the attribute. */
  readonly attributes: ReadonlyMap<string, readonly Label[]>;
  /** Positions in `ids`. Undirected ties are listed once. */
  readonly ties: readonly (readonly [from: number, to: number])[];
  readonly directed: boolean;
  /** What a reader of the comparison must know of the file, as sentences. */
  readonly remarks: readonly string[];
}

/** The same as a graph. `directed`: false counts pairs with a tie either way. */
export function groupedNetwork(
  { ids, ties, ...network }: EmpiricalNetwork,
  groups: ReadonlyMap<string, readonly Label[]>,
  directed = network.directed,
): GroupedNetwork {
  const both = !directed || !network.directed;
  const edges = both ? ties.flatMap(([from, to]) => [[from, to] as const, [to, from] as const]) : ties;
  return { graph: graphOfEdges(ids.length, edges), directed, groups };
}
