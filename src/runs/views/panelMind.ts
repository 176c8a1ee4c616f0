/** What the panel shows of one agent at a moment, in addition to what it folds itself. */
import type { SimEvent } from '../../core/events/events.js';
import type { MemoryId, NodeId } from '../../core/util/ids.js';
import { isFromBefore } from '../../core/events/folds.js';
import type { AskedMind, PanelFact, PanelMemory, PanelMind } from '../../protocol/panelRequests.js';
import { lastAct, memoriesOf, memoryCount, type MemorySeen, recalledOf, valueWords } from './inspectAgent.js';
import { agentAt, varsOf } from '../../core/events/agents.js';
import { indexOf } from '../../core/events/roster.js';
import type { State, Variables } from '../../core/events/state.js';
import { type AgentSpec, type ScenarioModel, specOf } from '../../engine/index.js';
import type { LedgerEntry } from '../../minds/index.js';
import { amountOf } from '../cost/cost.js';
import { shownMinds } from '../../core/mindLabels.js';
import { mindWords } from '../setup/minds.js';

/** Null where there is no such agent yet. */
export function panelMind(
  model: ScenarioModel,
  events: readonly SimEvent[],
  state: State,
  { agent: id, find, memories }: AskedMind,
  booked: readonly LedgerEntry[],
): PanelMind | null {
  const index = indexOf(state.roster, id);
  const agent = index < 0 ? undefined : agentAt(state, index);
  if (!agent) return null;
  const own = booked.filter((one) => one.agent === id && one.round <= state.round);
  return {
    kind: 'mind',
    mind: labelOf(model, agent.mind),
    act: lastAct(state, agent),
    advice: agent.advice?.text ?? null,
    persona: personaFacts(specOf(model, state, index).self),
    variables: variableFacts(varsOf(state, index)),
    recalled: panelMemories(events, recalledOf(agent)),
    memories: panelMemories(events, memoriesOf(agent, 0, memories, find)),
    remembered: memoryCount(agent),
    cost: own.length > 0 ? amountOf(own) : null,
  };
}

/** The minds of a run, as the top of the panel shows them. */
function labelOf({ minds }: ScenarioModel, id: string): string {
  const label = minds.filter((one) => one.id === id);
  return label.length > 0 ? shownMinds(mindWords({ minds: label })) : id;
}

const variableFacts = (vars: Variables): readonly PanelFact[] =>
  Object.entries(vars)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, valueWords(value)]);

/** The fields of a persona with content, in the order of the format's pages. */
function personaFacts({
  bio,
  backstory,
  voice,
  values,
  traits,
  goals,
  personality,
  drives,
  activity,
}: AgentSpec['self']): readonly PanelFact[] {
  const list = (items: readonly string[]): string => items.join(', ');
  const numbers = (of: { readonly [name: string]: number }): string =>
    Object.entries(of)
      .map(([name, value]) => `${name.replaceAll('_', ' ')} ${valueWords(value)}`)
      .join(', ');
  const facts: readonly PanelFact[] = [
    ...([
      ['bio', bio],
      ['backstory', backstory],
      ['voice', voice],
    ] as const),
    ...([
      ['traits', list(traits)],
      ['values', list(values)],
      ['goals', list(goals)],
    ] as const),
    ...([
      ['personality', numbers(personality)],
      ['drives', numbers(drives)],
      ['activity', valueWords(activity)],
    ] as const),
  ];
  return facts.flatMap(([name, text]): PanelFact[] => (text.trim() === '' ? [] : [[name, text.trim()]]));
}

// Memories in the panel's form: a memory from the file, or from a document, has the place of its line.

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
