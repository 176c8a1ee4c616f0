/** Runs next to the networks that a scenario names. */
import type { Wording } from '../../core/util/l10n.js';
import { recordedFor, translated } from '../../core/util/recordedText.js';
import { finished, finishedSlowly, type Sliced } from '../../core/util/slices.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import type { OutsideSection, ShownOutside } from '../../protocol/outside.js';
import type { NetworkComparison } from './compareNetwork.js';
import { networkSpecs } from './networkSpec.js';

/** What is kept of a run, by key, and why something is missing. */
interface Answers {
  readonly values: { readonly [key: string]: readonly (number | string | null)[] };
  readonly faults: { readonly [key: string]: string };
}

interface NetworksBeside {
  /** Why networks cannot be read. */
  readonly problems: readonly string[];
  /** Short lines, as in a card. */
  readonly of: (runs: readonly Answers[], t: Wording) => readonly string[];
  /** The same as tables. `breathe` gives pauses: a network of a thousand agents takes seconds. */
  readonly shown: (runs: readonly Answers[], breathe: () => Promise<void> | undefined) => Promise<ShownOutside>;
}

/** The work of comparing a network; as text, why it cannot be compared. */
interface Work {
  readonly id: string;
  readonly work: Sliced<NetworkComparison> | string;
}

/** Networks with more agents are compared with fewer random graphs, so that a card is made in seconds. */
const LARGE = 500;
const FEW_GRAPHS = 20;

/** Null for a scenario that names no network. */
export async function networksBeside(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
): Promise<NetworksBeside | null> {
  const specs = networkSpecs(resolved.society.scenarios?.[scenario] ?? {}, '');
  if (specs.length === 0) return null;
  const { compareWithNetwork, loadNetworks, shortLines, tiesKept } = await import('./index.js');
  const { networks, problems } = await loadNetworks(language, resolved, scenario);
  const worksOf = (runs: readonly Answers[]): readonly Work[] =>
    networks.flatMap(({ spec, network }): readonly Work[] => {
      const ties = runs.flatMap(({ values }) => tiesKept(spec, values) ?? []);
      if (ties.length === 0) {
        const fault = runs.map(({ faults }) => faults[`${spec.id}.ties`]).find((message) => message !== undefined);
        return fault === undefined ? [] : [{ id: spec.id, work: fault }];
      }
      const isLarge = Math.max(network.ids.length, ...ties.map(({ ids }) => ids.length)) > LARGE;
      const settings = { ...spec.settings, terms: null, draws: isLarge ? FEW_GRAPHS : null };
      return [{ id: spec.id, work: compareWithNetwork(spec.path, network, ties, settings) }];
    });
  const of = (runs: readonly Answers[], t: Wording): readonly string[] =>
    worksOf(runs).flatMap(({ id, work }) => {
      if (typeof work === 'string') return [`${id}: ${recordedFor(t)(work)}`];
      try {
        return shortLines(id, finished(work), t);
      } catch (error) {
        return [`${id}: ${recordedFor(t)((error as Error).message)}`];
      }
    });
  const shown: NetworksBeside['shown'] = async (runs, breathe) => {
    const { networkSection } = await import('./networkSection.js');
    const sections: OutsideSection[] = [];
    const unlike: string[] = [];
    for (const { id, work } of worksOf(runs)) {
      try {
        if (typeof work === 'string') unlike.push(`${id}: ${translated(work)}`);
        else sections.push(networkSection(id, await finishedSlowly(work, breathe)));
      } catch (error) {
        unlike.push(`${id}: ${translated((error as Error).message)}`);
      }
    }
    return { sections, problems: unlike };
  };
  return { problems: problems.map(({ message }) => message), of, shown };
}
