/** Tree → typed code over columns. It refuses what the columns or the typed code cannot express. */
import type { AnyNode, Expression, MemberExpression } from '../syntax/parse.js';
import { lengthBlocks, logicalBlocks, notBlocks } from './blocks.js';
import { compileArithmetic, compileNegation } from './arithmetic.js';
import { compileCall } from './calls.js';
import { compileComparison } from './comparison.js';
import { constantOf } from './constants.js';
import { keptOnce } from './invariants.js';
import { compileArray, compileIndex, fieldsOf } from './lists/listParts.js';
import { constantRows } from './lists/lists.js';
import { columnCode, compileTextTest } from './fields.js';
import { lengthLanes } from './lanes/agentLanes.js';
import { type FlagLanes, LANES, type NumberLanes, type RowLanes } from './lanes/block.js';
import { chosenLanes, logicalLanes, notLanes } from './lanes/choiceLanes.js';
import { flagLanes, numberLanes, rowLanes } from './lanes/codeLanes.js';
import { constantLanes } from './lanes/numberLanes.js';
import {
  type Context,
  type FlagCode,
  type FlagRun,
  type Locals,
  openRows,
  type RowCode,
  type RowList,
  refuse,
  thrower,
  type Typed,
  type WordTest,
} from './typedCode.js';
import type { SourceSpan } from '../values/environment.js';

export function compileTyped(context: Context, node: AnyNode, locals: Locals): Typed {
  return constantOf(context, node, locals) ?? keptOnce(context, node, locals, compileKind(context, node, locals));
}

function compileKind(context: Context, node: AnyNode, locals: Locals): Typed {
  const sub = (child: AnyNode): Typed => context.compile(child, locals);
  switch (node.type) {
    case 'Identifier':
      return compileName(context, node.name, node, locals);
    case 'ParenthesizedExpression': {
      const inner = sub(node.expression);
      return { ...inner, cost: inner.cost + 1 };
    }
    case 'UnaryExpression':
      return node.operator === '!'
        ? compileNot(context, flagFrom(context, sub(node.argument), node.argument))
        : compileNegation(context, sub(node.argument), node.argument);
    case 'BinaryExpression': {
      const test = compileTextTest(context, node, locals);
      if (test) return test;
      const [left, right] = [sub(node.left), sub(node.right)];
      return compileComparison(context, node, left, right) ?? compileArithmetic(context, node, left, right);
    }
    case 'LogicalExpression': {
      const [left, right] = [flagFrom(context, sub(node.left), node.left), flagFrom(context, sub(node.right), node.right)];
      const code = node.operator === '&&' ? compileAnd(left, right) : compileOr(left, right);
      const isAnd = node.operator === '&&';
      return { ...code, lanes: (into?: Uint8Array) => logicalLanes(isAnd, flagLanes(context, left), flagLanes(context, right), into) };
    }
    case 'ConditionalExpression':
      return compileChoice(context, node, flagFrom(context, sub(node.test), node.test), ...branches(node.consequent, node.alternate, sub));
    case 'MemberExpression':
      return compileMember(context, node, locals);
    case 'CallExpression':
      return compileCall(context, node, locals);
    case 'ArrayExpression':
      return compileArray(context, node, locals);
    default:
      return refuse('A record is not in columns.', node);
  }
}

function compileName(context: Context, name: string, at: SourceSpan, locals: Locals): Typed {
  const local = locals.findLast((one) => one.name === name);
  if (local) return local.code;
  const named = context.scope.name(name);
  if (named?.kind === 'agents') return constantRows(named.rows);
  if (named?.kind === 'agent') {
    const cell = { row: named.row };
    const code: RowCode = { kind: 'agent', maybe: named.row < 0, cost: 1, run: () => cell.row };
    return named.row < 0 ? code : { ...code, cell };
  }
  return refuse(`\`${name}\` is not in columns.`, at);
}

/** A condition: yes or no, never nothing. */
function flagFrom(context: Context, code: Typed, at: SourceSpan): FlagCode {
  if (code.kind !== 'flag') return refuse('This is not yes or no.', at);
  if (!code.maybe) return code;
  const { run } = code;
  const missing = thrower(context, 'missing-value', 'Yes or no is missing here.', at);
  return { kind: 'flag', maybe: false, cost: code.cost, run: () => run() ?? missing() };
}

function compileNot(context: Context, argument: FlagCode): FlagCode {
  const { run, words, cost, blocks } = argument;
  const lanes = (): FlagLanes => notLanes(flagLanes(context, argument));
  const not: FlagCode = { kind: 'flag', maybe: false, cost: cost + 1, run: () => !run(), lanes };
  const block = blocks ? { blocks: notBlocks(blocks) } : {};
  return words && !words.rest ? { ...not, ...block, words: { ...words, isNot: !words.isNot } } : { ...not, ...block };
}

function compileAnd(left: FlagCode, right: FlagCode): FlagCode {
  const { run: a, words } = left;
  const b = right.run;
  const both: FlagCode = {
    kind: 'flag',
    maybe: false,
    cost: left.cost + right.cost + 1,
    run: () => a() === true && b() === true,
    ...logical(true, left, right),
  };
  if (!words || words.rest) return both;
  return { ...both, run: wordAnd(words.cell, words.codes, words.code, words.isNot, b), words: { ...words, rest: b } };
}

const wordAnd = (cell: WordCell, codes: Uint16Array, code: number, isNot: boolean, rest: FlagRun): FlagRun =>
  isNot ? () => codes[cell.row] !== code && rest() === true : () => codes[cell.row] === code && rest() === true;

const wordOr = (cell: WordCell, codes: Uint16Array, code: number, isNot: boolean, rest: FlagRun): FlagRun =>
  isNot ? () => codes[cell.row] !== code || rest() === true : () => codes[cell.row] === code || rest() === true;

/** `x == 'a' || y == 'b'`, or `x == 'a' || y == 'b' && …` as in rules about those who have a state and those who get it. */
function eitherWord({ cell, codes, code }: WordTest, second: WordTest): FlagRun {
  const { cell: other, codes: otherCodes, code: otherCode, rest } = second;
  if (!rest) return () => codes[cell.row] === code || otherCodes[other.row] === otherCode;
  return () => codes[cell.row] === code || (otherCodes[other.row] === otherCode && rest() === true);
}

interface WordCell {
  readonly row: number;
}

function compileOr(left: FlagCode, right: FlagCode): FlagCode {
  const { run: a, words } = left;
  const b = right.run;
  const common = { kind: 'flag', maybe: false, cost: left.cost + right.cost + 1, ...logical(false, left, right) } as const;
  if (!words || words.rest) return { ...common, run: () => a() === true || b() === true };
  const { words: second } = right;
  if (!second || words.isNot || second.isNot) return { ...common, run: wordOr(words.cell, words.codes, words.code, words.isNot, b) };
  return { ...common, run: eitherWord(words, second), either: { first: words, second } };
}

const logical = (isAnd: boolean, left: FlagCode, right: FlagCode): Pick<FlagCode, 'blocks'> =>
  left.blocks && right.blocks ? { blocks: logicalBlocks(isAnd, left.blocks, right.blocks) } : {};

/** The branches of a choice. An empty list is one of agents where the other branch is. */
function branches(yes: Expression, no: Expression, compile: (node: Expression) => Typed): readonly [Typed, Typed] {
  const both = [compile(yes), compile(no)] as const;
  const none: RowList = { ...constantRows(new Int32Array(0)), isEmpty: true };
  if (isEmptyList(yes) && both[1].kind === 'agents') return [none, both[1]];
  return isEmptyList(no) && both[0].kind === 'agents' ? [both[0], none] : both;
}

const isEmptyList = (node: Expression): boolean => node.type === 'ArrayExpression' && node.elements.length === 0;

function compileChoice(context: Context, node: Expression, test: FlagCode, yes: Typed, no: Typed): Typed {
  const { run } = test;
  const common = { cost: test.cost + 1 + Math.max(yes.cost, no.cost), maybe: yes.maybe || no.maybe };
  if (yes.kind === 'nothing' && no.kind === 'nothing') return { ...yes, ...common, run: () => (run() ? yes.run() : no.run()) };
  if (isNumber(yes) && isNumber(no)) {
    const [a, b] = [yes.kind === 'number' ? yes.run : nan(yes.run), no.kind === 'number' ? no.run : nan(no.run)];
    const lanes = (into: Float64Array = new Float64Array(LANES)): NumberLanes =>
      chosenLanes(flagLanes(context, test), sideLanes(context, yes, into), sideLanes(context, no, into), into);
    return { kind: 'number', ...common, run: () => (run() ? a() : b()), lanes };
  }
  if (isText(yes) && isText(no)) {
    const [a, b] = [yes.run, no.run];
    return { kind: 'text', ...common, run: textChoice(run, yes, no) ?? (() => (run() ? a() : b())) };
  }
  if (isFlag(yes) && isFlag(no)) {
    const [a, b] = [yes.run, no.run];
    const code: FlagCode = { kind: 'flag', ...common, run: () => (run() ? a() : b()) };
    if (yes.kind !== 'flag' || no.kind !== 'flag') return code;
    const lanes = (into: Uint8Array = new Uint8Array(LANES)): FlagLanes =>
      chosenLanes(flagLanes(context, test), flagLanes(context, yes, into), flagLanes(context, no, into), into);
    return { ...code, lanes };
  }
  if (isAgent(yes) && isAgent(no)) {
    const [a, b] = [yes.kind === 'agent' ? yes.run : nobody(yes.run), no.kind === 'agent' ? no.run : nobody(no.run)];
    const code: RowCode = { kind: 'agent', ...common, run: () => (run() ? a() : b()) };
    if (yes.kind !== 'agent' || no.kind !== 'agent') return code;
    const lanes = (into: Int32Array = new Int32Array(LANES)): RowLanes =>
      chosenLanes(flagLanes(context, test), rowLanes(context, yes, into), rowLanes(context, no, into), into);
    return { ...code, lanes };
  }
  if (yes.kind === 'agents' && no.kind === 'agents') {
    const view = { rows: yes.view.rows, from: 0, to: 0 };
    const open = (): void => {
      const chosen = run() ? yes : no;
      chosen.open();
      view.rows = chosen.view.rows;
      view.from = chosen.view.from;
      view.to = chosen.view.to;
    };
    return { kind: 'agents', ...common, view, open, ...onlyWhere(test, yes, no) };
  }
  return refuse('The two branches have different types.', node);
}

const sideLanes = (context: Context, side: OfKind<'number'>, into: Float64Array): NumberLanes =>
  side.kind === 'number' ? numberLanes(context, side, into) : constantLanes(Number.NaN);

/** Where one of two lists is empty: when the other one is taken. */
function onlyWhere(test: FlagCode, yes: RowList, no: RowList): Pick<RowList, 'unless'> {
  if (no.isEmpty) return { unless: { test, holds: true, list: yes } };
  return yes.isEmpty ? { unless: { test, holds: false, list: no } } : {};
}

/** A choice of two given words, without a call for each. */
function textChoice(test: FlagRun, yes: Typed, no: Typed): (() => string) | null {
  if (yes.kind !== 'text' || no.kind !== 'text') return null;
  const [a, b] = [yes.constant, no.constant];
  return a === undefined || b === undefined ? null : () => (test() ? a : b);
}

type NothingRun = () => null;
const nan = (run: NothingRun) => (): number => {
  run();
  return Number.NaN;
};
const nobody = (run: NothingRun) => (): number => {
  run();
  return -1;
};

type OfKind<K extends Typed['kind']> = Extract<Typed, { kind: K | 'nothing' }>;
const isNumber = (code: Typed): code is OfKind<'number'> => code.kind === 'number' || code.kind === 'nothing';
const isText = (code: Typed): code is OfKind<'text'> => code.kind === 'text' || code.kind === 'nothing';
const isFlag = (code: Typed): code is OfKind<'flag'> => code.kind === 'flag' || code.kind === 'nothing';
const isAgent = (code: Typed): code is OfKind<'agent'> => code.kind === 'agent' || code.kind === 'nothing';

function compileMember(context: Context, node: MemberExpression, locals: Locals): Typed {
  const object = context.compile(node.object, locals);
  if (node.computed) return compileIndex(context, node, object, context.compile(node.property, locals));
  const name = node.property.type === 'Identifier' ? node.property.name : '';
  if (object.kind === 'agent') return columnCode(context, object, name, node.property);
  if (object.kind === 'agents' && name !== 'length') return fieldsOf(context, object, name, node.property);
  if (name === 'length') return lengthOf(context, object, node.property);
  return refuse(`\`${name}\` is not in columns.`, node.property);
}

function lengthOf(context: Context, object: Typed, at: SourceSpan): Typed {
  switch (object.kind) {
    case 'text': {
      const { run } = object;
      const missing = thrower(context, 'missing-value', 'There is nothing to take `length` of.', at);
      return { kind: 'number', maybe: false, cost: object.cost + 1, run: () => (run() ?? missing()).length };
    }
    case 'agents': {
      const { view } = object;
      const run = (): number => {
        openRows(object);
        return view.to - view.from;
      };
      const { lanes, near } = object;
      return {
        kind: 'number',
        maybe: false,
        cost: object.cost + 1,
        run,
        ...(lanes ? { lanes: () => lengthLanes(lanes()) } : {}),
        ...(near ? { blocks: lengthBlocks(near.start, near.end, near.cell) } : {}),
      };
    }
    default:
      return refuse('The length of this is not in columns.', at);
  }
}
