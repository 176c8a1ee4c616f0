/**
 * Evaluates formulas and prose of the file while a step is planned. A fault never ends a run and is never silent: the value is
 * missing, and the scope's log notes the fault. `plan` makes events of the noted faults, at their lines. There is one event for
 * each place and round, because a fault with one agent usually occurs with all of them.
 */
import { someAgent } from '../../core/events/agents.js';
import type { State } from '../../core/events/state.js';
import { ExprFault, namesRead, type Scope, type Value, watched } from '../../expr/index.js';
import type { ScenarioModel } from '../model/model.js';
import type { Draft } from '../../core/events/events.js';
import type { NodeId } from '../../core/util/ids.js';
import { type FormulaScope, type NotedFault, type NotedFaults, noteFault } from '../model/faults.js';
import type { Formula, TextTemplate } from '../model/formulaTypes.js';
import { hasFlag } from '../model/flags.js';
import { hidden } from './privateHiding.js';
import { idOf } from './agentView.js';

/** An expression or prose, with its place in the file. */
interface Evaluable {
  readonly at: NodeId;
  /** Its text, if the text may explain a missing value. */
  readonly source?: string;
  run(scope: Scope): Value;
}

/** The value, or null after a fault. */
export function evaluate(formula: Evaluable, scope: FormulaScope): Value {
  try {
    return formula.run(scope);
  } catch (error) {
    if (!(error instanceof ExprFault)) throw error;
    noteFault(scope.faultLog, formula.at, { fault: error, agent: idOf(scope.lookup('me')) || null, source: formula.source });
    return null;
  }
}

/** The number of a formula; true is 1. Null, with a fault, if the value is missing or of another type. */
export function numberOf(formula: Formula, scope: FormulaScope): number | null {
  const value = evaluate({ ...formula, run: (names) => needed(formula.run(names)) }, scope);
  return value === true ? 1 : value === false ? 0 : (value as number | null);
}

function needed(value: Value): Value {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  throw value === null
    ? new ExprFault('missing-value', 'A number is missing here.')
    : new ExprFault('wrong-type', 'A number is expected here.');
}

/** Whether a condition holds. An absent condition holds; a condition with a fault does not. */
export const holds = (formula: Formula | null, scope: FormulaScope): boolean => formula === null || evaluate(formula, scope) === true;

/** Prose with its expressions filled in; empty after a fault. */
export function textOf(text: TextTemplate, scope: FormulaScope): string {
  const value = evaluate(text, scope);
  return typeof value === 'string' ? value.trim() : '';
}

/** Prose that is sent or remembered. If something private is in it, the result says how the prose may leave this machine. */
export function proseOf(model: Pick<ScenarioModel, 'flags'>, text: TextTemplate, scope: FormulaScope): Prose {
  if (!hasFlag(model, 'private_by_provenance')) return { text: textOf(text, scope) };
  const { result, isPrivate } = watched(() => textOf(text, scope));
  return isPrivate ? { text: result, shared: hidden(() => textOf(text, scope)) } : { text: result };
}

/** A text in the form that events have. */
export interface Prose {
  readonly text: string;
  readonly shared?: string;
}

/** The events of noted faults, except those that this round has already. */
export function faultDrafts(model: ScenarioModel, state: State, noted: NotedFaults): readonly Draft[] {
  if (noted.size === 0) return NONE;
  return [...noted].filter(([at]) => state.faults[at] !== state.round).map(([at, fault]) => faultDraft(model, state, at, fault));
}

const NONE: readonly never[] = [];

function faultDraft(model: ScenarioModel, state: State, at: NodeId, { fault: { code, message }, agent, source, times }: NotedFault): Draft {
  const isMissing = code === 'missing-value' && source !== undefined && hasFlag(model, 'unanswered_said');
  const text = (isMissing ? unansweredWords(model, state, source) : null) ?? message;
  return { at, body: { type: 'fault', code, text, agent, ...(times === undefined ? {} : { times }) } };
}

// Explains a missing value of a formula that reads a survey without answers.

/** The explanation; null if the formula reads no survey, or a survey that at least one agent has answered. */
function unansweredWords({ surveys }: Pick<ScenarioModel, 'surveys'>, state: State, source: string): string | null {
  if (surveys.length === 0) return null;
  const names = new Set(namesRead(source.includes('$(') ? 'template' : 'expression', source).map(({ name }) => name));
  const read = surveys.find(({ id }) => names.has(id) && !someAgent(state, (agent) => agent.surveys[id] !== undefined));
  if (!read) return null;
  const why = `Nobody has answered the survey \`${read.id}\` yet.`;
  return read.schedule.start ? why : `${why} To have this value earlier, ask it earlier, for instance with \`at: [start, end]\`.`;
}
