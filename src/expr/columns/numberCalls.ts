/** Functions of numbers over columns. A missing argument is a fault at the call, as in the row-wise code. */
import { pow } from '../../core/util/math.js';
import { pureFunctions } from '../functions/functions.js';
import type { AnyNode, CallExpression } from '../syntax/parse.js';
import { atSpan } from '../values/environment.js';
import { mappedBlocks } from './blocks.js';
import type { NumberLanes } from './lanes/block.js';
import { numberLanes } from './lanes/codeLanes.js';
import { clampedLanes, constantLanes, extremeLanes, mappedLanes } from './lanes/numberLanes.js';
import { type Context, isListCode, type Locals, type NumberCode, type NumberRun, placeOf, thrower, type Typed } from './typedCode.js';

type Call = (context: Context, node: CallExpression, locals: Locals) => Typed | null;

/** The arguments as numbers; null if one of them is something else. */
function numbersIn(context: Context, node: CallExpression, locals: Locals): readonly NumberCode[] | null {
  const found: NumberCode[] = [];
  for (const arg of node.arguments) {
    if (arg.type === 'ArrowFunctionExpression' || arg.type === 'SpreadElement') return null;
    const code = context.compile(arg as AnyNode, locals);
    if (isListCode(code) || code.kind !== 'number') return null;
    found.push(code);
  }
  return found;
}

interface Faults {
  readonly missing: () => never;
  readonly tooLarge: () => never;
}

const call =
  (
    arity: readonly number[],
    make: (args: readonly NumberRun[], faults: Faults, context: Context, node: CallExpression) => NumberRun,
    blocksOf?: (args: readonly NumberCode[]) => NumberCode['blocks'],
    lanesOf?: (args: readonly NumberLanes[], into?: Float64Array) => NumberLanes,
  ): Call =>
  (context, node, locals) => {
    const args = numbersIn(context, node, locals);
    if (!args || !arity.includes(args.length)) return null;
    const faults = {
      missing: thrower(context, 'missing-value', 'A number is missing here.', node),
      tooLarge: thrower(context, 'out-of-range', 'The result is not a number that can be used.', node),
    };
    const run = make(
      args.map((arg) => arg.run),
      faults,
      context,
      node,
    );
    const blocks = blocksOf?.(args);
    return {
      kind: 'number',
      maybe: false,
      cost: args.reduce((sum, arg) => sum + arg.cost, 1 + args.length),
      run,
      ...(blocks ? { blocks } : {}),
      ...(lanesOf
        ? {
            lanes: (into?: Float64Array) =>
              lanesOf(
                args.map((arg) => numberLanes(context, arg)),
                into,
              ),
          }
        : {}),
    };
  };

const ofOne = (compute: 'abs' | 'floor', run: (argument: NumberRun, missing: () => never) => NumberRun): Call =>
  call(
    [1],
    ([x], { missing }) => run(x!, missing),
    ([x]) => (x?.blocks ? mappedBlocks(compute, x.blocks) : undefined),
    ([x], into) => mappedLanes(compute, x!, into),
  );

/** The smaller or larger of several numbers; of one number, the number. */
const ofSeveral = (choose: (a: number, b: number) => number, isMax: boolean): Call =>
  call(
    [1, 2, 3, 4, 5, 6, 7, 8],
    (args, { missing }) => {
      const [first, second] = args as [NumberRun, NumberRun?];
      const run: NumberRun =
        args.length === 2 && second
          ? () => choose(first(), second())
          : () => {
              let result = first();
              for (let i = 1; i < args.length; i++) result = choose(result, args[i]!());
              return result;
            };
      return () => {
        const result = run();
        return Number.isNaN(result) ? missing() : result;
      };
    },
    undefined,
    (args) => args.reduce((a, b) => extremeLanes(isMax, a, b), constantLanes(isMax ? -Infinity : Infinity)),
  );

/** By the table of functions. Slower, for functions that rules seldom use. */
const byTable = (name: string, arity: readonly number[]): Call =>
  call(arity, (args, { tooLarge }, context, node) => {
    const { run } = pureFunctions.get(name)!;
    const place = placeOf(context, node);
    const meter = { left: Number.POSITIVE_INFINITY };
    return () => {
      const values = args.map((arg) => arg()).map((value) => (Number.isNaN(value) ? null : value));
      const result = atSpan(place, () => run(values, meter, null)) as number;
      return Number.isFinite(result) ? result : tooLarge();
    };
  });

export const numberCalls: { readonly [name: string]: Call } = {
  abs: ofOne('abs', (argument, missing) => () => {
    const result = Math.abs(argument());
    return Number.isNaN(result) ? missing() : result;
  }),
  floor: ofOne('floor', (argument, missing) => () => {
    const result = Math.floor(argument());
    return Number.isNaN(result) ? missing() : result;
  }),
  min: ofSeveral(Math.min, false),
  max: ofSeveral(Math.max, true),
  round: byTable('round', [1, 2]),
  log: byTable('log', [1, 2]),
  sqrt: call([1], ([x], { missing }, context, node) => {
    const argument = x!;
    const negative = thrower(context, 'out-of-range', 'sqrt needs a number that is not negative.', node);
    return () => {
      const value = argument();
      if (value < 0) return negative();
      return Number.isNaN(value) ? missing() : Math.sqrt(value);
    };
  }),
  pow: call([2], ([x, y], { missing, tooLarge }) => {
    const [base, power] = [x!, y!];
    return () => {
      const a = base();
      const b = power();
      if (Number.isNaN(a) || Number.isNaN(b)) return missing();
      const result = pow(a, b);
      return Number.isFinite(result) ? result : tooLarge();
    };
  }),
  clamp: call(
    [3],
    ([x, low, high], { missing }, context, node) => {
      const [argument, from, to] = [x!, low!, high!];
      const reversed = thrower(context, 'out-of-range', 'clamp needs its lower bound first.', node);
      return () => {
        const value = argument();
        const least = from();
        const most = to();
        if (Number.isNaN(value) || Number.isNaN(least) || Number.isNaN(most)) return missing();
        return least > most ? reversed() : Math.min(most, Math.max(least, value));
      };
    },
    undefined,
    ([x, low, high]) => clampedLanes(x!, low!, high!),
  ),
};
