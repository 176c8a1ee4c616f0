/**
 * Numbers that are a mistake: ranges that end before they begin, distributions that have no values, choices of more items
 * than exist, weights that add up to 0. Per entry: depends only on the entry's own text.
 */
import { parseWhole, sidesOf } from '../../../expr/index.js';
import { errorAt, infoAt, type OffsetFix, type Problem, replaceFix, warningAt } from '../../text/problem.js';
import { mended, wrongShortForm } from '../../schema/forms.js';
import { badShortForm } from '../../schema/words.js';
import type { Offsets } from '../../text/lines.js';
import { type MapNode, type ScalarNode, textOf, type TreeNode, valueAt } from '../../syntax/node.js';
import { entriesIn, numberOf, partOf, type Subject } from '../common/checkHelpers.js';
import { t } from '../../../core/util/l10n.js';

const N = '(-?[0-9]+(?:\\.[0-9]+)?)';
export const RANGE = new RegExp(`^${N}\\.\\.${N}$`, 'd');
export const DRAWN = new RegExp(`^(normal|uniform|beta)\\(\\s*${N}\\s*,\\s*${N}\\s*\\)(?:\\s+in\\s+${N}\\.\\.${N})?$`, 'd');
const CHOICE = /^([1-9][0-9]*)\s+of\s+\[([^\]]*)\]$/d;
const ODDS = /^([0-9]+) of ([0-9]+) seeds$/;
const MARGIN = /^[0-9]+ seeds, /;

export function checkNumbers({ section, entry: { value }, text }: Subject): Problem[] {
  switch (section) {
    case 'populations':
      return [...sampled(value, text), ...ranges(valueAt(value, 'vars'), text), ...size(value)];
    case 'worlds':
      return [
        ...['vars', 'agent_vars', 'roles', 'actions', 'phases'].flatMap((key) => ranges(valueAt(value, key), text)),
        ...['vars', 'agent_vars'].flatMap((key) => entriesIn(value, key).flatMap((variable) => starts(variable.value))),
        ...days(value),
      ];
    case 'codes':
      return ranges(valueAt(value, 'answer'), text);
    case 'ties':
      return [...graph(valueAt(value, 'graph'), text), ...weights(valueAt(valueAt(value, 'change'), 'weights'))];
    case 'scenarios':
      return scenario(value, text);
    default:
      return [];
  }
}

/** A profile of a day must have 24 values. */
function days(world: TreeNode): Problem[] {
  return entriesIn(world, 'phases').flatMap((phase) => {
    const hours = valueAt(valueAt(phase.value, 'order'), 'hours');
    if (hours?.kind !== 'list' || hours.items.length === 24) return [];
    return [errorAt('out-of-range', t('A day has 24 hours, but this list has {0} values.', hours.items.length), hours.at)];
  });
}

/** A start of a variable that its range does not have. */
function starts(variable: TreeNode): Problem[] {
  const [start, range] = [valueAt(variable, 'start'), RANGE.exec(textOf(valueAt(variable, 'range')) ?? '')];
  if (!start || !range) return [];
  if (start.kind !== 'scalar') return [warningAt('start-range', t('The range is one of numbers, and this is a list or record.'), start.at)];
  const [, low = '', high = ''] = range;
  const { value, at } = start;
  if (typeof value === 'number' && (value < Number(low) || value > Number(high)))
    return [warningAt('start-range', t('The start {0} is not in the range from {1} to {2}.', value, low, high), at)];
  if (typeof value === 'boolean') return [warningAt('start-range', t('The range is one of numbers, and this is yes or no.'), at)];
  if (typeof value !== 'string' || value.startsWith('=') || RANGE.test(value)) return [];
  const message = t('The range is one of numbers, and `{0}` is text. An expression starts with `=`.', value);
  return [
    warningAt('start-range', message, at, [replaceFix(t('Write {0}', `'=${value}'`), at, `'=${value.replaceAll("'", "''")}'`, false)]),
  ];
}

function scenario(value: TreeNode, text: string): Problem[] {
  const questions = entriesIn(value, 'surveys').flatMap((survey) => entriesIn(survey.value, 'ask'));
  return [
    ...questions.flatMap((question) => [
      ...ranges(valueAt(question.value, 'scale'), text),
      ...ranges(valueAt(question.value, 'number'), text),
      ...ends(valueAt(question.value, 'ends')),
    ]),
    ...entriesIn(value, 'expect').flatMap((expected) => odds(valueAt(expected.value, 'in'), valueAt(expected.value, 'that'))),
    ...weights(valueAt(valueAt(value, 'memory'), 'weights')),
    ...date(valueAt(valueAt(value, 'clock'), 'start')),
  ];
}

/** Problems of all texts below a node that are ranges and nothing else. */
function ranges(node: TreeNode | undefined, source: string): Problem[] {
  if (!node) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => ranges(item, source));
  if (node.kind === 'map') return node.entries.flatMap((entry) => ranges(entry.value, source));
  if (typeof node.value !== 'string') return [];
  const found = RANGE.exec(node.value);
  if (found) return turned(node, source, found, 1);
  const wanted = wrongShortForm('type', node.value);
  return wanted && (/^-?[0-9]/.test(node.value) || mended('type', node.value)) ? [badShortForm(node, 'type', wanted)] : [];
}

/** A range such as `18..9`, whose first number is above its second. */
function turned(node: ScalarNode, source: string, found: RegExpExecArray, first: number): Problem[] {
  const [low, high] = [found[first] ?? '', found[first + 1] ?? ''];
  const [from, to] = [found.indices?.[first], found.indices?.[first + 1]];
  if (!from || !to || Number(low) <= Number(high)) return [];
  const swap: OffsetFix = {
    title: t('Swap {0} and {1}', low, high),
    edits: [
      { at: partOf(node, source, from), text: high },
      { at: partOf(node, source, to), text: low },
    ],
    preferred: true,
  };
  const at = partOf(node, source, [from[0], to[1]]);
  return [
    errorAt(
      'range-order',
      t('This range goes from {0} down to {1}, so it contains no value. Write the lower number first.', low, high),
      at,
      [swap],
    ),
  ];
}

function sampled(population: TreeNode, source: string): Problem[] {
  return entriesIn(population, 'sample').flatMap(({ value }) => {
    if (value.kind === 'map') return weighted(value);
    if (value.kind !== 'scalar' || typeof value.value !== 'string') return [];
    const drawn = DRAWN.exec(value.value);
    const choice = CHOICE.exec(value.value);
    return drawn ? distribution(value, source, drawn) : choice ? chosen(value, source, choice) : ranges(value, source);
  });
}

function distribution(node: ScalarNode, source: string, found: RegExpExecArray): Problem[] {
  const [, kind, first, second, low, high] = found;
  const [a, b] = [Number(first), Number(second)];
  const wrong = (group: number, message: string): Problem[] => {
    const at = found.indices?.[group];
    return at ? [errorAt('distribution-parameter', message, partOf(node, source, at))] : [];
  };
  if (kind === 'uniform' && a > b) return turned(node, source, found, 2);
  if (kind === 'normal' && b <= 0)
    return wrong(3, t('The second number of normal(mean, sd) is the standard deviation. It must be above 0.'));
  if (kind === 'beta' && (a <= 0 || b <= 0)) return wrong(a <= 0 ? 2 : 3, t('Both numbers of beta(a, b) must be above 0.'));
  if (low === undefined || high === undefined) return [];
  if (Number(low) > Number(high)) return turned(node, source, found, 4);
  const at = found.indices?.[4];
  const [least, most] = kind === 'normal' ? [a - 6 * b, a + 6 * b] : kind === 'uniform' ? [a, b] : [0, 1];
  if (!at || (most >= Number(low) && least <= Number(high))) return [];
  const message = t(
    '{0}({1}, {2}) almost never gives a value from {3} to {4}. Change the distribution or the bounds.',
    kind,
    first,
    second,
    low,
    high,
  );
  return [warningAt('distribution-outside', message, partOf(node, source, [at[0], String(node.value).length]))];
}

function chosen(node: ScalarNode, source: string, found: RegExpExecArray): Problem[] {
  const wanted = Number(found[1]);
  const given = (found[2] ?? '').split(',').filter((item) => item.trim() !== '').length;
  const at = found.indices?.[1];
  if (!at || given === 0 || wanted <= given) return [];
  const place = partOf(node, source, at);
  const message = t('{0} cannot be chosen from {1}. Add values, or choose fewer.', wanted, given);
  return [errorAt('choice-size', message, place, [replaceFix(t('Choose {0}', given), place, String(given))])];
}

/** All numbers of a map; null if one of its values is not a number. */
function numbersIn(node: MapNode): readonly number[] | null {
  const found = node.entries.map((entry) => numberOf(entry.value));
  return found.every((value) => value !== null) && found.length > 0 ? (found as number[]) : null;
}

function weighted(node: MapNode): Problem[] {
  const found = numbersIn(node);
  if (!found) return [];
  const sum = found.reduce((total, value) => total + value, 0);
  if (sum === 0) return [errorAt('weights-zero', t('All weights are 0, so nothing can be drawn.'), node.at)];
  const whole = Math.abs(sum - 1) < 0.1 ? 1 : Math.abs(sum - 100) < 10 ? 100 : null;
  if (whole === null || found.length < 2 || Math.abs(sum - whole) <= whole * 0.01 + 1e-9) return [];
  const shown = Number(sum.toFixed(4));
  const message = t(
    'These weights add up to {0}, not to {1}. Weights are relative to each other. Check that no share is missing.',
    shown,
    whole,
  );
  return [infoAt('weights-sum', message, node.at)];
}

/** Checks that at least one weight is above 0. */
function weights(node: TreeNode | undefined): Problem[] {
  const found = node?.kind === 'map' ? numbersIn(node) : null;
  const all = found && found.length >= 3 && found.every((value) => value === 0);
  return node && all ? [warningAt('weights-zero', t('All weights are 0, so none has an effect. Set at least one above 0.'), node.at)] : [];
}

function size(population: TreeNode): Problem[] {
  const node = valueAt(population, 'size');
  if (node === undefined || numberOf(node) !== 0) return [];
  return [warningAt('empty-population', t('A population of size 0 has no members.'), node.at)];
}

function graph(node: TreeNode | undefined, source: string): Problem[] {
  const found = /^(?:random\(\s*|small_world\(\s*[0-9]+\s*,\s*)(-?[0-9.]+)/d.exec(textOf(node) ?? '');
  const at = found?.indices?.[1];
  if (!found || !at || node?.kind !== 'scalar' || (Number(found[1]) >= 0 && Number(found[1]) <= 1)) return [];
  return [errorAt('graph-chance', t('The chance of a tie is a number from 0 to 1.'), partOf(node, source, at))];
}

function ends(node: TreeNode | undefined): Problem[] {
  if (node?.kind !== 'list' || node.items.length === 2) return [];
  return [errorAt('scale-ends', t('A scale has two ends. Write one word or phrase for each.'), node.at)];
}

function odds(node: TreeNode | undefined, that: TreeNode | undefined): Problem[] {
  const found = ODDS.exec(textOf(node) ?? '');
  const source = textOf(that) ?? '';
  if (that && MARGIN.test(textOf(node) ?? '') && parseWhole(source).ok && !sidesOf(source))
    return [errorAt('no-margin', t('A test over seeds needs a comparison of two numbers, as in reciprocity > 0.2.'), that.at)];
  const [, part, all] = found ?? [];
  if (!node || part === undefined || all === undefined || Number(part) <= Number(all)) return [];
  const fix = replaceFix(t('Change to {0} of {1} seeds', all, part), node.at, `${all} of ${part} seeds`);
  return [errorAt('odds-impossible', t('Cannot require {0} of {1} seeds.', part, all), node.at, [fix])];
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function date(node: TreeNode | undefined): Problem[] {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?$/.exec(textOf(node) ?? '');
  if (!node || !found) return [];
  const [year, month, day, hour, minute] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0);
  const at: Offsets = node.at;
  if (day >= 1 && day <= last && !(hour > 23) && !(minute > 59)) return [];
  return [errorAt('no-such-date', t('This day or time does not exist. Write year-month-day, as in 2026-03-02.'), at)];
}
