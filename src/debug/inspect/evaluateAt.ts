/** Expressions at a moment of a run, for conditions, watches and the console. They change nothing. */
import type { SimEvent } from '../../core/events/events.js';
import type { AgentId } from '../../core/util/ids.js';
import { indexOf } from '../../core/events/roster.js';
import type { State } from '../../core/events/state.js';
import { agentValue, type ScenarioModel, modelAt, scopeOf } from '../../engine/index.js';
import { type Compiled, compileExpression, ExprFault, type Value } from '../../expr/index.js';
import { agentsOf } from '../breakpoints/eventTests.js';

export type Answered = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/** Names at a moment: `me` is the agent of the moment, `target` is the other agent of the event, `event` is what happened. */
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

/** The value of an expression at a moment, or a message that says what is wrong with it. */
export function askedAt(model: ScenarioModel, state: State, event: SimEvent | null, agent: AgentId | null, source: string): Answered {
  const compiled = compileExpression(source);
  if (!compiled.ok) return { ok: false, message: compiled.errors[0]?.message ?? 'This is not a valid expression.' };
  return run(compiled, model, state, event, agent);
}

/** With the texts that the agents had said at that moment. */
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

/** A condition of a breakpoint. Where it has no value it does not hold; `faulty` receives the first such fault. */
export function conditionOf(model: ScenarioModel, source: string, faulty: (message: string) => void): ConditionOf {
  const compiled = compileExpression(source);
  if (!compiled.ok) return { ok: false, message: compiled.errors[0]?.message ?? 'This is not a valid expression.' };
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
