/** Static check of statements: their targets can be changed and take the value, and effects get their arguments. */
import type { AnyNode, AssignmentExpression, Expression, MemberExpression } from '../syntax/parse.js';
import { type Line, notStatement, shifted, statementLines } from '../syntax/statementLines.js';
import type { ExprProblem } from '../values/value.js';
import { contextOf } from './check.js';
import { effectFunctions, functionOf, hostFunctions } from '../functions/hostFunctions.js';
import { stepProblem } from './loops.js';
import { accepts, present } from '../values/relate.js';
import { type Context, expected, need, problem } from './report.js';
import { nearest } from '../../core/util/suggest.js';
import { allNames, namedIn, type NameTypes, number, phrase, type Type, unknown } from '../values/types.js';
import { marked, t } from '../../core/util/l10n.js';

export function checkStatements(source: string, names: NameTypes): ExprProblem[] {
  const parsed = statementLines(source);
  let now = names;
  const found = parsed.lines.flatMap((line) => {
    const context = checkStatement(line.tree, now, line.local);
    now = withLocal(now, line, context);
    return shifted(context.problems, line.offset);
  });
  return [...parsed.errors, ...found].sort((a, b) => a.start - b.start);
}

/** The names after some lines, with those that they give with `let`. */
export function namesAfter(source: string, names: NameTypes): NameTypes {
  let now = names;
  for (const line of statementLines(source).lines)
    if (line.local !== null) now = withLocal(now, line, checkStatement(line.tree, now, line.local));
  return now;
}

function withLocal(names: NameTypes, { tree, local }: Line, { types }: Context): NameTypes {
  if (local === null || tree.type !== 'AssignmentExpression') return names;
  const named = { type: types.get(tree.right) ?? unknown, doc: t('A name that this rule gives to a value.'), fixed: LOCAL };
  return { ...names, local: new Map([...(names.local ?? []), [local, named]]) };
}

const LOCAL = marked('This is the name of a value, not a variable. Give the new value another name with let.');

/** Checks a parsed statement and infers the types of its parts. `local`: the name that it gives with `let`. */
export function checkStatement(tree: Expression, names: NameTypes, local: string | null = null): Context {
  const context = contextOf(names);
  if (local !== null && tree.type === 'AssignmentExpression') checkLocal(tree, local, context);
  else if (tree.type === 'AssignmentExpression') checkAssignment(tree, context);
  else if (tree.type === 'CallExpression' && tree.callee.type === 'Identifier') checkEffect(tree, tree.callee.name, context);
  else if (tree.type === 'BinaryExpression' && tree.operator === '==')
    problem(context, 'syntax', t('This only compares. Write = to change a value.'), tree);
  else context.problems.push(notStatement(tree));
  const steps = stepProblem(tree.type === 'AssignmentExpression' ? tree.right : tree, context.types, names);
  if (steps) context.problems.push(steps);
  return context;
}

function checkLocal({ left, right }: AssignmentExpression, local: string, context: Context): void {
  if (namedIn(context.names, local))
    problem(context, 'not-variable', t('`{0}` means something else here. Choose another name.', local), left);
  context.types.set(left, context.infer(right, context));
}

function checkEffect(tree: Expression & { type: 'CallExpression' }, name: string, context: Context): void {
  if (effectFunctions.has(name)) {
    const callable = new Map([...(context.names.functions ?? hostFunctions), ...effectFunctions]);
    context.infer(tree, { ...context, names: { ...context.names, functions: callable } });
    return;
  }
  const near = nearest(name, effectFunctions.keys());
  if (functionOf(name, context.names)) context.problems.push(notStatement(tree));
  else problem(context, 'unknown-function', t('There is no effect `{0}`.', name), tree.callee, near);
}

function checkAssignment(tree: AssignmentExpression, context: Context): void {
  const target = tree.left;
  const to =
    target.type === 'Identifier' ? variable(target, context) : target.type === 'MemberExpression' ? field(target, context) : unknown;
  context.types.set(target, to);
  const from = context.infer(tree.right, context);
  if (tree.operator === '=') needTarget(tree.right, from, to, target, context);
  else if (tree.operator === '+=' && isOpenText(present(to))) return;
  else {
    if (!accepts(number, to))
      problem(context, 'wrong-type', t('Only a number can be changed by {0}, this is {1}.', tree.operator, phrase(to)), target);
    else need(tree.right, from, number, context);
  }
}

/** Whether a text can be extended: it is not one of a few words. */
const isOpenText = (type: Type): boolean => type.kind === 'text' && !type.words;

/** Checks the target: a value that may be missing needs a target that can be empty. */
function needTarget(node: AnyNode, from: Type, to: Type, target: AnyNode, context: Context): void {
  if (from.kind === 'null' && to.kind !== 'optional' && to.kind !== 'unknown')
    problem(
      context,
      'wrong-type',
      t('This is {0} and cannot be empty. Declare it with a question mark, as in number?.', phrase(to)),
      target,
    );
  else need(node, from, to, context);
}

function variable(target: AnyNode & { type: 'Identifier' }, context: Context): Type {
  const { names } = context;
  const named = namedIn(names, target.name);
  if (named?.fixed) return problem(context, 'not-variable', named.fixed, target);
  if (named) return named.type;
  if (names.open) return unknown;
  const absent = names.absent?.get(target.name);
  if (absent !== undefined) return problem(context, 'unknown-name', absent, target);
  const changeable = [...allNames(names)].filter(([, other]) => !other.fixed).map(([name]) => name);
  const near = nearest(target.name, changeable);
  const message =
    near === null ? t('There is no variable `{0}`. Declare it under `vars`.', target.name) : t('There is no variable `{0}`.', target.name);
  return problem(context, 'unknown-name', message, target, near);
}

function field(target: MemberExpression, context: Context): Type {
  const before = context.problems.length;
  const type = context.infer(target, context);
  if (context.problems.length > before || target.computed || target.property.type !== 'Identifier') return type;
  const owner = present(context.types.get(target.object) ?? unknown);
  if (owner.kind === 'list') return problem(context, 'not-variable', t('Change one agent at a time, as in me.total = 0.'), target);
  if (owner.kind !== 'record')
    return owner.kind === 'unknown'
      ? type
      : problem(context, 'not-variable', t('{0} has no variable that can be changed.', expected(owner)), target);
  const fixed = owner.fields.get(target.property.name)?.fixed;
  return fixed === undefined ? type : problem(context, 'not-variable', fixed, target.property);
}
