/** The outside data of a scenario, tables of people and networks, and what runs are like next to them, in short lines. */
import type { Wording } from '../../core/util/l10n.js';
import { recordedFor } from '../../core/util/recordedText.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import { networkLines } from '../networks/networkLines.js';
import type { RunAnswers } from './agentAnswers.js';
import { comparePeople } from './comparison.js';
import { loadPeople, specsOf } from './loadPeople.js';
import { shortLines } from './peopleText.js';
import { outsideMeasures, outsideSpecs } from './outsideRecord.js';

interface OutsideData {
  /** As `outsideMeasures`. */
  readonly measures: readonly string[];
  /** Why data cannot be read. */
  readonly problems: readonly string[];
  /** Runs next to the data, a figure or a note on each line. */
  readonly of: (runs: readonly RunAnswers[], t: Wording) => readonly string[];
}

/** Null for a scenario that names no table and no network. */
export async function outsideData(
  language: Pick<LanguageService, 'data'>,
  resolved: Resolved,
  scenario: string,
): Promise<OutsideData | null> {
  const specs = specsOf(resolved, scenario);
  const networks = await networkLines(language, resolved, scenario);
  if (specs.length === 0 && !networks) return null;
  const { people, problems } = await loadPeople(language, resolved, scenario);
  const onTables = (runs: readonly RunAnswers[], t: Wording): readonly string[] =>
    people.flatMap(({ spec, table }) => {
      const compared = comparePeople(spec, table, runs);
      return compared.ok
        ? shortLines(compared.comparison, t)
        : compared.problems.map(({ message }) => `${spec.id}: ${recordedFor(t)(message)}`);
    });
  return {
    measures: outsideMeasures(outsideSpecs(resolved.society.scenarios?.[scenario] ?? {})),
    problems: [...problems.map(({ message }) => message), ...(networks?.problems ?? [])],
    of: (runs, t) => (runs.length === 0 ? [] : [...onTables(runs, t), ...(networks?.of(runs, t) ?? [])]),
  };
}
