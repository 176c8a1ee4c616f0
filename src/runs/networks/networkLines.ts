/** The lines of the row `people` on the networks that the scenario names. */
import type { Wording } from '../../core/util/l10n.js';
import { recordedFor } from '../../core/util/recordedText.js';
import { finished } from '../../core/util/slices.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import { networkSpecs } from './networkSpec.js';

/** What is kept of a run, by key, and why something is missing. */
interface Answers {
  readonly values: { readonly [key: string]: readonly (number | string | null)[] };
  readonly faults: { readonly [key: string]: string };
}

interface NetworkLines {
  /** Why networks cannot be read. */
  readonly problems: readonly string[];
  readonly of: (runs: readonly Answers[], t: Wording) => readonly string[];
}

/** Networks with more agents are compared with fewer random graphs, so that a card is made in seconds. */
const LARGE = 500;
const FEW_GRAPHS = 20;

/** Null for a scenario that names no network. */
export async function networkLines(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
): Promise<NetworkLines | null> {
  const specs = networkSpecs(resolved.society.scenarios?.[scenario] ?? {}, '');
  if (specs.length === 0) return null;
  const { compareWithNetwork, loadNetworks, shortLines, tiesKept } = await import('./index.js');
  const { networks, problems } = await loadNetworks(language, resolved, scenario);
  const of = (runs: readonly Answers[], t: Wording): readonly string[] =>
    networks.flatMap(({ spec, network }) => {
      const ties = runs.flatMap(({ values }) => tiesKept(spec, values) ?? []);
      if (ties.length === 0) {
        const fault = runs.map(({ faults }) => faults[`${spec.id}.ties`]).find((message) => message !== undefined);
        return fault === undefined ? [] : [`${spec.id}: ${recordedFor(t)(fault)}`];
      }
      const isLarge = Math.max(network.ids.length, ...ties.map(({ ids }) => ids.length)) > LARGE;
      const settings = { ...spec.settings, terms: null, draws: isLarge ? FEW_GRAPHS : null };
      try {
        return shortLines(spec.id, finished(compareWithNetwork(spec.path, network, ties, settings)), t);
      } catch (error) {
        return [`${spec.id}: ${recordedFor(t)((error as Error).message)}`];
      }
    });
  return { problems: problems.map(({ message }) => message), of };
}
