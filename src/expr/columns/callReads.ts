/**
 * What a call reads besides its arguments: ties, and numbers of the stream of random numbers. Both come from the tables of functions, so
 * that a new function is never run in another order than it was written: one that says nothing is taken to read all ties.
 */
import { drawFunctions } from '../functions/draws.js';
import { pureFunctions } from '../functions/functions.js';
import { effectFunctions, hostFunctions } from '../functions/hostFunctions.js';
import type { AnyNode } from '../syntax/parse.js';

/** `out`: only the ties from the agent that is its first argument. */
type TiesRead = 'none' | 'out' | 'all';

const nameOf = (node: AnyNode): string | null =>
  node.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee.name : null;

/** Of a node that is no call of a function: `none`. */
export function tiesReadIn(node: AnyNode): TiesRead {
  const name = nameOf(node);
  if (name === null || pureFunctions.has(name) || drawFunctions.has(name) || effectFunctions.has(name)) return 'none';
  return hostFunctions.get(name)?.ties ?? 'all';
}

/** Whether a node is a call that takes the next random numbers. Unknown functions do. */
export function isDraw(node: AnyNode): boolean {
  const name = nameOf(node);
  return name !== null && !pureFunctions.has(name) && !effectFunctions.has(name) && !hostFunctions.has(name);
}
