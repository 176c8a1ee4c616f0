/**
 * Static check of an expression against the names of its place. Infers the type of every part, and reports
 * names that are unknown, values that do not fit, and values that may be missing. Consequences of a mistake are not reported.
 */
import { inferCall } from './calls.js';
import { functionOf } from '../functions/hostFunctions.js';
import { stepProblem } from './loops.js';
import { factsOf, isOfList, itemFact, pathOf, someOf } from './narrow.js';
import { type AnyNode, type Expression, type MemberExpression, parseAt, parseWhole, propertyName } from '../syntax/parse.js';
import { comparable, either, present } from '../values/relate.js';
import { type Context, correction, expected, missingItems, namesHere, need, oneOf, problem, there } from './report.js';
import { nearest } from '../../core/util/suggest.js';
import {
  boolean,
  listOf,
  type Named,
  namedIn,
  type NameTypes,
  nothing,
  number,
  phrase,
  text,
  type Type,
  unknown,
} from '../values/types.js';
import type { ExprProblem } from '../values/value.js';
import { t } from '../../core/util/l10n.js';

/** Problems of an expression that is the whole of `source`. `wanted`: the type that its place takes. */
export function checkExpression(source: string, names: NameTypes, wanted: Type = unknown): ExprProblem[] {
  const parsed = parseWhole(source);
  if (!parsed.ok) return [...parsed.errors];
  return checkTree(parsed.tree, names, wanted).problems;
}

interface Checked {
  readonly problems: ExprProblem[];
  readonly type: Type;
  /** The type of every part of the tree. */
  readonly types: ReadonlyMap<AnyNode, Type>;
}

/** The same for a parsed tree, with the inferred types. `printed`: the value becomes text. */
export function checkTree(tree: Expression, names: NameTypes, wanted: Type | 'printed' = unknown): Checked {
  const context = contextOf(names);
  const type = infer(tree, context);
  if (wanted === 'printed') printable(tree, type, context);
  else if (context.problems.every((found) => found.warning)) need(tree, type, wanted, context);
  const steps = stepProblem(tree, context.types, names);
  if (steps) context.problems.push(steps);
  return { problems: context.problems, type, types: context.types };
}

export function contextOf(names: NameTypes): Context {
  const facts = (names.given ?? []).flatMap((condition) => {
    const parsed = parseAt(condition, 0);
    return parsed.ok ? factsOf(parsed.tree, true) : [];
  });
  // Statements can empty a list. But all agents are at least the one that an expression is about.
  const stay = [...facts.filter((fact) => !isOfList(fact)), ...(namedIn(names, 'me') ? [someOf('all')] : [])];
  return { names, problems: [], locals: [], facts: new Set(stay), types: new Map(), infer };
}

function infer(node: AnyNode, context: Context): Type {
  const found = inferKind(node, context);
  const fact = found.kind === 'optional' ? (pathOf(node) ?? (hasAllItems(node, context) ? itemFact(node) : null)) : null;
  const type = fact !== null && context.facts.has(fact) ? present(found) : found;
  context.types.set(node, type);
  return type;
}

/** Whether the first argument of a call is a list of which no item can be missing. */
function hasAllItems(node: AnyNode, { types }: Context): boolean {
  const list = node.type === 'CallExpression' && node.arguments[0] ? types.get(node.arguments[0]) : undefined;
  return list?.kind === 'list' && list.of.kind !== 'optional';
}

function inferKind(node: AnyNode, context: Context): Type {
  switch (node.type) {
    case 'Literal':
      return literalType(node.value);
    case 'Identifier':
      return inferName(node, context);
    case 'ParenthesizedExpression':
      return infer(node.expression, context);
    case 'UnaryExpression':
      need(node.argument, infer(node.argument, context), node.operator === '!' ? boolean : number, context);
      return node.operator === '!' ? boolean : number;
    case 'BinaryExpression':
      return inferBinary(node, context);
    case 'LogicalExpression': {
      need(node.left, infer(node.left, context), boolean, context);
      const after = withFacts(context, factsOf(node.left, node.operator === '&&'));
      need(node.right, infer(node.right, after), boolean, after);
      return boolean;
    }
    case 'ConditionalExpression': {
      need(node.test, infer(node.test, context), boolean, context);
      const yes = infer(node.consequent, withFacts(context, factsOf(node.test, true)));
      return either(yes, infer(node.alternate, withFacts(context, factsOf(node.test, false))));
    }
    case 'MemberExpression':
      return inferMember(node, context);
    case 'CallExpression':
      return inferCall(node, context);
    case 'ArrayExpression': {
      const items = node.elements.map((item) => (item ? infer(item, context) : unknown));
      return listOf(items.length === 0 ? unknown : items.reduce(either), items.length);
    }
    case 'ObjectExpression': {
      const fields = node.properties.flatMap((item): [string, Named][] =>
        item.type === 'Property' ? [[propertyName(item.key) ?? '', { type: infer(item.value, context) }]] : [],
      );
      return { kind: 'record', name: 'record', fields: new Map(fields), open: false };
    }
    default:
      return unknown;
  }
}

function literalType(value: unknown): Type {
  if (typeof value === 'string') return { kind: 'text', words: [value] };
  return typeof value === 'number' ? number : typeof value === 'boolean' ? boolean : nothing;
}

const withFacts = (context: Context, facts: readonly string[]): Context =>
  facts.length === 0 ? context : { ...context, facts: new Set([...context.facts, ...facts]) };

function inferBinary(node: AnyNode & { type: 'BinaryExpression' }, context: Context): Type {
  const { operator } = node;
  if (operator === '==' || operator === '!=') return inferEqual(node, context);
  const [left, right] = [infer(node.left, context), infer(node.right, context)];
  if (operator === '+') return inferPlus(node, left, right, context);
  if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') {
    const sides = [need(node.left, left, number, context), need(node.right, right, number, context)];
    return sides.every(Boolean) ? number : unknown;
  }
  const wanted = present(left).kind === 'text' ? text : present(right).kind === 'text' && left.kind === 'unknown' ? text : number;
  const sound = need(node.left, left, wanted, context) && need(node.right, right, wanted, context);
  return sound ? boolean : unknown;
}

/** A word compared with a text probably lacks its quotes. The problem says so, instead of an unknown name. */
function inferEqual(node: AnyNode & { type: 'BinaryExpression' }, context: Context): Type {
  const [side, other] = isNameless(node.left, context) ? [node.left, node.right] : [node.right, node.left];
  const type = infer(other, context);
  const word = isNameless(side, context) ? wordMeant(side.name, present(type), context) : null;
  if (word !== null) {
    const message = t("This name is unknown here. Write words in quotes: '{0}'.", word);
    return correction(context, 'unknown-name', message, side, `'${word}'`);
  }
  const own = infer(side, context);
  const [left, right] = side === node.left ? [own, type] : [type, own];
  return comparable(left, right) ? boolean : neverEqual(node, left, right, context);
}

/** Whether a name is unknown here and is not a value of another language. */
const isNameless = (node: AnyNode, { names, locals }: Context): node is AnyNode & { type: 'Identifier' } =>
  node.type === 'Identifier' &&
  !names.open &&
  !Object.hasOwn(VALUES, node.name) &&
  !locals.some(([name]) => name === node.name) &&
  !namedIn(names, node.name);

/** The word that a name without quotes means if it is compared with a text, or null. */
function wordMeant(name: string, beside: Type, context: Context): string | null {
  if (beside.kind !== 'text') return null;
  if (beside.words) return beside.words.includes(name) ? name : nearest(name, beside.words);
  const isOther = functionOf(name, context.names) || context.names.agent?.fields.has(name) || context.names.absent?.has(name);
  return isOther || nearest(name, namesHere(context)) !== null ? null : name;
}

/** Infers `+`: texts are joined with values that can be printed; numbers are added. */
function inferPlus(node: AnyNode & { type: 'BinaryExpression' }, left: Type, right: Type, context: Context): Type {
  const [a, b] = [present(left), present(right)];
  if (a.kind === 'text' || b.kind === 'text') {
    printable(node.left, left, context);
    printable(node.right, right, context);
    return text;
  }
  const sound = a.kind === 'unknown' || need(node.left, left, number, context);
  if (sound && b.kind !== 'unknown') need(node.right, right, number, context);
  return a.kind === 'number' && b.kind === 'number' ? number : unknown;
}

/** Reports a value that cannot be printed. */
function printable(node: AnyNode, type: Type, context: Context): void {
  if (type.kind === 'null') problem(context, 'wrong-type', t('There is nothing to print here.'), node);
  else if (type.kind === 'optional') there(node, type, context);
}

function neverEqual(node: AnyNode & { type: 'BinaryExpression' }, left: Type, right: Type, context: Context): Type {
  const [a, b] = [present(left), present(right)];
  const [wordy, other, at] = b.kind === 'text' && b.words?.length === 1 ? [a, b, node.right] : [b, a, node.left];
  if (wordy.kind === 'text' && wordy.words && other.kind === 'text' && other.words) {
    const near = nearest(other.words[0] ?? '', wordy.words);
    const suggestion = near === null ? null : `'${near}'`;
    problem(context, 'never-equal', t('This is never equal: the value can only be {0}.', oneOf(wordy.words)), at, suggestion);
    return unknown;
  }
  const agents =
    wordy.kind === 'record' &&
    other.kind === 'text' &&
    other.words?.length === 1 &&
    namedIn(context.names, other.words[0] ?? '') !== undefined;
  const word = other.kind === 'text' ? (other.words?.[0] ?? '') : '';
  const message = t('{0} and {1} are never equal.', expected(a), phrase(b));
  if (agents) return correction(context, 'never-equal', t('{0} Write {1} without quotes.', message, word), at, word);
  const each = (a.kind === 'list') !== (b.kind === 'list') ? t(' Compare each item: list.map(x => x == …), or use .some or .every.') : '';
  return problem(context, 'never-equal', message + each, node);
}

/** Values of other languages. */
const VALUES: Readonly<Record<string, string>> = {
  True: 'true',
  TRUE: 'true',
  yes: 'true',
  False: 'false',
  FALSE: 'false',
  no: 'false',
  None: 'null',
  nil: 'null',
  NULL: 'null',
  undefined: 'null',
  nobody: 'null',
};

function inferName(node: AnyNode & { type: 'Identifier' }, context: Context): Type {
  const { name } = node;
  for (let i = context.locals.length - 1; i >= 0; i--) if (context.locals[i]?.[0] === name) return context.locals[i]?.[1] ?? unknown;
  const named = namedIn(context.names, name);
  if (named) return named.type;
  if (context.names.open) return unknown;
  const absent = context.names.absent?.get(name);
  if (absent !== undefined) return problem(context, 'unknown-name', absent, node);
  if (functionOf(name, context.names)) return problem(context, 'unknown-name', t('`{0}` is a function: call it with (…).', name), node);
  const value = Object.hasOwn(VALUES, name) ? VALUES[name] : undefined;
  if (value !== undefined) return correction(context, 'unknown-name', t('`{0}` is unknown here. Write {1}.', name, value), node, value);
  if (context.names.things?.code?.has(name))
    return problem(context, 'unknown-name', t('`{0}` is a code. To test who read such a message, write heard(a, {0}).', name), node);
  if (context.names.things?.network?.has(name))
    return problem(context, 'unknown-name', t('`{0}` is a network. For the strength of a tie, write tie(a, b, {0}).', name), node);
  if (context.names.agent?.fields.has(name)) return ofAgent(node, context);
  const near = name.length === 1 ? null : nearest(name, namesHere(context));
  return problem(context, 'unknown-name', t('`{0}` is unknown here.', name), node, near);
}

/** Finds `total` if `me.total` or `a.total` is meant. */
function ofAgent(node: AnyNode & { type: 'Identifier' }, context: Context): Type {
  const isAgent = (type: Type | undefined): boolean => type?.kind === 'record' && type.name === 'agent';
  const local = [...context.locals].reverse().find(([, type]) => isAgent(type))?.[0];
  const owner = local ?? (isAgent(namedIn(context.names, 'me')?.type) ? 'me' : 'all');
  const better = `${owner}.${node.name}`;
  return correction(context, 'unknown-name', t('`{0}` belongs to an agent. Write {1}.', node.name, better), node, better);
}

function inferMember(node: MemberExpression, context: Context): Type {
  const object = there(node.object, infer(node.object, context), context);
  if (!node.computed && node.property.type === 'Identifier') return fieldType(object, node.property, context);
  const index = infer(node.property, context);
  if (object.kind === 'list' || object.kind === 'text') {
    need(node.property, index, number, context);
    return object.kind === 'list' ? object.of : text;
  }
  if (object.kind !== 'record' && object.kind !== 'unknown')
    return problem(context, 'wrong-type', t('{0} has no items.', expected(object)), node.property);
  const { property } = node;
  if (object.kind !== 'record' || property.type !== 'Literal' || typeof property.value !== 'string') return unknown;
  return fieldType(object, { name: property.value, start: property.start, end: property.end }, context);
}

/** The type of a field; for a list, the list of this field of each item. */
function fieldType(object: Type, property: { name: string; start: number; end: number }, context: Context): Type {
  const { name } = property;
  if (object.kind === 'unknown') return unknown;
  if (name === 'length' && (object.kind === 'list' || object.kind === 'text')) return number;
  if (object.kind === 'list') {
    if (object.of.kind === 'unknown') return listOf(unknown, object.size);
    if (object.of.kind === 'optional') missingItems(property, context);
    const item = fieldType(present(object.of), property, context);
    return item.kind === 'unknown' ? unknown : listOf(item, object.size);
  }
  if (object.kind !== 'record') return problem(context, 'unknown-field', t('{0} has no `{1}`.', expected(object), name), property);
  const found: Named | undefined = object.fields.get(name);
  if (found) return found.type;
  if (object.open) return unknown;
  const message = /s$/.test(object.name)
    ? t('There is no `{0}` among the {1}.', name, object.name)
    : t('{0} has no `{1}`.', expected(object), name);
  return problem(context, 'unknown-field', message, property, nearest(name, object.fields.keys()));
}
