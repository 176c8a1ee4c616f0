/** The networks that a scenario names, found next to the file that names them, and read. */
import type { EmpiricalNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import { type LanguageService, type Resolved, spanOf } from '../../language/api.js';
import { locateProblem, type PlacedProblem } from '../load/locateProblems.js';
import { type NetworkSpec, networkSpecs } from './networkSpec.js';

interface LoadedNetwork {
  readonly spec: NetworkSpec;
  readonly network: EmpiricalNetwork;
}

/** The entries with a network of a scenario. */
export const networksIn = ({ society }: Pick<Resolved, 'society'>, scenario: string): readonly NetworkSpec[] =>
  networkSpecs(society.scenarios?.[scenario] ?? {}, `scenarios.${scenario}`);

const REASONS = { path: 'data-path', outside: 'data-outside', missing: 'data-missing', unreadable: 'data-unreadable' } as const;

/** Reads them. Errors of a file are reported at the line that names it. */
export async function loadNetworks(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
): Promise<{ readonly networks: readonly LoadedNetwork[]; readonly problems: readonly PlacedProblem[] }> {
  const networks: LoadedNetwork[] = [];
  const problems: PlacedProblem[] = [];
  for (const spec of networksIn(resolved, scenario)) {
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
