/**
 * Statements of an `effect` or `then`: one per line, an assignment or an effect function. They are parsed and compiled
 * here. The engine applies them through a sink, because only the engine may change a world.
 */
import { compileNode } from './compile.js';
import { effectFunctions } from '../functions/hostFunctions.js';
import type { AssignmentExpression, Expression } from '../syntax/parse.js';
import { type Line, notStatement, shifted, statementLines } from '../syntax/statementLines.js';
import { touch, watched } from './provenance.js';
import { type Code, DEFAULT_STEPS, makeEnv, STEPS_FOR_CHANGE } from '../values/environment.js';
import { ExprFault, type ExprProblem, kindOf, type Scope, spend, type Value } from '../values/value.js';

/** The target of a statement: `stock` is `[]` + `stock`; `target.total` is the value of `target` + `total`. */
export interface EffectSink {
  assign(owner: Value | null, name: string, value: Value): void;
  /** `isPrivate`: for each argument, whether it was computed from something private. */
  call(name: string, args: readonly Value[], isPrivate: readonly boolean[]): void;
  /** How many agents and ties a function changes that has lists; 0 for one of single agents. */
  changes?(name: string, args: readonly Value[]): number;
  /** The value that a line has named with `let`, with what the lines after it have changed of its agents. */
  now?(value: Value): Value;
}

type CompiledStatements =
  | { readonly ok: true; run(scope: Scope, sink: EffectSink, steps?: number): void }
  | { readonly ok: false; readonly errors: readonly ExprProblem[] };

/** `at`: the place of the statements, for their draws. */
export function compileStatements(source: string, at: string | null = null): CompiledStatements {
  const parsed = statementLines(source);
  const errors = [...parsed.errors, ...parsed.lines.flatMap((line) => shifted(shapeProblems(line.tree), line.offset))];
  if (errors.length > 0) return { ok: false, errors };
  const steps = parsed.lines.map((line) => compileLine(line));
  const names = parsed.lines.some(({ local }) => local !== null);
  return {
    ok: true,
    run: (scope, sink, most = scope.steps ?? DEFAULT_STEPS) => {
      const given: Given = new Map();
      const env = makeEnv(names ? withGiven(scope, given, sink) : scope, most, at);
      try {
        for (const step of steps) step(env, sink, given);
      } finally {
        scope.spent?.(most - env.left);
      }
    },
  };
}

const shapeProblems = (tree: Expression): ExprProblem[] =>
  tree.type === 'AssignmentExpression' ||
  (tree.type === 'CallExpression' && tree.callee.type === 'Identifier' && effectFunctions.has(tree.callee.name))
    ? []
    : [notStatement(tree)];

/** Values that lines have named with `let`, and whether they were computed from something private. */
type Given = Map<string, { readonly value: Value; readonly isPrivate: boolean }>;

function withGiven(scope: Scope, given: Given, sink: EffectSink): Scope {
  const lookup = (name: string): Value | undefined => {
    const known = given.get(name);
    if (!known) return scope.lookup(name);
    if (known.isPrivate) touch();
    return sink.now ? sink.now(known.value) : known.value;
  };
  // All else is that of the scope, also what it computes when it is asked.
  return Object.assign(Object.create(scope) as Scope, { lookup });
}

type Step = (env: ReturnType<typeof makeEnv>, sink: EffectSink, given: Given) => void;

function compileLine({ tree, offset, local }: Line): Step {
  const run =
    tree.type !== 'AssignmentExpression' ? compileEffect(tree) : local === null ? compileAssignment(tree) : compileLet(tree, local);
  return (env, sink, given) => {
    try {
      run(env, sink, given);
    } catch (error) {
      if (error instanceof ExprFault)
        throw new ExprFault(
          error.code,
          error.message,
          (error.end === 0 ? tree.start : error.start) + offset,
          (error.end === 0 ? tree.end : error.end) + offset,
        );
      throw error;
    }
  };
}

function compileLet({ right }: AssignmentExpression, name: string): Step {
  const value = compileNode(right, []);
  return (env, _sink, given) => {
    const { result, isPrivate } = watched(() => value(env));
    given.set(name, { value: result, isPrivate });
  };
}

function compileAssignment(tree: AssignmentExpression): Step {
  const target = tree.left;
  const binary = tree.operator.slice(0, -1);
  const right = tree.right;
  const value: Code =
    binary === ''
      ? compileNode(right, [])
      : compileNode(
          { type: 'BinaryExpression', operator: binary, left: target, right, start: tree.start, end: tree.end } as Expression,
          [],
        );
  if (target.type === 'Identifier') return (env, sink) => sink.assign(null, target.name, value(env));
  if (target.type !== 'MemberExpression' || target.computed || target.property.type !== 'Identifier') throw new Error('unexpected target');
  const owner = compileNode(target.object as Expression, []);
  const name = target.property.name;
  return (env, sink) => {
    const of = owner(env);
    if (of === null || typeof of !== 'object')
      throw new ExprFault('wrong-type', `\`${name}\` cannot be set on ${kindOf(of)}.`, target.start, target.end);
    sink.assign(of, name, value(env));
  };
}

function compileEffect(tree: Expression): Step {
  if (tree.type !== 'CallExpression' || tree.callee.type !== 'Identifier') throw new Error('unexpected statement');
  const name = tree.callee.name;
  const formal = effectFunctions.get(name)?.params;
  const args = tree.arguments.map((arg, i): Code => {
    if (arg.type !== 'Identifier' || !formal?.[i]?.names) return compileNode(arg as Expression, []);
    const thing = arg.name;
    return () => thing;
  });
  return (env, sink) => {
    const given = args.map((arg) => watched(() => arg(env)));
    const values = given.map(({ result }) => result);
    if (!env.former) spend(env, STEPS_FOR_CHANGE * (sink.changes?.(name, values) ?? 0));
    sink.call(
      name,
      values,
      given.map(({ isPrivate }) => isPrivate),
    );
  };
}
