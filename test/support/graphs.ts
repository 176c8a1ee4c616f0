/** Networks by their short form alone, for tests that use only the pairs of tied agents. */
import type { Rng } from '../../src/core/random/rng.js';
import { type GraphMembers, graphStream, growGraph } from '../../src/engine/compile/graph.js';
import type { GraphTies } from '../../src/engine/compile/links.js';

/** A directed tie between positions among the members; null is the strength of the network. */
export type GraphTie = readonly [from: number, to: number, strength: number | null];

/** The ties of a graph one by one. */
export const tieList = ({ from, to, strength }: GraphTies): readonly GraphTie[] =>
  Array.from(from, (start, i) => [start, to[i]!, strength === null || Number.isNaN(strength[i]) ? null : strength[i]!]);

/** Members of a graph, by their ids. */
export const graphMembers = (ids: readonly string[], field: GraphMembers['field'] = () => null): GraphMembers => ({
  n: ids.length,
  idOf: (member) => ids[member]!,
  field,
});

type Pair = readonly [number, number];

/** Both directions of every tie among `members`, ascending, with streams derived from one; null when the form is unknown or invalid. */
export function graphPairs(form: string | readonly string[], members: readonly number[], random: Rng): readonly Pair[] | null {
  const seed = Math.floor(random() * 4294967296);
  const grown = growGraph(form, graphMembers(members.map(String)), graphStream(seed, ''));
  return grown.ok ? tieList(grown.ties).map(([from, to]): Pair => [members[from]!, members[to]!]) : null;
}
