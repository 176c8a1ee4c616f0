/** Arithmetic over columns, with the faults of the row-wise code: missing numbers, division by zero, results that are not finite. */
import type { BinaryExpression } from '../syntax/parse.js';
import { pow } from '../../core/util/math.js';
import type { SourceSpan } from '../values/environment.js';
import { type Context, type NumberCode, type NumberRun, refuse, thrower, type Typed } from './typedCode.js';

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
  return { kind: 'number', maybe: false, cost: cost + 1, run: () => -run() };
}

export function compileArithmetic(context: Context, node: BinaryExpression, left: Typed, right: Typed): NumberCode {
  if (left.kind !== 'number' || right.kind !== 'number')
    return refuse(node.operator === '+' ? 'Joining texts is not in columns.' : 'Arithmetic needs two numbers.', node);
  const cost = left.cost + right.cost + 1;
  const run = node.operator === '+' ? addition(context, node, left, right) : operation(context, node, left, right);
  return { kind: 'number', maybe: false, cost, run };
}

const TOO_LARGE = 'The result is not a number that can be used.';

/** Both sides are evaluated before either is found missing, as in the row-wise code. */
function addition(context: Context, node: BinaryExpression, left: NumberCode, right: NumberCode): NumberRun {
  const noLeft = thrower(context, 'missing-value', 'A number is missing here.', node.left);
  const noRight = thrower(context, 'missing-value', 'A number is missing here.', node.right);
  const tooLarge = thrower(context, 'out-of-range', TOO_LARGE, node);
  const fail = (a: number, b: number): never => (Number.isNaN(a) ? noLeft() : Number.isNaN(b) ? noRight() : tooLarge());
  const [a, b] = [left.run, right.run];
  return () => {
    const x = a();
    const y = b();
    const sum = x + y;
    return Number.isFinite(sum) ? sum : fail(x, y);
  };
}

function operation(context: Context, node: BinaryExpression, left: NumberCode, right: NumberCode): NumberRun {
  const a = neededNumber(context, left, node.left).run;
  const b = neededNumber(context, right, node.right).run;
  const tooLarge = thrower(context, 'out-of-range', TOO_LARGE, node);
  const byZero = thrower(context, 'division-by-zero', 'This divides by zero.', node.right);
  const { constant } = right;
  switch (node.operator) {
    case '-':
      return () => {
        const result = a() - b();
        return Number.isFinite(result) ? result : tooLarge();
      };
    case '*':
      if (left.constant !== undefined) return times(left.constant, b, tooLarge);
      if (constant !== undefined) return times(constant, a, tooLarge);
      return () => {
        const result = a() * b();
        return Number.isFinite(result) ? result : tooLarge();
      };
    case '/':
      return () => {
        const x = a();
        const y = b();
        if (y === 0) return byZero();
        const result = x / y;
        return Number.isFinite(result) ? result : tooLarge();
      };
    case '%':
      return () => {
        const x = a();
        const y = b();
        return y === 0 ? byZero() : x % y;
      };
    default:
      return () => {
        const result = pow(a(), b());
        return Number.isFinite(result) ? result : tooLarge();
      };
  }
}

const times =
  (factor: number, run: NumberRun, tooLarge: () => never): NumberRun =>
  () => {
    const result = factor * run();
    return Number.isFinite(result) ? result : tooLarge();
  };
