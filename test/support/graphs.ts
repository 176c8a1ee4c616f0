/** Networks by their short form alone, for tests that use only the pairs of tied agents. */
import type { Rng } from '../../src/core/random/rng.js';
import { graphStream, growGraph } from '../../src/engine/compile/graph.js';

type Pair = readonly [number, number];

/** Both directions of every tie among `members`, ascending, with streams derived from one; null when the form is unknown or invalid. */
export function graphPairs(form: string | readonly string[], members: readonly number[], random: Rng): readonly Pair[] | null {
  const seed = Math.floor(random() * 4294967296);
  const grown = growGraph(form, { ids: members.map(String), field: () => null }, graphStream(seed, ''));
  return grown.ok ? grown.ties.map(([from, to]): Pair => [members[from]!, members[to]!]) : null;
}
