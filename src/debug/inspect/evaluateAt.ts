/** Expressions at a moment of a run, as conditions, watches and the console ask them. Nothing is changed by any of them. */
import type { SimEvent } from '../../core/events/events.js';
import type { AgentId } from '../../core/util/ids.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { agentValue, type ScenarioModel, modelAt, scopeOf } from '../../engine/index.js';
import { type Compiled, compileExpression, ExprFault, type Value } from '../../expr/index.js';
import { agentsOf } from '../breakpoints/eventTests.js';

export type Answered = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** Names at a moment: `me` is whose moment it is, `target` whom the event goes to, `event` what happened. */
function localsAt(model: ScenarioModel, state: State, event: SimEvent | null, agent: AgentId | null): { [name: string]: Value } {
  const value = (id: AgentId | undefined): Value => {
    const index = id === undefined ? -1 : indexOf(state.roster, id);
    return index < 0 ? null : agentValue(model, state, index);
  };
  const [first, second] = event ? agentsOf(event) : [];
  const to = event?.type === 'message.sent' ? event.to[0] : second;
  const me = agent ?? first;
  return {
    ...(me === undefined ? {} : { me: value(me) }),
    ...(to === undefined ? {} : { target: value(to) }),
    ...(event ? { event: event as unknown as Value } : {}),
  };
}

/** The value of an expression at a moment, or what is wrong with it in words. */
export function askedAt(model: ScenarioModel, state: State, event: SimEvent | null, agent: AgentId | null, source: string): Answered {
  const compiled = compileExpression(source);
  if (!compiled.ok) return { ok: false, message: compiled.errors[0]?.message ?? 'This is not an expression.' };
  return run(compiled, model, state, event, agent);
}

/** With the texts that spoke at that moment. */
function run(
  compiled: Extract<Compiled, { ok: true }>,
  now: ScenarioModel,
  state: State,
  event: SimEvent | null,
  agent: AgentId | null,
): Answered {
  const model = modelAt(now, state.seq);
  try {
    return { ok: true, value: compiled.run(scopeOf(model, state, localsAt(model, state, event, agent))) };
  } catch (error) {
    if (error instanceof ExprFault) return { ok: false, message: error.message };
    throw error;
  }
}

type ConditionOf =
  | { readonly ok: true; readonly holds: (state: State, event: SimEvent) => boolean }
  | { readonly ok: false; readonly message: string };

/** A condition of a breakpoint. Where it has no value it does not hold; `faulty` is told of the first such fault. */
export function conditionOf(model: ScenarioModel, source: string, faulty: (message: string) => void): ConditionOf {
  const compiled = compileExpression(source);
  if (!compiled.ok) return { ok: false, message: compiled.errors[0]?.message ?? 'This is not an expression.' };
  let told = false;
  return {
    ok: true,
    holds: (state, event) => {
      const answered = run(compiled, model, state, event, null);
      if (!answered.ok && !told) {
        told = true;
        faulty(answered.message);
      }
      return answered.ok && answered.value === true;
    },
  };
}
