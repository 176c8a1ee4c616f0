/** What an agent knows, sees and can do when it is asked: the data of a question. */
import type { MessageKind, Purpose } from '../../core/events/events.js';
import type { AgentId, MessageId } from '../../core/util/ids.js';
import type { Json, JsonObject } from '../../core/util/json.js';

/** What an agent knows about itself. Numbers are 0..1. */
export interface Self {
  readonly id: AgentId;
  readonly name: string;
  readonly age: number | null;
  /** Absent if the file does not say. */
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
  /** Chance in a round that the agent wants to act at all, 0..1. */
  readonly activity: number;
}

/** A message, or an act that was seen, as its reader gets it. */
export interface Seen {
  readonly id: MessageId;
  /** `act`: an act that was seen. `told`: the voice of the world, which has no author. */
  readonly kind: MessageKind;
  readonly author: AgentId;
  readonly name: string;
  readonly action: string;
  readonly round: number;
  readonly text: string;
  readonly direct: boolean;
  readonly replyTo: MessageId | null;
  /** It answers one of the reader's messages. */
  readonly answersMe: boolean;
  readonly mentionsMe: boolean;
  readonly up: number;
  readonly down: number;
  /** Id of the message that it passes on. */
  readonly quotes?: MessageId;
  /** A note that the feed shows with it. */
  readonly note?: string;
}

/** An agent that the asked agent knows. `tie` is the strength of the outgoing tie, 0..1. */
export interface Acquaintance {
  readonly id: AgentId;
  readonly name: string;
  readonly tie: number;
  /** Names of networks without closeness in which there is a tie to this agent, such as follows. */
  readonly links?: readonly string[];
}

export interface RecalledText {
  readonly id: string;
  readonly round: number;
  readonly text: string;
  /** Who said it. Present if the memory was heard, and the question is not about acting. */
  readonly by?: AgentId;
  /** The file planted this memory. */
  readonly given?: true;
}

/** One of the agent's own recent messages. */
export interface OwnWords {
  readonly id: MessageId;
  readonly round: number;
  readonly text: string;
  readonly direct: boolean;
}

/** An argument of an act, with its current bounds. */
export interface OptionArg {
  readonly id: string;
  readonly kind: 'number' | 'integer' | 'text' | 'boolean' | 'agent' | 'choice' | 'message';
  readonly optional: boolean;
  readonly words?: readonly string[];
  readonly agents?: readonly AgentId[];
  readonly min?: number;
  readonly max?: number;
  /** It asks for a share of something that is divided among all who ask. */
  readonly shared?: true;
  /** The answer is a list of at most so many, each once. An empty list is allowed. */
  readonly most?: number;
  /** Facts about the agents in `agents`, in their order. */
  readonly facts?: readonly PersonFacts[];
}

/** What an agent can know about another before a choice: own tie 0..1, number of ties, friends and interests in common. */
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
  /** It is kept from all agents that do not share it. `from` is then empty. */
  readonly everybody: boolean;
  /** Names of agents that must not know it. */
  readonly from: readonly string[];
  /** Names of agents that know it too. */
  readonly shared: readonly string[];
}

/** A secret of another agent that this agent may know. */
export interface ConfidedSecret extends Omit<KeptSecret, 'shared'> {
  /** Id of the agent whose secret it is. */
  readonly id: AgentId;
  readonly name: string;
}

/** An earlier act between the two of a pair. */
export interface PastAct {
  readonly round: number;
  readonly mine: boolean;
  readonly action: string;
  readonly args: JsonObject;
}

/** One action that is open to the agent now. Targets that it does not need are absent. Lists are never empty. */
export interface Option {
  readonly action: string;
  readonly does: string;
  /** `message` writes text, `reaction` marks a message, `nothing` ends the turn, `act` changes the world. */
  readonly kind: 'message' | 'reaction' | 'nothing' | 'act';
  readonly messages?: readonly MessageId[];
  readonly agents?: readonly AgentId[];
  /** The action has its own rule for targets. */
  readonly chosen?: true;
  /** It passes a message on instead of answering it. */
  readonly passes?: true;
  /** A message without words of the agent. */
  readonly wordless?: true;
  /** Possible values of a reaction. */
  readonly values?: readonly string[];
  readonly args?: readonly OptionArg[];
}

/** Recent rewards of one kind, 0..1, oldest first. */
export interface PastReward {
  readonly reward: string;
  /** One of the five policies, or `custom`. */
  readonly kind: string;
  readonly does: string;
  readonly values: readonly number[];
}

/** What a mind is asked, other than to act. */
export type Asked =
  | {
      readonly kind: 'survey';
      readonly survey: string;
      readonly items: readonly AskedItem[];
      /** Lowest and highest value of the agent's variables that declare them. Absent if none does. */
      readonly ranges?: { readonly [variable: string]: readonly [number, number] };
    }
  /** How the agent rates what others did to it. */
  | {
      readonly kind: 'rate';
      readonly dimensions: readonly string[];
      readonly acts: readonly RatedActs[];
    }
  | { readonly kind: 'reflect'; readonly questions: number; readonly insights: number }
  | { readonly kind: 'plan' }
  /** A judgement from outside the society: of one text, or of a situation. */
  | {
      readonly kind: 'judge' | 'code';
      readonly id: string;
      readonly ask: string;
      readonly text: string;
      readonly fields: readonly OptionArg[];
    }
  | { readonly kind: 'coach'; readonly facts: readonly CoachFact[]; readonly sees: readonly string[]; readonly scope: 'agent' | 'society' }
  | { readonly kind: 'interview'; readonly text: string };

/** What one agent did to another in a round: words, and reactions by kind to words of the other. */
export interface RatedActs {
  readonly agent: AgentId;
  readonly name: string;
  readonly texts: readonly string[];
  readonly reactions: readonly { readonly kind: string; readonly text: string }[];
}

/** One question of a survey. Its answer has the form of an argument. */
export interface AskedItem extends OptionArg {
  readonly text: string;
  readonly ends: readonly string[];
}

/** Facts about one agent for a coach. Numbers are 0..1. */
export interface CoachFact {
  readonly agent: AgentId;
  readonly name: string;
  readonly rewards: { readonly [reward: string]: number };
  readonly ties: number;
  readonly acts: number;
}

/** Everything that an agent can know when it decides. It is JSON, so that it can be hashed and kept. */
export interface Situation {
  readonly purpose: Purpose;
  readonly round: number;
  readonly rounds: number;
  readonly phase: string;
  readonly premise: string;
  readonly language: string;
  /** The current parameters of the world, such as `topic`. */
  readonly params: { readonly [name: string]: Json };
  /** The description of the world, and the values of its variables. */
  readonly world: string;
  readonly vars: { readonly [name: string]: Json };
  readonly self: Self;
  /** The agent's own variables. */
  readonly own: { readonly [name: string]: Json };
  /** Its part in this scenario, or null. */
  readonly part: { readonly role: string; readonly does: string; readonly goal: string; readonly knows: readonly string[] } | null;
  /** Texts that it keeps from others. */
  readonly secrets: readonly string[];
  /**
   * The same secrets, with the names of agents that they are kept from and of agents that share them. Absent if there are none, and
   * in runs before the flag `secrets_told`.
   */
  readonly kept?: readonly KeptSecret[];
  /** Secrets of others that it shares. Absent if there are none. */
  readonly confided?: readonly ConfidedSecret[];
  /** The partner that it meets in this phase, with the partner's role; null without a partner. */
  readonly partner: (Acquaintance & { readonly own: { readonly [name: string]: Json } }) | null;
  readonly pairRole: string | null;
  /** Number of agents in the phase, including this one. Present if acts with arguments are open. */
  readonly company?: number;
  /** Number of turns that the agent had in this phase, and the most that it can have. Present under the same condition. */
  readonly turn?: { readonly had: number; readonly of: number };
  /** In a pair, what the two did to each other before, oldest first. Present under the same condition. */
  readonly past?: readonly PastAct[];
  readonly seen: readonly Seen[];
  /**
   * The messages in `seen` that are not to it alone, with its own ones since the first of them, in the order of writing, in the same words
   * for every reader. Only for agents that act at the same time, and not in runs before the flag `shared_prompt_first`. It is not part of
   * the hash, because it follows from `seen` and `mine`.
   */
  readonly talk?: readonly Seen[];
  /** Number of messages that the feed left out this time. */
  readonly cut: number;
  /** Its own recent messages, oldest first. */
  readonly mine: readonly OwnWords[];
  readonly memories: readonly RecalledText[];
  readonly known: readonly Acquaintance[];
  /** Its rewards so far. */
  readonly rewards: readonly PastReward[];
  /** The coach's latest words to it. */
  readonly advice: string | null;
  readonly options: readonly Option[];
  /** Reactions that can accompany the act, at most `most`. */
  readonly riders: readonly {
    readonly action: string;
    readonly most: number;
    readonly messages: readonly MessageId[];
    readonly values: readonly string[];
  }[];
  /** In a moderated talk: the agents that can be next, and whether it may end the talk. */
  readonly next: readonly AgentId[];
  readonly mayEnd: boolean;
  /** What is asked, if it is not an act. */
  readonly ask: Asked | null;
}
