/**
 * The fixed table of pure functions: what they take, what they mean, and how they are computed. Their arithmetic is
 * the same on every machine. Functions that need a run (`tie`, `at`, …) are only described here; the host has them.
 */
import { ln, pow } from '../core/math.js';
import { boolean, type FunctionType, listOf, number, openRecord, type Param, text, unknown } from './types.js';
import { equal, ExprFault, isList, kindOf, type Meter, spend, type Value } from './value.js';

export interface PureFunction extends FunctionType {
  readonly run: (args: readonly Value[], meter: Meter) => Value;
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

function toList(value: Value | undefined, meter: Meter): readonly Value[] {
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
const mean = (numbers: readonly number[]): number => total(numbers) / numbers.length;
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
  const middle = mean(numbers);
  return Math.sqrt(total(numbers.map((x) => (x - middle) * (x - middle))) / (numbers.length - 1));
}

/** Half the mean absolute difference over the mean; by ranks, which is the same and not quadratic. */
function gini(numbers: readonly number[]): number {
  const sum = total(numbers);
  if (numbers.some((x) => x < 0)) throw new ExprFault('out-of-range', 'gini needs numbers that are not negative.');
  if (sum === 0) return 0;
  const sorted = [...numbers].sort(ascending);
  return total(sorted.map((x, i) => (2 * (i + 1) - sorted.length - 1) * x)) / (sorted.length * sum);
}

/** Values that are equal, in order of first appearance, with how often each occurs. */
function tally(list: readonly Value[], meter: Meter): { value: Value; count: number }[] {
  const plain = new Map<Value, { value: Value; count: number }>();
  const groups: { value: Value; count: number }[] = [];
  for (const value of list) {
    const known = typeof value === 'object' && value !== null ? groups.find((group) => equal(group.value, value, meter)) : plain.get(value);
    if (known) {
      known.count++;
      continue;
    }
    const group = { value, count: 1 };
    groups.push(group);
    plain.set(value, group);
  }
  return groups;
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

const firstOf = (args: readonly Value[], meter: Meter, order: (a: number, b: number) => number): Value =>
  [...toNumbers(args[0], meter)].sort(order).slice(0, Math.max(0, Math.floor(toNumber(args[1]))));

const count = (list: readonly Value[]): number =>
  list.length > 0 && list.every((item) => typeof item === 'boolean') ? list.filter(isTrue).length : list.length;

const of = (doc: string, params: readonly Param[], result: FunctionType['result'], run: PureFunction['run']): PureFunction => ({
  doc,
  params,
  result,
  run,
});
const x = param('x', number);

export const pureFunctions: ReadonlyMap<string, PureFunction> = new Map(
  Object.entries<PureFunction>({
    min: of('The smallest of some numbers, or of a list.', [param('numbers', unknown, { rest: true })], number, (a, m) =>
      several(a, m).reduce((p, q) => Math.min(p, q)),
    ),
    max: of('The largest of some numbers, or of a list.', [param('numbers', unknown, { rest: true })], number, (a, m) =>
      several(a, m).reduce((p, q) => Math.max(p, q)),
    ),
    abs: of('The number without its sign.', [x], number, (a) => Math.abs(toNumber(a[0]))),
    round: of('The nearest whole number, or to some digits.', [x, param('digits', number, { optional: true })], number, round),
    floor: of('The largest whole number that is not above x.', [x], number, (a) => Math.floor(toNumber(a[0]))),
    clamp: of('x, moved into the bounds.', [x, param('low', number), param('high', number)], number, clamp),
    pow: of('x to the power of y.', [x, param('y', number)], number, (a) => pow(toNumber(a[0]), toNumber(a[1]))),
    sqrt: of('The square root.', [x], number, (a) => root(toNumber(a[0]))),
    log: of('The natural logarithm, or to a base.', [x, param('base', number, { optional: true })], number, log),
    count: of('How many of a list are true; of a list that is not of yes and no, how many there are.', [listParam], number, (a, m) =>
      count(toList(a[0], m)),
    ),
    sum: of('The sum of a list of numbers.', [numbersParam], number, (a, m) => total(toNumbers(a[0], m))),
    mean: of('The mean of a list of numbers.', [numbersParam], number, (a, m) => mean(toNumbers(a[0], m, 1))),
    median: of('The middle of a list of numbers.', [numbersParam], number, (a, m) => median(toNumbers(a[0], m, 1))),
    sd: of('The standard deviation of a sample (n − 1).', [numbersParam], number, (a, m) => deviation(toNumbers(a[0], m, 2))),
    share: of('The share of a list of yes and no that is yes.', [param('list', listOf(boolean))], number, (a, m) => share(toList(a[0], m))),
    gini: of('Inequality of amounts: 0 when all have the same, towards 1 when one has all.', [numbersParam], number, (a, m) =>
      gini(toNumbers(a[0], m, 1)),
    ),
    entropy: of('Diversity of values, in bits: 0 when all are the same.', [listParam], number, (a, m) => entropy(toList(a[0], m), m)),
    top: of('The n largest numbers, largest first.', [numbersParam, param('n', number)], listOf(number), (a, m) =>
      firstOf(a, m, (p, q) => q - p),
    ),
    bottom: of('The n smallest numbers, smallest first.', [numbersParam, param('n', number)], listOf(number), (a, m) =>
      firstOf(a, m, ascending),
    ),
    most: of(
      'The value that occurs most often; the first of them when several do; nothing for an empty list.',
      [listParam],
      unknown,
      (a, m) => mostFrequent(toList(a[0], m), m),
    ),
  }),
);

const agent = param('agent', openRecord('agent'));
const measure = param('measure', number, { names: 'measure' });
const code = param('code', unknown, { names: 'code' });
const network = param('network', text, { optional: true, names: 'network' });

/** Functions that the host answers, by the format. */
export const hostFunctions: ReadonlyMap<string, FunctionType> = new Map(
  Object.entries<FunctionType>({
    at: { doc: 'The value of a measure at the end of a round.', params: [measure, param('round', number)], result: number },
    first: { doc: 'The first value of a measure.', params: [measure], result: number },
    change: { doc: 'The value of a measure now, less its first.', params: [measure], result: number },
    tie: {
      doc: 'Strength of the tie from a to b, 0 to 1.',
      params: [param('a', openRecord('agent')), param('b', openRecord('agent')), network],
      result: number,
    },
    neighbours: { doc: 'Agents that an agent has a tie to.', params: [agent, network], result: listOf(openRecord('agent')) },
    degree: { doc: 'How many agents an agent has a tie to.', params: [agent, network], result: number },
    heard: { doc: 'Whether an agent has seen a message with this code.', params: [agent, code], result: boolean },
    said: { doc: 'Whether an agent has written a message with this code.', params: [agent, code], result: boolean },
    like: { doc: 'Whether a text matches a pattern (RE2).', params: [param('text', text), param('pattern', text)], result: boolean },
  }),
);
