/** The parts of a tree, for code that walks it, and the two sides of a comparison. */
import { type AnyNode, parseWhole } from './parse.js';

/** The expressions directly inside a node, without the parameters of an arrow function. */
export function partsOf(node: AnyNode): readonly AnyNode[] {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return [node.expression];
    case 'UnaryExpression':
      return [node.argument];
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return [node.left, node.right];
    case 'ConditionalExpression':
      return [node.test, node.consequent, node.alternate];
    case 'MemberExpression':
      return node.computed ? [node.object, node.property] : [node.object];
    case 'ArrayExpression':
      return node.elements.flatMap((item) => item ?? []);
    case 'ObjectExpression':
      return node.properties.flatMap((item) => (item.type === 'Property' ? [item.value] : []));
    case 'CallExpression':
      return [...(node.callee.type === 'MemberExpression' ? [node.callee.object] : []), ...node.arguments];
    case 'ArrowFunctionExpression':
      return [node.body];
    default:
      return [];
  }
}

/** Nodes that contain an offset, from the root down. */
export const nodesAt = (tree: AnyNode, offset: number): readonly AnyNode[] =>
  pathTo(tree, (node) => node.start <= offset && offset <= node.end);

/** Nodes from the root down to the innermost one that satisfies `test`, or none. */
export function pathTo(node: AnyNode, test: (node: AnyNode) => boolean): readonly AnyNode[] {
  for (const part of partsOf(node)) {
    const path = pathTo(part, test);
    if (path.length > 0) return [node, ...path];
  }
  return test(node) ? [node] : [];
}

// The two sides of a comparison of numbers, for tests of their difference.

/** The side that must be larger, and the other side, as written. */
interface Sides {
  readonly more: string;
  readonly less: string;
}

/** The sides of `a > b`, `a >= b`, `b < a` and `b <= a`; null for other expressions. */
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
