/** All names in a tree, with their use. The caller finds their definitions. */
import { type AnyNode, type Expression, parseWhole } from '../syntax/parse.js';
import { partsOf } from '../syntax/parts.js';
import { statementLines } from '../syntax/statementLines.js';
import { splitTemplate } from './template.js';

export interface NameUse {
  readonly name: string;
  readonly start: number;
  /** Whether it follows a dot. */
  readonly field: boolean;
  /** Whether it is a parameter of an enclosing arrow function, or a name that a line gives with `let`. */
  readonly local: boolean;
  /** The function that it is an argument of, and its index. */
  readonly call: { readonly fn: string; readonly index: number } | null;
}

/** Names in a tree, without the names of called functions. `locals`: names that lines of the rule give. */
export function usesIn(tree: AnyNode, locals: readonly string[] = []): readonly NameUse[] {
  const found: NameUse[] = [];
  collect(tree, locals, null, found);
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
  /** The place of the tree's offset 0 in the source. */
  readonly offset: number;
  readonly statement: boolean;
  /** The name that the statement gives with `let`, and those of the lines up to it. */
  readonly local: string | null;
  readonly locals: readonly string[];
}

const ALONE = { statement: false, local: null, locals: [] } as const;

function statementsIn(source: string): readonly TreeIn[] {
  const locals: string[] = [];
  return statementLines(source).lines.map(({ tree, offset, local }) => {
    if (local !== null) locals.push(local);
    return { tree, offset, statement: true, local, locals: [...locals] };
  });
}

/** The valid expressions of a value. */
export function treesIn(kind: 'expression' | 'statements' | 'template' | 'value', source: string): readonly TreeIn[] {
  if (kind === 'statements') return statementsIn(source);
  if (kind === 'template') return splitTemplate(source).parts.flatMap(({ tree }) => (tree ? [{ tree, offset: 0, ...ALONE }] : []));
  const offset = kind === 'value' ? 1 : 0;
  const parsed = parseWhole(source.slice(offset));
  return parsed.ok ? [{ tree: parsed.tree, offset, ...ALONE }] : [];
}

// Names that the text of an expression reads. They show the possible sources of a value without running anything.

export interface NameRead {
  readonly name: string;
  /** The text before the dot of a field; null for a bare name. */
  readonly owner: string | null;
}

/** An assignment of an effect: its target, and the names that its value is computed from. */
export interface Assigned extends NameRead {
  readonly reads: readonly NameRead[];
}

/** Names, fields and texts in an expression or a template. A text can name a field. */
export const namesRead = (kind: 'expression' | 'template', source: string): readonly NameRead[] =>
  treesIn(kind, source).flatMap(({ tree }) => readsIn(tree, source));

/** The assignments of an effect. `+=` also reads its target. */
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
