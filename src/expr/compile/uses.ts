/** Every name in a tree, with its use there. The caller finds its definition. */
import { type AnyNode, type Expression, parseWhole } from '../syntax/parse.js';
import { partsOf } from '../syntax/parts.js';
import { statementLines } from '../syntax/statementLines.js';
import { splitTemplate } from './template.js';

export interface NameUse {
  readonly name: string;
  readonly start: number;
  /** It follows a dot. */
  readonly field: boolean;
  /** It is the parameter of an arrow function around it. */
  readonly local: boolean;
  /** The function it is given to, and its number among the arguments. */
  readonly call: { readonly fn: string; readonly index: number } | null;
}

/** Names in a tree; functions that are called are not among them. */
export function usesIn(tree: AnyNode): readonly NameUse[] {
  const found: NameUse[] = [];
  collect(tree, [], null, found);
  return found;
}

function collect(node: AnyNode, locals: readonly string[], call: NameUse['call'], found: NameUse[]): void {
  if (node.type === 'Identifier') {
    const { name, start } = node;
    found.push({ name, start, field: false, local: locals.includes(name), call });
    return;
  }
  const inner =
    node.type === 'ArrowFunctionExpression'
      ? [...locals, ...node.params.flatMap((param) => (param.type === 'Identifier' ? [param.name] : []))]
      : locals;
  const fn = node.type === 'CallExpression' && node.callee.type === 'Identifier' ? node.callee.name : null;
  partsOf(node).forEach((part, index) => {
    collect(part, inner, fn === null ? null : { fn, index }, found);
  });
  if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier')
    found.push({ name: node.property.name, start: node.property.start, field: true, local: false, call: null });
}

export interface TreeIn {
  readonly tree: Expression;
  /** Where the tree's offset 0 is in the source. */
  readonly offset: number;
  readonly statement: boolean;
}

/** The finished expressions of a value; what is broken is left out. */
export function treesIn(kind: 'expression' | 'statements' | 'template' | 'value', source: string): readonly TreeIn[] {
  if (kind === 'statements') return statementLines(source).lines.map(({ tree, offset }) => ({ tree, offset, statement: true }));
  if (kind === 'template') return splitTemplate(source).parts.flatMap(({ tree }) => (tree ? [{ tree, offset: 0, statement: false }] : []));
  const offset = kind === 'value' ? 1 : 0;
  const parsed = parseWhole(source.slice(offset));
  return parsed.ok ? [{ tree: parsed.tree, offset, statement: false }] : [];
}

// Names that the text of an expression reads. They show the possible sources of a value without running anything.

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
