/** The networks that a scenario names, found next to the file that names them, and read. */
import type { EmpiricalNetwork } from '../../analysis/empirical/empiricalNetwork.js';
import { translated } from '../../core/util/recordedText.js';
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
    const fail = (message: string, code: string, at = `${spec.at}.network`): null => {
      problems.push(locateProblem(resolved, { severity: 'error', at, message, code }));
      return null;
    };
    const fileAt = async (path: string, at: string) => {
      const found = await language.data(path, spanOf(resolved.nodes, at)?.source ?? resolved.uri);
      if (!found.ok) return fail(found.message, REASONS[found.reason], at);
      return { name: path.slice(path.lastIndexOf('/') + 1), bytes: new TextEncoder().encode(found.text) };
    };
    const file = await fileAt(spec.path, `${spec.at}.network`);
    const nodes = spec.nodes === null ? null : await fileAt(spec.nodes, `${spec.at}.nodes`);
    if (!file || (spec.nodes !== null && !nodes)) continue;
    const { networkFileRoom } = await import('../../exchange/index.js');
    const { readNetwork } = await networkFileRoom();
    const read = readNetwork(file, nodes);
    if (read.ok) networks.push({ spec, network: read.network });
    else
      for (const { file: name, line, message } of read.problems)
        fail(`${name}:${line}: ${translated(message)}`, 'data-malformed', name === nodes?.name ? `${spec.at}.nodes` : `${spec.at}.network`);
  }
  return { networks, problems };
}
