/** What the panel shows of one agent at a moment, in addition to what it folds itself. */
import { at } from '../../core/util/chunkedList.js';
import type { SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import type { AgentState, State } from '../../core/events/state.js';
import { type AgentSpec, type ScenarioModel, specOf } from '../../engine/index.js';
import type { LedgerEntry } from '../../minds/index.js';
import type { AskedMind, PanelFact, PanelMind } from '../../protocol/panelRequests.js';
import { amountOf } from '../cost/cost.js';
import { mindWords } from '../setup/minds.js';
import { panelMemories } from './panelMemories.js';
import { lastAct, memoriesOf, memoryCount, recalledOf, valueWords } from './inspectAgent.js';

/** Null where there is no such agent yet. */
export function panelMind(
  model: ScenarioModel,
  events: readonly SimEvent[],
  state: State,
  { agent: id, find, memories }: AskedMind,
  booked: readonly LedgerEntry[],
): PanelMind | null {
  const index = indexOf(state.roster, id);
  const agent = index < 0 ? undefined : at(state.agents, index);
  if (!agent) return null;
  const own = booked.filter((one) => one.agent === id && one.round <= state.round);
  return {
    kind: 'mind',
    mind: labelOf(model, agent.mind),
    act: lastAct(state, agent),
    advice: agent.advice?.text ?? null,
    persona: personaFacts(specOf(model, state, index).self),
    variables: variableFacts(agent),
    recalled: panelMemories(events, recalledOf(agent)),
    memories: panelMemories(events, memoriesOf(agent, 0, memories, find)),
    remembered: memoryCount(agent),
    cost: own.length > 0 ? amountOf(own) : null,
  };
}

/** The minds of a run, as the top of the panel shows them. */
function labelOf({ minds }: ScenarioModel, id: string): string {
  const label = minds.filter((one) => one.id === id);
  return label.length > 0 ? mindWords({ minds: label }) : id;
}

const variableFacts = ({ vars }: AgentState): readonly PanelFact[] =>
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
