/** The outside data of a scenario, tables of people and networks, and what runs are like next to them, in short lines and as tables. */
import type { Wording } from '../../../core/util/l10n.js';
import { recordedFor, translated } from '../../../core/util/recordedText.js';
import type { LanguageService, Resolved } from '../../../language/api.js';
import type { ShownOutside } from '../../../protocol/outside.js';
import { networksBeside } from '../../networks/networksBeside.js';
import type { RunAnswers } from '../agentAnswers.js';
import { comparePeople } from '../comparison.js';
import { loadPeople, specsOf } from '../loadPeople.js';
import { peopleSection } from '../peopleSection.js';
import { shortLines } from '../peopleText.js';
import { outsideMeasures, outsideSpecs } from './outsideRecord.js';

export interface OutsideData {
  /** As `outsideMeasures`. */
  readonly measures: readonly string[];
  /** Why data cannot be read. */
  readonly problems: readonly string[];
  /** Runs next to the data, a figure or a note on each line. */
  readonly of: (runs: readonly RunAnswers[], t: Wording) => readonly string[];
  /** The same as tables in the language of the reader, with `problems` first. `breathe` gives pauses. */
  readonly shown: (runs: readonly RunAnswers[], breathe: () => Promise<void> | undefined) => Promise<ShownOutside>;
}

/** Null for a scenario that names no table and no network. */
export async function outsideData(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
): Promise<OutsideData | null> {
  const specs = specsOf(resolved, scenario);
  const networks = await networksBeside(language, resolved, scenario);
  if (specs.length === 0 && !networks) return null;
  const { people, problems: unread } = await loadPeople(language, resolved, scenario);
  const problems = [...unread.map(({ message }) => message), ...(networks?.problems ?? [])];
  const comparedOf = (runs: readonly RunAnswers[]) =>
    people.map(({ spec, table }) => ({ spec, compared: comparePeople(spec, table, runs) }));
  return {
    measures: outsideMeasures(outsideSpecs(resolved.society.scenarios?.[scenario] ?? {})),
    problems,
    of(runs, t) {
      if (runs.length === 0) return [];
      const lines = comparedOf(runs).flatMap(({ spec, compared }) =>
        compared.ok ? shortLines(compared.comparison, t) : compared.problems.map(({ message }) => `${spec.id}: ${recordedFor(t)(message)}`),
      );
      return [...lines, ...(networks?.of(runs, t) ?? [])];
    },
    async shown(runs, breathe) {
      const first = problems.map(translated);
      if (runs.length === 0) return { sections: [], problems: first };
      const tables = comparedOf(runs);
      const beside = await networks?.shown(runs, breathe);
      const unlike = tables.flatMap(({ spec, compared }) =>
        compared.ok ? [] : compared.problems.map(({ message }) => `${spec.id}: ${translated(message)}`),
      );
      return {
        sections: [
          ...tables.flatMap(({ compared }) => (compared.ok ? [peopleSection(compared.comparison)] : [])),
          ...(beside?.sections ?? []),
        ],
        problems: [...first, ...unlike, ...(beside?.problems ?? [])],
      };
    },
  };
}
