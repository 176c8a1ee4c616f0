/**
 *  * Finds what can be written at a place in an incomplete expression: closes open brackets after the cursor, reads the
 * rest unchanged, and returns the types around the place. Uses only the text before the cursor.
 */
import { methodTables } from '../check/calls.js';
import { checkTree } from '../check/check.js';
import { checkStatement } from '../check/checkStatements.js';
import { effectFunctions, functionOf } from '../functions/hostFunctions.js';
import { type AnyNode, type CallExpression, type Expression, parseWhole } from '../syntax/parse.js';
import { withoutLet } from '../syntax/statementLines.js';
import { pathTo } from '../syntax/parts.js';
import { present } from '../values/relate.js';
import type { FunctionType, NameTypes, Param, Type } from '../values/types.js';

/** The function whose brackets are open at the cursor, and the index of the argument at the cursor. */
interface OpenCall {
  readonly name: string;
  readonly fn: FunctionType;
  readonly index: number;
}

export interface Spot {
  /** `name`: a name is possible here. `field`: a field of `object`. `word`: text between quotes. */
  readonly kind: 'name' | 'field' | 'word';
  /** The start of the typed word in the given text. */
  readonly start: number;
  readonly object: Type | null;
  /** Parameters of the arrow functions around the cursor, innermost last. */
  readonly locals: readonly (readonly [string, Type])[];
  /** The parameter whose whole argument is at the cursor. */
  readonly param: Param | null;
  /** Texts that are useful here. */
  readonly words: readonly string[];
  readonly call: OpenCall | null;
  /** Whether a statement begins here: a variable or an effect. */
  readonly begins: boolean;
}

const HERE = '$here';

export function spotAt(text: string, names: NameTypes, statement = false): Spot | null {
  const before = (statement ? withoutLet(text) : null) ?? text;
  const state = scan(before);
  const start = state.quote === null ? before.length - (/[\w$]*$/.exec(before)?.[0].length ?? 0) : state.quote.at + 1;
  if (state.quote === null && /^\d/.test(before.slice(start))) return null;
  const repaired = before.slice(0, start) + HERE + closers(state);
  const parsed = parsedOr(repaired, chain(before.slice(0, start)), statement);
  if (parsed === null) return null;
  const types = typesOf(parsed.tree, names, parsed.statement);
  const path = pathTo(parsed.tree, isHere);
  const spot = path.at(-1);
  if (!spot) return null;
  const call = openCall(path, names, types, parsed.statement);
  const parent = path.at(-2);
  const param = parent?.type === 'CallExpression' && call !== null ? (paramOf(call) ?? null) : null;
  return {
    kind: spot.type === 'Literal' ? 'word' : spot.type === 'MemberExpression' ? 'field' : 'name',
    start,
    object: spot.type === 'MemberExpression' ? present(types.get(spot.object) ?? { kind: 'unknown' }) : null,
    locals: localsOf(path, types),
    param,
    words: param?.field ? fieldPaths(names) : parent ? wordsBeside(parent, spot, types) : [],
    call,
    begins: parsed.statement && (path.length === 1 || (parent?.type === 'AssignmentExpression' && parent.left === spot)),
  };
}

export const paramOf = ({ fn, index }: OpenCall): Param | undefined => fn.params[index] ?? fn.params.find((param) => param.rest);

const isHere = (node: AnyNode): boolean =>
  (node.type === 'Identifier' && node.name === HERE) ||
  (node.type === 'Literal' && typeof node.value === 'string' && node.value.endsWith(HERE)) ||
  (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier' && node.property.name === HERE);

function typesOf(tree: Expression, names: NameTypes, statement: boolean): ReadonlyMap<AnyNode, Type> {
  if (!statement) return checkTree(tree, names).types;
  const context = checkStatement(tree, names);
  if (!context.types.has(tree) && tree.type !== 'AssignmentExpression') context.infer(tree, context);
  return context.types;
}

function parsedOr(source: string, tail: string, statement: boolean): { tree: Expression; statement: boolean } | null {
  const whole = parseWhole(source, statement);
  if (whole.ok) return { tree: whole.tree, statement };
  const part = parseWhole(tail + HERE);
  return part.ok ? { tree: part.tree, statement: false } : null;
}

/** The names, fields and calls that end a text, as in `a + tie(b, c).` → `tie(b, c).` */
function chain(text: string): string {
  let at = text.length;
  let depth = 0;
  while (at > 0) {
    const c = text.charAt(at - 1);
    if (c === ')' || c === ']') depth++;
    else if (c === '(' || c === '[') depth--;
    else if (depth === 0 && !/[\w$.]/.test(c)) break;
    if (depth < 0) break;
    at--;
  }
  return text.slice(at);
}

interface Scan {
  readonly open: readonly { readonly bracket: string; readonly questions: number }[];
  readonly quote: { readonly mark: string; readonly at: number } | null;
}

/** Finds brackets, quotes and `?` that are open at the end of a text. */
function scan(text: string): Scan {
  const open = [{ bracket: '', questions: 0 }];
  let quote: Scan['quote'] = null;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quote) {
      if (c === '\\') i++;
      else if (c === quote.mark) quote = null;
    } else if (c === "'" || c === '"') quote = { mark: c, at: i };
    else if ('([{'.includes(c)) open.push({ bracket: c, questions: 0 });
    else if (')]}'.includes(c) && open.length > 1) open.pop();
    else {
      const level = open.at(-1);
      if (level && c === '?') level.questions++;
      else if (level && c === ':' && level.questions > 0) level.questions--;
    }
  }
  return { open, quote };
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '': '' };

const closers = ({ open, quote }: Scan): string =>
  (quote?.mark ?? '') +
  [...open]
    .reverse()
    .map(({ bracket, questions }) => ' : null'.repeat(questions) + (CLOSING[bracket] ?? ''))
    .join('');

function openCall(path: readonly AnyNode[], names: NameTypes, types: ReadonlyMap<AnyNode, Type>, statement: boolean): OpenCall | null {
  for (let i = path.length - 2; i >= 0; i--) {
    const [node, next] = [path[i], path[i + 1]];
    if (node?.type !== 'CallExpression' || !next) continue;
    const index = node.arguments.indexOf(next as Expression);
    const found = index < 0 ? null : calledIn(node, names, types, statement && i === 0);
    if (found) return { ...found, index };
  }
  return null;
}

/** The function or method that a call names. */
export function calledIn(
  node: CallExpression,
  names: NameTypes,
  types: ReadonlyMap<AnyNode, Type>,
  effect: boolean,
): { name: string; fn: FunctionType } | null {
  const { callee } = node;
  if (callee.type === 'Identifier') {
    const fn = (effect ? effectFunctions.get(callee.name) : undefined) ?? functionOf(callee.name, names);
    return fn ? { name: callee.name, fn } : null;
  }
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null;
  const { name } = callee.property;
  const fn = methodTables(present(types.get(callee.object) ?? { kind: 'unknown' }))
    .map((table) => table.get(name))
    .find((method) => method);
  return fn ? { name, fn } : null;
}

function localsOf(path: readonly AnyNode[], types: ReadonlyMap<AnyNode, Type>): [string, Type][] {
  return path.flatMap((node) =>
    node.type === 'ArrowFunctionExpression'
      ? node.params.flatMap((param): [string, Type][] =>
          param.type === 'Identifier' && param.name !== HERE ? [[param.name, types.get(param) ?? { kind: 'unknown' }]] : [],
        )
      : [],
  );
}

/** Fields of agents, and of their records such as the answers to a survey, by path. */
function fieldPaths({ agent }: NameTypes): readonly string[] {
  return [...(agent?.fields ?? [])].flatMap(([name, { type }]) => {
    const own = present(type);
    if (own.kind !== 'record') return [name];
    return own.name === 'agent' || own.name === 'message' ? [] : [...own.fields.keys()].map((part) => `${name}.${part}`);
  });
}

/** The possible words for the other side of `==` or `=`. */
function wordsBeside(parent: AnyNode, spot: AnyNode, types: ReadonlyMap<AnyNode, Type>): readonly string[] {
  const two =
    parent.type === 'AssignmentExpression' ||
    (parent.type === 'BinaryExpression' && (parent.operator === '==' || parent.operator === '!='));
  if (!two) return [];
  const other = present(types.get(parent.left === spot ? parent.right : parent.left) ?? { kind: 'unknown' });
  return other.kind === 'text' ? (other.words ?? []).filter((word) => !word.endsWith(HERE)) : [];
}
