/**
 * Tree → closures, and an expression compiled once to a closure (`compileExpression`). Nothing is evaluated by the host; every closure
 * counts a step, so that an expression ends by counting. A tree that comes here has passed `parse`, so only its node types are handled.
 */
import { type AnyNode, type Expression, type MemberExpression, parseWhole, propertyName } from '../syntax/parse.js';
import { atSpan, type Code, DEFAULT_STEPS, type Env, fault, finite, makeEnv, pass, type SourceSpan } from '../values/environment.js';
import {
  equal,
  ExprFault,
  type ExprProblem,
  field,
  isList,
  isRecord,
  kindOf,
  print,
  type Scope,
  spend,
  tooManySteps,
  type Value,
} from '../values/value.js';
import { pow } from '../../core/util/math.js';
import type { Slices } from '../../core/util/slices.js';
import { drawFunctions } from '../functions/draws.js';
import { partsOf } from '../syntax/parts.js';
import { compileCall } from './compileCalls.js';
import { nearest } from '../../core/util/suggest.js';

/** `params`: names of the arrow functions' parameters around this place, outermost first; their index is their slot. */
export function compileNode(node: Expression, params: readonly string[]): Code {
  const run = compileKind(node, params);
  return (env) => {
    if (--env.left < 0) throw fault('step-limit', tooManySteps(env), node);
    return run(env);
  };
}

function compileKind(node: Expression, params: readonly string[]): Code {
  const sub = (child: AnyNode): Code => compileNode(child as Expression, params);
  switch (node.type) {
    case 'Literal': {
      const value = node.value as Value;
      return () => value;
    }
    case 'Identifier':
      return compileName(node.name, node, params);
    case 'ParenthesizedExpression':
      return sub(node.expression);
    case 'UnaryExpression':
      return compileUnary(node.operator, sub(node.argument), node.argument);
    case 'BinaryExpression':
      return compileBinary(node.operator, sub(node.left), sub(node.right), node, node.left, node.right);
    case 'LogicalExpression': {
      const [left, right] = [truth(sub(node.left), node.left), truth(sub(node.right), node.right)];
      return node.operator === '&&' ? (env) => left(env) && right(env) : (env) => left(env) || right(env);
    }
    case 'ConditionalExpression': {
      const [test, yes, no] = [truth(sub(node.test), node.test), sub(node.consequent), sub(node.alternate)];
      return (env) => (test(env) ? yes(env) : no(env));
    }
    case 'MemberExpression':
      return compileMember(node, params);
    case 'CallExpression':
      return compileCall(node, params, compileNode);
    case 'ArrayExpression': {
      const items = node.elements.map((item) => sub(item as AnyNode));
      return (env) => items.map((item) => item(env));
    }
    case 'ObjectExpression': {
      const parts = node.properties.flatMap((item) =>
        item.type === 'Property' ? [[propertyName(item.key) ?? '', sub(item.value)] as const] : [],
      );
      return (env) => Object.fromEntries(parts.map(([key, code]) => [key, code(env)]));
    }
    default:
      throw new Error(`unexpected node ${node.type}`);
  }
}

function compileName(name: string, at: SourceSpan, params: readonly string[]): Code {
  const slot = params.lastIndexOf(name);
  if (slot >= 0) return (env) => env.locals[slot] ?? null;
  return (env) => {
    const value = env.scope.lookup(name);
    if (value === undefined) throw fault('unknown-name', `\`${name}\` is not known here.`, at);
    return value;
  };
}

function truth(code: Code, at: SourceSpan): (env: Env) => boolean {
  return (env) => {
    const value = code(env);
    if (typeof value === 'boolean') return value;
    throw value === null
      ? fault('missing-value', 'Yes or no is missing here.', at)
      : fault('wrong-type', `Yes or no is expected here, this is ${kindOf(value)}.`, at);
  };
}

function compileUnary(operator: string, argument: Code, at: SourceSpan): Code {
  if (operator === '!') {
    const test = truth(argument, at);
    return (env) => !test(env);
  }
  return (env) => -numeric(argument(env), at);
}

function numeric(value: Value, at: SourceSpan): number {
  if (typeof value === 'number') return value;
  throw value === null
    ? fault('missing-value', 'A number is missing here.', at)
    : fault('wrong-type', `A number is expected here, this is ${kindOf(value)}.`, at);
}

function arithmetic(operator: string, a: number, b: number, at: SourceSpan, right: SourceSpan): number {
  if ((operator === '/' || operator === '%') && b === 0) throw fault('division-by-zero', 'This divides by zero.', right);
  switch (operator) {
    case '-':
      return finite(a - b, at);
    case '*':
      return finite(a * b, at);
    case '/':
      return finite(a / b, at);
    case '%':
      return a % b;
    default:
      return finite(pow(a, b), at);
  }
}

function compare(operator: string, a: Value, b: Value, at: SourceSpan): boolean {
  if (!(typeof a === 'number' && typeof b === 'number') && !(typeof a === 'string' && typeof b === 'string')) {
    if (a === null || b === null) throw fault('missing-value', 'There is no value to compare.', at);
    throw fault('wrong-type', `${kindOf(a)} and ${kindOf(b)} cannot be compared.`, at);
  }
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function compileBinary(operator: string, left: Code, right: Code, at: SourceSpan, leftAt: SourceSpan, rightAt: SourceSpan): Code {
  if (operator === '==') return (env) => atSpan(at, () => equal(left(env), right(env), env));
  if (operator === '!=') return (env) => atSpan(at, () => !equal(left(env), right(env), env));
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=')
    return (env) => compare(operator, left(env), right(env), at);
  if (operator !== '+') return (env) => arithmetic(operator, numeric(left(env), leftAt), numeric(right(env), rightAt), at, rightAt);
  return (env) => {
    const [a, b] = [left(env), right(env)];
    if (typeof a !== 'string' && typeof b !== 'string') return finite(numeric(a, leftAt) + numeric(b, rightAt), at);
    const joined = atSpan(leftAt, () => print(a, env)) + atSpan(rightAt, () => print(b, env));
    atSpan(at, () => spend(env, joined.length >> 6));
    return joined;
  };
}

function compileMember(node: MemberExpression, params: readonly string[]): Code {
  const object = compileNode(node.object as Expression, params);
  if (!node.computed && node.property.type === 'Identifier') {
    const name = node.property.name;
    if (params.length > 0) return (env) => member(object(env), name, node.property, env);
    return (env) => {
      const value = object(env);
      if (!isList(value) || name === 'length') return member(value, name, node.property, env);
      const whole = (): Value => member(value, name, node.property, env);
      return pass(env, value.length, node.property, whole, (own) => members(value, name, node.property, own));
    };
  }
  const index = compileNode(node.property as Expression, params);
  return (env) => at(object(env), index(env), node.property, env);
}

/** A field of a record, the length of a list or text, or the field of each item of a list. */
function member(value: Value, name: string, place: SourceSpan, env: Env): Value {
  if (value === null) throw fault('missing-value', `There is nothing to take \`${name}\` of.`, place);
  if (name === 'length' && (typeof value === 'string' || isList(value))) return value.length;
  if (isList(value)) {
    atSpan(place, () => spend(env, value.length));
    return value.map((item) => member(item, name, place, env));
  }
  if (!isRecord(value)) throw fault('wrong-type', `A ${kindOf(value)} has no \`${name}\`.`, place);
  const found = field(value, name);
  if (found !== undefined) return found;
  const near = nearest(name, Object.keys(value));
  throw fault('missing-value', `There is no \`${name}\` here.${near ? ` Did you mean \`${near}\`?` : ''}`, place);
}

/** How many items of a list are read in one slice. */
const SLICE = 1 << 10;

function* members(list: readonly Value[], name: string, place: SourceSpan, env: Env): Slices<Value> {
  atSpan(place, () => spend(env, list.length));
  const found: Value[] = [];
  for (const [i, item] of list.entries()) {
    if (i % SLICE === SLICE - 1) yield;
    found.push(member(item, name, place, env));
  }
  return found;
}

function at(value: Value, index: Value, place: SourceSpan, env: Env): Value {
  if (typeof index === 'string') return member(value, index, place, env);
  if (value === null) throw fault('missing-value', 'There is no list to take a place of.', place);
  if (typeof value !== 'string' && !isList(value)) throw fault('wrong-type', `A ${kindOf(value)} has no places.`, place);
  const found: Value | undefined = value[numeric(index, place)];
  if (found === undefined) throw fault('missing-value', 'There is no such place in the list.', place);
  return found;
}

// Compiles a whole expression.

/** Whether a tree has a random function. */
const draws = (node: AnyNode): boolean =>
  (node.type === 'CallExpression' && node.callee.type === 'Identifier' && drawFunctions.has(node.callee.name)) || partsOf(node).some(draws);

type Compiled =
  | { readonly ok: true; run(scope: Scope, steps?: number): Value }
  | { readonly ok: false; readonly errors: readonly ExprProblem[] };

/**
 * Compiles once, runs often. Mistakes of the author make `run` throw `ExprFault`. `at` is the place of a rule's text, for its
 * draws; an expression without a place cannot draw.
 */
export function compileExpression(source: string, at: string | null = null): Compiled {
  const parsed = parseWhole(source);
  if (!parsed.ok) return parsed;
  const code = compileNode(parsed.tree, []);
  const pausing = draws(parsed.tree) ? null : source;
  return {
    ok: true,
    run: (scope, steps = scope.steps ?? DEFAULT_STEPS) => {
      const env = makeEnv(scope, steps, at, pausing);
      try {
        return code(env);
      } catch (error) {
        if (error instanceof ExprFault && error.end === 0) throw new ExprFault(error.code, error.message, 0, source.length);
        throw error;
      } finally {
        scope.spent?.(steps - env.left);
      }
    },
  };
}
