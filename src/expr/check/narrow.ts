/**
 * Facts about missing values from a condition: after `price != null &&`, the price is not missing. A fact is the text of a
 * name with its fields, as in `me.ballot`.
 */
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
  if (node.type !== 'BinaryExpression' || (node.operator !== '==' && node.operator !== '!=')) return [];
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
