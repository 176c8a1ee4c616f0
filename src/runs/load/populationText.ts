/** A population as text: its fields with their rules, how different its agents are, and each agent. */
import { mean } from '../../core/util/numbers.js';
import { type Association, STEREOTYPE } from '../../core/associations.js';
import type { Member, Origin } from '../../engine/index.js';
import type { PopulationReport } from './populationReport.js';
import type { Json } from '../../core/util/json.js';
import type { PopulationShown } from './populations.js';

/** `place` gives the file and line of a node; `people` is the number of agents to list. */
export function populationText(
  { id, seed, size, members, report }: PopulationShown,
  place: (node: string) => string,
  people: number,
): string {
  const shown = members.slice(0, people);
  const rest = size - shown.length;
  const first = members.length < size ? `; what follows is of the first ${members.length}` : '';
  const lines = [
    `${id}: ${size} ${size === 1 ? 'person' : 'people'}, drawn from seed ${seed} (${place(`populations.${id}`)})${first}`,
    '',
    'Fields',
    ...report.fields.map((field) => `  ${fieldLine(field, members, place)}`),
    '',
    'Diversity',
    ...distanceLines(report).map((line) => `  ${line}`),
    ...(report.associations.length === 0
      ? []
      : [
          '',
          'Associations of fields (Cramér’s V, 0: none, 1: each determines the other)',
          ...associationLines(report).map((line) => `  ${line}`),
        ]),
    ...(report.quotas.length === 0 ? [] : ['', 'Quotas', ...report.quotas.map((quota) => `  ${quotaLine(quota)}`)]),
    '',
    'People',
    ...shown.flatMap((member) => personLines(member).map((line) => `  ${line}`)),
    ...(rest > 0 ? [`  … and ${rest} more (--people ${size})`] : []),
  ];
  return lines.join('\n');
}

const MOST_VALUES = 6;
const short = (x: number): string => String(Math.round(x * 100) / 100);

function fieldLine(
  { field, values, distinct, entropy, missing }: PopulationReport['fields'][number],
  members: readonly Member[],
  place: (node: string) => string,
): string {
  const origins = members.flatMap(({ origins: all }) => all[field] ?? []);
  const rules = [...new Set(origins.map(({ at, kind, rule }) => `${kind} by ${rule} (${place(at)})`))];
  const numbers = members.map(({ fields }) => fields[field]).filter((value) => typeof value === 'number');
  const what =
    numbers.length + missing === members.length && numbers.length > 0
      ? numberWords(numbers)
      : `${distinct} ${distinct === 1 ? 'value' : 'values'}, entropy ${short(entropy)} bits: ${values
          .slice(0, MOST_VALUES)
          .map(([value, count]) => `${value} ${count}`)
          .join(', ')}${distinct > MOST_VALUES ? ', …' : ''}`;
  const none = missing === 0 ? '' : `; missing in ${missing}`;
  return `${field}: ${what}${none}; ${rules.slice(0, 3).join('; ')}${rules.length > 3 ? `; and ${rules.length - 3} more rules` : ''}`;
}

/** Mean and standard deviation (n − 1), smallest and largest value. */
function numberWords(numbers: readonly number[]): string {
  const centre = mean(numbers)!;
  const sd = numbers.length < 2 ? 0 : Math.sqrt(numbers.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (numbers.length - 1));
  const [low, high] = numbers.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  return `mean ${short(centre)}, sd ${short(sd)}, ${short(low)} to ${short(high)}`;
}

function distanceLines({ distance, twins }: PopulationReport): readonly string[] {
  if (!distance) return ['Only one agent: no distances'];
  const error = distance.exact ? '' : ` ± ${short(distance.error)} (estimated from 500 people)`;
  return [
    `Mean distance between two agents, by the words of their fields: ${short(distance.value)}${error} (0: the same, 1: nothing in common)`,
    ...(twins.length === 0 ? [] : [`Most similar pairs: ${twins.map(([a, b, apart]) => `${a}–${b} (${short(apart)})`).join(', ')}`]),
  ];
}

/** From here on, an association is listed. */
const LISTED = 0.3;
const MOST_PAIRS = 8;

function associationLines({ associations }: PopulationReport): readonly string[] {
  const words = ({ fields: [one, other], v }: Association): string => `${one} and ${other}: ${short(v)}`;
  const [first] = associations;
  const listed = associations.filter(({ v }) => v >= LISTED);
  if (listed.length === 0) return first ? [`Every pair is below ${LISTED}; the largest is ${words(first)}`] : [];
  const rest = listed.length - MOST_PAIRS;
  const close = listed.filter(({ v }) => v >= STEREOTYPE);
  const which =
    close.length === 1 ? `${close[0]!.fields.join(' and ')} nearly determine` : `${close.length} pairs of fields nearly determine`;
  return [
    ...listed.slice(0, MOST_PAIRS).map(words),
    ...(rest > 0 ? [`… and ${rest} more`] : []),
    ...(close.length > 0 ? [`${which} each other. If people differ more than that, the results are about types of people.`] : []),
  ];
}

const quotaLine = ({ field, branch, values, met }: PopulationReport['quotas'][number]): string =>
  `${field}${branch === null ? '' : ` (${branch})`}: ${values.map(({ value, wanted, got }) => `${value} ${got} of ${short(wanted)}`).join(', ')}${met ? '' : ' (not met)'}`;

function personLines({ id, fields, origins }: Member): readonly string[] {
  const own = Object.entries(fields).filter(([field]) => field !== 'name');
  return [
    `${id} ${print(fields.name ?? null)}`,
    ...own.map(([field, value]) => `  ${field}: ${print(value)}${origins[field] ? ` [${originWords(origins[field])}]` : ''}`),
  ];
}

const print = (value: Json): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(print).join(', ') : JSON.stringify(value);

/** The source of a value: its row, or the rule that made it and its random stream. */
function originWords({ kind, row, branch, stream }: Origin): string {
  if (row) return `${row.file}, line ${row.line}`;
  return [kind, ...(branch === undefined ? [] : [branch]), ...(stream ? [`stream ${stream.join('/')}`] : [])].join('; ');
}
