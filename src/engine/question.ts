/**
 * What the engine asks and what a mind answers. A mind answers a question; it never touches the world.
 * Built-in, OpenAI-compatible, recorded and scripted minds are interchangeable behind `Mind`.
 */
import type { CancellationToken } from '../core/cancellation.js';
import type { MindKind, Purpose } from '../core/events.js';
import type { AgentId, MessageId, NodeId } from '../core/ids.js';
import type { Json } from '../core/json.js';

/** One section of a rendered prompt, with the node it comes from and why it was kept or cut. */
export interface Part {
  readonly section: string;
  readonly role: 'system' | 'user';
  readonly text: string;
  readonly at: NodeId | null;
  readonly why: string;
  readonly kept: boolean;
}

/** What an agent knows of itself. Numbers are 0..1. */
export interface Self {
  readonly id: AgentId;
  readonly name: string;
  readonly age: number | null;
  readonly occupation: string;
  readonly bio: string;
  readonly backstory: string;
  readonly interests: readonly string[];
  readonly values: readonly string[];
  readonly traits: readonly string[];
  readonly goals: readonly string[];
  readonly voice: string;
  readonly personality: { readonly [trait: string]: number };
  readonly drives: { readonly [drive: string]: number };
  /** Chance per round of wanting to do something at all, 0..1. */
  readonly activity: number;
}

/** A message as its reader sees it. */
export interface Seen {
  readonly id: MessageId;
  readonly author: AgentId;
  readonly name: string;
  readonly round: number;
  readonly text: string;
  readonly direct: boolean;
  readonly replyTo: MessageId | null;
  /** It answers one of the reader's own messages. */
  readonly answersMe: boolean;
  readonly mentionsMe: boolean;
  readonly up: number;
  readonly down: number;
}

/** Somebody the agent knows of. `tie` is the agent's own outgoing strength, 0..1. */
export interface Acquaintance {
  readonly id: AgentId;
  readonly name: string;
  readonly tie: number;
}

export interface RecalledText {
  readonly id: string;
  readonly round: number;
  readonly text: string;
}

/** One of the agent's own last messages. */
export interface OwnWords {
  readonly id: MessageId;
  readonly round: number;
  readonly text: string;
  readonly direct: boolean;
}

/** One action the agent may take now. Absent targets are not needed; empty lists never occur. */
export interface Option {
  readonly action: string;
  readonly does: string;
  /** `message` writes text, `reaction` marks a message, `nothing` lets the turn pass. */
  readonly kind: 'message' | 'reaction' | 'nothing';
  readonly messages?: readonly MessageId[];
  readonly agents?: readonly AgentId[];
}

/** Everything an agent can know when it decides. JSON, so that it can be hashed and kept. */
export interface Situation {
  readonly round: number;
  readonly rounds: number;
  readonly phase: string;
  readonly premise: string;
  readonly language: string;
  /** The world's parameters in force, such as `topic`. */
  readonly params: { readonly [name: string]: Json };
  readonly self: Self;
  readonly seen: readonly Seen[];
  /** How many messages the feed kept from the agent this time. */
  readonly cut: number;
  /** Own messages, the last few, oldest first. */
  readonly mine: readonly OwnWords[];
  readonly memories: readonly RecalledText[];
  readonly known: readonly Acquaintance[];
  readonly options: readonly Option[];
  /** Reactions that may ride along with the act (at most `most`). */
  readonly riders: readonly { readonly action: string; readonly most: number; readonly messages: readonly MessageId[] }[];
}

/** JSON Schema subset of our answers: object, string, enum, integer, array; always closed. */
export type AnswerSchema =
  | {
      readonly type: 'object';
      readonly properties: { readonly [key: string]: AnswerSchema };
      readonly required: readonly string[];
      readonly additionalProperties: false;
      readonly description?: string;
    }
  | { readonly type: 'array'; readonly items: AnswerSchema; readonly maxItems: number; readonly description?: string }
  | { readonly type: 'string'; readonly enum?: readonly string[]; readonly maxLength?: number; readonly description?: string }
  | {
      readonly type: readonly ['string', 'null'];
      readonly enum?: readonly (string | null)[];
      readonly maxLength?: number;
      readonly description?: string;
    }
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number; readonly description?: string };

/** The answer to an `act` question, once accepted. Absent means null or empty. */
export interface ActAnswer {
  readonly action: string;
  readonly text: string;
  /** Message the act is about (a comment's target). */
  readonly on: MessageId | null;
  /** Agent the act is for (a direct message's recipient). */
  readonly to: AgentId | null;
  readonly votes: readonly { readonly message: MessageId; readonly vote: 'up' | 'down' }[];
}

export interface Question {
  readonly agent: AgentId;
  readonly purpose: Purpose;
  /** SHA-256 (hex) over what was asked: the situation and the answer's schema for minds that read no prose, else the prose. */
  readonly hash: string;
  /** Seed of the run and n-th occurrence of this hash in agenda order: equal questions draw separate answers. */
  readonly seed: number;
  readonly occurrence: number;
  readonly situation: Situation;
  readonly answer: AnswerSchema;
  /** The prompt, rendered when asked for. */
  parts(): readonly Part[];
}

/** What a mind gives back: a value, or the raw text of one that spoke prose. The engine parses, repairs and judges it. */
export interface MindAnswer {
  readonly value?: Json;
  readonly text?: string;
  readonly usage?: { readonly input: number; readonly output: number };
}

/** Codes of faults that lie in one answer, not in the mind: the turn passes with its reason and the run goes on. */
export const ANSWER_FAULTS: ReadonlySet<string> = new Set([
  'refused',
  'empty-content',
  'cut-short',
  'broken-answer',
  'answer-too-large',
  'too-long',
]);

/** A mind could not answer. `code` is stable, `message` tells the user what to do next. */
export class MindFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retryable = false,
  ) {
    super(message);
    this.name = 'MindFault';
  }
}

export interface Mind {
  readonly id: string;
  readonly kind: MindKind;
  readonly model: string;
  /** Needs the rendered prompt; its questions are hashed over the prose. */
  readonly prose: boolean;
  /** Answers at once or later. Rejects with `MindFault`. */
  ask(question: Question, token: CancellationToken): MindAnswer | Promise<MindAnswer>;
}
