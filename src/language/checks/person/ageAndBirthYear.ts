/** An age and a year of birth that do not go together on the day a scenario starts. In the program: the day is the scenario's. */
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { type Problem, warningAt } from '../../text/problem.js';
import { textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { castOf } from './similarAgents.js';
import { definitionsOf, numberOf } from '../common/checkHelpers.js';

export function checkBirthYears(program: Program, file: FileModel): Problem[] {
  const found = new Map<TreeNode, Problem | null>();
  for (const { id, entry } of definitionsOf(program, file, 'scenario')) {
    const year = /^([0-9]{4})-/.exec(textOf(valueAt(valueAt(entry.value, 'clock'), 'start')) ?? '')?.[1];
    if (year === undefined) continue;
    for (const person of castOf(program, file, id)) {
      if (person.file !== file) continue;
      const problem = mismatch(person.entry.value, Number(year), id);
      // One scenario in which it is right will do.
      if (found.get(person.entry.value) !== null) found.set(person.entry.value, problem);
    }
  }
  return [...found.values()].flatMap((problem) => problem ?? []);
}

function mismatch(person: TreeNode, year: number, scenario: string): Problem | null {
  const node = valueAt(person, 'age');
  const age = numberOf(node);
  const born = node ? birthYear(person) : null;
  if (!node || age === null || born === null || year - born === age || year - born - 1 === age) return null;
  const message = `Born in ${born}, one is ${year - born} in ${year}, when \`${scenario}\` starts, and not ${age}.`;
  return warningAt('age-birth-year', message, node.at);
}

const years = new WeakMap<TreeNode, { readonly year: number | null }>();

/** Of a sentence that begins with it, so that nobody else's birth is meant. */
const BORN =
  /(?:^|[.!?]\s+)(?:(?:She|He|They|I)\s+(?:was|were)\s+)?[Bb]orn\s+(?:on\s+[^.]{3,20}\s)?(?:(?:in|near)\s+[\p{Lu}][\p{L} -]{1,40},?\s+)?(?:in\s+)?((?:18|19|20)[0-9]{2})\b/u;

function birthYear(person: TreeNode): number | null {
  const known = years.get(person);
  if (known) return known.year;
  const vars = valueAt(person, 'vars');
  const stated = numberOf(valueAt(vars, 'birth_year') ?? valueAt(vars, 'year_of_birth') ?? valueAt(vars, 'born'));
  const told = ['bio', 'backstory'].map((key) => BORN.exec(textOf(valueAt(person, key)) ?? '')?.[1]).find((year) => year !== undefined);
  const year = stated ?? (told === undefined ? null : Number(told));
  years.set(person, { year });
  return year;
}
