/** Draws over columns. They take the next numbers of the same stream in the same order as the row-wise code. */
import { below, type Rng, weighted } from '../../core/random/rng.js';
import type { CallExpression } from '../syntax/parse.js';
import { fault } from '../values/environment.js';
import { numberFrom } from './arithmetic.js';
import { chanceLanes, pickLanes } from './lanes/agentLanes.js';
import { itemsOf } from './lists/lists.js';
import { bodyOf, itemAt } from './lists/listParts.js';
import {
  charger,
  type Context,
  type FlagCode,
  isListCode,
  type Locals,
  type NumberCode,
  placeOf,
  refuse,
  type Scalar,
  thrower,
} from './typedCode.js';

/** The stream of the running evaluation. It begins with its first draw. */
function streamOf({ scope, pass }: Context, node: CallExpression): () => Rng {
  const begin = scope.draws ?? refuse('Nothing is drawn here.', node.callee);
  pass.block.draws = true;
  return () => (pass.random ??= begin(pass.row.row, pass.other.row));
}

function chance(context: Context, node: CallExpression, locals: Locals): FlagCode {
  const [arg] = node.arguments;
  if (!arg || node.arguments.length > 1) return refuse('`chance` takes one number.', node);
  const p = numberFrom(context.compile(arg, locals), arg);
  const missing = thrower(context, 'missing-value', 'A number is missing here.', node);
  const place = placeOf(context, node);
  const outside = (value: number): never => {
    throw fault('out-of-range', `A chance is from 0 to 1, this is ${value}.`, place);
  };
  const stream = streamOf(context, node);
  const common = { kind: 'flag', maybe: false, cost: p.cost + 1 } as const;
  const { constant, run } = p;
  if (constant !== undefined && constant >= 0 && constant <= 1)
    return { ...common, run: () => stream()() < constant, lanes: () => chanceLanes(context.pass.block, constant) };
  return {
    ...common,
    run: () => {
      const value = run();
      if (Number.isNaN(value)) return missing();
      return value < 0 || value > 1 ? outside(value) : stream()() < value;
    },
  };
}

function pick(context: Context, node: CallExpression, locals: Locals): Scalar {
  const [listArg, weightArg] = node.arguments;
  if (!listArg || node.arguments.length > 2) return refuse('`pick` takes a list and a function.', node);
  const list = context.compile(listArg, locals);
  if (!isListCode(list)) return refuse('This is not a list.', listArg);
  const stream = streamOf(context, node);
  if (!weightArg) {
    const item = itemAt(context, node, list, (size) => drawnPlace(stream(), size), true);
    const all = list.kind === 'agents' ? list.lanes : undefined;
    return item.kind === 'agent' && all ? { ...item, lanes: (into?: Int32Array) => pickLanes(context.pass.block, all(), into) } : item;
  }
  if (weightArg.type !== 'ArrowFunctionExpression') return refuse('A function is expected here.', weightArg);
  return weightedPick(context, node, list, weightArg, locals, stream);
}

/** The place of an item; −1 in an empty list, for which a number is drawn too. */
function drawnPlace(random: Rng, size: number): number {
  const place = below(random, size);
  return size === 0 ? -1 : place;
}

function weightedPick(
  context: Context,
  node: CallExpression,
  list: Parameters<typeof itemsOf>[0],
  arrow: Parameters<typeof bodyOf>[1],
  locals: Locals,
  stream: () => Rng,
): Scalar {
  const items = itemsOf(list);
  const { local } = items;
  const weight: NumberCode = numberFrom(bodyOf(context, arrow, local, locals), arrow.body);
  const missing = thrower(context, 'missing-value', 'A number is missing here.', node);
  const negative = thrower(context, 'out-of-range', 'pick needs weights that are not negative.', node);
  const charge = charger(context, node);
  /** Whether an item was drawn. The parameter is then the item. */
  const draw = (): boolean => {
    const size = items.open();
    charge(size * (weight.cost + 2));
    const random = stream();
    const weights: number[] = [];
    for (let i = 0; i < size; i++) {
      items.set(i);
      const value = weight.run();
      weights.push(Number.isNaN(value) ? missing() : value);
    }
    if (weights.some((value) => value < 0)) return negative();
    const place = weighted(random, weights);
    if (place >= 0) items.set(place);
    return place >= 0;
  };
  const common = { maybe: true, cost: list.cost + 2 };
  switch (local.kind) {
    case 'number':
      return { kind: 'number', ...common, run: () => (draw() ? local.run() : Number.NaN) };
    case 'text':
      return { kind: 'text', ...common, run: () => (draw() ? local.run() : null) };
    case 'flag':
      return { kind: 'flag', ...common, run: () => (draw() ? local.run() : null) };
    case 'agent':
      return { kind: 'agent', ...common, run: () => (draw() ? local.run() : -1) };
    case 'nothing':
      return local;
  }
}

export const randomCalls: { readonly [name: string]: (context: Context, node: CallExpression, locals: Locals) => Scalar } = {
  chance,
  pick,
};
