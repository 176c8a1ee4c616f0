/** Overrides, the manual changes of a run at a moment: the change as data, and its fold. */
import type { EventOf } from './events.js';
import type { AgentId, MemoryId } from '../util/ids.js';
import type { Json } from '../util/json.js';
import { agentIn, changeNetwork, type Next, setVariable } from './stateDraft.js';
import { remembering } from './folds.js';
import { idAt, indexOf } from './roster.js';
import { memoryIndex, type State } from './state.js';
import { withTie } from './tieChanges.js';

export type Override =
  /** A variable of the world, or of the agent if one is named. */
  | { readonly kind: 'variable'; readonly name: string; readonly agent: AgentId | null; readonly value: Json }
  | { readonly kind: 'tie'; readonly network: string; readonly from: AgentId; readonly to: AgentId; readonly value: number }
  | OverriddenMemory
  /** Replaces the next answer of the agent to any question. */
  | { readonly kind: 'answer'; readonly agent: AgentId; readonly value: Json };

/** A requested override: a memory without an id is a new one. */
export type OverrideRequest = Exclude<Override, { kind: 'memory' }> | (Omit<OverriddenMemory, 'memory'> & { readonly memory?: MemoryId });

/** A memory with a new text, a new memory after the last one, or, without a text, a memory to remove. */
interface OverriddenMemory {
  readonly kind: 'memory';
  readonly agent: AgentId;
  readonly memory: MemoryId;
  readonly text: string | null;
  /** For a new memory: the agents that it is about. */
  readonly about?: readonly AgentId[];
  /** Importance, 1 to 10. If absent, an existing memory keeps its importance. */
  readonly importance?: number;
}

/** The mind in the event of an overridden answer. */
export const OVERRIDE = 'override';

/** Default importance of a memory from an override. */
const OVERRIDDEN_IMPORTANCE = 5;

export function overridden(s: Next, { change }: EventOf<'state.overridden'>): void {
  switch (change.kind) {
    case 'variable':
      return setVariable(s, change.agent, change.name, change.value);
    case 'tie':
      return changeNetwork(s, change.network, (n) =>
        withTie(n, indexOf(s.roster, change.from), indexOf(s.roster, change.to), change.value),
      );
    case 'memory':
      return recollected(s, change);
    case 'answer':
      s.overriddenAnswers = { ...s.overriddenAnswers, [change.agent]: change.value };
  }
}

function recollected(s: Next, { agent: id, memory, text, about = [], importance }: OverriddenMemory): void {
  const agent = agentIn(s, id);
  const index = memoryIndex(memory);
  const { backing, length } = agent.memories;
  if (text === null) agent.gone = new Set([...agent.gone, index]);
  else if (index === length)
    remembering(agent, { id: memory, kind: 'given', text, about, importance: importance ?? OVERRIDDEN_IMPORTANCE, source: null }, s.round);
  else {
    const was = backing[index]!;
    const now = { ...was, text, importance: importance ?? was.importance };
    // Other states that share the log do not change.
    agent.memories = { length, backing: backing.slice(0, length).with(index, now) };
  }
}

/** Removes the override of the agent's next answer after an answer. */
export function takeOverriddenAnswer(s: Next, agent: AgentId | null): void {
  if (agent === null || !Object.hasOwn(s.overriddenAnswers, agent)) return;
  const { [agent]: _taken, ...left } = s.overriddenAnswers;
  s.overriddenAnswers = left;
}

/** The override of the answer to the question at this position of the phase, or undefined. */
export function overriddenAnswerAt({ agenda, overriddenAnswers, roster }: State, position: number): Json | undefined {
  const { backing } = agenda.questions;
  const { agent } = backing[position]!;
  const id = agent < 0 ? null : idAt(roster, agent);
  if (id === null || !Object.hasOwn(overriddenAnswers, id)) return undefined;
  for (let i = agenda.answers.length; i < position; i++) if (backing[i]!.agent === agent) return undefined;
  return overriddenAnswers[id];
}

/** Whether a question to the agent waits for its answer. */
export function isAsked({ agenda, roster }: State, agent: AgentId): boolean {
  if (agenda.stage !== 'phase') return false;
  const index = indexOf(roster, agent);
  for (let i = agenda.answers.length; i < agenda.questions.length; i++) if (agenda.questions.backing[i]!.agent === index) return true;
  return false;
}
