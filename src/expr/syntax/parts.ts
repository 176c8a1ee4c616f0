/** The parts of a tree, for code that walks it. */
import type { AnyNode } from './parse.js';

/** The expressions directly inside a node. An arrow function's parameters are not among them. */
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

/** Nodes that hold an offset, from the root down. */
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
