/**
 * A scenario compiled to plain data, ready to run: agents sampled, ties given, expressions checked and closed over.
 * Made from a resolved file by `compileModel`; `plan` reads it and nothing else but the state.
 */
import type { MindLabel } from '../core/events.js';
import type { AgentId, NodeId } from '../core/ids.js';
import type { Json } from '../core/json.js';
import type { Scope, Value } from '../expr/index.js';
import type { Self } from './question.js';

/** A checked expression and where it is written. */
export interface Formula {
  readonly at: NodeId;
  readonly source: string;
  run(scope: Scope): Value;
}

export interface GivenMemory {
  readonly at: NodeId;
  readonly text: string;
  readonly about: readonly AgentId[];
  readonly importance: number;
}

export interface AgentSpec {
  readonly self: Self;
  readonly at: NodeId;
  /** Id of the mind that answers for this agent. */
  readonly mind: string;
  readonly memories: readonly GivenMemory[];
  /** The templates of its questions; agents that override nothing share one. */
  readonly prompt: PromptSpec;
}

/** Weights of the four features of an act's evidence by rule. Ours: the paper's rubric is not published. */
export interface EvidenceWeights {
  readonly relevance: number;
  readonly answers: number;
  readonly asks: number;
  readonly addresses: number;
}

/** The tie equation of Schneider, Tian and Rizoiu 2025 (arXiv 2510.19299). */
export interface EvidenceRule {
  /** ξ, minimum evidence, 0..1. */
  readonly threshold: number;
  /** Δmax, the most a tie grows in a round, 0..1. */
  readonly growth: number;
  /** 1 − δ = 2^(−1/h) with half-life h in rounds. */
  readonly keep: number;
  readonly weights: EvidenceWeights;
}

export interface NetworkSpec {
  readonly name: string;
  readonly at: NodeId;
  /** Who may have ties here, by agent index. */
  readonly among: ReadonlySet<number>;
  /** Ties before the first round: `[from, to, strength]`. */
  readonly given: readonly (readonly [number, number, number])[];
  readonly rule: EvidenceRule | null;
  /** A tie counts as an edge from this strength on. */
  readonly edge: number;
}

export interface ActionSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly kind: 'message' | 'reaction' | 'nothing';
  readonly does: string;
  readonly to: 'public' | 'agent';
  /** The act is about a message: a comment's target, a reaction's object. */
  readonly on: boolean;
  readonly when: Formula | null;
}

export type Order = 'simultaneous' | 'sequential' | 'shuffled';

export interface PhaseSpec {
  readonly id: string;
  readonly at: NodeId;
  readonly order: Order;
  readonly actions: readonly ActionSpec[];
  readonly riders: readonly { readonly action: ActionSpec; readonly most: number }[];
}

/** Retrieval after Park et al. 2023 (arXiv 2304.03442); half-life in rounds, recall a number of memories. */
export interface MemorySpec {
  readonly recall: number;
  readonly halfLife: number;
  readonly weights: { readonly recency: number; readonly importance: number; readonly relevance: number };
}

/** For whom a set of templates was written, from the most general to the most particular. */
export type PromptLayer = 'default' | 'world' | 'scenario' | 'persona';

/** One prompt section: its template, where it is written, and the role it is sent in. */
export interface SectionTemplate {
  readonly section: string;
  readonly role: 'system' | 'user';
  readonly at: NodeId;
  readonly source: string;
  readonly from: PromptLayer;
  /** Id of the paraphrase that it comes from. */
  readonly wording: string | null;
  /** The default template that this one stands in for; null when it is the default. */
  readonly standard: { readonly at: NodeId; readonly source: string } | null;
  run(scope: Scope): string;
}

export interface PromptSpec {
  readonly sections: readonly SectionTemplate[];
  /** Words for a tie of strength 0..1 and for a level of 0..1, from the lowest up, in equal bands. */
  readonly ties: readonly string[];
  readonly levels: readonly string[];
}

export interface MeasureSpec {
  readonly id: string;
  readonly at: NodeId | null;
  readonly formula: Formula | null;
}

export interface Model {
  readonly title: string;
  readonly scenario: string;
  readonly at: NodeId;
  readonly language: string;
  readonly premise: string;
  readonly notice: string | null;
  readonly params: { readonly [name: string]: Json };
  readonly rounds: number;
  readonly seed: number;
  readonly minds: readonly MindLabel[];
  readonly agents: readonly AgentSpec[];
  readonly networks: readonly NetworkSpec[];
  readonly feedSize: number;
  readonly phases: readonly PhaseSpec[];
  readonly memory: MemorySpec;
  readonly until: Formula | null;
  readonly measures: readonly MeasureSpec[];
  /** Paraphrases of the prompts that can be asked for, by id, and the one in force. */
  readonly wordings: readonly string[];
  readonly wording: string | null;
}
