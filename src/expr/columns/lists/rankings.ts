/** `top` and `bottom` over columns: the first of a list by their number, or by what the function gives. Equals keep their order. */
import { finished } from '../../../core/util/slices.js';
import { firstPlaces } from '../../functions/ranking.js';
import { roomFor, itemsOf } from './lists.js';
import { bodyOf } from './listParts.js';
import {
  charger,
  type Context,
  isListCode,
  type List,
  type Locals,
  type NumberCode,
  refuse,
  type RowList,
  type Scalar,
  thrower,
  type Typed,
} from '../typedCode.js';
import type { ChangingTies } from '../columnScope.js';
import { numberFrom } from '../arithmetic.js';
import type { CallExpression } from '../../syntax/parse.js';

type Call = (context: Context, node: CallExpression, locals: Locals) => Typed | null;

/** Up to so many items are put in order without steps of their own; more take so many steps each, by the time that they need. */
const FEW = 1_000;
const STEPS_FOR_ORDER = 64;

const ranking =
  (sign: 1 | -1): Call =>
  (context, node, locals) => {
    const [listArg, countArg, by] = node.arguments;
    if (!listArg || !countArg || node.arguments.length > 3) return null;
    const list = context.compile(listArg, locals);
    if (!isListCode(list)) return null;
    const count = numberFrom(context.compile(countArg, locals), countArg);
    const items = itemsOf(list);
    const body =
      by?.type === 'ArrowFunctionExpression'
        ? bodyOf(context, by, items.local, locals)
        : by
          ? refuse('A function is expected here.', by)
          : items.local;
    const ranked = numberFrom(body, by ?? node);
    const missing = thrower(context, 'missing-value', 'A number is missing here.', node);
    const charge = charger(context, node);
    const { run } = ranked;
    const ties = ownStrengths(list, items.local, ranked);
    let ranks = new Float64Array(16);
    let places: Int32Array = new Int32Array(16);
    const copyStrengths = ({ view, ties: { strength } }: NonNullable<typeof ties>, size: number): void => {
      for (let i = 0; i < size; i++) ranks[i] = strength[view.from + i]!;
    };
    /** Puts the places of the first items into `places`. Returns how many. */
    const rank = (): number => {
      const size = items.open();
      const wanted = count.run();
      charge(size * (ranked.cost + 3));
      ranks = roomFor(ranks, size);
      if (ties) copyStrengths(ties, size);
      else
        for (let i = 0; i < size; i++) {
          items.set(i);
          const value = run();
          if (Number.isNaN(value)) missing();
          ranks[i] = value;
        }
      let first = 0;
      for (let i = 1; i < size; i++) if (sign * (ranks[i]! - ranks[first]!) < 0) first = i;
      if (Number.isNaN(wanted)) missing();
      const taken = Math.min(size, Math.max(0, Math.floor(wanted)));
      if (taken === 1) places[0] = first;
      if (taken > FEW) charge(taken * STEPS_FOR_ORDER);
      if (taken > 1) places = finished(firstPlaces(ranks.subarray(0, size), taken, sign));
      return taken;
    };
    const value = (i: number): void => items.set(places[i]!);
    return listOfItems(node, list, items, rank, value, list.cost + count.cost + 2);
  };

/** The ties of an agent that are ranked by their own strengths, as in `bottom(tied(me), 1, a => tie(me, a))`; null for other ranks. */
function ownStrengths(
  list: List,
  item: Scalar,
  { tie }: NumberCode,
): { readonly view: RowList['view']; readonly ties: ChangingTies } | null {
  if (list.kind !== 'agents' || !list.ties || !tie || item.kind !== 'agent') return null;
  const { ties, from } = list.ties;
  return ties === tie.ties && from === tie.from && item.cell === tie.to ? { view: list.view, ties } : null;
}

/** The ranked items as a list of the kind that was ranked. */
function listOfItems(
  node: CallExpression,
  list: List,
  { local }: ReturnType<typeof itemsOf>,
  rank: () => number,
  set: (i: number) => void,
  cost: number,
): Typed {
  const common = { maybe: list.maybe, cost };
  if (list.kind === 'agents' && local.kind === 'agent') {
    const view = { rows: new Int32Array(16), from: 0, to: 0 };
    const open = (): void => {
      const size = rank();
      view.rows = roomFor(view.rows, size);
      for (let i = 0; i < size; i++) {
        set(i);
        view.rows[i] = local.run();
      }
      view.to = size;
    };
    return { kind: 'agents', ...common, view, open };
  }
  if (list.kind === 'numbers' && local.kind === 'number') {
    const fill = (from: number, count: number, out: Float64Array): void => {
      for (let i = 0; i < count; i++) {
        set(from + i);
        out[i] = local.run();
      }
    };
    return { kind: 'numbers', ...common, open: rank, fill };
  }
  return refuse('A ranking of these values is not in columns.', node);
}

export const rankings: { readonly [name: string]: Call } = { top: ranking(-1), bottom: ranking(1) };
