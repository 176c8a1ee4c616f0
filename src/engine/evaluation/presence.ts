/** Who takes part now. Who has left, or has not come yet, is in the roster and keeps its place there. */
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { State } from '../../core/events/state.js';

export const isPresent = (state: State, index: number): boolean => itemAt(state.agents, index)?.present === true;

/** Everybody that takes part now, in the order of the cast. */
export function everybody(state: State): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < state.roster.length; i++) if (isPresent(state, i)) found.push(i);
  return found;
}
