/** Comparisons over columns: equality of two values of one kind, and the order of numbers and texts. */
import type { BinaryExpression } from '../syntax/parse.js';
import { type Order, orderBlocks, wordBlocks } from './blocks.js';
import type { FlagLanes } from './lanes/block.js';
import { numberLanes } from './lanes/codeLanes.js';
import { comparedLanes } from './lanes/numberLanes.js';
import {
  type Cell,
  type Context,
  type FlagCode,
  type FlagRun,
  isListCode,
  type NumberCode,
  type NumberRun,
  readable,
  refuse,
  type Scalar,
  type TextCode,
  thrower,
  type Typed,
} from './typedCode.js';

/** The code of a comparison; null for other operators. */
export function compileComparison(context: Context, node: BinaryExpression, left: Typed, right: Typed): FlagCode | null {
  switch (node.operator) {
    case '==':
    case '!=':
      return compileEquality(context, node, left, right, node.operator === '!=');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileOrder(context, node, node.operator, left, right);
    default:
      return null;
  }
}

const flag = (left: Typed, right: Typed, run: FlagRun, more: Partial<FlagCode> = {}): FlagCode => ({
  kind: 'flag',
  maybe: false,
  cost: left.cost + right.cost + 2,
  run,
  ...more,
});

function compileEquality(context: Context, node: BinaryExpression, left: Typed, right: Typed, isNot: boolean): FlagCode {
  if (isListCode(left) || isListCode(right)) return refuse('Equality of lists is not in columns.', node);
  if (left.kind === 'nothing') return flag(left, right, isMissing(right, isNot));
  if (right.kind === 'nothing') return flag(left, right, isMissing(left, isNot));
  if (left.kind === 'text' && right.kind === 'text') return textEquality(context, left, right, isNot);
  if (left.kind === 'number' && right.kind === 'number')
    return left.maybe && right.maybe
      ? flag(left, right, maybeEqual(left.run, right.run, isNot))
      : flag(left, right, numberEqual(left, right, isNot), { lanes: inLanes(context, isNot ? '!=' : '==', left, right) });
  if (left.kind === 'agent' && right.kind === 'agent') return flag(left, right, rowEqual(left.run, right.run, isNot));
  if (left.kind === 'flag' && right.kind === 'flag') return flag(left, right, flagEqual(left.run, right.run, isNot));
  return refuse('The two sides have different types.', node);
}

const inLanes =
  (context: Context, operator: Order | '==' | '!=', left: NumberCode, right: NumberCode) =>
  (into?: Uint8Array): FlagLanes =>
    comparedLanes(operator, numberLanes(context, left), numberLanes(context, right), into);

function isMissing(code: Scalar, isNot: boolean): FlagRun {
  switch (code.kind) {
    case 'number': {
      const { run } = code;
      return () => Number.isNaN(run()) !== isNot;
    }
    case 'agent': {
      const { run } = code;
      return () => run() < 0 !== isNot;
    }
    default: {
      const { run } = code;
      return () => (run() === null) !== isNot;
    }
  }
}

function textEquality(context: Context, left: TextCode, right: TextCode, isNot: boolean): FlagCode {
  const [column, word] = left.column ? [left.column, right.constant] : [right.column, left.constant];
  if (column && word !== undefined) {
    const { cell, codes, words } = column;
    const code = codeIn(context, words, word);
    const run: FlagRun = isNot ? () => codes[cell.row] !== code : () => codes[cell.row] === code;
    return flag(left, right, run, { words: { cell, codes, code, isNot, rest: null }, blocks: wordBlocks(codes, cell, code, isNot) });
  }
  if (left.column && right.column && left.column.words === right.column.words) {
    const [a, b] = [left.column, right.column];
    return flag(left, right, () => (a.codes[a.cell.row] === b.codes[b.cell.row]) !== isNot);
  }
  const [a, b] = [left.run, right.run];
  return flag(left, right, isNot ? () => a() !== b() : () => a() === b());
}

/** The code of a word. A word that no row can have gets −1; a dictionary that grows while rows run gets the word. */
function codeIn(context: Context, words: readonly string[], word: string): number {
  const known = words.indexOf(word);
  if (known >= 0) return known;
  const growing = context.growing.get(words);
  return growing ? growing.push(word) - 1 : -1;
}

function numberEqual(left: NumberCode, right: NumberCode, isNot: boolean): FlagRun {
  const [code, number] = right.constant === undefined ? [right, left.constant] : [left, right.constant];
  if (number !== undefined) {
    const { run } = code;
    return isNot ? () => run() !== number : () => run() === number;
  }
  const [a, b] = [left.run, right.run];
  return isNot ? () => a() !== b() : () => a() === b();
}

const maybeEqual =
  (left: NumberRun, right: NumberRun, isNot: boolean): FlagRun =>
  () => {
    const a = left();
    const b = right();
    return (a === b || (Number.isNaN(a) && Number.isNaN(b))) !== isNot;
  };

const rowEqual = (left: NumberRun, right: NumberRun, isNot: boolean): FlagRun =>
  isNot ? () => left() !== right() : () => left() === right();

const flagEqual = (left: FlagRun, right: FlagRun, isNot: boolean): FlagRun => (isNot ? () => left() !== right() : () => left() === right());

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function compileOrder(context: Context, node: BinaryExpression, operator: Order, left: Typed, right: Typed): FlagCode {
  if (left.kind === 'number' && right.kind === 'number') {
    if (left.maybe || right.maybe) {
      const missing = thrower(context, 'missing-value', 'There is no value to compare.', node);
      return flag(left, right, maybeOrder(operator, left.run, right.run, missing));
    }
    const blocks = left.blocks && right.blocks && orderBlocks(operator, left.blocks, right.blocks);
    const lanes = inLanes(context, operator, left, right);
    return flag(left, right, orderOf(operator, left, right), blocks ? { lanes, blocks } : { lanes });
  }
  if (left.kind === 'text' && right.kind === 'text') {
    const missing = thrower(context, 'missing-value', 'There is no value to compare.', node);
    const [a, b] = [left.run, right.run];
    return flag(left, right, () => {
      const x = a();
      const y = b();
      if (x === null || y === null) return missing();
      return operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y;
    });
  }
  return refuse('Only two numbers or two texts can be compared in columns.', node);
}

function numberOrder(operator: Order, left: NumberRun, right: NumberRun): FlagRun {
  switch (operator) {
    case '<':
      return () => left() < right();
    case '<=':
      return () => left() <= right();
    case '>':
      return () => left() > right();
    case '>=':
      return () => left() >= right();
  }
}

function maybeOrder(operator: Order, left: NumberRun, right: NumberRun, missing: () => never): FlagRun {
  return () => {
    const a = left();
    const b = right();
    if (Number.isNaN(a) || Number.isNaN(b)) return missing();
    return operator === '<' ? a < b : operator === '<=' ? a <= b : operator === '>' ? a > b : a >= b;
  };
}

/** The order of two numbers. Columns and constants are read without a call. */
function orderOf(operator: Order, left: NumberCode, right: NumberCode): FlagRun {
  const [a, b] = [readable(left), readable(right)];
  if (a && b) return columnOrder(operator, a.values, a.cell, b.values, b.cell);
  if (b) return orderWith(operator, left.run, b.values, b.cell);
  if (a) return orderWith(MIRRORED[operator], right.run, a.values, a.cell);
  return numberOrder(operator, left.run, right.run);
}

function columnOrder(operator: Order, a: Float64Array, i: Cell, b: Float64Array, j: Cell): FlagRun {
  switch (operator) {
    case '<':
      return () => a[i.row]! < b[j.row]!;
    case '<=':
      return () => a[i.row]! <= b[j.row]!;
    case '>':
      return () => a[i.row]! > b[j.row]!;
    case '>=':
      return () => a[i.row]! >= b[j.row]!;
  }
}

function orderWith(operator: Order, left: NumberRun, b: Float64Array, j: Cell): FlagRun {
  switch (operator) {
    case '<':
      return () => left() < b[j.row]!;
    case '<=':
      return () => left() <= b[j.row]!;
    case '>':
      return () => left() > b[j.row]!;
    case '>=':
      return () => left() >= b[j.row]!;
  }
}
