/**
 * The event stream of a run, the only source of its data. State, transcript, network, measures and debugger are folds of it.
 * The union is closed; extend it here, together with `reduce`, rather than overload a member.
 * Events do not depend on time, computer, cache or network.
 */
import type { IndexText } from '../columns/indexText.js';
import type { ValueText } from '../columns/valueText.js';
import type { AgentId, MemoryId, MessageId, NodeId } from '../util/ids.js';
import type { Json, JsonObject } from '../util/json.js';
import type { Override } from './overrides.js';

export interface Meta {
  /** Position in the stream, from 0. */
  readonly seq: number;
  /** One stage of one turn. Steps are atomic: fork, resume and save happen at their ends. */
  readonly step: number;
  /** On the last event of a step. */
  readonly end?: true;
  /** `seq` of the event that caused this one. */
  readonly cause: number | null;
  /** Node of the model that caused it. */
  readonly at: NodeId | null;
}

/** What kind of mind gave an answer. Only `openai` and `editor` are language models. */
export type MindKind = 'builtin' | 'random' | 'openai' | 'editor' | 'recorded' | 'scripted' | 'human';

/** Purpose of a question to a mind. */
export type Purpose = 'act' | 'rate' | 'reflect' | 'plan' | 'coach' | 'judge' | 'code' | 'interview' | 'survey' | 'embedding';

/** Why a turn ended, with or without an effect. A turn without one is never silent. */
export type TurnReason =
  | 'acted'
  | 'answered'
  | 'chose_nothing'
  | 'rejected'
  | 'refused'
  | 'empty'
  | 'unparsable'
  | 'rate_limited'
  | 'timed_out'
  | 'fault'
  | 'no_action_available'
  | 'muted'
  | 'busy';

/** Why an act did not take effect. */
export type RejectReason =
  | 'unknown_action'
  | 'unavailable'
  | 'unknown_message'
  | 'unknown_agent'
  | 'self'
  | 'empty_text'
  | 'out_of_bounds'
  | 'missing_argument'
  | 'fault';

/** The audience of a message: a feed ranks `public` messages; other messages reach the agents in `to`. */
export type Audience = 'public' | 'direct' | 'group' | 'neighbours' | 'self';

/** The kind of a message: words of an agent, an act that others saw, or the voice of the world, which has no author. */
export type MessageKind = 'said' | 'act' | 'told';

export type MemoryKind = 'own' | 'heard' | 'given' | 'read' | 'told' | 'insight' | 'plan' | 'advice' | 'rating' | 'survey';

/** Why an agent speaks: named by the previous speaker, drawn, in turn, the first, or, without a valid name, the agent that has been silent longest. */
export type SpeakerReason = 'first' | 'named' | 'random' | 'in_turn' | 'expression' | 'least_recent';

/** Who assigned a code. */
export type Coder = 'judge' | 'pattern' | 'human';

/** One recalled memory with the parts of its score, each min–max normalised to 0..1 over the candidates. */
export interface Recalled {
  readonly memory: MemoryId;
  readonly score: number;
  readonly recency: number;
  readonly importance: number;
  readonly relevance: number;
}

export interface MindLabel {
  /** Name in the file's `models:`, or `builtin`, `random`. */
  readonly id: string;
  readonly kind: MindKind;
  /** Model name at the endpoint, or the built-in mind's version. */
  readonly model: string;
  /** Whether it only gives vectors of texts and answers no questions. */
  readonly embeds?: true;
}

/** Why a run ended. A run that was stopped or failed has no such event and can be resumed. */
export type RunEnd = 'rounds' | 'until' | 'stop';

export type Body =
  | {
      readonly type: 'run.started';
      readonly society: string;
      readonly scenario: string;
      readonly seed: number;
      readonly rounds: number;
      readonly engine: string;
      readonly flags: readonly number[];
      readonly minds: readonly MindLabel[];
      /** The parts that this null run leaves out, for a comparison. */
      readonly nulls?: readonly string[];
      /** The changes of every question that should not matter, to test whether they do. */
      readonly perturbed?: readonly string[];
      readonly synthetic: true;
    }
  /** The run will end after this round: the limit, `until`, or a phase's `stop`. */
  | { readonly type: 'run.ending'; readonly reason: RunEnd }
  | { readonly type: 'run.ended'; readonly reason: RunEnd }
  /** The events after event `after` differ from those of the parent run: the file is different, or a user set the next event of this step. */
  | { readonly type: 'run.forked'; readonly after: number }
  /** An override, the manual change of a user. `before` is the earlier value; null if there was none. */
  | { readonly type: 'state.overridden'; readonly change: Override; readonly before: Json }
  | { readonly type: 'round.started'; readonly round: number }
  | { readonly type: 'round.ended'; readonly round: number }
  | {
      readonly type: 'phase.started';
      readonly phase: string;
      /** The agents that get turns, in order; null is a speaker outside the society. A moderated conversation extends it with `speaker.chosen`. */
      readonly order: readonly (AgentId | null)[];
      /** The pairs, in the order of the pair's roles, and the pair of each turn. */
      readonly pairs?: readonly (readonly [AgentId, AgentId])[];
      readonly inPair?: readonly number[];
      /** Moments of the turns, in rounds, if the order is by the clock. */
      readonly times?: readonly number[];
    }
  | { readonly type: 'phase.ended'; readonly phase: string }
  | { readonly type: 'speaker.chosen'; readonly agent: AgentId; readonly reason: SpeakerReason }
  | {
      readonly type: 'agent.joined';
      readonly agent: AgentId;
      readonly name: string;
      readonly mind: string;
      /** The persona or population of the agent, if it differs from its id. */
      readonly from?: string;
      /** Whether it joins later. */
      readonly waiting?: true;
    }
  /**
   * The members of a population join together, as a crowd. Their indices follow each other, and the n-th has the id
   * `memberId(from, n, count)`.
   */
  | {
      readonly type: 'agents.joined';
      readonly from: string;
      readonly count: number;
      /** The name of a member, with `{n}` for its number from 1. */
      readonly name: string;
      readonly mind: string;
      /** Whether they join later. */
      readonly waiting?: true;
    }
  | { readonly type: 'agent.entered'; readonly agent: AgentId }
  | { readonly type: 'agent.left'; readonly agent: AgentId }
  | { readonly type: 'agent.changed'; readonly agent: AgentId; readonly mind?: string; readonly muted?: boolean }
  | { readonly type: 'group.joined'; readonly group: string; readonly agent: AgentId }
  | { readonly type: 'group.left'; readonly group: string; readonly agent: AgentId }
  /** A variable of the world, or of the agent if one is named. Agents in values are ids. */
  | { readonly type: 'variable.set'; readonly name: string; readonly agent: AgentId | null; readonly value: Json }
  /** One variable of many agents. Agents in values are ids. */
  | { readonly type: 'variables.set'; readonly name: string; readonly agents: IndexText; readonly values: ValueText }
  /** A named signal of an effect, or of a judge of an intervention. */
  | { readonly type: 'signal.emitted'; readonly name: string }
  | { readonly type: 'turn.started'; readonly agent: AgentId; readonly phase: string }
  | { readonly type: 'turn.ended'; readonly agent: AgentId | null; readonly reason: TurnReason; readonly note?: string }
  | { readonly type: 'message.delivered'; readonly agent: AgentId; readonly messages: readonly MessageId[] }
  | { readonly type: 'message.cut'; readonly agent: AgentId; readonly count: number; readonly reason: 'feed' | 'inbox' | 'muted' }
  /** `by`: the source of relevance if it is not common words. */
  | { readonly type: 'recall.done'; readonly agent: AgentId; readonly memories: readonly Recalled[]; readonly by?: 'embeddings' }
  /** Requests the vectors of these texts, which will be compared, from a model. */
  | {
      readonly type: 'embedding.asked';
      readonly mind: string;
      readonly model: string;
      readonly hash: string;
      readonly texts: readonly string[];
    }
  /** The vectors in the order of the texts; none, with the code of the reason, if they were not received or could not be used. */
  | { readonly type: 'embedding.received'; readonly hash: string; readonly reason: string | null; readonly vectors: readonly string[] }
  | {
      readonly type: 'question.asked';
      readonly agent: AgentId | null;
      readonly purpose: Purpose;
      readonly hash: string;
      readonly mind: string;
      /** For each action that can make ties: its possible targets, if they are not all other agents. */
      readonly offers?: { readonly [action: string]: readonly AgentId[] };
      /** The agent of its archetype that was asked the same question first in this phase. This agent gets another answer to it. */
      readonly sharedWith?: AgentId;
    }
  | {
      readonly type: 'answer.received';
      readonly agent: AgentId | null;
      readonly hash: string;
      readonly status: 'accepted' | 'repaired' | 'fallback';
      readonly reason: string | null;
      readonly value: Json;
      /** The mind that answered instead of the one that was asked, and the code of the reason. */
      readonly by?: string;
      readonly because?: string;
    }
  | {
      readonly type: 'act.chosen';
      readonly agent: AgentId;
      readonly action: string;
      readonly args: JsonObject;
      /** In a moderated conversation: the next speaker that the agent names, and whether it would end the conversation. */
      readonly next?: AgentId | null;
      readonly done?: boolean;
      /** Moment until which the act takes, in rounds. */
      readonly until?: number;
    }
  | {
      readonly type: 'act.rejected';
      readonly agent: AgentId;
      readonly action: string;
      readonly reason: RejectReason;
      readonly note: string;
    }
  /** The requested and the granted amount of a shared quantity. */
  | {
      readonly type: 'claim.granted';
      readonly agent: AgentId;
      /** Position of the turn in the phase's order. */
      readonly turn: number;
      readonly action: string;
      readonly asked: number;
      readonly granted: number;
    }
  | {
      readonly type: 'message.sent';
      readonly id: MessageId;
      readonly kind: MessageKind;
      /** Null for the voice of the world. */
      readonly author: AgentId | null;
      readonly action: string;
      readonly audience: Audience;
      /** Those for whom it is; empty if it is for all, or if they are in `agents` because they are many and the society has crowds. */
      readonly to: readonly AgentId[];
      readonly agents?: IndexText;
      readonly replyTo: MessageId | null;
      readonly mentions: readonly AgentId[];
      /** The message that this one quotes. */
      readonly quotes?: MessageId;
      readonly text: string;
      /** The text that may be sent to other computers, if a part of the text is computed from private data. */
      readonly shared?: string;
    }
  /** Follows a message that an intervention withheld or changed: the author's text, and the agents that do not get it. */
  | {
      readonly type: 'message.intercepted';
      readonly intervention: string;
      readonly agent: AgentId;
      readonly change: 'withheld' | 'changed';
      readonly text: string;
      readonly kept: readonly AgentId[];
    }
  | { readonly type: 'reaction.given'; readonly agent: AgentId; readonly message: MessageId; readonly kind: string }
  | {
      /**
       * Every tie of the network fades by `factor`: by the statement `fade`, or at the end of a round (1 − δ), where active ties follow as
       * `tie.changed`. With `least`, ties that become weaker are removed.
       */
      readonly type: 'ties.decayed';
      readonly network: string;
      readonly factor: number;
      readonly least?: number;
    }
  | {
      readonly type: 'tie.changed';
      readonly network: string;
      readonly from: AgentId;
      readonly to: AgentId;
      readonly before: number;
      readonly after: number;
      /** Evidence e(from→to) of the round, 0..1; null if the file set the tie. */
      readonly evidence: number | null;
    }
  | {
      /** Many ties, sorted by `from`, then `to` (`tieEndsSlices`); `after` has their strengths, and 0 removes a tie. The file set them. */
      readonly type: 'ties.changed';
      readonly network: string;
      readonly from: string;
      readonly to: string;
      readonly after: ValueText;
    }
  | {
      readonly type: 'memory.written';
      readonly id: MemoryId;
      readonly agent: AgentId;
      readonly kind: MemoryKind;
      readonly text: string;
      readonly about: readonly AgentId[];
      /** 1 (mundane) to 10 (poignant). */
      readonly importance: number;
      readonly source: MessageId | null;
      /** Like the `shared` of `message.sent`. */
      readonly shared?: string;
      /** The memories on which an insight is based. */
      readonly evidence?: readonly MemoryId[];
    }
  | {
      /** Memories removed because of the limit on their number or their age: how many, and the last one. */
      readonly type: 'memory.expired';
      readonly agent: AgentId;
      readonly memories: readonly MemoryId[];
      readonly reason: 'age' | 'bound' | 'merged';
    }
  | {
      /** A recipient's rating of another agent's acts of the round, for each dimension 0..4. */
      readonly type: 'rating.given';
      readonly agent: AgentId;
      readonly to: AgentId;
      readonly scores: { readonly [dimension: string]: number };
      readonly note: string;
      /** Whether a judge gave it instead of the recipient. */
      readonly judged?: true;
    }
  | { readonly type: 'reward.given'; readonly agent: AgentId; readonly reward: string; readonly value: number }
  /** Advice that an agent gets from the next round on. */
  | { readonly type: 'coach.advised'; readonly agent: AgentId; readonly text: string; readonly shared?: string }
  | { readonly type: 'survey.answered'; readonly agent: AgentId; readonly survey: string; readonly answers: JsonObject }
  | {
      readonly type: 'code.assigned';
      readonly code: string;
      readonly message: MessageId;
      readonly value: Json;
      readonly by: Coder;
      /** Whether the second coder assigned it, to measure agreement. The value of the first coder is used. */
      readonly check?: true;
    }
  /** The agreement of two coders on `n` messages: Cohen's kappa, null if it has no value. */
  | { readonly type: 'agreement.found'; readonly code: string; readonly with: Coder; readonly n: number; readonly kappa: number | null }
  /** The agents that it reaches are in `to`, or in `agents` if they are many and the society has crowds. */
  | { readonly type: 'intervention.applied'; readonly intervention: string; readonly to: readonly AgentId[]; readonly agents?: IndexText }
  /** `error`: half width of a 95 % interval, if there is one. `estimate`: whether it was computed from a sample. */
  | {
      readonly type: 'measure.taken';
      readonly measure: string;
      readonly value: number | null;
      readonly error?: number;
      readonly estimate?: true;
    }
  /** After the last round: whether an expectation of the file holds. */
  | { readonly type: 'expectation.checked'; readonly expectation: string; readonly held: boolean }
  /**
   * `line` counts from 1 within a text of several lines; absent for the first. `times`: the number of agents of a rule with this fault,
   * if it is more than one.
   */
  | {
      readonly type: 'fault';
      readonly code: string;
      readonly text: string;
      readonly agent: AgentId | null;
      readonly line?: number;
      readonly times?: number;
    };

export type SimEvent = Meta & Body;
export type EventType = Body['type'];
/** The event of one type. */
export type EventOf<T extends EventType> = Extract<SimEvent, { readonly type: T }>;

/** The input of `commit` from `plan`: a body and its cause. `causeIn` is the index of its cause among the drafts. */
export interface Draft {
  readonly body: Body;
  readonly at: NodeId | null;
  /** Absolute `seq` of the cause, or null. */
  readonly cause?: number | null;
  /** Index of the cause in the same list of drafts; overrides `cause`. */
  readonly causeIn?: number;
}
