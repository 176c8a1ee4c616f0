/** The node at a place in a complete expression: its extent, its type, and its name or function. */
import { checkTree } from '../check/check.js';
import { checkStatement } from '../check/checkStatements.js';
import type { AnyNode, Expression } from '../syntax/parse.js';
import { pathTo } from '../syntax/parts.js';
import { present } from '../values/relate.js';
import { calledIn } from './typesAtCursor.js';
import { type FunctionType, type Named, namedIn, type NameTypes, type Type } from '../values/types.js';

export interface Inspection {
  readonly start: number;
  readonly end: number;
  readonly type: Type;
  /** The name or field at the node. */
  readonly name: string | null;
  readonly named: Named | null;
  /** The function that the node calls. */
  readonly fn: FunctionType | null;
}

/** `offset` has the same origin as the tree's offsets. `local`: the name that a statement gives with `let`. */
export function inspectAt(
  tree: Expression,
  names: NameTypes,
  offset: number,
  statement = false,
  local: string | null = null,
): Inspection | null {
  const types = statement ? checkStatement(tree, names, local).types : checkTree(tree, names).types;
  const path = pathTo(tree, (node) => node.start <= offset && offset <= node.end);
  const node = path.at(-1);
  if (!node) return null;
  const inArrow = paramAt(node, offset);
  if (inArrow) return plain(inArrow, types, inArrow.name);
  if (node.type === 'CallExpression') {
    const at = node.callee.type === 'MemberExpression' ? node.callee.property : node.callee;
    const found = at.start <= offset && offset <= at.end ? calledIn(node, names, types, statement && path.length === 1) : null;
    if (found)
      return { start: at.start, end: at.end, type: types.get(node) ?? found.fn.result, name: found.name, named: null, fn: found.fn };
  }
  if (node.type === 'Identifier') {
    const local = path.some(
      (outer) => outer.type === 'ArrowFunctionExpression' && outer.params.some((param) => named(param) === node.name),
    );
    return { ...plain(node, types, node.name), named: local ? null : (namedIn(names, node.name) ?? null) };
  }
  if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier' && node.property.start <= offset)
    return {
      ...plain(node, types, node.property.name),
      start: node.property.start,
      named: fieldOf(types.get(node.object), node.property.name),
    };
  return plain(node, types, null);
}

const named = (node: AnyNode): string | null => (node.type === 'Identifier' ? node.name : null);

function paramAt(node: AnyNode, offset: number): (AnyNode & { type: 'Identifier' }) | null {
  if (node.type !== 'ArrowFunctionExpression') return null;
  for (const param of node.params) if (param.type === 'Identifier' && param.start <= offset && offset <= param.end) return param;
  return null;
}

function plain(node: AnyNode, types: ReadonlyMap<AnyNode, Type>, name: string | null): Inspection {
  return { start: node.start, end: node.end, type: types.get(node) ?? { kind: 'unknown' }, name, named: null, fn: null };
}

function fieldOf(type: Type | undefined, name: string): Named | null {
  const owner = type && present(type);
  if (owner?.kind === 'list') return fieldOf(owner.of, name);
  return owner?.kind === 'record' ? (owner.fields.get(name) ?? null) : null;
}
