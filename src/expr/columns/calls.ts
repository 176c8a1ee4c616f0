/** Calls over columns, by the name of the function or method. */
import { drawFunctions } from '../functions/draws.js';
import { hostFunctions } from '../functions/hostFunctions.js';
import { pureFunctions } from '../functions/functions.js';
import type { CallExpression } from '../syntax/parse.js';
import { aggregates } from './lists/aggregates.js';
import { compileMethod } from './lists/listMethods.js';
import { numberCalls } from './numberCalls.js';
import { randomCalls } from './randomCalls.js';
import { rankings } from './lists/rankings.js';
import { tieCalls } from './tieCalls.js';
import { type Context, type Locals, refuse, type Typed } from './typedCode.js';

type Call = (context: Context, node: CallExpression, locals: Locals) => Typed | null;

/** The first that gives code is taken: `min` and `max` are of numbers, or of a list. */
const CALLS: readonly { readonly [name: string]: Call }[] = [numberCalls, aggregates, rankings, randomCalls, tieCalls];

export function compileCall(context: Context, node: CallExpression, locals: Locals): Typed {
  if (node.callee.type === 'MemberExpression') return compileMethod(context, node, node.callee, locals);
  const name = node.callee.type === 'Identifier' ? node.callee.name : '';
  for (const calls of CALLS) {
    const found = Object.hasOwn(calls, name) ? calls[name]!(context, node, locals) : null;
    if (found) return found;
  }
  const isKnown = pureFunctions.has(name) || drawFunctions.has(name) || hostFunctions.has(name);
  return refuse(isKnown ? `\`${name}\` of these arguments is not in columns.` : `There is no function \`${name}\`.`, node);
}
