/**
 * Parses an expression with acorn, and reports mistakes in readable messages. Owns which syntax is allowed: all other code
 * gets only trees that `refused` allows.
 */
import { type AnyNode, type CallExpression, type Expression, parseExpressionAt } from 'acorn';
import type { ExprProblem } from '../values/value.js';
import { marked, t } from '../../core/util/l10n.js';

export type {
  AnyNode,
  ArrowFunctionExpression,
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  Expression,
  MemberExpression,
} from 'acorn';

const LONGEST = 20_000;
const DEEPEST = 300;

type Parsed =
  | { readonly ok: true; readonly tree: Expression; readonly end: number }
  | { readonly ok: false; readonly errors: readonly ExprProblem[] };

const BINARY = new Set<string>(['+', '-', '*', '/', '%', '**', '==', '!=', '<', '<=', '>', '>=']);
const ASSIGN = new Set<string>(['=', '+=', '-=', '*=', '/=']);
/** Words of other languages. */
const WORDS: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  is: '==',
  not: '!',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '×': '*',
  '÷': '/',
};
const CONSTRUCTS: Readonly<Record<string, string>> = {
  AssignmentExpression: marked('Nothing can be changed here. Use == to compare.'),
  FunctionExpression: marked('Use an arrow function such as x => x > 0.'),
  ChainExpression: marked('?. is not part of expressions. Use x == null ? … : x.y.'),
  NewExpression: marked('`new` is not part of expressions.'),
  ThisExpression: marked('`this` is not part of expressions. Use `me`.'),
  TemplateLiteral: marked('Write text in plain quotes and join it with +.'),
  SequenceExpression: marked('Use an operator instead of the comma: only one expression is allowed here.'),
  UpdateExpression: marked('Write += 1 or -= 1.'),
  SpreadElement: marked('`...` is not part of expressions.'),
};

const PATTERN = marked("Write the pattern as text: like(text, 'pattern').");

/** Parses the one expression that is the whole of `source`. */
export function parseWhole(source: string, statement = false): Parsed {
  if (source.trim() === '') return failed('syntax', t('An expression is missing here.'), 0, source.length);
  if (source.length > LONGEST) return failed('too-long', t('An expression can have at most {0} characters.', LONGEST), 0, source.length);
  const parsed = parseAt(source, 0, statement);
  if (!parsed.ok) return parsed;
  const rest = skipSpace(source, parsed.end);
  return rest < source.length ? { ok: false, errors: [unexpected(source, rest)] } : parsed;
}

/** Parses the expression that starts at `from`, and ignores the text after it. */
export function parseAt(source: string, from: number, statement = false): Parsed {
  let tree: Expression;
  try {
    tree = parseExpressionAt(source, from, { ecmaVersion: 2022, sourceType: 'script', preserveParens: true, checkPrivateFields: false });
  } catch (error) {
    return { ok: false, errors: [syntaxProblem(source, from, error)] };
  }
  const problem = statement && tree.type === 'AssignmentExpression' ? checkAssignment(tree) : refused(tree, 0, false);
  return problem ? { ok: false, errors: [problem] } : { ok: true, tree, end: tree.end };
}

function checkAssignment(tree: Expression & { type: 'AssignmentExpression' }): ExprProblem | null {
  if (!ASSIGN.has(tree.operator)) return refuse(tree, t('{0} is not part of statements.', tree.operator));
  if (tree.left.type !== 'Identifier' && tree.left.type !== 'MemberExpression')
    return refuse(tree.left, t('Only a variable can be changed.'));
  return refused(tree.left, 0, false) ?? refused(tree.right, 0, false);
}

const refuse = (node: { start: number; end: number }, message: string): ExprProblem => ({
  code: 'not-allowed',
  message,
  start: node.start,
  end: node.end,
});

/** The problem of the first part of the tree that is not in the subset, or null. `argument`: whether an arrow function is allowed here. */
function refused(node: AnyNode, depth: number, argument: boolean): ExprProblem | null {
  if (depth > DEEPEST) return refuse(node, t('This is nested too deeply.'));
  const into = (child: AnyNode): ExprProblem | null => refused(child, depth + 1, false);
  switch (node.type) {
    case 'Identifier':
      return null;
    case 'Literal':
      // A pattern that is no regular expression has no value.
      if (node.regex) return refuse(node, t(PATTERN));
      return typeof node.value === 'bigint' ? refuse(node, t('Write the number without n.')) : null;
    case 'ParenthesizedExpression':
      return into(node.expression);
    case 'UnaryExpression':
      if (node.operator !== '!' && node.operator !== '-') return refuse(node, t('{0} is not part of expressions.', node.operator));
      return into(node.argument);
    case 'BinaryExpression':
      if (node.operator === '===' || node.operator === '!==')
        return refuse(node, t('Write {0}: equality never converts.', node.operator.slice(0, 2)));
      if (!BINARY.has(node.operator)) return refuse(node, t('{0} is not part of expressions.', node.operator));
      return into(node.left) ?? into(node.right);
    case 'LogicalExpression':
      if (node.operator === '??') return refuse(node, t('?? is not part of expressions. Use x == null ? … : x.'));
      return into(node.left) ?? into(node.right);
    case 'ConditionalExpression':
      return into(node.test) ?? into(node.consequent) ?? into(node.alternate);
    case 'MemberExpression':
      if (node.optional) return refuse(node, t('?. is not part of expressions.'));
      return into(node.object) ?? (node.computed || node.property.type !== 'Identifier' ? into(node.property) : null);
    case 'CallExpression':
      return refusedCall(node, depth);
    case 'ArrayExpression':
      return first(node.elements, (item) => (item === null ? refuse(node, t('The list has an empty place.')) : into(item)));
    case 'ObjectExpression':
      return first(node.properties, (item) =>
        item.type !== 'Property' || item.computed || item.method || item.kind !== 'init' || !propertyName(item.key)
          ? refuse(item, t('Write name: value.'))
          : into(item.value),
      );
    case 'SequenceExpression':
      return refuse({ start: node.expressions[0]!.end, end: node.expressions[1]!.start }, CONSTRUCTS[node.type]!);
    case 'ArrowFunctionExpression':
      return argument ? refusedArrow(node, depth) : refuse(node, t('An arrow function can only be an argument. To compare, write >=.'));
    default:
      return refuse(node, CONSTRUCTS[node.type] ?? t('This is not part of expressions.'));
  }
}

function first<T>(items: readonly T[], check: (item: T) => ExprProblem | null): ExprProblem | null {
  for (const item of items) {
    const problem = check(item);
    if (problem) return problem;
  }
  return null;
}

function refusedCall(node: CallExpression, depth: number): ExprProblem | null {
  const { callee } = node;
  if (node.optional) return refuse(node, t('?. is not part of expressions.'));
  if (callee.type !== 'Identifier' && !(callee.type === 'MemberExpression' && !callee.computed))
    return refuse(callee, t('Only a function can be called, by its name.'));
  const self = callee.type === 'MemberExpression' ? refused(callee.object, depth + 1, false) : null;
  return self ?? first(node.arguments, (item) => refused(item, depth + 1, true));
}

function refusedArrow(node: AnyNode & { type: 'ArrowFunctionExpression' }, depth: number): ExprProblem | null {
  if (node.async || node.params.some((param) => param.type !== 'Identifier')) return refuse(node, t('Write the function as x => ….'));
  if (node.body.type === 'BlockStatement') return refuse(node.body, t('Leave out { and }: the function is one expression.'));
  return refused(node.body, depth + 1, false);
}

/** Name of a key in `{ name: value }`, or null. */
export function propertyName(key: AnyNode): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
}

const failed = (code: ExprProblem['code'], message: string, start: number, end: number): Parsed => ({
  ok: false,
  errors: [{ code, message, start, end }],
});

export function skipSpace(source: string, from: number): number {
  let at = from;
  while (at < source.length && /\s/.test(source.charAt(at))) at++;
  return at;
}

function syntaxProblem(source: string, from: number, error: unknown): ExprProblem {
  if (error instanceof RangeError) return { code: 'too-long', message: t('This is nested too deeply.'), start: from, end: source.length };
  const at = error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number' ? error.pos : from;
  const text = error instanceof Error ? error.message : '';
  if (/Unterminated string/.test(text)) return { code: 'syntax', message: t('The quote is not closed.'), start: at, end: source.length };
  if (/^Invalid regular expression/.test(text)) return { code: 'not-allowed', message: t(PATTERN), start: at - 1, end: source.length };
  if (/reserved|keyword/i.test(text)) {
    const word = /[\w$]+/y;
    word.lastIndex = at;
    const name = word.exec(source)?.[0] ?? '';
    return { code: 'syntax', message: t('`{0}` is a reserved word.', name), start: at, end: at + Math.max(1, name.length) };
  }
  return unexpected(source, at);
}

function unexpected(source: string, at: number): ExprProblem {
  const start = skipSpace(source, at);
  if (start >= source.length)
    return {
      code: 'syntax',
      message: t('The expression ends too early.'),
      start: Math.max(0, source.trimEnd().length - 1),
      end: source.length,
    };
  const word = /[\p{L}\p{N}_$]+|=>|[<>=!&|+\-*/]+|[\s\S]/uy;
  word.lastIndex = start;
  const found = word.exec(source)?.[0] ?? source.charAt(start);
  const end = start + found.length;
  const better = Object.hasOwn(WORDS, found) ? WORDS[found] : undefined;
  if (better !== undefined)
    return { code: 'syntax', message: t('Write {0} instead of `{1}`.', better, found), start, end, suggestion: better };
  // A value after a value: `tie(ada ben)`.
  const isValue = /^[\p{L}\p{N}_$'"]/u.test(found) && /[\p{L}\p{N}_$'")\]]\s*$/u.test(source.slice(0, start));
  const message = isValue ? t('A comma or an operator is missing before `{0}`.', found) : t('`{0}` does not belong here.', found);
  return { code: 'syntax', message, start, end };
}
