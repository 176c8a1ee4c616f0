/** What is wrong with the tables of people that a file names, for an editor: a run does not need them, so they are no errors. */
import type { LanguageService, Resolved } from '../../language/api.js';
import { locateProblem, type PlacedProblem } from '../load/locateProblems.js';
import { decode } from './decode.js';
import { loadPeople, type People } from './loadPeople.js';
import { marginalHints } from './marginals.js';
import type { ReferenceProblem } from './referenceSpec.js';
import { missingColumns, rowsThatCount } from './rowsThatCount.js';

/** Of all scenarios of a file that can be read: what is wrong, as warnings, and hints about people who are others than those of the table. */
export async function tableProblems(language: LanguageService, resolved: Resolved): Promise<readonly PlacedProblem[]> {
  const found = new Map<string, PlacedProblem>();
  if (resolved.problems.some(({ severity }) => severity === 'error')) return [];
  for (const scenario of Object.keys(resolved.society.scenarios ?? {})) {
    const { people, problems } = await loadPeople(language, resolved, scenario);
    const wrong = people.flatMap((one) => problemsIn(one).map((problem) => locateProblem(resolved, problem)));
    const hints = problems.length + wrong.length > 0 ? [] : await marginalHints(language, resolved, scenario, people);
    const warnings = [...problems, ...wrong].map((problem): PlacedProblem => ({ ...problem, severity: 'warning' }));
    // Scenarios that extend another one share its lines.
    for (const problem of [...warnings, ...hints]) found.set(`${problem.uri} ${JSON.stringify(problem.range)} ${problem.message}`, problem);
  }
  return [...found.values()];
}

/** Columns that are missing, and columns whose cells are of no one kind. */
function problemsIn({ spec, table }: People): readonly ReferenceProblem[] {
  const missing = missingColumns(spec, table);
  if (missing.length > 0) return missing;
  const { places } = rowsThatCount(spec, table);
  return [...spec.answers, ...spec.groups].flatMap((property) => {
    const cells = table.columns.get(property.column)!;
    const read = decode(
      property,
      places.map((row) => cells[row]!),
      [],
    );
    return read.ok ? [] : [read.problem];
  });
}
