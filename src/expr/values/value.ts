/**
 * Values of expressions, and their faults. Owns the types that every other file here shares. It does not depend on syntax,
 * worlds or agents, except that an object with an `id` is a thing with a name.
 */
import type { Rng } from '../../core/random/rng.js';
import type { Slices } from '../../core/util/slices.js';
import { marked } from '../../core/util/l10n.js';
import { grouped } from '../../core/util/textPosition.js';

export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
type Record_ = { readonly [key: string]: Value };

export type HostFunction = (...args: Value[]) => Value;

/** The names that an expression can read. `lookup` returns `undefined` for an unknown name. */
export interface Scope {
  lookup(name: string): Value | undefined;
  /** Functions that need the state of the run, such as `tie` and `at`. */
  readonly host?: Readonly<Record<string, HostFunction>>;
  /** The text that replaces a value computed from something private in prose; absent if prose shows the value. */
  readonly instead?: string | undefined;
  /** The value of a whole expression, computed over columns of agents; undefined if it is computed over records. */
  inColumns?(source: string): Value | undefined;
  /** Most steps of an expression; `DEFAULT_STEPS` if absent. */
  readonly steps?: number;
  /** Takes the steps of an evaluation from a budget of several. */
  spent?(steps: number): void;
  /** Steps are counted as in runs before the engine flag `steps_as_done`. */
  readonly formerSteps?: boolean;
  /**
   * Runs a long part of an expression in slices, between which the host may pause. The evaluation is then left, and begins again with the
   * same scope. `label` names the part. Absent if the expression runs without pauses.
   */
  inSlices?: (<T>(label: string, begin: () => Slices<T>) => T) | undefined;
  /** The random numbers of the text at a place; the same for the same place and scope. */
  draws?(at: string): Rng;
}

export type ProblemCode =
  | 'syntax'
  | 'not-allowed'
  | 'too-long'
  | 'unknown-name'
  | 'unknown-function'
  | 'unknown-field'
  | 'wrong-arguments'
  | 'wrong-type'
  | 'never-equal'
  | 'not-variable'
  | 'maybe-missing'
  | 'many-steps'
  | 'no-draw';

/** A mistake in the text of an expression. Offsets are relative to the given text. */
export interface ExprProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** A better word for the range, if one is similar. */
  readonly suggestion?: string;
  /** The expression can run despite this problem. */
  readonly warning?: true;
}

export type FaultCode =
  | 'unknown-name'
  | 'wrong-type'
  | 'division-by-zero'
  | 'missing-value'
  | 'out-of-range'
  | 'step-limit'
  | 'no-draw'
  | 'host';

/** A mistake that shows only when an expression runs. It becomes an event at its place, and does not end the run. */
export class ExprFault extends Error {
  constructor(
    readonly code: FaultCode,
    message: string,
    readonly start = 0,
    readonly end = 0,
  ) {
    super(message);
    this.name = 'ExprFault';
  }
}

type Kind = 'nothing' | 'yes or no' | 'number' | 'text' | 'list' | 'record';

export function kindOf(value: Value): Kind {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return 'yes or no';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'text';
  return isList(value) ? 'list' : 'record';
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isRecord = (value: Value): value is Record_ => value !== null && typeof value === 'object' && !Array.isArray(value);

/** An own field of a record, never one that it inherits from JavaScript's Object. */
export function field(record: Record_, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Counts steps, so that the limit of an expression does not depend on the clock. */
export interface Meter {
  left: number;
  /** Most steps, which the fault at the limit tells; undefined if it tells no number. */
  readonly most?: number | undefined;
  /** A search of a list takes a step for each of its items, also for those after the one that ends it; effects take none for lists. */
  readonly former?: boolean;
}

/** The words of the fault at the limit of steps. They become part of a run. */
export const tooManySteps = ({ most }: Pick<Meter, 'most'>): string =>
  most === undefined ? 'This takes too many steps.' : MORE.replace('{0}', grouped(most));

const MORE = marked(
  'This takes more than {0} steps, the most for one evaluation here. Read neighbours instead of `all`, do not go through a list for each item of another one, or keep what is the same for all agents in a measure or a variable of the world.',
);

export function spend(meter: Meter, cost: number): void {
  meter.left -= cost;
  if (meter.left < 0) throw new ExprFault('step-limit', tooManySteps(meter));
}

/** Equality without coercion. Things with an `id` are equal when their ids are; other lists and records by content. */
export function equal(a: Value, b: Value, meter: Meter): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  spend(meter, 1);
  if (isList(a) || isList(b)) {
    return isList(a) && isList(b) && a.length === b.length && a.every((item, i) => equal(item, b[i] as Value, meter));
  }
  const left = field(a, 'id');
  const right = field(b, 'id');
  if (typeof left === 'string' && typeof right === 'string') return left === right;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key] as Value, b[key] as Value, meter))
  );
}

/** A number as text: no exponent, at most six decimals. */
export function printNumber(n: number): string {
  return Number.isInteger(n) || Math.abs(n) >= 1e15 ? String(n) : String(Number(n.toFixed(6)));
}

/** A value inside prose: lists joined by `, `, a thing by its name or id. */
export function print(value: Value, meter: Meter): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (value === null) throw new ExprFault('missing-value', 'There is no value to print.');
  spend(meter, 1);
  if (isList(value)) {
    spend(meter, value.length);
    return value.map((item) => print(item, meter)).join(', ');
  }
  const name = field(value, 'name') ?? field(value, 'id');
  if (typeof name === 'string') return name;
  return Object.keys(value)
    .map((key) => `${key} ${print(value[key] as Value, meter)}`)
    .join(', ');
}
