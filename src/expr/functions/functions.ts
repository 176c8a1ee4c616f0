/**
 * The fixed table of pure functions: their parameters, descriptions and code. Their arithmetic gives the same result on
 * every computer. Functions that need a run (`tie`, `at`, …) are in hostFunctions.ts.
 */
import { mean } from '../../core/util/numbers.js';
import { ln, pow } from '../../core/util/math.js';
import { finished, type Slices } from '../../core/util/slices.js';
import { boolean, type FunctionType, listOf, number, optional, type Param, type Type, unknown } from '../values/types.js';
import { equal, ExprFault, field, isList, isRecord, kindOf, type Meter, spend, type Value } from '../values/value.js';
import { forOne, isEndOfSlice } from './passes.js';
import { firstPlaces } from './ranking.js';

/** An arrow function as an argument. */
export type Lambda = (...args: Value[]) => Value;

interface PureFunction extends FunctionType {
  readonly run: (args: readonly Value[], meter: Meter, lambda: Lambda | null) => Value;
  /** The same in slices, where its first argument is a long list. */
  readonly slices?: (args: readonly Value[], meter: Meter, lambda: Lambda | null) => Slices<Value>;
}

const param = (name: string, type: Param['type'], extra: Partial<Param> = {}): Param => ({ name, type, ...extra });
const numbersParam = param('numbers', listOf(number));
const listParam = param('list', listOf(unknown));

const wrong = (message: string): ExprFault => new ExprFault('wrong-type', message);

export function toNumber(value: Value | undefined, what = 'A number'): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) throw new ExprFault('missing-value', `${what} is missing here.`);
  throw wrong(`${what} is expected here, this is ${kindOf(value)}.`);
}

export function toList(value: Value | undefined, meter: Meter): readonly Value[] {
  if (value === null || value === undefined) throw new ExprFault('missing-value', 'A list is missing here.');
  if (!isList(value)) throw wrong(`A list is expected here, this is ${kindOf(value)}.`);
  spend(meter, value.length);
  return value;
}

function toNumbers(value: Value | undefined, meter: Meter, least = 0): readonly number[] {
  const numbers = toList(value, meter).map((item) => toNumber(item));
  if (numbers.length < least)
    throw new ExprFault('missing-value', least === 1 ? 'The list is empty.' : `The list has fewer than ${least} numbers.`);
  return numbers;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0);
const ascending = (a: number, b: number): number => a - b;

/** `min(a, b, …)` and `min(list)` alike. */
const several = (args: readonly Value[], meter: Meter): readonly number[] =>
  toNumbers(args.length === 1 && isList(args[0] ?? null) ? args[0] : args, meter, 1);

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort(ascending);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

function deviation(numbers: readonly number[]): number {
  const middle = mean(numbers)!;
  return Math.sqrt(total(numbers.map((x) => (x - middle) * (x - middle))) / (numbers.length - 1));
}

/** Half the mean absolute difference over the mean. It is computed by ranks, which gives the same value without quadratic time. */
function gini(numbers: readonly number[]): number {
  const sum = total(numbers);
  if (numbers.some((x) => x < 0)) throw new ExprFault('out-of-range', 'gini needs numbers that are not negative.');
  if (sum === 0) return 0;
  const sorted = [...numbers].sort(ascending);
  return total(sorted.map((x, i) => (2 * (i + 1) - sorted.length - 1) * x)) / (sorted.length * sum);
}

/** The different values in order of first appearance, with their counts. */
function tally(list: readonly Value[], meter: Meter): { value: Value; count: number }[] {
  const plain = new Map<Value, { value: Value; count: number }>();
  const groups: { value: Value; count: number }[] = [];
  for (const value of list) {
    const key = keyOf(value);
    const known = key === undefined ? groups.find((group) => equal(group.value, value, meter)) : plain.get(key);
    if (known) {
      known.count++;
      continue;
    }
    const group = { value, count: 1 };
    groups.push(group);
    if (key !== undefined) plain.set(key, group);
  }
  return groups;
}

/** A key that only equal values share, so that values need not be compared in pairs; undefined for lists and records. */
function keyOf(value: Value): Value | undefined {
  if (typeof value === 'string') return `=${value}`;
  if (value === null || typeof value !== 'object') return value;
  const id = isRecord(value) ? field(value, 'id') : undefined;
  return typeof id === 'string' ? `#${id}` : undefined;
}

function entropy(list: readonly Value[], meter: Meter): number {
  return 0 - total(tally(list, meter).map(({ count }) => (count / list.length) * (ln(count / list.length) / Math.LN2)));
}

function share(list: readonly Value[]): number {
  if (list.length === 0) throw new ExprFault('missing-value', 'The list is empty.');
  return list.filter(isTrue).length / list.length;
}

function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw value === null
    ? new ExprFault('missing-value', 'Yes or no is missing here.')
    : wrong(`Yes or no is expected here, this is ${kindOf(value)}.`);
}

function log(args: readonly Value[]): number {
  const x = toNumber(args[0]);
  if (x <= 0) throw new ExprFault('out-of-range', 'log needs a number above 0.');
  if (args.length < 2) return ln(x);
  const base = toNumber(args[1]);
  if (base <= 0 || base === 1) throw new ExprFault('out-of-range', 'The base of log must be above 0 and not 1.');
  return ln(x) / ln(base);
}

function round(args: readonly Value[]): number {
  const digits = args.length > 1 ? toNumber(args[1]) : 0;
  if (!Number.isInteger(digits) || digits < 0 || digits > 15) throw new ExprFault('out-of-range', 'round takes 0 to 15 digits.');
  const scale = Number(`1e${digits}`);
  return Math.round(toNumber(args[0]) * scale) / scale;
}

function clamp(args: readonly Value[]): number {
  const [x, low, high] = [toNumber(args[0]), toNumber(args[1]), toNumber(args[2])];
  if (low > high) throw new ExprFault('out-of-range', 'clamp needs its lower bound first.');
  return Math.min(high, Math.max(low, x));
}

function root(x: number): number {
  if (x < 0) throw new ExprFault('out-of-range', 'sqrt needs a number that is not negative.');
  return Math.sqrt(x);
}

function mostFrequent(list: readonly Value[], meter: Meter): Value {
  let best: { value: Value; count: number } | null = null;
  for (const group of tally(
    list.filter((value) => value !== null),
    meter,
  ))
    if (best === null || group.count > best.count) best = group;
  return best?.value ?? null;
}

/** The first n by their number, or by what the function gives; equals keep their order. */
const firstOf = (sign: 1 | -1): NonNullable<PureFunction['slices']> =>
  function* (args, meter, by) {
    const list = toList(args[0], meter);
    const ranks = new Float64Array(list.length);
    let begun = meter.left;
    for (const [i, item] of list.entries()) {
      if (isEndOfSlice(i, begun - meter.left)) {
        yield;
        begun = meter.left;
      }
      ranks[i] = toNumber(by ? forOne(meter, () => by(item, i)) : item);
    }
    const places = yield* firstPlaces(ranks, Math.max(0, Math.floor(toNumber(args[1]))), sign);
    return Array.from(places, (place) => list[place]!);
  };

const ranked = (doc: string, sign: 1 | -1, example: readonly [string, string]): PureFunction => {
  const slices = firstOf(sign);
  return { ...of(doc, rankedParams, listOf(unknown), (...given) => finished(slices(...given)), example, sameList), slices };
};

const count = (list: readonly Value[]): number =>
  list.length > 0 && list.every((item) => typeof item === 'boolean') ? list.filter(isTrue).length : list.length;

const of = (
  doc: string,
  params: readonly Param[],
  result: Type,
  run: PureFunction['run'],
  example: readonly [string, string?],
  gives?: FunctionType['gives'],
): PureFunction => ({ doc, params, result, run, example, ...(gives ? { gives } : {}) });
const x = param('x', number);
const one =
  (run: (x: number) => number): PureFunction['run'] =>
  (args) =>
    run(toNumber(args[0]));
const many =
  (run: (numbers: readonly number[]) => number, least = 1): PureFunction['run'] =>
  (args, meter) =>
    run(toNumbers(args[0], meter, least));
const fold =
  (pick: (a: number, b: number) => number): PureFunction['run'] =>
  (args, meter) =>
    several(args, meter).reduce((a, b) => pick(a, b));
const rankedParams = [listParam, param('n', number), param('by', number, { arrow: true, optional: true })];
const some = [param('numbers', number, { rest: true, orList: true })];
const itemOf = (args: readonly Type[]): Type => (args[0]?.kind === 'list' ? args[0].of : unknown);
const sameList = (args: readonly Type[]): Type => listOf(itemOf(args));

export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map(
  Object.entries<PureFunction>({
    min: of('The smallest of some numbers, or of a list.', some, number, fold(Math.min), ['min(3, 1, 2)', '1']),
    max: of('The largest of some numbers, or of a list.', some, number, fold(Math.max), ['max([3, 1, 2])', '3']),
    abs: of('The number without its sign.', [x], number, one(Math.abs), ['abs(-2)', '2']),
    round: of(
      'The nearest whole number, or to some digits; a half goes up.',
      [x, param('digits', number, { optional: true })],
      number,
      round,
      ['round(2.346, 2)', '2.35'],
    ),
    floor: of('The largest whole number that is not above x.', [x], number, one(Math.floor), ['floor(2.9)', '2']),
    clamp: of('x, moved into the bounds.', [x, param('low', number), param('high', number)], number, clamp, ['clamp(120, 0, 100)', '100']),
    pow: of('x to the power of y.', [x, param('y', number)], number, (a) => pow(toNumber(a[0]), toNumber(a[1])), ['pow(2, 10)', '1024']),
    sqrt: of('The square root.', [x], number, one(root), ['sqrt(9)', '3']),
    log: of('The natural logarithm, or to a base.', [x, param('base', number, { optional: true })], number, log, ['log(8, 2)', '3']),
    count: of(
      'How many of a list are true; of a list that is not of yes and no, how many there are.',
      [listParam],
      number,
      (a, m) => count(toList(a[0], m)),
      ['count([true, false, true])', '2'],
    ),
    sum: of('The sum of a list of numbers; 0 for an empty one.', [numbersParam], number, many(total, 0), ['sum([1, 2, 3])', '6']),
    mean: of(
      'The mean of a list of numbers.',
      [numbersParam],
      number,
      many((numbers) => mean(numbers)!),
      ['mean([1, 2, 6])', '3'],
    ),
    median: of('The middle of a list of numbers, or the mean of the two in the middle.', [numbersParam], number, many(median), [
      'median([1, 2, 6])',
      '2',
    ]),
    sd: of('The standard deviation of a sample (n − 1).', [numbersParam], number, many(deviation, 2), ['sd([1, 2, 3])', '1']),
    share: of(
      'The share of a list of yes and no that is yes, 0 to 1.',
      [param('list', listOf(boolean))],
      number,
      (a, m) => share(toList(a[0], m)),
      ['share([1, 5, 6].map(x => x >= 5))', '0.666667'],
    ),
    gini: of('Inequality of amounts: 0 when all have the same, towards 1 when one has all.', [numbersParam], number, many(gini), [
      'gini([0, 0, 0, 4])',
      '0.75',
    ]),
    entropy: of('Diversity of values, in bits: 0 when all are the same.', [listParam], number, (a, m) => entropy(toList(a[0], m), m), [
      "entropy(['red', 'red', 'blue', 'blue'])",
      '1',
    ]),
    top: ranked('The n largest, largest first: numbers, or anything by the number that the function gives.', -1, [
      'top([1, 5, 3], 2)',
      '5, 3',
    ]),
    bottom: ranked('The n smallest, smallest first: numbers, or anything by the number that the function gives.', 1, [
      "bottom(['jazz', 'go'], 1, w => w.length)",
      'go',
    ]),
    most: of(
      'The value that occurs most often; the first of them when several do; nothing for an empty list. What is missing does not count.',
      [listParam],
      unknown,
      (a, m) => mostFrequent(toList(a[0], m), m),
      ["most(['ada', 'ben', 'ada'])", 'ada'],
      (args) => optional(itemOf(args)),
    ),
  }),
);
