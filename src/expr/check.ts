/**
 * Static check of an expression against the names of its place: unknown names, functions, fields and methods with
 * "did you mean", and numbers of arguments. Infers types where it can and stays silent where it cannot.
 */
import { hostFunctions, pureFunctions } from './functions.js';
import { listMethods, textMethods } from './methods.js';
import { type AnyNode, type CallExpression, type Expression, type MemberExpression, parseWhole } from './parse.js';
import { nearest } from './suggest.js';
import { boolean, describeType, type FunctionType, listOf, type Named, type NameTypes, number, text, type Type, unknown } from './types.js';
import type { ExprProblem } from './value.js';

interface Context {
  readonly names: NameTypes;
  readonly problems: ExprProblem[];
  /** Parameters of the arrow functions around this place, innermost last. */
  readonly locals: readonly (readonly [string, Type])[];
}

/** Problems of an expression that is the whole of `source`. */
export function checkExpression(source: string, names: NameTypes): ExprProblem[] {
  const parsed = parseWhole(source);
  if (!parsed.ok) return [...parsed.errors];
  return checkTree(parsed.tree, names).problems;
}

/** The same for a tree that is parsed already, with the type that was inferred. */
export function checkTree(tree: Expression, names: NameTypes): { problems: ExprProblem[]; type: Type } {
  const problems: ExprProblem[] = [];
  const type = infer(tree, { names, problems, locals: [] });
  return { problems, type };
}

function infer(node: AnyNode, context: Context): Type {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number'
        ? number
        : typeof node.value === 'string'
          ? text
          : typeof node.value === 'boolean'
            ? boolean
            : { kind: 'null' };
    case 'Identifier':
      return inferName(node, context);
    case 'ParenthesizedExpression':
      return infer(node.expression, context);
    case 'UnaryExpression':
      infer(node.argument, context);
      return node.operator === '!' ? boolean : number;
    case 'BinaryExpression': {
      const [left, right] = [infer(node.left, context), infer(node.right, context)];
      if (node.operator === '+')
        return left.kind === 'text' || right.kind === 'text' ? text : left.kind === 'number' && right.kind === 'number' ? number : unknown;
      return ['-', '*', '/', '%', '**'].includes(node.operator) ? number : boolean;
    }
    case 'LogicalExpression':
      infer(node.left, context);
      infer(node.right, context);
      return boolean;
    case 'ConditionalExpression': {
      infer(node.test, context);
      const [yes, no] = [infer(node.consequent, context), infer(node.alternate, context)];
      return yes.kind === no.kind ? yes : unknown;
    }
    case 'MemberExpression':
      return inferMember(node, context);
    case 'CallExpression':
      return inferCall(node, context);
    case 'ArrayExpression': {
      const items = node.elements.map((item) => (item ? infer(item, context) : unknown));
      const [head] = items;
      return listOf(head && items.every((item) => item.kind === head.kind) ? head : unknown);
    }
    case 'ObjectExpression':
      for (const item of node.properties) if (item.type === 'Property') infer(item.value, context);
      return unknown;
    default:
      return unknown;
  }
}

const didYouMean = (near: string | null): string => (near ? ` Did you mean \`${near}\`?` : '');

function problem(
  context: Context,
  code: ExprProblem['code'],
  message: string,
  at: { start: number; end: number },
  near: string | null,
): Type {
  context.problems.push({ code, message: message + didYouMean(near), start: at.start, end: at.end, ...(near ? { suggestion: near } : {}) });
  return unknown;
}

function inferName(node: AnyNode & { type: 'Identifier' }, context: Context): Type {
  for (let i = context.locals.length - 1; i >= 0; i--) if (context.locals[i]?.[0] === node.name) return context.locals[i]?.[1] ?? unknown;
  const named = context.names.names.get(node.name);
  if (named) return named.type;
  if (context.names.open) return unknown;
  if (functionOf(node.name, context.names))
    return problem(context, 'unknown-name', `\`${node.name}\` is a function: call it with (…).`, node, null);
  const near = nearest(node.name, [...context.locals.map(([name]) => name), ...context.names.names.keys()]);
  return problem(context, 'unknown-name', `\`${node.name}\` is not known here.`, node, near);
}

export function functionOf(name: string, names: NameTypes): FunctionType | undefined {
  return pureFunctions.get(name) ?? (names.functions ?? hostFunctions).get(name);
}

export const functionsOf = (names: NameTypes): ReadonlyMap<string, FunctionType> =>
  new Map([...pureFunctions, ...(names.functions ?? hostFunctions)]);

function inferMember(node: MemberExpression, context: Context): Type {
  const object = infer(node.object, context);
  if (node.computed || node.property.type !== 'Identifier') {
    infer(node.property, context);
    return object.kind === 'list' ? object.of : object.kind === 'text' ? text : unknown;
  }
  return fieldType(object, node.property, context);
}

function fieldType(object: Type, property: { name: string; start: number; end: number }, context: Context): Type {
  const name = property.name;
  if (object.kind === 'unknown') return unknown;
  if (name === 'length' && (object.kind === 'list' || object.kind === 'text')) return number;
  if (object.kind === 'list') return listOf(fieldType(object.of, property, context));
  if (object.kind !== 'record') return problem(context, 'unknown-field', `A ${describeType(object)} has no \`${name}\`.`, property, null);
  const found: Named | undefined = object.fields.get(name);
  if (found) return found.type;
  if (object.open) return unknown;
  return problem(
    context,
    'unknown-field',
    `${capital(describeType(object))} has no \`${name}\`.`,
    property,
    nearest(name, object.fields.keys()),
  );
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function inferCall(node: CallExpression, context: Context): Type {
  if (node.callee.type === 'MemberExpression') return inferMethod(node, node.callee, context);
  const found = node.callee.type === 'Identifier' ? functionOf(node.callee.name, context.names) : undefined;
  const args = node.arguments.map((arg, i) =>
    arg.type === 'Identifier' && found?.params[i]?.names ? inferThing(arg, found.params[i].names, context) : infer(arg, context),
  );
  if (node.callee.type !== 'Identifier') return unknown;
  if (!found)
    return problem(
      context,
      'unknown-function',
      `There is no function \`${node.callee.name}\`.`,
      node.callee,
      nearest(node.callee.name, functionsOf(context.names).keys()),
    );
  checkCount(node.callee.name, found, args.length, node, context);
  return found.result;
}

/** A bare name that stands for a measure, code or network itself. */
function inferThing(node: AnyNode & { type: 'Identifier' }, what: 'measure' | 'code' | 'network', context: Context): Type {
  const known = context.names.things?.[what];
  if (!known || known.has(node.name)) return unknown;
  return problem(context, 'unknown-name', `There is no ${what} \`${node.name}\`.`, node, nearest(node.name, known));
}

function checkCount(name: string, type: FunctionType, given: number, at: { start: number; end: number }, context: Context): void {
  const least = type.params.filter((param) => !param.optional).length;
  const most = type.params.some((param) => param.rest) ? Number.POSITIVE_INFINITY : type.params.length;
  if (given >= least && given <= most) return;
  const signature = `${name}(${type.params.map((param) => param.name + (param.optional ? '?' : param.rest ? ', …' : '')).join(', ')})`;
  problem(
    context,
    'wrong-arguments',
    given < least ? `An argument is missing: ${signature}.` : `There are too many arguments: ${signature}.`,
    at,
    null,
  );
}

function inferMethod(node: CallExpression, callee: MemberExpression, context: Context): Type {
  const self = infer(callee.object, context);
  const property = callee.property;
  if (property.type !== 'Identifier') return unknown;
  const tables = self.kind === 'text' ? [textMethods] : self.kind === 'list' ? [listMethods] : [listMethods, textMethods];
  const method = tables.map((table) => table.get(property.name)).find((found) => found !== undefined);
  const of = self.kind === 'list' ? self.of : unknown;
  const results = node.arguments.map((arg) =>
    arg.type === 'ArrowFunctionExpression' ? inferArrow(arg, [of, number], context) : infer(arg, context),
  );
  if (!method)
    return problem(
      context,
      'unknown-function',
      `There is no \`${property.name}\` for a ${describeType(self)}.`,
      property,
      nearest(
        property.name,
        tables.flatMap((table) => [...table.keys()]),
      ),
    );
  if (method.lambda !== undefined && node.arguments[0]?.type !== 'ArrowFunctionExpression')
    return problem(context, 'wrong-arguments', `\`${property.name}\` needs a function such as x => x > 0.`, node, null);
  checkCount(property.name, method, node.arguments.length, node, context);
  if (property.name === 'map') return listOf(results[0] ?? unknown);
  return property.name === 'filter' || (property.name === 'slice' && self.kind === 'list')
    ? self
    : self.kind === 'unknown' && property.name === 'slice'
      ? unknown
      : method.result;
}

function inferArrow(node: AnyNode & { type: 'ArrowFunctionExpression' }, types: readonly Type[], context: Context): Type {
  const locals = node.params.map((param, i) => [param.type === 'Identifier' ? param.name : '', types[i] ?? unknown] as const);
  return infer(node.body, { ...context, locals: [...context.locals, ...locals] });
}
