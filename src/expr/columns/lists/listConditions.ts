/** `filter`, `some` and `every` over columns. Tests of words at the beginning of a condition take no call for each agent. */
import type { ArrowFunctionExpression, CallExpression } from '../../syntax/parse.js';
import { BLOCK, SHORTEST_BLOCK } from '../blocks.js';
import { flagOf, FLAGS, NO_WORD } from '../columnScope.js';
import { type Items, itemsOf, roomFor } from './lists.js';
import { bodyOf } from './listParts.js';
import {
  charger,
  type Context,
  type FlagCode,
  type FlagRun,
  type List,
  type Locals,
  openRows,
  type RowList,
  refuse,
  thrower,
  type Typed,
  type WordTest,
} from '../typedCode.js';

/** The condition of `filter`, `some` and `every`: nothing is a fault at the call. */
function condition(context: Context, node: CallExpression, body: Typed, arrow: ArrowFunctionExpression): FlagCode {
  if (body.kind !== 'flag') return refuse('The function does not give yes or no.', arrow.body);
  if (!body.maybe) return body;
  const { run } = body;
  const missing = thrower(context, 'missing-value', 'The function must give yes or no, this is nothing.', node);
  return { kind: 'flag', maybe: false, cost: body.cost, run: () => run() ?? missing() };
}

export function compileFilter(context: Context, node: CallExpression, list: List, arrow: ArrowFunctionExpression, locals: Locals): List {
  const items = itemsOf(list);
  const body = condition(context, node, bodyOf(context, arrow, items.local, locals), arrow);
  const charge = charger(context, node);
  const { run, words, cost } = body;
  const { set } = items;
  if (list.kind !== 'agents') return filteredValues(list, items, body, charge);
  const view = { rows: new Int32Array(16), from: 0, to: 0 };
  const source = list.view;
  const block = items.local.kind === 'agent' && items.local.cell ? (body.blocks?.(items.local.cell) ?? null) : null;
  const mask = new Uint8Array(block ? BLOCK : 0);
  const open = (): void => {
    const size = items.open();
    charge(size * (cost + 2));
    const kept = (view.rows = roomFor(view.rows, size));
    const { rows, from, to } = source;
    let count = 0;
    if (words && items.local.kind === 'agent' && words.cell === items.local.cell) {
      const { cell, codes, code, isNot, rest } = words;
      for (let i = from; i < to; i++) {
        const row = rows[i]!;
        if ((codes[row] === code) === isNot) continue;
        if (rest) {
          cell.row = row;
          if (rest() !== true) continue;
        }
        kept[count++] = row;
      }
    } else if (block && size >= SHORTEST_BLOCK) {
      for (let begin = from; begin < to; begin += BLOCK) {
        const length = Math.min(BLOCK, to - begin);
        const isWhole = block(rows, begin, length, mask);
        for (let i = 0; i < length; i++) {
          if (!isWhole) set(begin - from + i);
          if (isWhole ? mask[i] === FLAGS.yes : run() === true) kept[count++] = rows[begin + i]!;
        }
      }
    } else
      for (let i = from; i < to; i++) {
        set(i - from);
        if (run() === true) kept[count++] = rows[i]!;
      }
    view.to = count;
  };
  return { kind: 'agents', maybe: list.maybe, cost: list.cost + 2, view, open } satisfies RowList;
}

function filteredValues(list: Exclude<List, RowList>, items: Items, { run, cost }: FlagCode, charge: (steps: number) => void): List {
  let places = new Int32Array(16);
  let count = 0;
  const open = (): number => {
    const size = items.open();
    charge(size * (cost + 2));
    places = roomFor(places, size);
    count = 0;
    for (let i = 0; i < size; i++) {
      items.set(i);
      if (run() === true) places[count++] = i;
    }
    return count;
  };
  const common = { maybe: list.maybe, cost: list.cost + 2, open };
  const { local, set } = items;
  const taking =
    (value: () => number) =>
    (from: number, amount: number, out: Float64Array | Uint8Array | Uint16Array): void => {
      for (let i = 0; i < amount; i++) {
        set(places[from + i]!);
        out[i] = value();
      }
    };
  if (list.kind === 'numbers' && local.kind === 'number') return { kind: 'numbers', ...common, fill: taking(local.run) };
  if (list.kind === 'flags' && local.kind === 'flag') return { kind: 'flags', ...common, fill: taking(() => flagOf(local.run())) };
  if (list.kind !== 'texts' || local.kind !== 'text') throw new Error('unexpected list');
  const { words } = list;
  const code = (): number => {
    const text = local.run();
    return text === null ? NO_WORD : words.indexOf(text);
  };
  return { kind: 'texts', ...common, fill: taking(code), words };
}

/** `some` stops at the first that holds, `every` at the first that does not. */
export function compileSome(
  context: Context,
  node: CallExpression,
  list: List,
  arrow: ArrowFunctionExpression,
  locals: Locals,
  isSome: boolean,
): FlagCode {
  const items = itemsOf(list);
  const body = condition(context, node, bodyOf(context, arrow, items.local, locals), arrow);
  const charge = charger(context, node);
  const common = { kind: 'flag', maybe: false, cost: list.cost + 2 } as const;
  return { ...common, run: someRows(list, items, body, charge, isSome) ?? someItems(items, body, charge, isSome) };
}

function someItems(items: Items, { run, cost }: FlagCode, charge: (steps: number) => void, isSome: boolean): FlagRun {
  return () => {
    const size = items.open();
    charge(size * (cost + 2));
    for (let i = 0; i < size; i++) {
      items.set(i);
      if ((run() === true) === isSome) return isSome;
    }
    return !isSome;
  };
}

/** The same over rows, without a call for the word of each where the body begins with a word. */
function someRows(list: List, { local }: Items, body: FlagCode, charge: (steps: number) => void, isSome: boolean): FlagRun | null {
  if (list.kind !== 'agents' || local.kind !== 'agent' || !local.cell) return null;
  const { view } = list;
  const { cell } = local;
  const { run, words } = body;
  const each = body.cost + 2;
  if (words?.cell === cell && isSome && list.near) return someNeighbour(list.near, view.rows, words, each, charge);
  if (words?.cell === cell && isSome) {
    const { codes, code, isNot, rest } = words;
    return () => {
      openRows(list);
      const { rows, from, to } = view;
      let i = from;
      let found = false;
      // Also after a fault.
      try {
        while (i < to && !found) {
          const row = rows[i++]!;
          if ((codes[row] === code) === isNot) continue;
          cell.row = row;
          found = rest === null || rest() === true;
        }
      } finally {
        charge((i - from) * each);
      }
      return found;
    };
  }
  return () => {
    openRows(list);
    const { rows, from, to } = view;
    let i = from;
    let result = !isSome;
    try {
      while (i < to && result !== isSome) {
        cell.row = rows[i++]!;
        if ((run() === true) === isSome) result = isSome;
      }
    } finally {
      charge((i - from) * each);
    }
    return result;
  };
}

/** Whether a neighbour has a word, and the rest of the condition holds for it. */
function someNeighbour(
  { start, end: ends, cell: of }: NonNullable<RowList['near']>,
  to: Int32Array,
  { cell, codes, code, isNot, rest }: WordTest,
  each: number,
  charge: (steps: number) => void,
): FlagRun {
  return () => {
    const from = start[of.row]!;
    const end = ends[of.row]!;
    let i = from;
    try {
      while (i < end) {
        const row = to[i++]!;
        if ((codes[row] === code) === isNot) continue;
        cell.row = row;
        if (rest === null || rest() === true) return true;
      }
    } finally {
      charge((i - from) * each);
    }
    return false;
  };
}
