/** Arithmetic over columns, with the faults of the row-wise code: missing numbers, division by zero, results that are not finite. */
import type { BinaryExpression } from '../syntax/parse.js';
import { pow } from '../../core/util/math.js';
import type { SourceSpan } from '../values/environment.js';
import { mappedBlocks, type Operator, operationBlocks } from './blocks.js';
import type { NumberLanes } from './lanes/block.js';
import { mappedLanes, operationLanes } from './lanes/numberLanes.js';
import { numberLanes } from './lanes/codeLanes.js';
import { type Cell, type Context, type NumberCode, type NumberRun, readable, refuse, thrower, type Typed } from './typedCode.js';

/** The number of a code. `Refusal` for other kinds. */
export function numberFrom(code: Typed, at: SourceSpan): NumberCode {
  return code.kind === 'number' ? code : refuse('This is not a number.', at);
}

/** The same; a missing number is a fault at `at` when the code runs. */
function neededNumber(context: Context, code: Typed, at: SourceSpan): NumberCode {
  const number = numberFrom(code, at);
  if (!number.maybe) return number;
  const { run, cost } = number;
  const missing = thrower(context, 'missing-value', 'A number is missing here.', at);
  const needed: NumberRun = () => {
    const value = run();
    return Number.isNaN(value) ? missing() : value;
  };
  return { kind: 'number', maybe: false, cost, run: needed };
}

export function compileNegation(context: Context, code: Typed, at: SourceSpan): NumberCode {
  const { run, cost } = neededNumber(context, code, at);
  const { blocks } = numberFrom(code, at);
  return {
    kind: 'number',
    maybe: false,
    cost: cost + 1,
    run: () => -run(),
    lanes: (into) => mappedLanes('negative', numberLanes(context, numberFrom(code, at)), into),
    ...(blocks ? { blocks: mappedBlocks('negative', blocks) } : {}),
  };
}

export function compileArithmetic(context: Context, node: BinaryExpression, left: Typed, right: Typed): NumberCode {
  if (left.kind !== 'number' || right.kind !== 'number')
    return refuse(node.operator === '+' ? 'Joining texts is not in columns.' : 'Arithmetic needs two numbers.', node);
  const common = { kind: 'number', maybe: false, cost: left.cost + right.cost + 1 } as const;
  const run = isPlain(node.operator) ? operation(context, node, node.operator, left, right) : other(context, node, left, right);
  const blocks = isPlain(node.operator) && left.blocks && right.blocks && operationBlocks(node.operator, left.blocks, right.blocks);
  const { operator } = node;
  if (!isPlain(operator)) return { ...common, run };
  const lanes = (into?: Float64Array): NumberLanes =>
    operationLanes(operator, numberLanes(context, left), numberLanes(context, right), into);
  return { ...common, run, lanes, ...(blocks ? { blocks } : {}) };
}

const isPlain = (operator: string): operator is Operator => operator === '+' || operator === '-' || operator === '*' || operator === '/';

const TOO_LARGE = 'The result is not a number that can be used.';

/** What is wrong with an operation whose result is not finite. */
function failure(context: Context, node: BinaryExpression): (a: number, b: number) => never {
  const missing = 'A number is missing here.';
  const noLeft = thrower(context, 'missing-value', missing, node.left);
  const noRight = thrower(context, 'missing-value', missing, node.right);
  const byZero = thrower(context, 'division-by-zero', 'This divides by zero.', node.right);
  const tooLarge = thrower(context, 'out-of-range', TOO_LARGE, node);
  return (a, b) => {
    if (Number.isNaN(a)) return noLeft();
    if (Number.isNaN(b)) return noRight();
    return b === 0 && (node.operator === '/' || node.operator === '%') ? byZero() : tooLarge();
  };
}

/**
 * `+`, `-`, `*` and `/`. A missing number makes the result NaN, so only such results are looked at. Except in `+`, the left number is
 * needed before the right side is evaluated.
 */
function operation(context: Context, node: BinaryExpression, operator: Operator, left: NumberCode, right: NumberCode): NumberRun {
  const fail = failure(context, node);
  const [a, b] = [readable(left), readable(right)];
  if (a && b) return ofColumns(operator, a.values, a.cell, b.values, b.cell, fail);
  const first = operator === '+' ? left : neededNumber(context, left, node.left);
  if (a) return columnFirst(operator, a.values, a.cell, right.run, left.maybe && operator !== '+' ? first.run : null, fail);
  return b ? columnSecond(operator, first.run, b.values, b.cell, fail) : ofCodes(operator, first.run, right.run, fail);
}

type Fail = (a: number, b: number) => never;

function ofColumns(operator: Operator, a: Float64Array, i: Cell, b: Float64Array, j: Cell, fail: Fail): NumberRun {
  switch (operator) {
    case '+':
      return () => {
        const result = a[i.row]! + b[j.row]!;
        return Number.isFinite(result) ? result : fail(a[i.row]!, b[j.row]!);
      };
    case '-':
      return () => {
        const result = a[i.row]! - b[j.row]!;
        return Number.isFinite(result) ? result : fail(a[i.row]!, b[j.row]!);
      };
    case '*':
      return () => {
        const result = a[i.row]! * b[j.row]!;
        return Number.isFinite(result) ? result : fail(a[i.row]!, b[j.row]!);
      };
    case '/':
      return () => {
        const result = a[i.row]! / b[j.row]!;
        return Number.isFinite(result) ? result : fail(a[i.row]!, b[j.row]!);
      };
  }
}

/** `needed` reads the left number with its fault, if it can be missing. */
function columnFirst(operator: Operator, a: Float64Array, i: Cell, right: NumberRun, needed: NumberRun | null, fail: Fail): NumberRun {
  if (needed) return ofCodes(operator, needed, right, fail);
  switch (operator) {
    case '+':
      return () => {
        const y = right();
        const result = a[i.row]! + y;
        return Number.isFinite(result) ? result : fail(a[i.row]!, y);
      };
    case '-':
      return () => {
        const y = right();
        const result = a[i.row]! - y;
        return Number.isFinite(result) ? result : fail(a[i.row]!, y);
      };
    case '*':
      return () => {
        const y = right();
        const result = a[i.row]! * y;
        return Number.isFinite(result) ? result : fail(a[i.row]!, y);
      };
    case '/':
      return () => {
        const y = right();
        const result = a[i.row]! / y;
        return Number.isFinite(result) ? result : fail(a[i.row]!, y);
      };
  }
}

function columnSecond(operator: Operator, left: NumberRun, b: Float64Array, j: Cell, fail: Fail): NumberRun {
  switch (operator) {
    case '+':
      return () => {
        const x = left();
        const result = x + b[j.row]!;
        return Number.isFinite(result) ? result : fail(x, b[j.row]!);
      };
    case '-':
      return () => {
        const x = left();
        const result = x - b[j.row]!;
        return Number.isFinite(result) ? result : fail(x, b[j.row]!);
      };
    case '*':
      return () => {
        const x = left();
        const result = x * b[j.row]!;
        return Number.isFinite(result) ? result : fail(x, b[j.row]!);
      };
    case '/':
      return () => {
        const x = left();
        const result = x / b[j.row]!;
        return Number.isFinite(result) ? result : fail(x, b[j.row]!);
      };
  }
}

function ofCodes(operator: Operator, left: NumberRun, right: NumberRun, fail: Fail): NumberRun {
  switch (operator) {
    case '+':
      return () => {
        const x = left();
        const y = right();
        const result = x + y;
        return Number.isFinite(result) ? result : fail(x, y);
      };
    case '-':
      return () => {
        const x = left();
        const y = right();
        const result = x - y;
        return Number.isFinite(result) ? result : fail(x, y);
      };
    case '*':
      return () => {
        const x = left();
        const y = right();
        const result = x * y;
        return Number.isFinite(result) ? result : fail(x, y);
      };
    case '/':
      return () => {
        const x = left();
        const y = right();
        const result = x / y;
        return Number.isFinite(result) ? result : fail(x, y);
      };
  }
}

/** `%` and `**`. */
function other(context: Context, node: BinaryExpression, left: NumberCode, right: NumberCode): NumberRun {
  const [a, b] = [neededNumber(context, left, node.left).run, neededNumber(context, right, node.right).run];
  const fail = failure(context, node);
  const isPower = node.operator === '**';
  return () => {
    const x = a();
    const y = b();
    const result = isPower ? pow(x, y) : x % y;
    return Number.isFinite(result) ? result : fail(x, y);
  };
}
