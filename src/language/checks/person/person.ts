/**
 * Contradictions within one person: an occupation that does not go with the age, an age told in words that is not the one in `age`, a
 * year of birth that does not go with the start of a scenario, a secret kept from those who may know it, prose cut in two by a comma.
 */
import type { FileModel } from '../../incremental/file.js';
import type { Program } from '../../program/program.js';
import { type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { type ListNode, type ScalarNode, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { castOf } from './similarAgents.js';
import { definitionsOf, entriesIn, numberOf, partOf, type Subject, textsIn } from '../common/checkHelpers.js';
import { type Offsets, quoteFix } from '../../text/lines.js';
import { t } from '../../../core/util/l10n.js';

/** Called once for each person, perhaps ten thousand times: one pass over the person's keys, and no work for keys without a rule. */
export function checkPerson({ section, entry, text }: Subject): readonly Problem[] {
  if ((section !== 'personas' && section !== 'fragments') || entry.value.kind !== 'map') return NONE;
  let own: TreeNode | undefined;
  let found: Problem[] | null = null;
  for (const { key, value } of entry.value.entries) if (key === 'age') own = value;
  const age = numberOf(own);
  for (const { key, value } of entry.value.entries) {
    const problems =
      value.kind === 'list'
        ? LISTS.has(key) && value.flow && value.items.length > 1
          ? commas(value, text)
          : NONE
        : key === 'secrets'
          ? secrets(value, entry.key)
          : value.kind !== 'scalar' || typeof value.value !== 'string' || !own || age === null
            ? NONE
            : key === 'occupation'
              ? occupation(value, value.value, age)
              : key === 'bio' || key === 'backstory'
                ? toldAge(key, value, value.value, own, age, text)
                : NONE;
    if (problems.length > 0) found = [...(found ?? []), ...problems];
  }
  return found ?? NONE;
}

const NONE: readonly Problem[] = [];
const LISTS: ReadonlySet<string> = new Set(['traits', 'interests', 'values', 'goals']);

/**
 * The youngest and oldest age at which an occupation is possible. The rules avoid false alarms rather than find all
 * mistakes: only careers that need years of study, and occupations of only children or only adults.
 */
const AGES: readonly (readonly [words: RegExp, from: number, to: number])[] = [
  [/\b(professor|surgeon|judge|psychiatrist|bishop|ambassador|headmaster|headmistress|admiral)\b/, 22, 130],
  [/\b(doctor|physician|lawyer|attorney|pharmacist|architect|dentist|vet|veterinarian|psychologist|notary)\b/, 20, 130],
  [/\b(teacher|nurse|engineer|pilot|police officer|firefighter|midwife|social worker|accountant|lecturer|mayor)\b/, 17, 130],
  [/\b(retired|retiree|pensioner)\b/, 30, 130],
  [/\b(driver|electrician|plumber|baker|butcher|carpenter|journalist|librarian|manager|mechanic|caretaker|consultant)\b/, 13, 130],
  [/\b(toddler|infant|preschooler)\b/, 0, 6],
  [/\b(schoolboy|schoolgirl|schoolchild|primary school pupil)\b/, 4, 21],
];

/** With one of these words, the phrase means a person in training or another person's occupation. */
const ELSE =
  /\b(student|trainee|apprentice|intern|assistant|aspiring|future|would-be|budding|junior|child|young|wants|wannabe|pretend|play|son|daughter|helper|helps|former|ex|of|at|in|turned|unemployed|learning|studying)\b/;

type Rule = (typeof AGES)[number];

/** Rules by occupation. A file repeats a few occupations many times. */
const rules = new Map<string, Rule | null>();

function ruleOf(occupation: string): Rule | null {
  let rule = rules.get(occupation);
  if (rule !== undefined) return rule;
  const words = occupation.toLowerCase();
  rule = (ELSE.test(words) ? null : AGES.find(([pattern]) => pattern.test(words))) ?? null;
  if (rules.size > 2000) rules.clear();
  rules.set(occupation, rule);
  return rule;
}

function occupation(node: ScalarNode, words: string, age: number): readonly Problem[] {
  const rule = ruleOf(words);
  if (!rule || (age >= rule[1] && age <= rule[2])) return NONE;
  return [warningAt('age-occupation', t('{0} at the age of {1}? Check the age and the occupation.', words, age), node.at)];
}

/** An age in the first words of a text, where no other person can be meant. */
const TOLD =
  /^(?:(?:An?|This)\s+)?([0-9]{1,3})(?:-| )years?(?:-| )old\b|^(?:(?:She|He|They)(?: is|'s| are|'re) |I am |I'm |Aged )([0-9]{1,3})\b(?!\s*(?:%|[a-z]+s\b(?<!years)))/d;

function toldAge(key: string, node: ScalarNode, words: string, own: TreeNode, age: number, source: string): readonly Problem[] {
  const found = /[0-9]/.test(words.slice(0, 24)) ? TOLD.exec(words) : null;
  const told = found?.[1] ?? found?.[2];
  const at = found?.indices?.[1] ?? found?.indices?.[2];
  if (told === undefined || !at || Number(told) === age) return NONE;
  const place: Offsets = partOf(node, source, at);
  const fixes = [replaceFix(t('Change to {0}', age), place, String(age)), replaceFix(t('Change age to {0}', told), own.at, told, false)];
  return [warningAt('age-told', t('The {0} says {1}, `age` says {2}.', key, told, age), place, fixes)];
}

function secrets(node: TreeNode, id: string): Problem[] {
  return entriesIn(node).flatMap((secret) => {
    const kept = textsIn(valueAt(secret.value, 'keep_from'));
    const known = new Set(textsIn(valueAt(secret.value, 'known_to')).map(({ text }) => text));
    return kept.flatMap(({ text, node }) => {
      if (text === id) return [warningAt('secret-contradiction', t('`{0}` cannot keep a secret from themselves.', id), node.at)];
      if (!known.has(text)) return [];
      return [warningAt('secret-contradiction', t('`{0}` is in `known_to` too. Name them in only one of the two.', text), node.at)];
    });
  });
}

/** The start of a text that continues the text before the comma. */
const GOES_ON = /^(?:and|but|or|because|which|so that|although|unless)\s+\S/;

function commas(node: ListNode, source: string): Problem[] {
  return node.items.flatMap((item, i) => {
    const before = node.items[i - 1];
    if (item.kind !== 'scalar' || before?.kind !== 'scalar' || item.style !== 'plain' || before.style !== 'plain') return [];
    if (!GOES_ON.test(String(item.value)) || !String(before.value).includes(' ')) return [];
    const at: Offsets = [before.at[0], item.at[1]];
    return [
      warningAt('flow-comma', t('The comma splits this into two items. If it is one item, put it in quotes.'), at, [quoteFix(source, at)]),
    ];
  });
}

// Finds an age that does not fit the year of birth on the day when a scenario starts. Runs per program: the scenario has the day.

export function checkBirthYears(program: Program, file: FileModel): Problem[] {
  const found = new Map<TreeNode, Problem | null>();
  for (const { id, entry } of definitionsOf(program, file, 'scenario')) {
    const year = /^([0-9]{4})-/.exec(textOf(valueAt(valueAt(entry.value, 'clock'), 'start')) ?? '')?.[1];
    if (year === undefined) continue;
    for (const person of castOf(program, file, id)) {
      if (person.file !== file) continue;
      const problem = mismatch(person.entry.value, Number(year), id);
      // There is no problem if the age is right in one scenario.
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
  const message = t('A person born in {0} is {1} in {2}, when `{3}` starts, not {4}.', born, year - born, year, scenario, age);
  return warningAt('age-birth-year', message, node.at);
}

const years = new WeakMap<TreeNode, { readonly year: number | null }>();

/** A year of birth at the start of a sentence, so that it is not the birth of another person. */
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
