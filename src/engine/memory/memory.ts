/**
 * How memories are forgotten: by age, by the limit on their number, and, in a short-and-long memory, when a memory leaves the short
 * part and is unimportant or repeats another. An event names each forgotten memory.
 */
import { eachIndividual } from '../../core/events/agents.js';
import type { MemoryId } from '../../core/util/ids.js';
import { halfLifeOf } from '../../core/util/math.js';
import { idAt } from '../../core/events/roster.js';
import type { AgentState, Memory, State } from '../../core/events/state.js';
import type { Scenario, Society } from '../../language/generated/society.js';
import type { MemorySpec } from '../model/agentSpec.js';
import type { ScenarioModel } from '../model/model.js';
import type { Writer } from '../model/writer.js';

/** Defaults for what a file does not say. Weights are those of Park et al. 2023, with rounds for hours; the limits are ours. */
const DEFAULTS = {
  ...{ recall: 8, halfLife: 6, index: 200, most: 2000, short: 2, keep: 5 },
  weights: { recency: 1, importance: 1, relevance: 1 },
  reflect: { after: 150, questions: 3, insights: 5 },
} as const;

/**
 * The memory that the file declares. A memoryless or forgetful run recalls nothing. `alone` is the one mind that answers for all
 * agents, if the user chose one.
 */
export function memorySpec(memory: Scenario['memory'], at: string, memoryless: boolean, models: Models, alone?: string): MemorySpec {
  const { recency, reflect } = memory ?? {};
  const kind = memoryless ? 'none' : (memory?.kind ?? 'stream');
  const spec: MemorySpec = {
    ...{ at, kind, recall: kind === 'none' ? 0 : (memory?.recall ?? DEFAULTS.recall) },
    halfLife: recency?.decay === undefined ? (recency?.half_life ?? DEFAULTS.halfLife) : halfLifeOf(recency.decay),
    unit: recency?.unit ?? 'round',
    since: recency?.since ?? 'recalled',
    weights: { ...DEFAULTS.weights, ...memory?.weights },
    index: memory?.index ?? DEFAULTS.index,
    most: memory?.most ?? DEFAULTS.most,
    expires: memory?.expires ?? null,
    short: memory?.short ?? DEFAULTS.short,
    keep: memory?.keep ?? DEFAULTS.keep,
    reflect: reflect && kind !== 'none' ? { ...DEFAULTS.reflect, ...reflect } : null,
    embeddings: null,
  };
  const scores = weighs(spec) || spec.reflect !== null;
  const mind = memory?.embeddings === undefined || !scores ? null : embedder(memory.embeddings, models, alone);
  const model = mind === null ? undefined : models[mind];
  if (mind === null || !model || !EMBEDS.has(model.kind)) return spec;
  const name = 'name' in model && model.name !== undefined ? model.name : mind;
  return { ...spec, embeddings: { at: `${at}.embeddings`, mind, model: name } };
}

/** The model with relevance by words in common, which needs no mind. For previews. */
export const withoutEmbeddings = (model: ScenarioModel): ScenarioModel =>
  model.memory.embeddings === null ? model : { ...model, memory: { ...model.memory, embeddings: null } };

type Models = NonNullable<Society['models']>;

/** Whether recall for an act uses scores with relevance. */
export const weighs = ({ kind, recall, weights }: Pick<MemorySpec, 'kind' | 'recall' | 'weights'>): boolean =>
  (kind === 'stream' || kind === 'short_long') && recall > 0 && weights.relevance > 0;

/** Kinds of models that can give vectors: a server, and a recording. */
const EMBEDS: ReadonlySet<string> = new Set(['openai', 'recorded']);

/** The mind that gives vectors. If one recording answers for all agents, it gives them too. Null if no model answers. */
function embedder(wanted: string, models: Models, alone: string | undefined): string | null {
  const kind = alone === undefined ? undefined : models[alone]?.kind;
  if (alone === undefined || kind === 'openai' || kind === 'editor') return wanted;
  return kind === 'recorded' ? alone : null;
}

/** Forgets memories of every agent at the end of a round. */
export function forgetDrafts(model: ScenarioModel, writer: Writer): void {
  const { state } = writer;
  for (const [index, agent] of eachIndividual(state))
    if (agent.memories.length > agent.gone.size) forget(model, writer, state, index, agent);
}

function forget(model: ScenarioModel, writer: Writer, state: State, index: number, agent: AgentState): void {
  const spec = model.memory;
  const due = new Set<number>();
  const expire = (found: readonly number[], reason: 'age' | 'bound' | 'merged'): void => {
    if (found.length === 0) return;
    for (const i of found) due.add(i);
    const memories = found.map((i): MemoryId => agent.memories.backing[i]!.id);
    writer.emit({ type: 'memory.expired', agent: idAt(state.roster, index), memories, reason }, spec.at);
  };
  const there = (i: number): boolean => !agent.gone.has(i) && !due.has(i);
  if (spec.expires !== null) expire(older(agent, state.round - spec.expires, there), 'age');
  if (spec.kind === 'short_long') {
    const leaving = older(agent, state.round - spec.short, there).filter(
      (i) => agent.memories.backing[i]!.round === state.round - spec.short,
    );
    expire(repeated(agent, leaving, there), 'merged');
    expire(
      leaving.filter((i) => there(i) && agent.memories.backing[i]!.importance < spec.keep),
      'age',
    );
  }
  const over = agent.memories.length - agent.gone.size - due.size - spec.most;
  if (over > 0) expire(least(agent, over, there), 'bound');
}

/** Positions of memories that were written in round `last` or before. Memories are in the order of writing. */
function older({ memories }: AgentState, last: number, there: (i: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let i = 0; i < memories.length && memories.backing[i]!.round <= last; i++) if (there(i)) found.push(i);
  return found;
}

/**
 * Which of the memories that leave the short memory repeat one that stays. Of equal texts the most important stays, then the
 * latest.
 */
function repeated(agent: AgentState, leaving: readonly number[], there: (i: number) => boolean): readonly number[] {
  const { backing } = agent.memories;
  const best = new Map<string, number>();
  const better = (a: Memory, b: Memory): boolean => a.importance >= b.importance;
  for (let i = 0; i < agent.memories.length; i++) {
    if (!there(i)) continue;
    const { text } = backing[i]!;
    const known = best.get(text);
    if (known === undefined || better(backing[i]!, backing[known]!)) best.set(text, i);
  }
  return leaving.filter((i) => best.get(backing[i]!.text) !== i);
}

/** The `count` least important memories, in the order of writing. Of equal ones the oldest. */
function least({ memories }: AgentState, count: number, there: (i: number) => boolean): readonly number[] {
  const live = Array.from({ length: memories.length }, (_, i) => i).filter(there);
  live.sort((a, b) => memories.backing[a]!.importance - memories.backing[b]!.importance || a - b);
  return live.slice(0, count).sort((a, b) => a - b);
}
