/** An agent of the cast as the model holds it, how it remembers, and what an agent of a run is made from. */
import { memoBy } from '../../core/util/memo.js';
import { at as agentAt } from '../../core/util/chunkedList.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Json } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import type { Select } from './formulaTypes.js';
import type { ScenarioModel } from './model.js';
import type { Self } from './question.js';
import type { PromptSpec } from './promptSpec.js';

/** A memory from before the run, written in the file or read in a document. */
export interface GivenMemory {
  readonly at: NodeId;
  readonly kind: 'given' | 'read';
  readonly text: string;
  readonly about: readonly AgentId[];
  readonly importance: number;
}

/** Something an agent knows and keeps from others. */
export interface SecretSpec {
  readonly at: NodeId;
  readonly id: string;
  readonly text: string;
  /** Who must not know, and who may; null where the file does not say. */
  readonly keepFrom: Select | null;
  readonly knownTo: Select | null;
}

/** What an agent is in this scenario: its role, what it wants and knows there. */
export interface PartSpec {
  readonly role: string;
  readonly does: string;
  readonly goal: string;
  readonly knows: readonly string[];
  readonly secrets: readonly SecretSpec[];
}

export interface AgentSpec {
  readonly self: Self;
  readonly at: NodeId;
  /** Persona or population it comes from. */
  readonly from: string;
  /** Id of the mind that answers for this agent. */
  readonly mind: string;
  readonly memories: readonly GivenMemory[];
  readonly secrets: readonly SecretSpec[];
  /** The role it is cast in, or null. */
  readonly part: PartSpec | null;
  /** Study variables and those that its part sets, before the first round. */
  readonly vars: { readonly [name: string]: Json };
  /** It comes later, by an intervention. */
  readonly waiting: boolean;
  /** Keys of the persona that do not leave this machine. */
  readonly private?: readonly string[];
  /** The templates of its questions; agents that override nothing share one. */
  readonly prompt: PromptSpec;
  /** Another of the same population, drawn anew under an id; a person has none. */
  readonly another?: (id: AgentId) => AgentSpec;
}

/** Retrieval after Park et al. 2023 (arXiv 2304.03442); half-life in units, recall a number of memories. */
export interface MemorySpec {
  readonly at: NodeId;
  readonly kind: 'stream' | 'window' | 'trace' | 'short_long' | 'none';
  readonly recall: number;
  readonly halfLife: number;
  readonly unit: 'round' | 'hour' | 'rank';
  /** Ages count since a memory last came to mind, as in the paper, or since it was written. */
  readonly since: 'recalled' | 'written';
  /** Memories weighed at most for a question. */
  readonly index: number;
  /** Memories kept at most. */
  readonly most: number;
  /** Rounds after which a memory is gone; null for never. */
  readonly expires: number | null;
  /** Rounds of the short memory, and importance from which a memory enters the long one. */
  readonly short: number;
  readonly keep: number;
  readonly weights: { readonly recency: number; readonly importance: number; readonly relevance: number };
  readonly reflect: { readonly after: number; readonly questions: number; readonly insights: number } | null;
  /** What tells relevance in place of words in common, or null. */
  readonly embeddings: EmbeddingSpec | null;
}

/** A model that gives vectors of texts. */
interface EmbeddingSpec {
  readonly at: NodeId;
  readonly mind: string;
  /** Its name: vectors of different models cannot be compared. */
  readonly model: string;
}

const newcomersOf = memoBy((_model: ScenarioModel) => new Map<string, AgentSpec>());

/**
 * What an agent of a run is made from: its own specification, or, for one that joined later, that of another of the same
 * population or of the same person, under its own id and name.
 */
export function specOf(model: ScenarioModel, state: State, index: number): AgentSpec {
  const known = model.agents[index];
  if (known) return known;
  const agent = agentAt(state.agents, index);
  const made = newcomersOf(model);
  const key = agent ? `${agent.id}\n${agent.from}\n${agent.name}` : '';
  const spec = made.get(key);
  if (spec) return spec;
  const base = agent && (model.agents.find(({ from }) => from === agent.from) ?? model.agents[0]);
  if (!base) throw new RangeError(`no agent ${index}`);
  const like = base.another?.(agent.id) ?? base;
  const fresh: AgentSpec = { ...like, self: { ...like.self, id: agent.id, name: agent.name }, memories: [], waiting: false };
  made.set(key, fresh);
  return fresh;
}

/** Questions and insights where a world has its agents reflect and the scenario does not say how (Park et al. 2023). */
export const REFLECTION = { questions: 3, insights: 5 } as const;
