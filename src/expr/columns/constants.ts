/** Parts of an expression that are the same for every row: they are evaluated once, by the row-wise code. */
import { compileNode } from '../compile/compile.js';
import { pureFunctions } from '../functions/functions.js';
import type { AnyNode, Expression } from '../syntax/parse.js';
import { partsOf } from '../syntax/parts.js';
import { makeEnv } from '../values/environment.js';
import { ExprFault, isList, type Value } from '../values/value.js';
import { constantBlocks } from './blocks.js';
import { flagOf } from './columnScope.js';
import { constantLanes } from './lanes/numberLanes.js';
import { constantFlags, constantNumbers, constantTexts } from './lists/lists.js';
import { type Context, type Locals, refuse, type Typed } from './typedCode.js';

/** Most steps of such a part. */
const MOST_STEPS = 100_000;

/** The code of a node that reads no row and draws nothing; null for other nodes. */
export function constantOf(context: Context, node: AnyNode, locals: Locals): Typed | null {
  if (!isConstant(context, node, new Set(locals.map(({ name }) => name)), new Set())) return null;
  const lookup = (name: string): Value | undefined => {
    const named = context.scope.name(name);
    return named?.kind === 'value' ? named.value : undefined;
  };
  const env = makeEnv({ lookup }, MOST_STEPS);
  let value: Value;
  try {
    value = compileNode(node as Expression, [])(env);
  } catch (error) {
    if (error instanceof ExprFault) return refuse(`This fails: ${error.message}`, node);
    throw error;
  }
  return constant(value, MOST_STEPS - env.left, node);
}

/** `locals` are names of rows; `params` are parameters of arrow functions inside the part itself. */
function isConstant(context: Context, node: AnyNode, locals: ReadonlySet<string>, params: ReadonlySet<string>): boolean {
  switch (node.type) {
    case 'Literal':
      return true;
    case 'Identifier':
      return params.has(node.name) || (!locals.has(node.name) && context.scope.name(node.name)?.kind === 'value');
    case 'ArrowFunctionExpression': {
      const names = node.params.flatMap((param) => (param.type === 'Identifier' ? [param.name] : []));
      return isConstant(context, node.body, locals, new Set([...params, ...names]));
    }
    case 'CallExpression':
      if (node.callee.type === 'Identifier' && !pureFunctions.has(node.callee.name)) return false;
      break;
    default:
  }
  return partsOf(node).every((part) => isConstant(context, part, locals, params));
}

function constant(value: Value, cost: number, node: AnyNode): Typed | null {
  if (value === null) return { kind: 'nothing', maybe: true, cost, run: () => null };
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return refuse('This number is too large.', node);
    return {
      kind: 'number',
      maybe: false,
      cost,
      run: () => value,
      constant: value,
      blocks: constantBlocks(value),
      lanes: () => constantLanes(value),
    };
  }
  if (typeof value === 'string') return { kind: 'text', maybe: false, cost, run: () => value, constant: value };
  if (typeof value === 'boolean') return { kind: 'flag', maybe: false, cost, run: () => value };
  return isList(value) ? constantList(value, cost + 2 * value.length, node) : refuse('A record is not in columns.', node);
}

function constantList(list: readonly Value[], cost: number, node: AnyNode): Typed {
  const maybe = list.includes(null);
  const numbers = allOf(list, (item) => typeof item === 'number' && Number.isFinite(item));
  if (numbers) {
    const values = numbers.map((item) => (item === null ? Number.NaN : (item as number)));
    return constantNumbers(Float64Array.from(values), maybe, cost);
  }
  const texts = allOf(list, (item) => typeof item === 'string');
  if (texts) return constantTexts(texts as readonly (string | null)[], maybe, cost);
  const flags = allOf(list, (item) => typeof item === 'boolean');
  if (flags) return constantFlags(Uint8Array.from(flags as readonly (boolean | null)[], flagOf), maybe, cost);
  return refuse('A list of this kind is not in columns.', node);
}

/** The list, if every item is missing or passes the test. */
const allOf = (list: readonly Value[], test: (item: Value) => boolean): readonly Value[] | null =>
  list.every((item) => item === null || test(item)) ? list : null;
