/** An agent of the cast as the model holds it: its fields, its memory, its private keys, and the templates of its prompts. */
import type { Purpose } from '../../core/events/events.js';
import type { FaultLog } from './faults.js';
import type { AgentId, NodeId } from '../../core/util/ids.js';
import type { Scope, Value } from '../../expr/index.js';
import { memoBy, memoByPair } from '../../core/util/memo.js';
import type { ScenarioModel } from './model.js';
import { agentAt } from '../../core/events/agents.js';
import type { Json } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import type { Select } from './formulaTypes.js';
import type { Self } from './situationTypes.js';

/** A memory from before the run, written in the file or read in a document. */
export interface GivenMemory {
  readonly at: NodeId;
  readonly kind: 'given' | 'read';
  readonly text: string;
  readonly about: readonly AgentId[];
  readonly importance: number;
}

/** Something that an agent knows and keeps from others. */
export interface SecretSpec {
  readonly at: NodeId;
  readonly id: string;
  readonly text: string;
  /** Agents that must not know it, and agents that may. Null if the file does not say. */
  readonly keepFrom: Select | null;
  readonly knownTo: Select | null;
}

/** The part of an agent in this scenario: its role, its goal and its knowledge. */
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
  /** Id of the persona or population it comes from. */
  readonly from: string;
  /** Id of the mind that answers for this agent. */
  readonly mind: string;
  readonly memories: readonly GivenMemory[];
  readonly secrets: readonly SecretSpec[];
  /** Its part, or null if it is cast in no role. */
  readonly part: PartSpec | null;
  /** Study variables, and variables that its part sets, before the first round. */
  readonly vars: { readonly [name: string]: Json };
  /** An intervention adds it later. */
  readonly waiting: boolean;
  /** Keys of the persona that do not leave this machine. */
  readonly private?: readonly string[];
  /** The templates of its questions. Agents without templates of their own share one object. */
  readonly prompt: PromptSpec;
  /** Draws another member of the same population, with an id. A person has no such function. */
  readonly another?: (id: AgentId) => AgentSpec;
}

/** Retrieval after Park et al. 2023 (arXiv 2304.03442). `halfLife` is in `unit`s; `recall` is a number of memories. */
export interface MemorySpec {
  readonly at: NodeId;
  readonly kind: 'stream' | 'window' | 'trace' | 'short_long' | 'none';
  readonly recall: number;
  readonly halfLife: number;
  readonly unit: 'round' | 'hour' | 'rank';
  /** Ages count since a memory was last recalled, as in the paper, or since it was written. */
  readonly since: 'recalled' | 'written';
  /** Most memories that are scored for a question. */
  readonly index: number;
  /** Most memories that are kept. */
  readonly most: number;
  /** Number of rounds after which a memory is forgotten; null for never. */
  readonly expires: number | null;
  /** Number of rounds in the short memory, and the least importance for the long memory. */
  readonly short: number;
  readonly keep: number;
  readonly weights: { readonly recency: number; readonly importance: number; readonly relevance: number };
  readonly reflect: { readonly after: number; readonly questions: number; readonly insights: number } | null;
  /** The model for relevance by vectors; null for relevance by words in common. */
  readonly embeddings: EmbeddingSpec | null;
}

/** A model that gives vectors of texts. */
interface EmbeddingSpec {
  readonly at: NodeId;
  readonly mind: string;
  /** Name of the model. Vectors of different models cannot be compared. */
  readonly model: string;
}

const newcomersOf = memoBy((_model: ScenarioModel) => new Map<string, AgentSpec>());

/**
 * The specification of an agent of a run. An agent that joined later has that of its population or person, with its own id and
 * name. Throws a `RangeError` for an unknown index.
 */
export function specOf(model: ScenarioModel, state: State, index: number): AgentSpec {
  const known = model.agents.at(index);
  if (known) return known;
  const agent = agentAt(state, index);
  const made = newcomersOf(model);
  const key = agent ? `${agent.id}\n${agent.from}\n${agent.name}` : '';
  const spec = made.get(key);
  if (spec) return spec;
  const base = agent && (model.agents.at(model.agents.firstOf(agent.from)) ?? model.agents.at(0));
  if (!base) throw new RangeError(`no agent ${index}`);
  const like = base.another?.(agent.id) ?? base;
  const fresh: AgentSpec = { ...like, self: { ...like.self, id: agent.id, name: agent.name }, memories: [], waiting: false };
  made.set(key, fresh);
  return fresh;
}

/**
 * Number of questions and insights if agents reflect in a phase of the world and the scenario does not give them (Park et al.
 * 2023).
 */
export const REFLECTION = { questions: 3, insights: 5 } as const;

// Prompt templates in the model.

/** Where a set of templates belongs, from the general to the particular. */
export type PromptLayer = 'default' | 'world' | 'scenario' | 'persona';

/** One section of a prompt: its template, its place in the file, and the role in which it is sent. */
export interface SectionTemplate {
  readonly section: string;
  readonly role: 'system' | 'user';
  readonly at: NodeId;
  readonly source: string;
  readonly from: PromptLayer;
  /** Id of the wording that it comes from. */
  readonly wording: string | null;
  /** The default template that it replaces; null if it is the default. */
  readonly standard: { readonly at: NodeId; readonly source: string } | null;
  run(scope: Scope): string;
}

/** A short text with names of its own and the word helpers. The log notes its faults. */
export type NoteTemplate = (names: { readonly [name: string]: Value }, log: FaultLog) => string;

export interface PromptSpec {
  /** Sections of a question, by purpose. `together`: the agent acts at the same time as others. */
  of(purpose: Purpose, together: boolean): readonly SectionTemplate[];
  /** Sections that follow where a question is asked in plain text: its form, and the beginning of the answer. */
  readonly plain: readonly SectionTemplate[];
  /** Short texts that the engine writes. */
  readonly notes: { readonly rating: NoteTemplate; readonly feedback: NoteTemplate; readonly evidence: NoteTemplate };
  /**
   * Words for the strength of a tie, 0..1, and for a level, 0..1. Each list starts at the lowest and divides 0..1 into equal bands.
   */
  readonly ties: readonly string[];
  readonly levels: readonly string[];
}

// The private keys of an agent, as its world, its population or its persona declares them.

/** Names of the private variables of an agent, declared by the world or by the persona. */
export function privateVars(model: ScenarioModel, spec: AgentSpec): readonly string[] {
  const keys = spec.private ?? [];
  const declared = model.agentVars.filter((one) => one.private).map(({ id }) => id);
  const own = keys.includes('vars') ? Object.keys(spec.vars) : keys.map((key) => key.replace(/^vars\./, ''));
  return [...declared, ...own];
}

/** Keys of an agent's record whose reading is noted, such as `salary` or `personality.openness`. */
export const guardedKeys = memoByPair((model: ScenarioModel, spec: AgentSpec): readonly string[] => [
  ...new Set([...privateVars(model, spec), ...(spec.private ?? [])]),
]);
