/** The networks that a scenario names under `compare_with`, with their defaults filled in. */
import type { Label } from '../../analysis/network/mixing.js';
import type { Reference, Scenario } from '../../language/generated/society.js';
import type { NetworkSettings } from './settings.js';

/** An entry that names a network. */
export interface NetworkSpec {
  readonly id: string;
  /** The node of the entry. */
  readonly at: string;
  readonly path: string;
  /** The path of a table of its agents; null where the file of the network has all that is known of them. */
  readonly nodes: string | null;
  /** Where the data come from, as the file says. */
  readonly source: string | null;
  readonly settings: NetworkSettings;
}

/** The entries of a scenario that name a network. `at`: the node of the scenario. */
export const networkSpecs = ({ compare_with = {} }: Pick<Scenario, 'compare_with'>, at: string): readonly NetworkSpec[] =>
  Object.entries(compare_with).flatMap(([id, reference]) =>
    reference.network === undefined ? [] : [specOf(id, reference.network, reference, `${at}.compare_with.${id}`)],
  );

function specOf(id: string, path: string, reference: Reference, at: string): NetworkSpec {
  const { nodes, ties, directed, groups = {}, by, terms, source } = reference;
  return {
    ...{ id, at, path, nodes: nodes ?? null, source: source?.trim() ?? null },
    settings: {
      ...{ ties: ties ?? null, directed: directed ?? null, terms: terms ?? null },
      groups: Object.entries(groups).map(([key, { of, column, words = {}, cuts = [] }]) => ({
        ...{ id: key, of: of === undefined ? `me.${key}` : String(of), column: column ?? key, cuts },
        words: new Map<string, Label>(Object.entries(words)),
      })),
      by: by ? { of: String(by.of), column: by.column } : null,
      ...{ draws: null, bootstrap: null, seed: 1 },
    },
  };
}
