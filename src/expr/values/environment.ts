/** Types of compiled code and its environment, and faults with a place. */
import type { Rng } from '../../core/random/rng.js';
import type { Slices } from '../../core/util/slices.js';
import { ExprFault, type FaultCode, type Meter, type Scope, type Value } from './value.js';

/** The environment of running code: the scope, the steps left, the arguments of enclosing arrow functions, and the random numbers. */
export interface Env extends Meter {
  readonly scope: Scope;
  readonly locals: Value[];
  /** The place of its text; null if nothing is drawn. */
  readonly at: string | null;
  /** The random numbers of this evaluation; null before the first draw. */
  random: Rng | null;
  /** Its text, if the evaluation may be left and begin again: it then draws nothing. Else null. */
  readonly pausing: string | null;
}

export type Code = (env: Env) => Value;

export const DEFAULT_STEPS = 100_000;

/** Steps of an expression for each agent and each tie, beyond `DEFAULT_STEPS`. */
const STEPS_FOR_EACH = 200;

/** Steps of a statement for each agent and each tie of lists that it changes: a change takes much longer than another step. */
export const STEPS_FOR_CHANGE = 100;

/** Most steps of an expression in a society of this size: enough to pass over all agents and ties, too few for all pairs of many agents. */
export const stepLimit = (agents: number, ties: number): number => DEFAULT_STEPS + STEPS_FOR_EACH * (agents + ties);

/** A rule may take so many times the steps of one expression for all agents together, so that a pass over all pairs of a crowd ends. */
export const PASS = 20;

export const makeEnv = (scope: Scope, steps: number, at: string | null = null, pausing: string | null = null): Env => ({
  scope,
  left: steps,
  most: scope.formerSteps ? undefined : steps,
  former: scope.formerSteps === true,
  locals: [],
  at,
  random: null,
  pausing,
});

/** The fewest items of a list that is passed over in slices. */
const LONG = 1 << 9;

/**
 * A pass over a list outside of arrow functions. Passes over long lists run in slices if the scope allows it. `at`: the place of the
 * pass. `slices` makes the same value as `whole`, with an environment of its own.
 */
export function pass<T>(env: Env, length: number, at: SourceSpan, whole: () => T, slices: (own: Env) => Slices<T>): T {
  const inSlices = env.scope.inSlices;
  if (length < LONG || env.pausing === null || !inSlices) return whole();
  const { value, left } = inSlices.call(env.scope, `${at.start}-${at.end} of ${env.pausing}`, function* () {
    const own: Env = { ...env, locals: [], each: env.scope.stepsEach };
    return { value: yield* slices(own), left: own.left };
  }) as { readonly value: T; readonly left: number };
  env.left = left;
  return value;
}

export type SourceSpan = { readonly start: number; readonly end: number };

export const fault = (code: FaultCode, message: string, at: SourceSpan): ExprFault => new ExprFault(code, message, at.start, at.end);

/** Runs `work`. A fault without a place gets the place `at`. */
export function atSpan<T>(at: SourceSpan, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExprFault && error.end === 0) throw fault(error.code, error.message, at);
    throw error;
  }
}

export function finite(value: number, at: SourceSpan): number {
  if (Number.isFinite(value)) return value;
  throw fault('out-of-range', 'The result is not a number that can be used.', at);
}
