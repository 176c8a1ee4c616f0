/** Compiles calls to closures: functions of the table and of the host, and methods, with their arrow functions. */
import { drawFunctions, randomOf } from '../functions/draws.js';
import { type Lambda, pureFunctions } from '../functions/functions.js';
import { hostFunctions } from '../functions/hostFunctions.js';
import { methodsOf } from '../functions/methods.js';
import type { AnyNode, CallExpression, Expression, MemberExpression } from '../syntax/parse.js';
import { type Code, type Env, fault, finite, pass, type SourceSpan, atSpan } from '../values/environment.js';
import type { Param } from '../values/types.js';
import { isList, kindOf, type Value } from '../values/value.js';

type Compile = (node: Expression, params: readonly string[]) => Code;

/** Arguments of a call: the plain arguments in order, and the arrow function, if any. */
interface Arguments {
  readonly plain: readonly Code[];
  readonly lambda: ((env: Env) => Lambda) | null;
  /** Whether the arrow function is present but not allowed, or missing but required. */
  readonly misplaced: boolean;
}

function compileArguments(node: CallExpression, formal: readonly Param[], params: readonly string[], compile: Compile): Arguments {
  const plain: Code[] = [];
  let lambda: Arguments['lambda'] = null;
  let misplaced = false;
  node.arguments.forEach((arg, i) => {
    if (arg.type === 'ArrowFunctionExpression') {
      misplaced ||= !formal[i]?.arrow;
      lambda ??= compileLambda(arg, params, compile);
    } else {
      misplaced ||= formal[i]?.arrow === true;
      plain.push(arg.type === 'Identifier' && formal[i]?.names ? constant(arg.name) : compile(arg as Expression, params));
    }
  });
  const missing = formal.some((param, i) => param.arrow && !param.optional && i >= node.arguments.length);
  return { plain, lambda, misplaced: misplaced || missing };
}

export function compileCall(node: CallExpression, params: readonly string[], compile: Compile): Code {
  if (node.callee.type === 'MemberExpression') return compileMethod(node, node.callee, params, compile);
  const name = node.callee.type === 'Identifier' ? node.callee.name : '';
  const pure = pureFunctions.get(name);
  const drawn = drawFunctions.get(name);
  const formal = (pure ?? drawn ?? hostFunctions.get(name))?.params ?? [];
  const { plain, lambda, misplaced } = compileArguments(node, formal, params, compile);
  const values = (env: Env): Value[] => plain.map((arg) => arg(env));
  if (misplaced) return () => wrongFunction(name, lambda !== null, node);
  if (pure) {
    const slices = params.length === 0 ? pure.slices : undefined;
    return (env) =>
      atSpan(node, () => {
        const given = values(env);
        const run = (): Value => finiteValue(pure.run(given, env, lambda?.(env) ?? null), node);
        const [list = null] = given;
        return slices && isList(list) ? pass(env, list.length, node, run, (own) => slices(given, own, lambda?.(own) ?? null)) : run();
      });
  }
  if (drawn) return (env) => atSpan(node, () => drawn.run(values(env), env, lambda?.(env) ?? null, randomOf(env, node.callee)));
  const least = (hostFunctions.get(name)?.params ?? []).filter((param) => !param.optional).length;
  return (env) => {
    const host = env.scope.host;
    const call = host !== undefined && Object.hasOwn(host, name) ? host[name] : undefined;
    if (!call)
      throw fault(
        'unknown-name',
        hostFunctions.has(name) ? `\`${name}\` cannot be used here.` : `There is no function \`${name}\`.`,
        node.callee,
      );
    if (plain.length < least) throw fault('missing-value', 'An argument is missing.', node);
    const given = values(env);
    return atSpan(node, () => call(...given));
  };
}

function wrongFunction(name: string, given: boolean, at: SourceSpan): never {
  throw fault('wrong-type', given ? `\`${name}\` takes no function here.` : `\`${name}\` needs a function such as x => x > 0.`, at);
}

const constant =
  (value: Value): Code =>
  () =>
    value;
const finiteValue = (value: Value, at: SourceSpan): Value => (typeof value === 'number' ? finite(value, at) : value);

function compileMethod(node: CallExpression, callee: MemberExpression, params: readonly string[], compile: Compile): Code {
  const name = callee.property.type === 'Identifier' ? callee.property.name : '';
  const self = compile(callee.object as Expression, params);
  const [head] = node.arguments;
  const arrow = head?.type === 'ArrowFunctionExpression';
  const formal: readonly Param[] = arrow ? [{ name: '', type: { kind: 'unknown' }, arrow: true }] : [];
  const { plain, lambda, misplaced } = compileArguments(node, formal, params, compile);
  const isOutermost = params.length === 0;
  return (env) => {
    const value = self(env);
    if (value === null) throw fault('missing-value', `There is nothing to call \`${name}\` of.`, callee.property);
    const method = methodsOf(value)?.get(name);
    if (!method) throw fault('wrong-type', `A ${kindOf(value)} has no \`${name}\`.`, callee.property);
    if (misplaced || (method.params[0]?.arrow === true) !== (lambda !== null)) return wrongFunction(name, lambda !== null, node);
    const run = (): Value =>
      method.run(
        value,
        plain.map((arg) => arg(env)),
        lambda?.(env) ?? null,
        env,
      );
    const { slices } = method;
    if (!isOutermost || !slices || !lambda || !isList(value)) return atSpan(node, run);
    return atSpan(node, () => pass(env, value.length, node, run, (own) => slices(value, lambda(own), own)));
  };
}

function compileLambda(
  node: AnyNode & { type: 'ArrowFunctionExpression' },
  params: readonly string[],
  compile: Compile,
): (env: Env) => Lambda {
  const names = node.params.map((param) => (param.type === 'Identifier' ? param.name : ''));
  const body = compile(node.body as Expression, [...params, ...names]);
  return (env) =>
    (...values) => {
      for (let i = 0; i < names.length; i++) env.locals[params.length + i] = values[i] ?? null;
      return body(env);
    };
}
