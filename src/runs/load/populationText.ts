/** A population as text: its fields with their rules, how different its agents are, and each agent. */
import { groupedFor, marked, t } from '../../core/util/l10n.js';
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
  const first = members.length < size ? t('; what follows is of the first {0}', groupedFor(members.length)) : '';
  const lines = [
    `${t(
      size === 1 ? '{0}: {1} person, drawn from seed {2} ({3})' : '{0}: {1} people, drawn from seed {2} ({3})',
      ...[id, groupedFor(size), seed, place(`populations.${id}`)],
    )}${first}`,
    '',
    t('Fields'),
    ...report.fields.map((field) => `  ${fieldLine(field, members, place)}`),
    '',
    t('Diversity'),
    ...distanceLines(report).map((line) => `  ${line}`),
    ...(report.associations.length === 0
      ? []
      : [
          '',
          t('Associations of fields (Cramér’s V, 0: none, 1: each determines the other)'),
          ...associationLines(report).map((line) => `  ${line}`),
        ]),
    ...(report.quotas.length === 0 ? [] : ['', t('Quotas'), ...report.quotas.map((quota) => `  ${quotaLine(quota)}`)]),
    '',
    t('People'),
    ...shown.flatMap((member) => personLines(member).map((line) => `  ${line}`)),
    ...(rest > 0 ? [`  ${t('… and {0} more (--people {1})', groupedFor(rest), size)}`] : []),
  ];
  return lines.join('\n');
}

/** Words for the kinds of rules. */
const KINDS: { readonly [kind in Origin['kind']]: string } = {
  drawn: marked('drawn'),
  shared: marked('shared'),
  quota: marked('quota'),
  dealt: marked('dealt'),
  derived: marked('derived'),
  row: marked('row'),
  named: marked('named'),
  fallback: marked('fallback'),
};

const MOST_VALUES = 6;
const short = (x: number): string => String(Math.round(x * 100) / 100);

function fieldLine(
  { field, values, distinct, entropy, missing }: PopulationReport['fields'][number],
  members: readonly Member[],
  place: (node: string) => string,
): string {
  const origins = members.flatMap(({ origins: all }) => all[field] ?? []);
  const rules = [...new Set(origins.map(({ at, kind, rule }) => t('{0} by {1} ({2})', t(KINDS[kind]), rule, place(at))))];
  const numbers = members.map(({ fields }) => fields[field]).filter((value) => typeof value === 'number');
  const what =
    numbers.length + missing === members.length && numbers.length > 0
      ? numberWords(numbers)
      : t(
          distinct === 1 ? '{0} value, entropy {1} bits: {2}' : '{0} values, entropy {1} bits: {2}',
          ...[groupedFor(distinct), short(entropy)],
          `${values
            .slice(0, MOST_VALUES)
            .map(([value, count]) => `${value} ${count}`)
            .join(', ')}${distinct > MOST_VALUES ? ', …' : ''}`,
        );
  const none = missing === 0 ? '' : t('; missing in {0}', missing);
  const more = rules.length > 3 ? t('; and {0} more rules', rules.length - 3) : '';
  return `${field}: ${what}${none}; ${rules.slice(0, 3).join('; ')}${more}`;
}

/** Mean and standard deviation (n − 1), smallest and largest value. */
function numberWords(numbers: readonly number[]): string {
  const centre = mean(numbers)!;
  const sd = numbers.length < 2 ? 0 : Math.sqrt(numbers.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (numbers.length - 1));
  const [low, high] = numbers.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  return t('mean {0}, sd {1}, {2} to {3}', short(centre), short(sd), short(low), short(high));
}

function distanceLines({ distance, twins }: PopulationReport): readonly string[] {
  if (!distance) return [t('Only one agent: no distances')];
  const error = distance.exact ? '' : t(' ± {0} (estimated from 500 people)', short(distance.error));
  const pairs = twins.map(([a, b, apart]) => `${a}–${b} (${short(apart)})`).join(', ');
  return [
    t(
      'Mean distance between two agents, by the words of their fields: {0} (0: the same, 1: nothing in common)',
      `${short(distance.value)}${error}`,
    ),
    ...(twins.length === 0 ? [] : [t('Most similar pairs: {0}', pairs)]),
  ];
}

/** From here on, an association is listed. */
const LISTED = 0.3;
const MOST_PAIRS = 8;

function associationLines({ associations }: PopulationReport): readonly string[] {
  const words = ({ fields: [one, other], v }: Association): string => t('{0} and {1}: {2}', one, other, short(v));
  const [first] = associations;
  const listed = associations.filter(({ v }) => v >= LISTED);
  if (listed.length === 0) return first ? [t('Every pair is below {0}; the largest is {1}', LISTED, words(first))] : [];
  const rest = listed.length - MOST_PAIRS;
  const close = listed.filter(({ v }) => v >= STEREOTYPE);
  const [one = '', other = ''] = close[0]?.fields ?? [];
  const which =
    close.length === 1
      ? t('{0} and {1} nearly determine each other. If people differ more than that, the results are about types of people.', one, other)
      : t(
          '{0} pairs of fields nearly determine each other. If people differ more than that, the results are about types of people.',
          close.length,
        );
  return [
    ...listed.slice(0, MOST_PAIRS).map(words),
    ...(rest > 0 ? [t('… and {0} more', rest)] : []),
    ...(close.length > 0 ? [which] : []),
  ];
}

const quotaLine = ({ field, branch, values, met }: PopulationReport['quotas'][number]): string =>
  `${field}${branch === null ? '' : ` (${branch})`}: ${values.map(({ value, wanted, got }) => t('{0} {1} of {2}', value, got, short(wanted))).join(', ')}${met ? '' : t(' (not met)')}`;

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
  if (row) return t('{0}, line {1}', row.file, row.line);
  return [t(KINDS[kind]), ...(branch === undefined ? [] : [branch]), ...(stream ? [t('stream {0}', stream.join('/'))] : [])].join('; ');
}
