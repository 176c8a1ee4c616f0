/** Memories in the panel's form: a memory from the file, or from a document, has the place of its line. */
import type { SimEvent } from '../../core/events/events.js';
import type { MemoryId, NodeId } from '../../core/util/ids.js';
import { isFromBefore } from '../../core/events/folds.js';
import type { PanelMemory } from '../../protocol/panelRequests.js';
import type { MemorySeen } from './inspectAgent.js';

export function panelMemories(events: readonly SimEvent[], memories: readonly MemorySeen[]): readonly PanelMemory[] {
  const written = linesOf(events, new Set(memories.filter(({ kind }) => isFromBefore(kind)).map(({ id }) => id)));
  return memories.map(({ id, text, round, kind, importance, recalled }) => ({
    ...{ text, round, kind, importance, node: written.get(id) ?? null },
    recalled: recalled && {
      score: recalled.score,
      recency: recalled.recency,
      importance: recalled.importance,
      relevance: recalled.relevance,
    },
  }));
}

/** The events that write memories; most are given before the first round, so the search begins at the start. */
function linesOf(events: readonly SimEvent[], wanted: Set<MemoryId>): ReadonlyMap<MemoryId, NodeId> {
  const found = new Map<MemoryId, NodeId>();
  for (let i = 0; i < events.length && wanted.size > 0; i++) {
    const event = events[i]!;
    if (event.type === 'memory.written' && wanted.delete(event.id) && event.at !== null) found.set(event.id, event.at);
  }
  return found;
}
