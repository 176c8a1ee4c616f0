/** Checks calls: functions by their name, methods of lists and texts, and their arrow functions. */
import { pureFunctions } from '../functions/functions.js';
import { functionOf, functionsOf } from '../functions/hostFunctions.js';
import { listMethods, type Method, textMethods } from '../functions/methods.js';
import { filtered, isAbout } from './narrow.js';
import { type AnyNode, type CallExpression, type MemberExpression, propertyName } from '../syntax/parse.js';
import { comparable, present } from '../values/relate.js';
import { type Context, correction, expected, need, type CheckSite, problem, there } from './report.js';
import { nearest } from '../../core/util/suggest.js';
import {
  type FunctionType,
  listOf,
  type Named,
  namedIn,
  number,
  type Param,
  phrase,
  phraseOfMany,
  signatureOf,
  type Thing,
  type Type,
  unknown,
} from '../values/types.js';
import { t } from '../../core/util/l10n.js';
import { noun } from '../../core/util/nouns.js';

type Arrow = AnyNode & { type: 'ArrowFunctionExpression' };
type Identifier = AnyNode & { type: 'Identifier' };

export function inferCall(node: CallExpression, context: Context): Type {
  const { callee } = node;
  if (callee.type === 'MemberExpression') return inferMethod(node, callee, context);
  if (callee.type !== 'Identifier') return unknown;
  const found = functionOf(callee.name, context.names);
  if (found?.draws && !context.names.draws) onlyLooksOn(callee, context);
  if (found) return specific(inferArguments(callee.name, found, node, null, context), context);
  for (const arg of node.arguments) inferLoose(arg, context);
  return unknownFunction(callee, context);
}

function onlyLooksOn(callee: Identifier, context: Context): void {
  const says = t('This expression only reads the run, and may be evaluated any number of times.');
  const instead = t('Draw in a rule (`then`, `effect`, `when`, `stop` or an `if`), keep the result in a variable, and read that.');
  problem(context, 'no-draw', t('`{0}` draws a random value. {1} {2}', callee.name, says, instead), callee);
}

/** Names in other languages for functions that exist here. */
const ALIASES: Readonly<Record<string, string>> = {
  avg: 'mean',
  average: 'mean',
  std: 'sd',
  stdev: 'sd',
  stddev: 'sd',
  len: 'count',
  length: 'count',
  size: 'count',
  total: 'sum',
  mode: 'most',
  proportion: 'share',
  percent: 'share',
  ln: 'log',
  matches: 'like',
  neighbors: 'neighbours',
};

function unknownFunction(callee: Identifier, context: Context): Type {
  const { name } = callee;
  const isLocal = context.locals.some(([local]) => local === name);
  if (isLocal || namedIn(context.names, name))
    return problem(context, 'unknown-function', t('`{0}` is not a function. Leave out the brackets after it.', name), callee);
  const message = t('There is no function `{0}`.', name);
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  if (alias !== undefined && functionOf(alias, context.names))
    return correction(context, 'unknown-function', t('{0} Write `{1}`.', message, alias), callee, alias);
  if (listMethods.has(name))
    return problem(context, 'unknown-function', t('{0} Write it after a list: list.{1}(…).', message, name), callee);
  return problem(context, 'unknown-function', message, callee, nearest(name, functionsOf(context.names).keys()));
}

/** The type of an agent that a function returns, with the variables of agents at this place. */
function specific(type: Type, context: Context): Type {
  const { agent } = context.names;
  if (type.kind === 'record') return agent && type.open && type.name === 'agent' ? agent : type;
  if (type.kind === 'list') return listOf(specific(type.of, context), type.size);
  return type.kind === 'optional' ? { kind: 'optional', of: specific(type.of, context) } : type;
}

/** Checks the arguments of a function and returns the type of its result. `self`: the list or text that a method belongs to. */
function inferArguments(name: string, fn: FunctionType, node: CallExpression, self: Type | null, context: Context): Type {
  const { params } = fn;
  const counted = checkCount(name, fn, node, context);
  const types: Type[] = [];
  let sound = counted;
  node.arguments.forEach((arg, i) => {
    const param = params[i] ?? params.find((other) => other.rest);
    const items = self ?? types[0] ?? unknown;
    const before = mistakes(context);
    if (param && sound) types.push(inferArgument(name, arg, param, items, node, context));
    else types.push(param?.names ? unknown : inferLoose(arg, context));
    sound &&= mistakes(context) === before;
  });
  if (sound && !fn.draws) needRank(name, fn, node, types, context);
  return counted ? (fn.gives?.(types) ?? fn.result) : unknown;
}

/** The number of errors. An argument in the wrong place displaces others; only the first is reported. */
const mistakes = (context: Context): number => context.problems.filter((found) => !found.warning).length;

/** Checks that `top` and `bottom` without a function get a list of numbers. */
function needRank(name: string, fn: FunctionType, node: CallExpression, types: readonly Type[], context: Context): void {
  const [list] = node.arguments;
  const by = fn.params.findIndex((param) => param.arrow && param.optional);
  const type = present(types[0] ?? unknown);
  if (!list || by < 0 || node.arguments.length > by || type.kind !== 'list') return;
  const of = present(type.of);
  if (of.kind !== 'number' && of.kind !== 'unknown')
    problem(context, 'wrong-type', t('Name the number to rank by, as in {0}(list, 3, x => …): this is {1}.', name, phrase(type)), list);
}

/** `{ about: me, importance: 6 }`: checks that the keys exist and the values fit. */
function inferOptions(arg: AnyNode, options: Type & { kind: 'record' }, context: Context): Type {
  if (arg.type !== 'ObjectExpression')
    return problem(context, 'wrong-type', t('Write { {0}: … } here.', [...options.fields.keys()].join(': …, ')), arg);
  for (const item of arg.properties) {
    if (item.type !== 'Property') continue;
    const name = propertyName(item.key) ?? '';
    const type = context.infer(item.value, context);
    const field = options.fields.get(name);
    if (field) need(item.value, type, field.type, context);
    else problem(context, 'unknown-field', t('There is no option `{0}`.', name), item.key, nearest(name, options.fields.keys()));
  }
  return options;
}

function inferArgument(name: string, arg: AnyNode, param: Param, items: Type, call: CallExpression, context: Context): Type {
  if (param.names) return inferThing(arg, param.names, context);
  if (param.field) return inferField(arg, context);
  if (param.type.kind === 'record' && param.type.name === 'options') return inferOptions(arg, param.type, context);
  if (param.arrow && arg.type === 'ArrowFunctionExpression') {
    const result = inferArrow(arg, items, context);
    if (param.type.kind !== 'unknown') need(arg.body, result, param.type, context);
    return result;
  }
  if (param.arrow) {
    inferLoose(arg, context);
    return problem(context, 'wrong-arguments', t('`{0}` needs a function such as x => x > 0.', name), call);
  }
  if (arg.type === 'ArrowFunctionExpression') {
    const says = t('`{0}` takes no function here.', name);
    return problem(context, 'wrong-arguments', pureFunctions.has(name) ? t('{0} Write {1}(list.map(x => …)).', says, name) : says, arg);
  }
  const type = context.infer(arg, context);
  const several = param.orList && present(type).kind === 'list' && (!param.rest || call.arguments.length === 1);
  return need(arg, type, several ? listOf(param.type) : param.type, context) ? type : unknown;
}

/** Infers an argument that has no expected type. */
function inferLoose(arg: AnyNode, context: Context): Type {
  return arg.type === 'ArrowFunctionExpression' ? inferArrow(arg, unknown, context) : context.infer(arg, context);
}

/** Checks a bare name that means a measure, code, network or group itself. */
function inferThing(arg: AnyNode, what: Thing, context: Context): Type {
  const known = context.names.things?.[what];
  const [example] = known ?? [];
  if (arg.type !== 'Identifier')
    return problem(
      context,
      'wrong-arguments',
      t('Name a {0} here{1}.', noun(what), example === undefined ? '' : t(', as in {0}', example)),
      arg,
    );
  if (!known || known.has(arg.name)) return unknown;
  return problem(context, 'unknown-name', t('There is no {0} `{1}`.', noun(what), arg.name), arg, nearest(arg.name, known));
}

/** Checks a field of agents by its path in quotes, or a list with a value for each agent. */
function inferField(arg: AnyNode, context: Context): Type {
  if (arg.type === 'Identifier' && isBareField(arg.name, context)) {
    const better = `'${arg.name}'`;
    return correction(context, 'wrong-type', t('Put the name of the field in quotes: {0}.', better), arg, better);
  }
  const type = arg.type === 'ArrowFunctionExpression' ? unknown : context.infer(arg, context);
  if (arg.type === 'Literal' && typeof arg.value === 'string') return namedField(arg, arg.value, context);
  const given = present(type).kind;
  if (arg.type !== 'ArrowFunctionExpression' && ['list', 'text', 'unknown'].includes(given)) return unknown;
  const says = t("Name a field of agents in quotes here, as in 'age', or give a list such as all.age.");
  return problem(context, 'wrong-type', says, arg);
}

/** Whether a name means a field of agents and nothing else here, as `team` in `within(team)`. */
const isBareField = (name: string, { names, locals }: Context): boolean =>
  names.agent?.kind === 'record' &&
  names.agent.fields.has(name) &&
  namedIn(names, name) === undefined &&
  !locals.some(([local]) => local === name);

function namedField(arg: AnyNode, path: string, context: Context): Type {
  let type: Type | undefined = context.names.agent;
  for (const name of path.split('.')) {
    if (type?.kind !== 'record' || (type.open && !type.fields.has(name))) return unknown;
    const known: Named | undefined = type.fields.get(name);
    if (!known) return problem(context, 'unknown-field', t('Agents have no field `{0}`.', path), arg, nearest(name, type.fields.keys()));
    type = present(known.type);
  }
  return unknown;
}

function checkCount(name: string, fn: FunctionType, at: CallExpression, context: Context): boolean {
  const given = at.arguments.length;
  const least = fn.params.filter((param) => !param.optional).length;
  const most = fn.params.some((param) => param.rest) ? Number.POSITIVE_INFINITY : fn.params.length;
  if (given >= least && given <= most) return true;
  const says = given < least ? t('An argument is missing') : t('There are too many arguments');
  problem(context, 'wrong-arguments', t('{0}: {1}.', says, signatureOf(name, fn)), at);
  return false;
}

function inferMethod(node: CallExpression, callee: MemberExpression, context: Context): Type {
  const { property } = callee;
  if (property.type !== 'Identifier') return unknown;
  if (isMath(callee, context)) {
    const { name } = property;
    for (const arg of node.arguments) inferLoose(arg, context);
    return pureFunctions.has(name)
      ? correction(context, 'unknown-name', t('Leave out `Math.`: write {0}(…).', name), callee, name)
      : problem(context, 'unknown-name', t('`Math` and `{0}` do not exist here.', name), callee);
  }
  const self = there(callee.object, context.infer(callee.object, context), context);
  const tables = methodTables(self);
  const method = tables.map((table) => table.get(property.name)).find((found) => found !== undefined);
  if (!method) {
    for (const arg of node.arguments) inferLoose(arg, context);
    return unknownMethod(property, self, tables, context);
  }
  const items = self.kind === 'list' ? self : unknown;
  const given = inferArguments(property.name, method, node, items, context);
  return methodResult(property.name, node, self, given, context);
}

/** Methods that a value of a type can have. */
export function methodTables(self: Type): readonly ReadonlyMap<string, Method>[] {
  if (self.kind === 'unknown') return [listMethods, textMethods];
  return self.kind === 'list' ? [listMethods] : self.kind === 'text' ? [textMethods] : [];
}

const isMath = (callee: MemberExpression, context: Context): boolean =>
  callee.object.type === 'Identifier' && callee.object.name === 'Math' && !namedIn(context.names, 'Math');

function methodResult(name: string, node: CallExpression, self: Type, given: Type, context: Context): Type {
  const [arg] = node.arguments;
  if (self.kind === 'unknown') return name === 'slice' ? unknown : given;
  if (self.kind !== 'list') return given;
  if (name === 'map') return given.kind === 'list' ? listOf(given.of, self.size) : given;
  if (name === 'filter' && arg) return filtered(self, arg);
  if (name === 'slice') return self;
  if (name === 'includes' && arg) {
    const type = context.types.get(arg) ?? unknown;
    if (!comparable(self.of, type))
      problem(context, 'never-equal', t('The list holds {0}: {1} is never in it.', phraseOfMany(self.of), phrase(type)), arg);
  }
  return given;
}

function unknownMethod(property: Identifier, self: Type, tables: readonly ReadonlyMap<string, Method>[], context: Context): Type {
  const { name } = property;
  const item = present(self.kind === 'list' ? self.of : self);
  if ((name === 'length' && tables.length > 0) || (item.kind === 'record' && item.fields.has(name)))
    return problem(context, 'unknown-function', t('`{0}` is not a function. Leave out the brackets after it.', name), property);
  if (self.kind === 'record' && self.open) return unknown;
  const message = t('{0} has no function `{1}`.', expected(self), name);
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  const fn = pureFunctions.has(name) ? name : alias;
  if (fn !== undefined && self.kind === 'list' && pureFunctions.has(fn))
    return problem(context, 'unknown-function', t('{0} Write {1}(…) around it.', message, fn), property);
  return problem(
    context,
    'unknown-function',
    message,
    property,
    nearest(
      name,
      tables.flatMap((table) => [...table.keys()]),
    ),
  );
}

/** The type of an arrow function's result. Its parameters are an item of the list and its index. */
function inferArrow(node: Arrow, items: Type, context: Context): Type {
  const list = present(items);
  const types = [list.kind === 'list' ? list.of : unknown, number];
  if (node.params.length > types.length) tooMany(node, context);
  const locals = node.params.map((param, i): [string, Type] => {
    const type = types[i] ?? unknown;
    context.types.set(param, type);
    return [param.type === 'Identifier' ? param.name : '', type];
  });
  const own = new Set(locals.map(([name]) => name));
  const facts = new Set([...context.facts].filter((fact) => ![...own].some((name) => isAbout(fact, name))));
  return context.infer(node.body, { ...context, locals: [...context.locals, ...locals], facts });
}

function tooMany(node: Arrow, context: Context): void {
  const at: CheckSite = node.params[2] ?? node;
  problem(context, 'wrong-arguments', t('The function gets only an item and its index.'), at);
}
