/**
 * The memory stream's retrieval: score = w_rec·recency + w_imp·importance + w_rel·relevance, each term min–max
 * normalised over the candidates (Park et al. 2023, §4.1). Recency halves every `halfLife` rounds since the memory
 * was written; relevance is the lexical cosine with what was just delivered.
 */
import { similarity, words } from '../analysis/lexical.js';
import { logItems } from '../core/chunked.js';
import type { Recalled } from '../core/events.js';
import { pow } from '../core/math.js';
import type { AgentState } from '../core/state.js';
import type { MemorySpec } from './model.js';

/** The best memories, best first; of equal ones the later. `query` holds the texts to be relevant to. */
export function recall(
  spec: MemorySpec,
  agent: Pick<AgentState, 'memories' | 'gone'>,
  query: readonly string[],
  round: number,
): readonly Recalled[] {
  const { memories, gone } = agent;
  const all = logItems(memories);
  const list = gone.size === 0 ? all : all.filter((_, i) => !gone.has(i));
  if (list.length === 0 || spec.recall === 0) return [];
  if (spec.kind === 'window')
    return list.slice(-spec.recall).map(({ id }) => ({ memory: id, score: 0, recency: 0, importance: 0, relevance: 0 }));
  const asked = new Set(query.flatMap((text) => words(text)));
  const recency = normalised(list.map((m) => pow(2, (m.round - round) / spec.halfLife)));
  const importance = normalised(list.map((m) => m.importance));
  const relevance = normalised(list.map((m) => similarity(words(m.text), asked)));
  const scored = list.map((m, i) => ({
    memory: m.id,
    score: spec.weights.recency * recency[i]! + spec.weights.importance * importance[i]! + spec.weights.relevance * relevance[i]!,
    recency: recency[i]!,
    importance: importance[i]!,
    relevance: relevance[i]!,
  }));
  const order = scored.map((_, i) => i).sort((a, b) => scored[b]!.score - scored[a]!.score || b - a);
  return order.slice(0, spec.recall).map((i) => scored[i]!);
}

/** Values moved to 0..1 by their least and greatest; all 0 where they are equal, since then they tell nothing apart. */
function normalised(values: readonly number[]): readonly number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return values.map((value) => (high === low ? 0 : (value - low) / (high - low)));
}
