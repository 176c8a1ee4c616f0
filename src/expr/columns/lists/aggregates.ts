/** Functions of a list over columns. Numbers are added in the order of the list, as the row-wise code adds them. */
import { pureFunctions } from '../../functions/functions.js';
import type { CallExpression } from '../../syntax/parse.js';
import { atSpan } from '../../values/environment.js';
import type { Value } from '../../values/value.js';
import { FLAGS, NOBODY } from '../columnScope.js';
import { BLOCK } from '../blocks.js';
import { itemsOf, roomFor } from './lists.js';
import {
  charger,
  type Context,
  isListCode,
  type List,
  type Locals,
  type NumberCode,
  type NumberList,
  openRows,
  placeOf,
  type Scalar,
  thrower,
  type Typed,
} from '../typedCode.js';

type Call = (context: Context, node: CallExpression, locals: Locals) => Typed | null;

/** The only argument, if it is a list. */
function listIn(context: Context, node: CallExpression, locals: Locals): List | null {
  const [arg] = node.arguments;
  if (!arg || node.arguments.length > 1 || arg.type === 'ArrowFunctionExpression') return null;
  const code = context.compile(arg, locals);
  return isListCode(code) ? code : null;
}

function numbersIn(context: Context, node: CallExpression, locals: Locals): NumberList | null {
  const list = listIn(context, node, locals);
  return list?.kind === 'numbers' ? list : null;
}

const numberCode = (list: List, run: () => number): NumberCode => ({ kind: 'number', maybe: false, cost: list.cost + 2, run });

/** Calls `take` with each block of a list, in order. Returns the length. */
function eachBlock(list: NumberList, block: Float64Array, take: (count: number) => void): number {
  const size = list.open();
  for (let from = 0; from < size; from += BLOCK) {
    const count = Math.min(BLOCK, size - from);
    list.fill(from, count, block);
    take(count);
  }
  return size;
}

/** The sum, and the mean of at least one number. A missing number makes the sum NaN, and only a missing number does. */
const addition =
  (isMean: boolean): Call =>
  (context, node, locals) => {
    const list = numbersIn(context, node, locals);
    if (!list) return null;
    const missing = thrower(context, 'missing-value', 'A number is missing here.', node);
    const empty = thrower(context, 'missing-value', 'The list is empty.', node);
    const tooLarge = thrower(context, 'out-of-range', 'The result is not a number that can be used.', node);
    const block = new Float64Array(BLOCK);
    const { open, fill, column } = list;
    const values = column?.values;
    const view = column?.agents.view;
    return numberCode(list, () => {
      const size = open();
      let sum = 0;
      if (values && view) {
        const { rows, from, to } = view;
        for (let i = from; i < to; i++) sum += values[rows[i]!]!;
      } else
        for (let from = 0; from < size; from += BLOCK) {
          const count = Math.min(BLOCK, size - from);
          fill(from, count, block);
          for (let i = 0; i < count; i++) sum += block[i]!;
        }
      if (isMean && size === 0) return empty();
      const result = isMean ? sum / size : sum;
      return Number.isFinite(result) ? result : Number.isNaN(result) ? missing() : tooLarge();
    });
  };

const extreme =
  (choose: (a: number, b: number) => number): Call =>
  (context, node, locals) => {
    const list = numbersIn(context, node, locals);
    if (!list) return null;
    const missing = thrower(context, 'missing-value', 'A number is missing here.', node);
    const empty = thrower(context, 'missing-value', 'The list is empty.', node);
    const block = new Float64Array(BLOCK);
    return numberCode(list, () => {
      let result: number | null = null;
      const size = eachBlock(list, block, (count) => {
        for (let i = 0; i < count; i++) result = result === null ? block[i]! : choose(result, block[i]!);
      });
      if (size === 0 || result === null) return empty();
      return Number.isNaN(result) ? missing() : result;
    });
  };

const share: Call = (context, node, locals) => {
  const list = listIn(context, node, locals);
  if (list?.kind !== 'flags') return null;
  const empty = thrower(context, 'missing-value', 'The list is empty.', node);
  const missing = thrower(context, 'missing-value', 'Yes or no is missing here.', node);
  const block = new Uint8Array(BLOCK);
  const { open, fill, maybe } = list;
  return numberCode(list, () => {
    const size = open();
    let yes = 0;
    let nothing = 0;
    for (let from = 0; from < size; from += BLOCK) {
      const count = Math.min(BLOCK, size - from);
      fill(from, count, block);
      if (maybe)
        for (let i = 0; i < count; i++) {
          yes += block[i]! & FLAGS.yes;
          nothing += block[i]! & FLAGS.nothing;
        }
      else for (let i = 0; i < count; i++) yes += block[i]!;
    }
    if (size === 0) return empty();
    return nothing > 0 ? missing() : yes / size;
  });
};

/** How many are yes; of other lists, and of those with a missing item, how many there are. */
const count: Call = (context, node, locals) => {
  const list = listIn(context, node, locals);
  if (!list) return null;
  const charge = charger(context, node);
  if (list.kind === 'agents') {
    const { view } = list;
    return numberCode(list, () => {
      openRows(list);
      charge(view.to - view.from);
      return view.to - view.from;
    });
  }
  if (list.kind !== 'flags') {
    const { open } = itemsOf(list);
    return numberCode(list, open);
  }
  let block = new Uint8Array(BLOCK);
  return numberCode(list, () => {
    const size = list.open();
    block = roomFor(block, size);
    list.fill(0, size, block);
    let yes = 0;
    for (let i = 0; i < size; i++) {
      if (block[i] === FLAGS.nothing) return size;
      yes += block[i]!;
    }
    return yes;
  });
};

/** The items as plain values, for functions of the table. An agent is a record with its row as its id. */
function valuesOf(list: List): () => Value[] {
  const { local, open, set } = itemsOf(list);
  const value = plainOf(local);
  return () => {
    const size = open();
    const values: Value[] = [];
    for (let i = 0; i < size; i++) {
      set(i);
      values.push(value());
    }
    return values;
  };
}

function plainOf(code: Scalar): () => Value {
  switch (code.kind) {
    case 'number':
      return () => {
        const number = code.run();
        return Number.isNaN(number) ? null : number;
      };
    case 'agent':
      return () => {
        const row = code.run();
        return row < 0 ? null : { id: String(row) };
      };
    default:
      return code.run;
  }
}

/** Statistics by the table of functions. */
const byTable =
  (name: string, kinds: readonly List['kind'][]): Call =>
  (context, node, locals) => {
    const list = listIn(context, node, locals);
    if (!list || !kinds.includes(list.kind)) return null;
    const values = valuesOf(list);
    const compute = tableRun(context, node, name, list);
    return numberCode(list, () => compute(values()) as number);
  };

function tableRun(context: Context, node: CallExpression, name: string, list: List): (values: Value[]) => Value {
  const { run } = pureFunctions.get(name)!;
  const place = placeOf(context, node);
  const charge = charger(context, node);
  const tooLarge = thrower(context, 'out-of-range', 'The result is not a number that can be used.', node);
  // Groups of agents are found by their ids, and those of other kinds by their values: no pairs are compared.
  const cost = list.kind === 'agents' ? 2 : 1;
  return (values) => {
    charge(cost * values.length);
    const result = atSpan(place, () => run([values], { left: Number.POSITIVE_INFINITY }, null));
    return typeof result === 'number' && !Number.isFinite(result) ? tooLarge() : result;
  };
}

/** The value that occurs most often. */
const most: Call = (context, node, locals) => {
  const list = listIn(context, node, locals);
  if (!list) return null;
  const values = valuesOf(list);
  const compute = tableRun(context, node, 'most', list);
  const run = (): Value => compute(values());
  const common = { maybe: true, cost: list.cost + 2 };
  switch (list.kind) {
    case 'numbers':
      return { kind: 'number', ...common, run: () => (run() as number | null) ?? Number.NaN };
    case 'texts':
      return { kind: 'text', ...common, run: () => run() as string | null };
    case 'flags':
      return { kind: 'flag', ...common, run: () => run() as boolean | null };
    case 'agents':
      return {
        ...{ kind: 'agent', ...common },
        run: () => {
          const found = run() as { readonly id: string } | null;
          return found ? Number(found.id) : NOBODY;
        },
      };
  }
};

const EVERY_KIND = ['agents', 'numbers', 'flags', 'texts'] as const;

export const aggregates: { readonly [name: string]: Call } = {
  sum: addition(false),
  mean: addition(true),
  min: extreme(Math.min),
  max: extreme(Math.max),
  share,
  count,
  most,
  median: byTable('median', ['numbers']),
  sd: byTable('sd', ['numbers']),
  gini: byTable('gini', ['numbers']),
  entropy: byTable('entropy', EVERY_KIND),
};
