/** Folds of one agent's memories: one more is written, some came to mind. */
import { append, setAt, setEach } from '../util/chunkedList.js';
import type { EventOf, MemoryKind, Meta, Recalled } from './events.js';
import type { NextAgent } from './stateDraft.js';
import { type AgentState, memoryIndex } from './state.js';

/** Whether it was there before the run: written for a person in the file, or read in a document. */
export const isFromBefore = (kind: MemoryKind): boolean => kind === 'given' || kind === 'read';

/** A memory written in `round`. What an agent concludes itself does not stir it, nor what it has read before the run. */
export function remembering(agent: NextAgent, e: Omit<EventOf<'memory.written'>, keyof Meta | 'type' | 'agent'>, round: number): void {
  const { id, kind, text, about, importance, source, evidence = none } = e;
  agent.memories = append(agent.memories, { id, round, kind, text, about, importance, source, evidence });
  if (kind !== 'insight' && kind !== 'read') agent.stirred += importance;
}

const none: readonly never[] = [];

/** Memories that came to mind in `round`. */
export function recalling(agent: NextAgent, recalled: readonly Recalled[], round: number): void {
  agent.recalled = recalled;
  agent.touched = touching(
    agent,
    recalled.map(({ memory }) => memoryIndex(memory)),
    round,
  );
}

/** Memories that came to mind, with the round; those that never did keep the round in which they were written. */
function touching({ touched, memories }: AgentState, indices: readonly number[], round: number): AgentState['touched'] {
  let filled = touched;
  for (let i = touched.length; indices.some((index) => index > i); i++) filled = setAt(filled, i, memories.backing[i]!.round);
  return setEach(filled, indices, round);
}
