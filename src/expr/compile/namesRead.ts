/** Names that the text of an expression reads, for who asks what a value can come from without running anything. */
import type { AnyNode } from '../syntax/parse.js';
import { partsOf } from '../syntax/parts.js';
import { treesIn } from './uses.js';

export interface NameRead {
  readonly name: string;
  /** Text of what it is a field of; null for a bare name. */
  readonly owner: string | null;
}

/** An assignment of an effect: what it sets, and what the new value is computed from. */
export interface Assigned extends NameRead {
  readonly reads: readonly NameRead[];
}

/** Names and fields in an expression or a template, and texts in it, which can name fields. */
export const namesRead = (kind: 'expression' | 'template', source: string): readonly NameRead[] =>
  treesIn(kind, source).flatMap(({ tree }) => readsIn(tree, source));

/** The assignments among the statements of an effect. What `+=` adds to is read as well. */
export const assignedIn = (source: string): readonly Assigned[] =>
  treesIn('statements', source).flatMap(({ tree, offset }): readonly Assigned[] => {
    if (tree.type !== 'AssignmentExpression') return [];
    const line = source.slice(offset);
    const [target] = readsIn(tree.left, line).slice(-1);
    const before = tree.operator === '=' ? [] : readsIn(tree.left, line);
    return target ? [{ ...target, reads: [...before, ...readsIn(tree.right, line)] }] : [];
  });

function readsIn(node: AnyNode, source: string): readonly NameRead[] {
  const inner = partsOf(node).flatMap((part) => readsIn(part, source));
  if (node.type === 'Identifier') return [{ name: node.name, owner: null }];
  if (node.type === 'Literal') return typeof node.value === 'string' ? [{ name: node.value, owner: null }] : [];
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return inner;
  return [...inner, { name: node.property.name, owner: source.slice(node.object.start, node.object.end) }];
}
