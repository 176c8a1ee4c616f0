/** Methods and properties of lists and texts. Methods that take a function get it as a plain callback. */
import { toNumber } from './functions.js';
import { boolean, type FunctionType, listOf, number, text, type Type, unknown } from './types.js';
import { equal, ExprFault, isList, kindOf, type Meter, print, spend, type Value } from './value.js';

/** An arrow function as an argument. */
export type Lambda = (...args: Value[]) => Value;

export interface Method extends FunctionType {
  /** The first argument is an arrow function with at most this many parameters. */
  readonly lambda?: number;
  readonly run: (self: Value, args: readonly Value[], lambda: Lambda | null, meter: Meter) => Value;
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  throw new ExprFault(value === null ? 'missing-value' : 'wrong-type', `The function must give yes or no, this is ${kindOf(value)}.`);
}

function toText(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new ExprFault(value === null || value === undefined ? 'missing-value' : 'wrong-type', 'A text is expected here.');
}

const list = (self: Value, meter: Meter): readonly Value[] => {
  const items = self as readonly Value[];
  spend(meter, items.length);
  return items;
};

const bound = (value: Value | undefined): number | undefined => (value === undefined ? undefined : Math.trunc(toNumber(value)));
const sliceParams = [
  { name: 'from', type: number },
  { name: 'to', type: number, optional: true },
] as const;
const lambdaParams = [{ name: 'function', type: unknown }] as const;

export const listMethods: ReadonlyMap<string, Method> = new Map(
  Object.entries<Method>({
    map: {
      doc: 'What the function gives for each.',
      params: lambdaParams,
      result: listOf(unknown),
      lambda: 2,
      run: (s, _a, f, m) => list(s, m).map((item, i) => (f as Lambda)(item, i)),
    },
    filter: {
      doc: 'Those for which the function holds.',
      params: lambdaParams,
      result: listOf(unknown),
      lambda: 2,
      run: (s, _a, f, m) => list(s, m).filter((item, i) => truth((f as Lambda)(item, i))),
    },
    some: {
      doc: 'Whether the function holds for at least one.',
      params: lambdaParams,
      result: boolean,
      lambda: 2,
      run: (s, _a, f, m) => list(s, m).some((item, i) => truth((f as Lambda)(item, i))),
    },
    every: {
      doc: 'Whether the function holds for all.',
      params: lambdaParams,
      result: boolean,
      lambda: 2,
      run: (s, _a, f, m) => list(s, m).every((item, i) => truth((f as Lambda)(item, i))),
    },
    includes: {
      doc: 'Whether the value is in the list.',
      params: [{ name: 'value', type: unknown }],
      result: boolean,
      run: (s, a, _f, m) => list(s, m).some((item) => equal(item, a[0] as Value, m)),
    },
    join: {
      doc: 'All in one text.',
      params: [{ name: 'between', type: text, optional: true }],
      result: text,
      run: (s, a, _f, m) =>
        list(s, m)
          .map((item) => print(item, m))
          .join(a.length > 0 ? toText(a[0]) : ', '),
    },
    slice: {
      doc: 'A part of the list; negative places count from the end.',
      params: sliceParams,
      result: listOf(unknown),
      run: (s, a, _f, m) => list(s, m).slice(bound(a[0]), bound(a[1])),
    },
  }),
);

const textMethod = (doc: string, params: Method['params'], result: Type, run: (self: string, args: readonly Value[]) => Value): Method => ({
  doc,
  params,
  result,
  run: (self, args, _f, meter) => {
    spend(meter, 1 + ((self as string).length >> 6));
    return run(self as string, args);
  },
});
const other = [{ name: 'text', type: text }] as const;

export const textMethods: ReadonlyMap<string, Method> = new Map(
  Object.entries<Method>({
    includes: textMethod('Whether the text holds another.', other, boolean, (s, a) => s.includes(toText(a[0]))),
    startsWith: textMethod('Whether the text starts with another.', other, boolean, (s, a) => s.startsWith(toText(a[0]))),
    endsWith: textMethod('Whether the text ends with another.', other, boolean, (s, a) => s.endsWith(toText(a[0]))),
    toLowerCase: textMethod('The text in small letters.', [], text, (s) => s.toLowerCase()),
    toUpperCase: textMethod('The text in capitals.', [], text, (s) => s.toUpperCase()),
    trim: textMethod('The text without space around it.', [], text, (s) => s.trim()),
    slice: textMethod('A part of the text; negative places count from the end.', sliceParams, text, (s, a) =>
      s.slice(bound(a[0]), bound(a[1])),
    ),
    split: textMethod('Parts of the text between separators.', [{ name: 'separator', type: text }], listOf(text), (s, a) =>
      s.split(toText(a[0])),
    ),
  }),
);

/** The methods of a value, or null when it has none. */
export function methodsOf(value: Value): ReadonlyMap<string, Method> | null {
  if (typeof value === 'string') return textMethods;
  return isList(value) ? listMethods : null;
}
