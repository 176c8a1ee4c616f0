/** The tables of people that a scenario names: found next to the file that names them, and read. */
import { type LanguageService, type Resolved, spanOf } from '../../language/api.js';
import { locateProblem, type PlacedProblem } from '../load/locateProblems.js';
import { type PeopleTable, readTable } from './peopleTable.js';
import { type PeopleSpec, peopleSpecs } from './referenceSpec.js';
import { columnsWanted } from './rowsThatCount.js';

export interface People {
  readonly spec: PeopleSpec;
  readonly table: PeopleTable;
}

interface LoadedPeople {
  readonly people: readonly People[];
  readonly problems: readonly PlacedProblem[];
}

const REASONS = { path: 'data-path', outside: 'data-outside', missing: 'data-missing', unreadable: 'data-unreadable' } as const;

/** The entries with a table of people of a scenario. Empty for a scenario without any. */
export const specsOf = ({ society }: Pick<Resolved, 'society'>, scenario: string): readonly PeopleSpec[] =>
  peopleSpecs(society.scenarios?.[scenario] ?? {}, `scenarios.${scenario}`);

/** Reads them. Errors of a table are reported at the line that names it. */
export async function loadPeople(language: Pick<LanguageService, 'data'>, resolved: Resolved, scenario: string): Promise<LoadedPeople> {
  const people: People[] = [];
  const problems: PlacedProblem[] = [];
  for (const spec of specsOf(resolved, scenario)) {
    const at = `${spec.at}.people`;
    const found = await language.data(spec.path, spanOf(resolved.nodes, at)?.source ?? resolved.uri);
    if (!found.ok) {
      problems.push(locateProblem(resolved, { severity: 'error', at, message: found.message, code: REASONS[found.reason] }));
      continue;
    }
    const name = spec.path.slice(spec.path.lastIndexOf('/') + 1);
    const read = await readTable(name, found.bytes ?? found.text, columnsWanted(spec));
    if (read.ok) people.push({ spec, table: read.table });
    else problems.push(locateProblem(resolved, { severity: 'error', at, message: read.message, code: 'data-malformed' }));
  }
  return { people, problems };
}
