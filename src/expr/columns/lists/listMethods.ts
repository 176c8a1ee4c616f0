/** Methods of lists over columns: `map`, `filter`, `some`, `every`, `includes` and `slice`. */
import type { AnyNode, ArrowFunctionExpression, CallExpression, MemberExpression } from '../../syntax/parse.js';
import { BLOCK, SHORTEST_BLOCK } from '../blocks.js';
import { flagOf, NO_WORD } from '../columnScope.js';
import { type Items, itemsOf } from './lists.js';
import { compileFilter, compileSome } from './listConditions.js';
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
  refuse,
  type Typed,
} from '../typedCode.js';

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

function compileIncludes(context: Context, node: CallExpression, list: List, value: Typed): FlagCode {
  const items = itemsOf(list);
  const charge = charger(context, node);
  const common = { kind: 'flag', maybe: false, cost: list.cost + value.cost + 2 } as const;
  const { local } = items;
  const same = sameAs(local, value) ?? refuse('The value and the list have different types.', node);
  const run: FlagRun = () => {
    const size = items.open();
    same.take();
    let i = 0;
    let found = false;
    for (; i < size && !found; i++) {
      items.set(i);
      found = same.holds();
    }
    charge(2 * i);
    return found;
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
