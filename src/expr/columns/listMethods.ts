/** Methods of lists over columns: `map`, `filter`, `some`, `every`, `includes` and `slice`. */
import type { AnyNode, ArrowFunctionExpression, CallExpression, MemberExpression } from '../syntax/parse.js';
import { BLOCK, SHORTEST_BLOCK } from './blocks.js';
import { FLAGS, NO_WORD } from './columnScope.js';
import { flagOf, type Items, itemsOf, roomFor } from './lists.js';
import { bodyOf, gathered } from './listParts.js';
import {
  charger,
  type Context,
  type FlagCode,
  type FlagRun,
  isListCode,
  type List,
  type Locals,
  type NumberCode,
  openRows,
  type RowList,
  refuse,
  thrower,
  type Typed,
  type WordTest,
} from './typedCode.js';

export function compileMethod(context: Context, node: CallExpression, callee: MemberExpression, locals: Locals): Typed {
  const name = callee.property.type === 'Identifier' ? callee.property.name : '';
  const self = context.compile(callee.object, locals);
  if (!isListCode(self)) return refuse(`\`${name}\` is not in columns.`, callee.property);
  const [first] = node.arguments;
  if (first?.type === 'ArrowFunctionExpression' && node.arguments.length === 1) {
    if (name === 'map') return compileMap(context, node, self, first, locals);
    if (name === 'filter') return compileFilter(context, node, self, first, locals);
    if (name === 'some' || name === 'every') return compileSome(context, node, self, first, locals, name === 'some');
  }
  if (name === 'includes' && first && node.arguments.length === 1)
    return compileIncludes(context, node, self, context.compile(first, locals));
  return refuse(`\`${name}\` is not in columns.`, callee.property);
}

function compileMap(context: Context, node: CallExpression, list: List, arrow: ArrowFunctionExpression, locals: Locals): List {
  const items = itemsOf(list);
  const body = bodyOf(context, arrow, items.local, locals);
  const charge = charger(context, node);
  const common = { maybe: body.maybe, cost: list.cost + 2 };
  const { set } = items;
  const open = (): number => {
    const size = items.open();
    charge(size * (body.cost + 2));
    return size;
  };
  switch (body.kind) {
    case 'number': {
      const { run } = body;
      const { column } = body;
      const fill = numberFill(list, items, body) ?? filledBy(set, run);
      const isOwn = list.kind === 'agents' && column !== undefined && items.local.kind === 'agent' && column.cell === items.local.cell;
      return { kind: 'numbers', ...common, open, fill, ...(isOwn ? { column: { values: column.values, agents: list } } : {}) };
    }
    case 'flag': {
      const { run } = body;
      return { kind: 'flags', ...common, open, fill: flagFill(list, items, body) ?? filledBy(set, () => flagOf(run())) };
    }
    case 'agent': {
      const { run } = body;
      return gathered(common, open, (i) => {
        set(i);
        return run();
      });
    }
    case 'text': {
      const { column, run } = body;
      if (column) {
        const { cell, codes, words } = column;
        return { kind: 'texts', ...common, open, fill: filledBy(set, () => codes[cell.row]!), words };
      }
      const words: string[] = [];
      const places = new Map<string, number>();
      const codeOf = (text: string | null): number => {
        if (text === null) return NO_WORD;
        let code = places.get(text);
        if (code === undefined) places.set(text, (code = words.push(text) - 1));
        return code;
      };
      if (body.constant === undefined && !isChoice(arrow.body)) return refuse('This gives a list of texts.', arrow.body);
      return { kind: 'texts', ...common, open, fill: filledBy(set, () => codeOf(run())), words };
    }
    default:
      return refuse('A list of such values is not in columns.', arrow.body);
  }
}

/** A choice of texts has few different ones. */
const isChoice = (node: AnyNode): boolean =>
  node.type === 'ParenthesizedExpression' ? isChoice(node.expression) : node.type === 'ConditionalExpression';

const filledBy =
  (set: Items['set'], run: () => number) =>
  (from: number, count: number, out: Float64Array | Uint8Array | Uint16Array): void => {
    for (let i = 0; i < count; i++) {
      set(from + i);
      out[i] = run();
    }
  };

/** Numbers of agents. Long lists are taken in blocks where the body has block code. */
function numberFill(list: List, { local }: Items, { run, blocks }: NumberCode) {
  if (list.kind !== 'agents' || local.kind !== 'agent' || !local.cell) return null;
  const { view } = list;
  const { cell } = local;
  const block = blocks?.of(cell) ?? null;
  const one = (rows: Int32Array, first: number, count: number, out: Float64Array): void => {
    for (let i = 0; i < count; i++) {
      cell.row = rows[first + i]!;
      out[i] = run();
    }
  };
  return (from: number, count: number, out: Float64Array): void => {
    const { rows } = view;
    const first = view.from + from;
    if (!block || count < SHORTEST_BLOCK) return one(rows, first, count, out);
    for (let begin = 0; begin < count; begin += BLOCK) {
      const part = out.subarray(begin, Math.min(begin + BLOCK, count));
      if (!block(rows, first + begin, part.length, part)) one(rows, first + begin, part.length, part);
    }
  };
}

/** The same for yes and no. */
function flagFill(list: List, { local }: Items, { run, words, blocks }: FlagCode) {
  if (list.kind !== 'agents' || local.kind !== 'agent' || !local.cell) return null;
  const { view } = list;
  const { cell } = local;
  const block = blocks?.(cell) ?? null;
  const wordBlock = words && !words.rest ? block : null;
  const one = (rows: Int32Array, first: number, count: number, out: Uint8Array): void => {
    for (let i = 0; i < count; i++) {
      cell.row = rows[first + i]!;
      out[i] = flagOf(run());
    }
  };
  return (from: number, count: number, out: Uint8Array): void => {
    const { rows } = view;
    const first = view.from + from;
    // The test of a word needs no buffer, so that it is fast in lists of any length.
    if (wordBlock) return void wordBlock(rows, first, count, out);
    if (!block || count < SHORTEST_BLOCK) return one(rows, first, count, out);
    for (let begin = 0; begin < count; begin += BLOCK) {
      const part = out.subarray(begin, Math.min(begin + BLOCK, count));
      if (!block(rows, first + begin, part.length, part)) one(rows, first + begin, part.length, part);
    }
  };
}

/** The condition of `filter`, `some` and `every`: nothing is a fault at the call. */
function condition(context: Context, node: CallExpression, body: Typed, arrow: ArrowFunctionExpression): FlagCode {
  if (body.kind !== 'flag') return refuse('The function does not give yes or no.', arrow.body);
  if (!body.maybe) return body;
  const { run } = body;
  const missing = thrower(context, 'missing-value', 'The function must give yes or no, this is nothing.', node);
  return { kind: 'flag', maybe: false, cost: body.cost, run: () => run() ?? missing() };
}

function compileFilter(context: Context, node: CallExpression, list: List, arrow: ArrowFunctionExpression, locals: Locals): List {
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
function compileSome(
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
      for (; i < to && !found; i++) {
        const row = rows[i]!;
        if ((codes[row] === code) === isNot) continue;
        cell.row = row;
        found = rest === null || rest() === true;
      }
      charge((i - from) * each);
      return found;
    };
  }
  return () => {
    openRows(list);
    const { rows, from, to } = view;
    let i = from;
    let result = !isSome;
    for (; i < to && result !== isSome; i++) {
      cell.row = rows[i]!;
      if ((run() === true) === isSome) result = isSome;
    }
    charge((i - from) * each);
    return result;
  };
}

/** Whether a neighbour has a word, and the rest of the condition holds for it. */
function someNeighbour(
  { start, cell: of }: NonNullable<RowList['near']>,
  to: Int32Array,
  { cell, codes, code, isNot, rest }: WordTest,
  each: number,
  charge: (steps: number) => void,
): FlagRun {
  return () => {
    const from = start[of.row]!;
    const end = start[of.row + 1]!;
    for (let i = from; i < end; i++) {
      const row = to[i]!;
      if ((codes[row] === code) === isNot) continue;
      cell.row = row;
      if (rest !== null && rest() !== true) continue;
      charge((i + 1 - from) * each);
      return true;
    }
    charge((end - from) * each);
    return false;
  };
}

function compileIncludes(context: Context, node: CallExpression, list: List, value: Typed): FlagCode {
  const items = itemsOf(list);
  const charge = charger(context, node);
  const common = { kind: 'flag', maybe: false, cost: list.cost + value.cost + 2 } as const;
  const { local } = items;
  const same = sameAs(local, value) ?? refuse('The value and the list have different types.', node);
  const run: FlagRun = () => {
    const size = items.open();
    charge(2 * size);
    same.take();
    for (let i = 0; i < size; i++) {
      items.set(i);
      if (same.holds()) return true;
    }
    return false;
  };
  return { ...common, run };
}

/** `take` evaluates the value once; `holds` compares the parameter with it. */
function sameAs(local: Items['local'], value: Typed): { readonly take: () => void; readonly holds: () => boolean } | null {
  const common = { number: 0.5 };
  if (local.kind === 'number' && value.kind === 'number')
    return { take: () => void (common.number = value.run()), holds: () => Object.is(local.run() + 0, common.number + 0) };
  if (local.kind === 'agent' && value.kind === 'agent')
    return { take: () => void (common.number = value.run()), holds: () => local.run() === common.number };
  let text: string | boolean | null = null;
  if ((local.kind === 'text' && value.kind === 'text') || (local.kind === 'flag' && value.kind === 'flag'))
    return { take: () => void (text = value.run()), holds: () => local.run() === text };
  return null;
}
