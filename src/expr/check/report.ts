/** How the checker reports problems: one problem at one place, and whether a value fits its place. */
import type { AnyNode } from '../syntax/parse.js';
import type { Facts } from './narrow.js';
import { accepts, present } from '../values/relate.js';
import { allNames, namedIn, type NameTypes, phrase, type Type, unknown } from '../values/types.js';
import type { ExprProblem, ProblemCode } from '../values/value.js';
import { t } from '../../core/util/l10n.js';

export interface Context {
  readonly names: NameTypes;
  readonly problems: ExprProblem[];
  /** Parameters of the arrow functions around this place, innermost last. */
  readonly locals: readonly (readonly [string, Type])[];
  /** Paths whose values are known not to be missing. */
  readonly facts: Facts;
  /** The inferred type of every part. */
  readonly types: Map<AnyNode, Type>;
  readonly infer: (node: AnyNode, context: Context) => Type;
}

export interface CheckSite {
  readonly start: number;
  readonly end: number;
}

/** Adds a problem. Returns an unknown type, so that no further problem follows from it. */
export function problem(context: Context, code: ProblemCode, message: string, at: CheckSite, near: string | null = null): Type {
  const text = near === null ? message : t('{0} Did you mean `{1}`?', message, near);
  context.problems.push({ code, message: text, start: at.start, end: at.end, ...(near === null ? {} : { suggestion: near }) });
  return unknown;
}

/** The same, with a suggestion that the message already contains. */
export function correction(context: Context, code: ProblemCode, message: string, at: CheckSite, suggestion: string): Type {
  context.problems.push({ code, message, start: at.start, end: at.end, suggestion });
  return unknown;
}

const bare = (node: AnyNode): AnyNode => (node.type === 'ParenthesizedExpression' ? bare(node.expression) : node);

/** Reports a value that may be missing. Returns the type of the present value. */
export function there(node: AnyNode, type: Type, context: Context, source = pathText(node)): Type {
  if (type.kind !== 'optional') return type;
  const message = source === null ? t('This may be missing.') : t('`{0}` may be missing. Test it first, with {0} != null.', source);
  context.problems.push({ code: 'maybe-missing', message, start: node.start, end: node.end, warning: true });
  return type.of;
}

function pathText(node: AnyNode): string | null {
  const self = bare(node);
  if (self.type === 'Identifier') return self.name;
  if (self.type !== 'MemberExpression' || self.computed || self.property.type !== 'Identifier') return null;
  const owner = pathText(self.object);
  return owner === null ? null : `${owner}.${self.property.name}`;
}

/** Whether a value of `type` fits where `wanted` is expected; reports a problem at the node if not. */
export function need(node: AnyNode, type: Type, wanted: Type, context: Context): boolean {
  if (type.kind === 'null' && wanted.kind !== 'optional' && wanted.kind !== 'unknown') {
    problem(context, 'wrong-type', t('{0} is expected here, not null.', expected(wanted)), node);
    return false;
  }
  if (accepts(wanted, type)) {
    if (wanted.kind === 'optional' || wanted.kind === 'unknown') return true;
    const given = there(node, type, context);
    if (wanted.kind === 'list' && wanted.of.kind !== 'unknown' && given.kind === 'list' && given.of.kind === 'optional')
      missingItems(node, context);
    return true;
  }
  const word = wrongWord(wanted, type);
  if (word !== null) problem(context, 'wrong-type', word, node);
  else sayWrongType(node, present(type), wanted, context);
  return false;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
export const expected = (wanted: Type): string => capital(phrase(wanted));

function wrongWord(wanted: Type, type: Type): string | null {
  const [to, from] = [present(wanted), present(type)];
  if (to.kind !== 'text' || from.kind !== 'text' || !to.words) return null;
  return t('This can only be {0}.', oneOf(to.words));
}

export const oneOf = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(words.length > 2 ? ', ' : t(' or '));

function sayWrongType(node: AnyNode, type: Type, wanted: Type, context: Context): void {
  const message = t('{0} is expected here, this is {1}.', expected(wanted), phrase(type));
  const self = bare(node);
  const written = self.type === 'Literal' && typeof self.value === 'string' ? self.value : null;
  const to = present(wanted);
  if (written !== null && to.kind === 'number' && /^-?\d+(\.\d+)?$/.test(written))
    correction(context, 'wrong-type', t('{0} Leave out the quotes.', message), node, written);
  else if (written !== null && to.kind === 'record' && namedIn(context.names, written))
    correction(context, 'wrong-type', t('{0} Write {1} without quotes.', message, written), node, written);
  else problem(context, 'wrong-type', `${message}${hint(type, to)}`, node);
}

/** Advice for common mistakes. */
function hint(from: Type, to: Type): string {
  if (to.kind === 'boolean' && from.kind === 'number') return t(' Compare it, as in x > 0.');
  if (to.kind === 'boolean' && from.kind === 'list') return t(' Use its length, .some(x => …) or .every(x => …).');
  if (to.kind === 'number' && from.kind === 'list' && from.of.kind === 'number')
    return t(' Use sum(…) or mean(…), or take one item with [0].');
  if (to.kind === 'number' && from.kind === 'list') return t(' Use count(…).');
  if (to.kind === 'number' && from.kind === 'boolean') return t(' Write … ? 1 : 0.');
  if (to.kind === 'number' && from.kind === 'record' && from.name === 'agent') return t(' Name one of its fields, as in me.age.');
  if (to.kind !== 'list' || from.kind !== 'list') return '';
  if (to.of.kind === 'boolean') return t(' Compare each item first, as in list.map(x => x > 0).');
  if (to.of.kind === 'number' && from.of.kind === 'boolean') return t(' Use share(…) or count(…).');
  return to.of.kind === 'number' ? t(' Take a number from each item first, as in list.map(x => …).') : '';
}

/** Every name that is available at a place. */
export const namesHere = (context: Context): string[] => [
  ...context.locals.map(([name]) => name),
  ...[...allNames(context.names)].map(([name]) => name),
];

export function missingItems(at: CheckSite, context: Context): void {
  const message = t('Some items of the list may be missing. Remove them first: list.filter(x => x != null).');
  context.problems.push({ code: 'maybe-missing', message, start: at.start, end: at.end, warning: true });
}
