/** Expressions that compare two numbers, taken apart: for tests of how far apart they are. */
import { parseWhole } from './parse.js';

/** The side that is to be the larger one, and the other, as they are written. */
interface Sides {
  readonly more: string;
  readonly less: string;
}

/** Of `a > b`, `a >= b`, `b < a` and `b <= a`; null for every other expression. */
export function sidesOf(source: string): Sides | null {
  const parsed = parseWhole(source);
  if (!parsed.ok) return null;
  let { tree } = parsed;
  while (tree.type === 'ParenthesizedExpression') tree = tree.expression;
  if (tree.type !== 'BinaryExpression') return null;
  const [left, right] = [source.slice(tree.left.start, tree.left.end), source.slice(tree.right.start, tree.right.end)];
  if (tree.operator === '>' || tree.operator === '>=') return { more: left, less: right };
  return tree.operator === '<' || tree.operator === '<=' ? { more: right, less: left } : null;
}
