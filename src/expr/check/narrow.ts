/**
 * Facts about missing values from a condition: after `price != null &&`, the price is not missing, and after `list.length > 0 &&`, an item
 * that is picked is not. A fact is the text of a name with its fields, as in `me.ballot`, or of a list, as in `some tied(me)`.
 */
import { drawFunctions } from '../functions/draws.js';
import type { AnyNode } from '../syntax/parse.js';
import { present } from '../values/relate.js';
import { listOf, type Type } from '../values/types.js';

export type Facts = ReadonlySet<string>;

/** A name with fields as one text, or null for anything else. */
export function pathOf(node: AnyNode): string | null {
  if (node.type === 'ParenthesizedExpression') return pathOf(node.expression);
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return null;
  const owner = pathOf(node.object);
  return owner === null ? null : `${owner}.${node.property.name}`;
}

const isNull = (node: AnyNode): boolean =>
  node.type === 'ParenthesizedExpression' ? isNull(node.expression) : node.type === 'Literal' && node.value === null;

/** Paths whose values are not missing if `node` has the value `outcome`. */
export function factsOf(node: AnyNode, outcome: boolean): readonly string[] {
  if (node.type === 'ParenthesizedExpression') return factsOf(node.expression, outcome);
  if (node.type === 'UnaryExpression') return node.operator === '!' ? factsOf(node.argument, !outcome) : [];
  if (node.type === 'LogicalExpression')
    return (node.operator === '&&') === outcome ? [...factsOf(node.left, outcome), ...factsOf(node.right, outcome)] : [];
  if (node.type !== 'BinaryExpression') return [];
  const list = listWithItems(node, outcome);
  if (list !== null) return [someOf(list)];
  if (node.operator !== '==' && node.operator !== '!=') return [];
  const equal = (node.operator === '==') === outcome;
  const other = isNull(node.left) ? node.right : isNull(node.right) ? node.left : null;
  const path = other === null ? equalToWritten(node.left, node.right, equal) : equal ? null : pathOf(other);
  return path === null ? [] : [path];
}

/** The path that is not missing after a comparison such as `price == 5`. */
function equalToWritten(left: AnyNode, right: AnyNode, equal: boolean): string | null {
  if (!equal) return null;
  return left.type === 'Literal' ? pathOf(right) : right.type === 'Literal' ? pathOf(left) : null;
}

/** The fact that a list has items. */
export const someOf = (list: string): string => `some ${list}`;
export const isOfList = (fact: string): boolean => fact.startsWith('some ');

/** Whether a fact is about this name. */
export const isAbout = (fact: string, name: string): boolean =>
  isOfList(fact) ? fact.split(/[^\p{L}\p{N}_]+/u).includes(name) : fact.split('.', 1)[0] === name;

/** The fact after which \`pick(list)\` or \`most(list)\` gives an item; null for anything else. */
export function itemFact(node: AnyNode): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.arguments.length !== 1) return null;
  const [list] = node.arguments;
  const key = list && (node.callee.name === 'pick' || node.callee.name === 'most') ? listKey(list) : null;
  return key === null ? null : someOf(key);
}

/** A list as one text: a name with fields, or a function of such values that gives the same list each time. Null for anything else. */
function listKey(node: AnyNode): string | null {
  if (node.type === 'ParenthesizedExpression') return listKey(node.expression);
  if (node.type === 'Literal') return JSON.stringify(node.value);
  if (node.type !== 'CallExpression') return pathOf(node);
  if (node.callee.type !== 'Identifier' || drawFunctions.has(node.callee.name)) return null;
  const parts = node.arguments.map(listKey);
  return parts.includes(null) ? null : `${node.callee.name}(${parts.join(', ')})`;
}

/** The list whose length is compared with a number, if it has items when the comparison has the value `outcome`; else null. */
function listWithItems({ left, right, operator }: AnyNode & { type: 'BinaryExpression' }, outcome: boolean): string | null {
  const [length, number, op] = right.type === 'Literal' ? [left, right, operator] : [right, left, MIRRORED[operator]];
  if (number.type !== 'Literal' || typeof number.value !== 'number' || op === undefined) return null;
  const least = outcome ? LEAST[op]?.(number.value) : LEAST[OPPOSITE[op] ?? '']?.(number.value);
  return least !== undefined && least > 0 ? listMeasured(length) : null;
}

/** The list whose length an expression is. */
function listMeasured(node: AnyNode): string | null {
  if (node.type === 'ParenthesizedExpression') return listMeasured(node.expression);
  if (node.type === 'MemberExpression')
    return !node.computed && node.property.type === 'Identifier' && node.property.name === 'length' ? listKey(node.object) : null;
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'count') return null;
  const [list] = node.arguments;
  return list && node.arguments.length === 1 ? listKey(list) : null;
}

/** The least length after a comparison with a number. */
const LEAST: { readonly [operator: string]: (number: number) => number } = {
  '>': (number) => number + 1,
  '>=': (number) => number,
  '==': (number) => number,
  '!=': (number) => (number === 0 ? 1 : 0),
};
const OPPOSITE: { readonly [operator: string]: string } = { '<': '>=', '<=': '>', '==': '!=', '!=': '==' };
const MIRRORED: { readonly [operator: string]: string } = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

/** The type of a list after `filter(x => …)`: fields that the condition tests are not missing. */
export function filtered(list: Type, arrow: AnyNode): Type {
  if (list.kind !== 'list' || arrow.type !== 'ArrowFunctionExpression') return list;
  const [param] = arrow.params;
  if (param?.type !== 'Identifier') return list;
  let of = list.of;
  for (const fact of factsOf(arrow.body, true)) {
    const [root, ...fields] = fact.split('.');
    if (root === param.name) of = refined(of, fields);
  }
  return listOf(of, list.size);
}

function refined(type: Type, fields: readonly string[]): Type {
  const [name, ...rest] = fields;
  if (name === undefined) return present(type);
  const record = present(type);
  if (record.kind !== 'record') return type;
  const field = record.fields.get(name);
  if (!field) return type;
  const fieldsNow = new Map(record.fields).set(name, { ...field, type: refined(field.type, rest) });
  const result: Type = { ...record, fields: fieldsNow };
  return type.kind === 'optional' ? { kind: 'optional', of: result } : result;
}
