/**
 * Formulas and prose of the file, evaluated while a step is planned. A fault in one never ends a run and is never silent:
 * there is no value, and the fault is noted here, wherever in the planning it is met. `plan` makes events of what was
 * noted, at their lines. One a place and round is enough, for what is wrong with one agent is mostly wrong with all.
 */
import type { Draft } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import type { State } from '../../core/events/state.js';
import { ExprFault, type Scope, type Value, watched } from '../../expr/index.js';
import type { Formula, TextTemplate } from '../model/formulaTypes.js';
import { hasFlag } from '../model/flags.js';
import { hidden } from './privateHiding.js';
import type { ScenarioModel } from '../model/model.js';
import { idOf } from './scope.js';
import { unansweredWords } from './unansweredSurvey.js';

/** Something that has a value in a scope, and where it is written. */
interface Evaluable {
  readonly at: NodeId;
  /** Its text, where it may say why a value is missing. */
  readonly source?: string;
  run(scope: Scope): Value;
}

/** The value; null where a fault kept it from having one. */
export function evaluate(formula: Evaluable, scope: Scope): Value {
  try {
    return formula.run(scope);
  } catch (error) {
    if (!(error instanceof ExprFault)) throw error;
    noteFault(formula.at, error, idOf(scope.lookup('me')) || null, formula.source);
    return null;
  }
}

/** A formula's number; yes is 1. Null, with a fault, where it has another value or none. */
export function numberOf(formula: Formula, scope: Scope): number | null {
  const value = evaluate({ ...formula, run: (names) => needed(formula.run(names)) }, scope);
  return value === true ? 1 : value === false ? 0 : (value as number | null);
}

function needed(value: Value): Value {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  throw value === null
    ? new ExprFault('missing-value', 'A number is missing here.')
    : new ExprFault('wrong-type', 'A number is expected here.');
}

/** Whether a condition holds; a missing one does, a faulty one does not. */
export const holds = (formula: Formula | null, scope: Scope): boolean => formula === null || evaluate(formula, scope) === true;

/** Prose filled in; empty where it cannot be. */
export function textOf(text: TextTemplate, scope: Scope): string {
  const value = evaluate(text, scope);
  return typeof value === 'string' ? value.trim() : '';
}

/** Prose that is sent or remembered, and, where something private went into it, with how it may leave this machine. */
export function proseOf(model: Pick<ScenarioModel, 'flags'>, text: TextTemplate, scope: Scope): Prose {
  if (!hasFlag(model, 'private_by_provenance')) return { text: textOf(text, scope) };
  const { result, isPrivate } = watched(() => textOf(text, scope));
  return isPrivate ? { text: result, shared: hidden(() => textOf(text, scope)) } : { text: result };
}

/** A text, as an event carries it. */
export interface Prose {
  readonly text: string;
  readonly shared?: string;
}

interface Fault {
  readonly fault: ExprFault;
  readonly agent: string | null;
  readonly source: string | undefined;
}

function faultDraft(model: ScenarioModel, state: State, at: NodeId, { fault: { code, message }, agent, source }: Fault): Draft {
  const isMissing = code === 'missing-value' && source !== undefined && hasFlag(model, 'unanswered_said');
  const text = (isMissing ? unansweredWords(model, state, source) : null) ?? message;
  return { at, body: { type: 'fault', code, text, agent } };
}

/** By place, in the order they were met; null while no step is planned, as when a prompt is only shown. */
let noted: Noted | null = null;

/** The map is made with the first fault: most steps have none. */
interface Noted {
  faults: Map<NodeId, Fault> | null;
}

/** Keeps a fault for the step that is being planned; the first at a place stands for all. */
export function noteFault(at: NodeId, fault: ExprFault, agent: string | null = null, source?: string): void {
  if (!noted) return;
  noted.faults ??= new Map();
  if (!noted.faults.has(at)) noted.faults.set(at, { fault, agent, source });
}

/** Does the work, and gives with its result the events of faults met in it that this round does not have yet. */
export function noting<T>(model: ScenarioModel, state: State, work: () => T): { readonly result: T; readonly faults: readonly Draft[] } {
  const outer = noted;
  const own: Noted = { faults: null };
  noted = own;
  try {
    const result = work();
    const faults = [...(own.faults ?? [])].filter(([at]) => state.faults[at] !== state.round);
    return { result, faults: faults.map(([at, fault]) => faultDraft(model, state, at, fault)) };
  } finally {
    noted = outer;
  }
}
