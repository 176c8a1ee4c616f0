/** What the engine asks, and what is answered. */
import type { MessageKind, Purpose } from '../../core/events/events.js';
import type { AgentId, MessageId, NodeId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';

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
  /** Where the file says one. */
  readonly gender?: string;
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

/** A message, or an act that was seen, as its reader sees it. */
export interface Seen {
  readonly id: MessageId;
  /** `act`: something done that was seen. `told`: the voice of the world, which has no author. */
  readonly kind: MessageKind;
  readonly author: AgentId;
  readonly name: string;
  /** Id of the action. */
  readonly action: string;
  readonly round: number;
  readonly text: string;
  readonly direct: boolean;
  readonly replyTo: MessageId | null;
  /** It answers one of the reader's own messages. */
  readonly answersMe: boolean;
  readonly mentionsMe: boolean;
  readonly up: number;
  readonly down: number;
  /** Message that it passes on. */
  readonly quotes?: MessageId;
  /** What the feed says beside it. */
  readonly note?: string;
}

/** Somebody the agent knows of. `tie` is the agent's own outgoing strength, 0..1. */
export interface Acquaintance {
  readonly id: AgentId;
  readonly name: string;
  readonly tie: number;
  /** Networks without closeness in which the agent has a tie to them, such as who follows whom. */
  readonly links?: readonly string[];
}

export interface RecalledText {
  readonly id: string;
  readonly round: number;
  readonly text: string;
  /** Who said it, where it was heard and the question is not to act. */
  readonly by?: AgentId;
  /** It was put into the agent's mind by the file: a planted memory. */
  readonly given?: true;
}

/** One of the agent's own last messages. */
export interface OwnWords {
  readonly id: MessageId;
  readonly round: number;
  readonly text: string;
  readonly direct: boolean;
}

/** An argument to be given with an act, with its bounds as they are now. */
export interface OptionArg {
  readonly id: string;
  readonly kind: 'number' | 'integer' | 'text' | 'boolean' | 'agent' | 'choice' | 'message';
  readonly optional: boolean;
  readonly words?: readonly string[];
  readonly agents?: readonly AgentId[];
  readonly min?: number;
  readonly max?: number;
  /** It asks for a part of something that is shared out among all who ask. */
  readonly shared?: true;
  /** A list of at most so many is asked for, each once, and none is an answer too. */
  readonly most?: number;
  /** What is known of those in `agents`, in their order. */
  readonly facts?: readonly PersonFacts[];
}

/** What one can know of somebody before choosing them: own tie 0..1, number of their ties, friends and interests in common. */
export interface PersonFacts {
  readonly agent: AgentId;
  readonly tie: number;
  readonly degree: number;
  readonly common: number;
  readonly shared: number;
}

/** A secret of the agent, with names. */
export interface KeptSecret {
  readonly text: string;
  /** It is kept from everybody who does not share it; `from` is then empty. */
  readonly everybody: boolean;
  /** Names of those who must not know. */
  readonly from: readonly string[];
  /** Names of those who know it too. */
  readonly shared: readonly string[];
}

/** A secret of somebody else that the agent may know. */
export interface ConfidedSecret extends Omit<KeptSecret, 'shared'> {
  /** Whose secret it is. */
  readonly id: AgentId;
  readonly name: string;
}

/** An act of two who meet again, toward each other. */
export interface PastAct {
  readonly round: number;
  readonly mine: boolean;
  readonly action: string;
  readonly args: JsonObject;
}

/** One action the agent may take now. Absent targets are not needed; empty lists never occur. */
export interface Option {
  readonly action: string;
  readonly does: string;
  /** `message` writes text, `reaction` marks a message, `nothing` lets the turn pass, `act` changes the world. */
  readonly kind: 'message' | 'reaction' | 'nothing' | 'act';
  readonly messages?: readonly MessageId[];
  readonly agents?: readonly AgentId[];
  /** The action says itself whom or what it can be aimed at. */
  readonly chosen?: true;
  /** It passes its message on instead of answering it. */
  readonly passes?: true;
  /** A message for which the agent writes no words. */
  readonly wordless?: true;
  /** What a reaction can be. */
  readonly values?: readonly string[];
  readonly args?: readonly OptionArg[];
}

/** What the agent was rewarded for and how much, 0..1, the last few times, oldest first. */
export interface PastReward {
  readonly reward: string;
  /** One of the five policies, or `custom`. */
  readonly kind: string;
  readonly does: string;
  readonly values: readonly number[];
}

/** Something that is asked of a mind other than to act. */
export type Asked =
  | {
      readonly kind: 'survey';
      readonly survey: string;
      readonly items: readonly AskedItem[];
      /** Lowest and highest value of the agent's variables that declare them; absent where none does. */
      readonly ranges?: { readonly [variable: string]: readonly [number, number] };
    }
  /** How the agent sees what others did toward it. */
  | {
      readonly kind: 'rate';
      readonly dimensions: readonly string[];
      readonly acts: readonly RatedActs[];
    }
  | { readonly kind: 'reflect'; readonly questions: number; readonly insights: number }
  | { readonly kind: 'plan' }
  /** A judgement from outside: of one text, or of a situation that is told. */
  | {
      readonly kind: 'judge' | 'code';
      readonly id: string;
      readonly ask: string;
      readonly text: string;
      readonly fields: readonly OptionArg[];
    }
  | { readonly kind: 'coach'; readonly facts: readonly CoachFact[]; readonly sees: readonly string[]; readonly scope: 'agent' | 'society' }
  | { readonly kind: 'interview'; readonly text: string };

/** What one did toward another in a round: words, and reactions by kind to words of the other. */
export interface RatedActs {
  readonly agent: AgentId;
  readonly name: string;
  readonly texts: readonly string[];
  readonly reactions: readonly { readonly kind: string; readonly text: string }[];
}

/** One question of a survey, its answer as an argument. */
export interface AskedItem extends OptionArg {
  readonly text: string;
  readonly ends: readonly string[];
}

/** What a coach sees of one agent. Numbers are 0..1. */
export interface CoachFact {
  readonly agent: AgentId;
  readonly name: string;
  readonly rewards: { readonly [reward: string]: number };
  readonly ties: number;
  readonly acts: number;
}

/** Everything an agent can know when it decides. JSON, so that it can be hashed and kept. */
export interface Situation {
  readonly purpose: Purpose;
  readonly round: number;
  readonly rounds: number;
  readonly phase: string;
  readonly premise: string;
  readonly language: string;
  /** The world's parameters in force, such as `topic`. */
  readonly params: { readonly [name: string]: Json };
  /** What is told of the world, and the values of its variables. */
  readonly world: string;
  readonly vars: { readonly [name: string]: Json };
  readonly self: Self;
  /** The agent's own variables. */
  readonly own: { readonly [name: string]: Json };
  /** What it is in this scenario, or null. */
  readonly part: { readonly role: string; readonly does: string; readonly goal: string; readonly knows: readonly string[] } | null;
  /** What it keeps from others. */
  readonly secrets: readonly string[];
  /** The same with whom it is kept from and who shares it. Absent where there is none, and in runs from before it was told. */
  readonly kept?: readonly KeptSecret[];
  /** Secrets of others that it shares. Absent where there is none. */
  readonly confided?: readonly ConfidedSecret[];
  /** Whom it meets in this phase, and as what, where it meets somebody. */
  readonly partner: (Acquaintance & { readonly own: { readonly [name: string]: Json } }) | null;
  readonly pairRole: string | null;
  /** Where acts with arguments are open: how many take part in the phase, the agent with them. */
  readonly company?: number;
  /** There too: turns that the agent has had in this phase, and how many it can have in all. */
  readonly turn?: { readonly had: number; readonly of: number };
  /** There too, in a pair: what the two did to each other before, oldest first. */
  readonly past?: readonly PastAct[];
  readonly seen: readonly Seen[];
  /** How many messages the feed kept from the agent this time. */
  readonly cut: number;
  /** Own messages, the last few, oldest first. */
  readonly mine: readonly OwnWords[];
  readonly memories: readonly RecalledText[];
  readonly known: readonly Acquaintance[];
  /** What it was rewarded for so far. */
  readonly rewards: readonly PastReward[];
  /** The coach's last words to it. */
  readonly advice: string | null;
  readonly options: readonly Option[];
  /** Reactions that may ride along with the act (at most `most`). */
  readonly riders: readonly {
    readonly action: string;
    readonly most: number;
    readonly messages: readonly MessageId[];
    readonly values: readonly string[];
  }[];
  /** In a moderated talk: whom it can give the word to, and whether it may end the talk. */
  readonly next: readonly AgentId[];
  readonly mayEnd: boolean;
  /** What is asked, where it is not to act. */
  readonly ask: Asked | null;
}

type Nullable<T extends string> = T | readonly [T, 'null'];

/** JSON Schema subset of our answers: object, string, enum, number, array; always closed. With `null` it may be left out. */
export type AnswerSchema =
  | {
      readonly type: 'object';
      readonly properties: { readonly [key: string]: AnswerSchema };
      readonly required: readonly string[];
      readonly additionalProperties: false;
      readonly description?: string;
    }
  | { readonly type: 'array'; readonly items: AnswerSchema; readonly maxItems: number; readonly description?: string }
  | {
      readonly type: Nullable<'string'>;
      readonly enum?: readonly (string | null)[];
      readonly maxLength?: number;
      readonly description?: string;
    }
  | {
      readonly type: Nullable<'integer'> | Nullable<'number'>;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description?: string;
    }
  | { readonly type: Nullable<'boolean'>; readonly description?: string };

/** The answer to an `act` question, once accepted. Absent means null or empty. */
export interface ActAnswer {
  readonly action: string;
  readonly text: string;
  /** Message the act is about (a comment's target). */
  readonly on: MessageId | null;
  /** Agent the act is for (a direct message's recipient). */
  readonly to: AgentId | null;
  /** What a reaction is. */
  readonly value: string | null;
  readonly args: { readonly [name: string]: Json };
  readonly votes: readonly { readonly message: MessageId; readonly vote: string }[];
  readonly next: AgentId | null;
  readonly done: boolean;
}

/** An act as a mind gives it: what it leaves out is null or empty. */
export type GivenAct = Pick<ActAnswer, 'action'> & Partial<ActAnswer>;

export interface Question {
  /** Null where somebody outside the society is asked. */
  readonly agent: AgentId | null;
  /** Place in the cast, from 0, which no mind is told in words: those who speak at once can differ by it. Not in the hash. */
  readonly place?: number;
  readonly purpose: Purpose;
  /** Id of the mind that is asked. */
  readonly mind: string;
  /** SHA-256 (hex) over what was asked: the situation and the answer's schema for minds that read no prose, else the prose. */
  readonly hash: string;
  /** Seed of the run and n-th occurrence of this hash in agenda order: equal questions draw separate answers. */
  readonly seed: number;
  readonly occurrence: number;
  readonly situation: Situation;
  readonly answer: AnswerSchema;
  /** Texts whose vectors are wanted, in their order: nothing else is asked then. */
  readonly texts?: readonly string[];
  /** The prompt, rendered when asked for. */
  parts(): readonly Part[];
  /**
   * Told, while the answer comes, what has come of it: all of it so far, raw and unjudged. It may start again. Present where
   * somebody wants to read along; minds that speak in one piece need not know of it.
   */
  readonly heard?: ((soFar: string) => void) | undefined;
}
