/** Folds of one agent's memories: one more is written, some came to mind. */
import { append, setEach } from './chunked.js';
import type { EventOf, Recalled } from './events.js';
import { type AgentState, memoryIndex } from './state.js';

/** With a memory written in `round`. What an agent concludes itself does not stir it. */
export function remembering(a: AgentState, e: EventOf<'memory.written'>, round: number): AgentState {
  const { id, kind, text, about, importance, source, evidence = [] } = e;
  return {
    ...a,
    memories: append(a.memories, { id, round, kind, text, about, importance, source, evidence }),
    stirred: kind === 'insight' ? a.stirred : a.stirred + importance,
  };
}

/** With memories that came to mind in `round`. */
export const recalling = (a: AgentState, recalled: readonly Recalled[], round: number): AgentState => ({
  ...a,
  recalled,
  touched: touching(
    a,
    recalled.map(({ memory }) => memoryIndex(memory)),
    round,
  ),
});

/** Memories that came to mind, with the round; those that never did keep the round in which they were written. */
function touching(a: AgentState, indices: readonly number[], round: number): AgentState['touched'] {
  if (indices.length === 0) return a.touched;
  const top = indices.reduce((most, index) => Math.max(most, index), 0);
  const fill: (readonly [number, number])[] = [];
  for (let i = a.touched.length; i <= top; i++) fill.push([i, a.memories.backing[i]!.round]);
  return setEach(a.touched, [...fill, ...indices.map((index) => [index, round] as const)]);
}
