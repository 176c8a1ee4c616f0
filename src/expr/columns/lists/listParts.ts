/** Parts of lists over columns: a field of each agent, one item, and lists that are written with brackets. */
import type { AnyNode, ArrowFunctionExpression, MemberExpression } from '../../syntax/parse.js';
import type { SourceSpan } from '../../values/environment.js';
import { numberFrom } from '../arithmetic.js';
import { flagOf, NO_WORD, NOBODY, valueOfFlag } from '../columnScope.js';
import { columnOf } from '../fields.js';
import { roomFor } from './lists.js';
import {
  charger,
  type Context,
  isListCode,
  type List,
  type Locals,
  openRows,
  type RowList,
  type RowRun,
  refuse,
  type Scalar,
  thrower,
  type Typed,
} from '../typedCode.js';

/** `list.name`: the field of each agent. */
export function fieldsOf(context: Context, list: RowList, name: string, at: SourceSpan): List {
  const column = columnOf(context, name, at);
  const charge = charger(context, at);
  const missing = thrower(context, 'missing-value', `There is nothing to take \`${name}\` of.`, at);
  const { view } = list;
  const common = { maybe: column.maybe, cost: list.cost + 1 };
  const open = (): number => {
    openRows(list);
    const { rows, from, to } = view;
    charge(2 * (to - from));
    if (list.maybe) for (let i = from; i < to; i++) if (rows[i]! < 0) missing();
    return to - from;
  };
  switch (column.kind) {
    case 'number': {
      const { values } = column;
      const fill = (from: number, count: number, out: Float64Array): void => {
        const { rows } = view;
        const first = view.from + from;
        for (let i = 0; i < count; i++) out[i] = values[rows[first + i]!]!;
      };
      return { kind: 'numbers', ...common, open, fill, column: { values, agents: list } };
    }
    case 'words': {
      const { codes, words } = column;
      const fill = (from: number, count: number, out: Uint16Array): void => {
        const { rows } = view;
        const first = view.from + from;
        for (let i = 0; i < count; i++) out[i] = codes[rows[first + i]!]!;
      };
      return { kind: 'texts', ...common, open, fill, words };
    }
    case 'flag': {
      const { flags } = column;
      const fill = (from: number, count: number, out: Uint8Array): void => {
        const { rows } = view;
        const first = view.from + from;
        for (let i = 0; i < count; i++) out[i] = flags[rows[first + i]!]!;
      };
      return { kind: 'flags', ...common, open, fill };
    }
    case 'agent': {
      const { rows: others } = column;
      return gathered(common, open, (i) => others[view.rows[view.from + i]!]!);
    }
  }
}

/** A list of agents in a buffer, filled when it is opened. */
export function gathered(
  common: { readonly maybe: boolean; readonly cost: number },
  open: () => number,
  item: (i: number) => number,
): RowList {
  const view = { rows: new Int32Array(16), from: 0, to: 0 };
  return {
    ...{ kind: 'agents', ...common, view },
    open: () => {
      const size = open();
      const rows = roomFor(view.rows, size);
      for (let i = 0; i < size; i++) rows[i] = item(i);
      view.rows = rows;
      view.to = size;
    },
  };
}

/** `list[index]`. */
export function compileIndex(context: Context, node: MemberExpression, list: Typed, place: Typed): Scalar {
  if (!isListCode(list)) return refuse('Only a place of a list is in columns.', node);
  const at = node.property;
  const index = numberFrom(place, at);
  const noIndex = thrower(context, 'missing-value', 'A number is missing here.', at);
  const noItem = thrower(context, 'missing-value', 'There is no such place in the list.', at);
  /** The place, if the list has it. */
  const placeIn = (size: number): number => {
    const found = index.run();
    if (Number.isNaN(found)) return noIndex();
    return Number.isInteger(found) && found >= 0 && found < size ? found : noItem();
  };
  return itemAt(context, node, list, placeIn);
}

/** The item of a list at the place that `choose` gives for the list's length; nothing where it gives −1. */
export function itemAt(context: Context, node: AnyNode, list: List, choose: (size: number) => number, maybeNone = false): Scalar {
  const charge = charger(context, node);
  const common = { maybe: list.maybe || maybeNone, cost: list.cost + 2 };
  switch (list.kind) {
    case 'agents': {
      const { view } = list;
      const run: RowRun = () => {
        openRows(list);
        const { rows, from, to } = view;
        const place = choose(to - from);
        return place < 0 ? NOBODY : rows[from + place]!;
      };
      return { kind: 'agent', ...common, run };
    }
    case 'numbers': {
      let buffer = new Float64Array(16);
      const run = (): number => {
        const size = list.open();
        charge(size);
        buffer = roomFor(buffer, size);
        list.fill(0, size, buffer);
        const place = choose(size);
        return place < 0 ? Number.NaN : buffer[place]!;
      };
      return { kind: 'number', ...common, run };
    }
    case 'flags': {
      let buffer = new Uint8Array(16);
      const run = (): boolean | null => {
        const size = list.open();
        charge(size);
        buffer = roomFor(buffer, size);
        list.fill(0, size, buffer);
        const place = choose(size);
        return place < 0 ? null : valueOfFlag(buffer[place]!);
      };
      return { kind: 'flag', ...common, run };
    }
    case 'texts': {
      let buffer = new Uint16Array(16);
      const run = (): string | null => {
        const size = list.open();
        charge(size);
        buffer = roomFor(buffer, size);
        list.fill(0, size, buffer);
        const place = choose(size);
        const code = place < 0 ? NO_WORD : buffer[place]!;
        return code === NO_WORD ? null : list.words[code]!;
      };
      return { kind: 'text', ...common, run };
    }
  }
}

/** `[a, b]` of numbers, of yes and no, or of agents. */
export function compileArray(context: Context, node: AnyNode & { type: 'ArrayExpression' }, locals: Locals): Typed {
  const items = node.elements.map((item) => (item ? context.compile(item, locals) : refuse('The list has an empty place.', node)));
  const common = { maybe: items.some((item) => item.maybe), cost: items.reduce((sum, item) => sum + item.cost + 2, 1) };
  const size = items.length;
  const each = <K extends Typed['kind']>(kind: K): readonly Extract<Typed, { kind: K }>[] | null =>
    items.every((item): item is Extract<Typed, { kind: K }> => item.kind === kind) ? items : null;
  const open = (): number => size;
  const numbers = each('number')?.map((item) => item.run);
  if (numbers) {
    const values = new Float64Array(size);
    const fill = (from: number, count: number, out: Float64Array): void => out.set(values.subarray(from, from + count));
    return { kind: 'numbers', ...common, open: evaluated(numbers, values, open), fill };
  }
  const flags = each('flag')?.map(
    ({ run }) =>
      () =>
        flagOf(run()),
  );
  if (flags) {
    const values = new Uint8Array(size);
    const fill = (from: number, count: number, out: Uint8Array): void => out.set(values.subarray(from, from + count));
    return { kind: 'flags', ...common, open: evaluated(flags, values, open), fill };
  }
  const agents = each('agent')?.map((item) => item.run);
  if (agents) return gathered(common, open, (i) => agents[i]!());
  return refuse('A list of these values is not in columns.', node);
}

const evaluated =
  (runs: readonly (() => number)[], into: Float64Array | Uint8Array, open: () => number): (() => number) =>
  () => {
    for (let i = 0; i < runs.length; i++) into[i] = runs[i]!();
    return open();
  };

/** The body of an arrow function with one parameter at most. */
export function bodyOf(context: Context, arrow: ArrowFunctionExpression, local: Scalar, locals: Locals): Typed {
  const [param, second] = arrow.params;
  if (second) return refuse('The place in the list is not in columns.', second);
  return context.compile(arrow.body, param?.type === 'Identifier' ? [...locals, { name: param.name, code: local }] : locals);
}
