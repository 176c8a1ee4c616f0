/** The agents of a state as plain objects, for tests. */
import { eachAgent, varsOf } from '../../src/core/events/agents.js';
import type { AgentState, State, Variables } from '../../src/core/events/state.js';

/** Every agent of a state with its variables, in the order of joining. */
export const agentsOf = (state: State): readonly (AgentState & { readonly vars: Variables })[] =>
  [...eachAgent(state)].map(([index, agent]) => ({ ...agent, vars: varsOf(state, index) }));
