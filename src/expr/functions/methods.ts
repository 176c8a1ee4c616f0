/** Methods and properties of lists and texts. Methods that take a function get it as a plain callback. */
import type { Slices } from '../../core/util/slices.js';
import { type Lambda, toNumber } from './functions.js';
import { forOne, isEndOfSlice } from './passes.js';
import { boolean, type FunctionType, listOf, number, text, type Type, unknown } from '../values/types.js';
import { equal, ExprFault, isList, kindOf, type Meter, print, spend, type Value } from '../values/value.js';

export interface Method extends FunctionType {
  readonly run: (self: Value, args: readonly Value[], lambda: Lambda | null, meter: Meter) => Value;
  /** The same for a list and a function, in slices. */
  readonly slices?: InSlices;
}

type InSlices = (self: readonly Value[], lambda: Lambda, meter: Meter) => Slices<Value>;

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

/** Collects values of a pass in slices. */
const collecting = (add: (kept: Value[], given: Value, item: Value) => void): InSlices =>
  function* (self, lambda, meter) {
    const kept: Value[] = [];
    const items = list(self, meter);
    let begun = meter.left;
    for (const [i, item] of items.entries()) {
      if (isEndOfSlice(i, begun - meter.left)) {
        yield;
        begun = meter.left;
      }
      const given = forOne(meter, () => lambda(item, i));
      add(kept, given, item);
    }
    return kept;
  };

/** Whether a test holds for some item. Each item up to that one takes a step. */
function holdsForSome(self: Value, meter: Meter, test: (item: Value, place: number) => boolean): boolean {
  if (meter.former) return list(self, meter).some(test);
  return (self as readonly Value[]).some((item, i) => {
    spend(meter, 1);
    return test(item, i);
  });
}

/** Ends a pass in slices with the first item for which the function gives `wanted`. */
const seeking = (wanted: boolean): InSlices =>
  function* (self, lambda, meter) {
    if (meter.former) spend(meter, self.length);
    let begun = meter.left;
    for (const [i, item] of self.entries()) {
      if (isEndOfSlice(i, begun - meter.left)) {
        yield;
        begun = meter.left;
      }
      if (!meter.former) spend(meter, 1);
      const given = forOne(meter, () => lambda(item, i));
      if (truth(given) === wanted) return wanted;
    }
    return !wanted;
  };

const bound = (value: Value | undefined): number | undefined => (value === undefined ? undefined : Math.trunc(toNumber(value)));
const sliceParams = [
  { name: 'from', type: number },
  { name: 'to', type: number, optional: true },
] as const;
const giving = (type: Type): Method['params'] => [{ name: 'function', type, arrow: true }];
const anything = giving(unknown);
const condition = giving(boolean);

export const listMethods: ReadonlyMap<string, Method> = new Map(
  Object.entries<Method>({
    map: {
      doc: 'What the function gives for each.',
      params: anything,
      result: listOf(unknown),
      gives: (args) => listOf(args[0] ?? unknown),
      example: ['[1, 2].map(x => x * 10)', '10, 20'],
      run: (s, _a, f, m) => list(s, m).map((item, i) => (f as Lambda)(item, i)),
      slices: collecting((kept, given) => kept.push(given)),
    },
    filter: {
      doc: 'Those for which the function holds.',
      params: condition,
      result: listOf(unknown),
      example: ['[1, 5, 3].filter(x => x > 2)', '5, 3'],
      run: (s, _a, f, m) => list(s, m).filter((item, i) => truth((f as Lambda)(item, i))),
      slices: collecting((kept, given, item) => {
        if (truth(given)) kept.push(item);
      }),
    },
    some: {
      doc: 'Whether the function holds for at least one.',
      params: condition,
      result: boolean,
      example: ['[1, 5].some(x => x > 2)', 'true'],
      run: (s, _a, f, m) => holdsForSome(s, m, (item, i) => truth((f as Lambda)(item, i))),
      slices: seeking(true),
    },
    every: {
      doc: 'Whether the function holds for all.',
      params: condition,
      result: boolean,
      example: ['[1, 5].every(x => x > 2)', 'false'],
      run: (s, _a, f, m) => !holdsForSome(s, m, (item, i) => !truth((f as Lambda)(item, i))),
      slices: seeking(false),
    },
    includes: {
      doc: 'Whether the value is in the list.',
      params: [{ name: 'value', type: unknown }],
      result: boolean,
      example: ['[1, 5].includes(5)', 'true'],
      run: (s, a, _f, m) => holdsForSome(s, m, (item) => equal(item, a[0] as Value, m)),
    },
    join: {
      doc: 'All in one text.',
      params: [{ name: 'between', type: text, optional: true }],
      result: text,
      example: ["['a', 'b'].join(' and ')", 'a and b'],
      run: (s, a, _f, m) =>
        list(s, m)
          .map((item) => print(item, m))
          .join(a.length > 0 ? toText(a[0]) : ', '),
    },
    slice: {
      doc: 'A part of the list; negative places count from the end.',
      params: sliceParams,
      result: listOf(unknown),
      example: ['[1, 2, 3].slice(-2)', '2, 3'],
      run: (s, a, _f, m) => list(s, m).slice(bound(a[0]), bound(a[1])),
    },
  }),
);

const textMethod = (
  doc: string,
  params: Method['params'],
  result: Type,
  run: (self: string, args: readonly Value[]) => Value,
  example: readonly [string, string],
): Method => ({
  doc,
  params,
  result,
  example,
  run: (self, args, _f, meter) => {
    spend(meter, 1 + ((self as string).length >> 6));
    return run(self as string, args);
  },
});
const other = [{ name: 'text', type: text }] as const;

export const textMethods: ReadonlyMap<string, Method> = new Map(
  Object.entries<Method>({
    includes: textMethod('Whether the text contains another.', other, boolean, (s, a) => s.includes(toText(a[0])), [
      "'sea side'.includes('side')",
      'true',
    ]),
    startsWith: textMethod('Whether the text starts with another.', other, boolean, (s, a) => s.startsWith(toText(a[0])), [
      "'sea'.startsWith('s')",
      'true',
    ]),
    endsWith: textMethod('Whether the text ends with another.', other, boolean, (s, a) => s.endsWith(toText(a[0])), [
      "'sea'.endsWith('s')",
      'false',
    ]),
    toLowerCase: textMethod('The text in lower case.', [], text, (s) => s.toLowerCase(), ["'SEA'.toLowerCase()", 'sea']),
    toUpperCase: textMethod('The text in upper case.', [], text, (s) => s.toUpperCase(), ["'sea'.toUpperCase()", 'SEA']),
    trim: textMethod('The text without space around it.', [], text, (s) => s.trim(), ["' sea '.trim()", 'sea']),
    slice: textMethod(
      'A part of the text; negative places count from the end.',
      sliceParams,
      text,
      (s, a) => s.slice(bound(a[0]), bound(a[1])),
      ["'seaside'.slice(0, 3)", 'sea'],
    ),
    split: textMethod(
      'Parts of the text between separators.',
      [{ name: 'separator', type: text }],
      listOf(text),
      (s, a) => s.split(toText(a[0])),
      ["'a-b'.split('-')", 'a, b'],
    ),
  }),
);

/** The methods of a value, or null if it has none. */
export function methodsOf(value: Value): ReadonlyMap<string, Method> | null {
  if (typeof value === 'string') return textMethods;
  return isList(value) ? listMethods : null;
}
