/** The networks that a scenario names under `compare_with`, found next to the file that names them, and read. */
import type { EmpiricalNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import { RANDOM_GRAPHS } from '../../analysis/empirical/randomGraphs.js';
import { BOOTSTRAP_DRAWS } from '../../analysis/ergm/fit.js';
import type { Label } from '../../analysis/network/mixing.js';
import { type LanguageService, type Resolved, spanOf } from '../../language/api.js';
import type { Reference, Scenario } from '../../language/generated/society.js';
import { locateProblem, type PlacedProblem } from '../load/locateProblems.js';
import type { NetworkSettings } from './settings.js';

/** An entry that names a network. */
interface NetworkSpec {
  readonly id: string;
  /** The node of the entry. */
  readonly at: string;
  readonly path: string;
  /** Where the data come from, as the file says. */
  readonly source: string | null;
  readonly settings: NetworkSettings;
}

interface LoadedNetwork {
  readonly spec: NetworkSpec;
  readonly network: EmpiricalNetwork;
}

/** The entries of a scenario that name a network. `at`: the node of the scenario. */
const networkSpecs = ({ compare_with = {} }: Pick<Scenario, 'compare_with'>, at: string): readonly NetworkSpec[] =>
  Object.entries(compare_with).flatMap(([id, reference]) =>
    reference.network === undefined ? [] : [specOf(id, reference.network, reference, `${at}.compare_with.${id}`)],
  );

function specOf(id: string, path: string, reference: Reference, at: string): NetworkSpec {
  const { ties, directed, groups = {}, by, terms, source } = reference;
  return {
    ...{ id, at, path, source: source?.trim() ?? null },
    settings: {
      ...{ ties: ties ?? null, directed: directed ?? null, terms: terms ?? null },
      groups: Object.entries(groups).map(([key, { of, column, words = {}, cuts = [] }]) => ({
        ...{ id: key, of: of === undefined ? `me.${key}` : String(of), column: column ?? key, cuts },
        words: new Map<string, Label>(Object.entries(words)),
      })),
      by: by ? { of: String(by.of), column: by.column } : null,
      ...{ draws: RANDOM_GRAPHS, bootstrap: BOOTSTRAP_DRAWS, seed: 1 },
    },
  };
}

const REASONS = { path: 'data-path', outside: 'data-outside', missing: 'data-missing', unreadable: 'data-unreadable' } as const;

/** Reads them. Errors of a file are reported at the line that names it. */
export async function loadNetworks(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
): Promise<{ readonly networks: readonly LoadedNetwork[]; readonly problems: readonly PlacedProblem[] }> {
  const specs = networkSpecs(resolved.society.scenarios?.[scenario] ?? {}, `scenarios.${scenario}`);
  const networks: LoadedNetwork[] = [];
  const problems: PlacedProblem[] = [];
  for (const spec of specs) {
    const at = `${spec.at}.network`;
    const fail = (message: string, code: string): unknown =>
      problems.push(locateProblem(resolved, { severity: 'error', at, message, code }));
    const found = await language.data(spec.path, spanOf(resolved.nodes, at)?.source ?? resolved.uri);
    if (!found.ok) {
      fail(found.message, REASONS[found.reason]);
      continue;
    }
    const { networkFileRoom } = await import('../../exchange/index.js');
    const { readNetwork } = await networkFileRoom();
    const name = spec.path.slice(spec.path.lastIndexOf('/') + 1);
    const read = readNetwork({ name, bytes: new TextEncoder().encode(found.text) });
    if (read.ok) networks.push({ spec, network: read.network });
    else for (const { line, message } of read.problems) fail(`${name}:${line}: ${message}`, 'data-malformed');
  }
  return { networks, problems };
}
