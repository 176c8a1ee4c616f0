/** Which agents take part now. An agent that left, or has not come yet, keeps its position in the roster. */
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { State } from '../../core/events/state.js';

/** Whether the agent with this index takes part now. */
export const isPresent = (state: State, index: number): boolean => itemAt(state.agents, index)?.present === true;

/** Indices of all agents that take part now, in the order of the cast. */
export function everybody(state: State): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < state.roster.length; i++) if (isPresent(state, i)) found.push(i);
  return found;
}
