/**
 * The event stream of a run: the only truth. State, transcript, network, measures and debugger are folds of it.
 * The union is closed; extend it here, together with `reduce`, rather than overload a member.
 * Nothing in an event depends on time, machine, cache or network.
 */
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

/** Who can see a message; `public` is what a feed ranks, the others reach those in `to`. */
export type Audience = 'public' | 'direct' | 'group' | 'neighbours' | 'self';

/** What a message is: words of an agent, an act that others saw, or the voice of the world, which has no author. */
export type MessageKind = 'said' | 'act' | 'told';

export type MemoryKind = 'own' | 'heard' | 'given' | 'read' | 'told' | 'insight' | 'plan' | 'advice' | 'rating' | 'survey';

/** Why an agent speaks: named by the previous speaker, drawn, in turn, the first, or, without a valid name, the agent that was silent longest. */
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
  /** Model name as the endpoint knows it, or the built-in mind's version. */
  readonly model: string;
  /** It tells how near texts are, and answers nothing. */
  readonly embeds?: true;
}

/** Why a run came to its own end. One that was stopped or failed has no such event and can go on. */
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
      /** What this run leaves out on purpose, to compare with. */
      readonly nulls?: readonly string[];
      readonly synthetic: true;
    }
  /** The run will end after this round: the limit, `until`, or a phase's `stop`. */
  | { readonly type: 'run.ending'; readonly reason: RunEnd }
  | { readonly type: 'run.ended'; readonly reason: RunEnd }
  /** The events after event `after` differ from those of the parent run: the file is different, or the next event of this step was set by hand. */
  | { readonly type: 'run.forked'; readonly after: number }
  /** An override, the manual change of a user. `before` is what was there; null where nothing was. */
  | { readonly type: 'state.overridden'; readonly change: Override; readonly before: Json }
  | { readonly type: 'round.started'; readonly round: number }
  | { readonly type: 'round.ended'; readonly round: number }
  | {
      readonly type: 'phase.started';
      readonly phase: string;
      /** The agents that get turns, in order; null is a speaker outside the society. A moderated talk extends it with `speaker.chosen`. */
      readonly order: readonly (AgentId | null)[];
      /** Who meets whom, in the order of the pair's roles, and for each turn the pair it belongs to. */
      readonly pairs?: readonly (readonly [AgentId, AgentId])[];
      readonly inPair?: readonly number[];
      /** Moments of the turns, in rounds, where the order is by the clock. */
      readonly times?: readonly number[];
    }
  | { readonly type: 'phase.ended'; readonly phase: string }
  | { readonly type: 'speaker.chosen'; readonly agent: AgentId; readonly reason: SpeakerReason }
  | {
      readonly type: 'agent.joined';
      readonly agent: AgentId;
      readonly name: string;
      readonly mind: string;
      /** Persona or population that it is made from, where that is not its id. */
      readonly from?: string;
      /** It takes part later. */
      readonly waiting?: true;
    }
  | { readonly type: 'agent.entered'; readonly agent: AgentId }
  | { readonly type: 'agent.left'; readonly agent: AgentId }
  | { readonly type: 'agent.changed'; readonly agent: AgentId; readonly mind?: string; readonly muted?: boolean }
  | { readonly type: 'group.joined'; readonly group: string; readonly agent: AgentId }
  | { readonly type: 'group.left'; readonly group: string; readonly agent: AgentId }
  /** A variable of the world, or of the agent where one is named. Agents in it are ids. */
  | { readonly type: 'variable.set'; readonly name: string; readonly agent: AgentId | null; readonly value: Json }
  /** Something was given a name: by an effect, or by a judge of an intervention. */
  | { readonly type: 'signal.emitted'; readonly name: string }
  | { readonly type: 'turn.started'; readonly agent: AgentId; readonly phase: string }
  | { readonly type: 'turn.ended'; readonly agent: AgentId | null; readonly reason: TurnReason; readonly note?: string }
  | { readonly type: 'message.delivered'; readonly agent: AgentId; readonly messages: readonly MessageId[] }
  | { readonly type: 'message.cut'; readonly agent: AgentId; readonly count: number; readonly reason: 'feed' | 'inbox' | 'muted' }
  /** `by`: how relevance was told where it was not by words in common. */
  | { readonly type: 'recall.done'; readonly agent: AgentId; readonly memories: readonly Recalled[]; readonly by?: 'embeddings' }
  /** Vectors of these texts, which are compared soon, are asked of a model. */
  | {
      readonly type: 'embedding.asked';
      readonly mind: string;
      readonly model: string;
      readonly hash: string;
      readonly texts: readonly string[];
    }
  /** The vectors in the order of the texts; none, and the code of why, where they did not come or could not be used. */
  | { readonly type: 'embedding.received'; readonly hash: string; readonly reason: string | null; readonly vectors: readonly string[] }
  | {
      readonly type: 'question.asked';
      readonly agent: AgentId | null;
      readonly purpose: Purpose;
      readonly hash: string;
      readonly mind: string;
      /** For each action that can make ties: whom it could be aimed at, where that was not everybody else. */
      readonly offers?: { readonly [action: string]: readonly AgentId[] };
    }
  | {
      readonly type: 'answer.received';
      readonly agent: AgentId | null;
      readonly hash: string;
      readonly status: 'accepted' | 'repaired' | 'fallback';
      readonly reason: string | null;
      readonly value: Json;
      /** Mind that answered in the place of the one that was asked, and the code of why that one did not. */
      readonly by?: string;
      readonly because?: string;
    }
  | {
      readonly type: 'act.chosen';
      readonly agent: AgentId;
      readonly action: string;
      readonly args: JsonObject;
      /** In a moderated talk: whom the speaker names next, and whether it would end the talk. */
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
  /** What was asked for of something shared, and what was given. */
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
      readonly to: readonly AgentId[];
      readonly replyTo: MessageId | null;
      readonly mentions: readonly AgentId[];
      /** Message that this one passes on. */
      readonly quotes?: MessageId;
      readonly text: string;
      /** The text as it may leave this machine, where some of it is computed from what is private. */
      readonly shared?: string;
    }
  /** Follows a message that an intervention kept from some or changed: what its author wrote, and from whom it was kept. */
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
      /** Every tie of the network with no contact this round fades by `factor` (1 − δ). Active ties follow as `tie.changed`. */
      readonly type: 'ties.decayed';
      readonly network: string;
      readonly factor: number;
    }
  | {
      readonly type: 'tie.changed';
      readonly network: string;
      readonly from: AgentId;
      readonly to: AgentId;
      readonly before: number;
      readonly after: number;
      /** Evidence e(from→to) of the round, 0..1; null where the tie was given by the file. */
      readonly evidence: number | null;
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
      /** As that of `message.sent`. */
      readonly shared?: string;
      /** Memories that an insight was drawn from. */
      readonly evidence?: readonly MemoryId[];
    }
  | {
      /** Memories dropped by the bound on their number or by age: how many, up to which one. */
      readonly type: 'memory.expired';
      readonly agent: AgentId;
      readonly memories: readonly MemoryId[];
      readonly reason: 'age' | 'bound' | 'merged';
    }
  | {
      /** Another's acts of the round, as their recipient sees them: each dimension 0..4. */
      readonly type: 'rating.given';
      readonly agent: AgentId;
      readonly to: AgentId;
      readonly scores: { readonly [dimension: string]: number };
      readonly note: string;
      /** Given by a judge in the recipient's place. */
      readonly judged?: true;
    }
  | { readonly type: 'reward.given'; readonly agent: AgentId; readonly reward: string; readonly value: number }
  /** Advice that an agent hears from the next round on. */
  | { readonly type: 'coach.advised'; readonly agent: AgentId; readonly text: string; readonly shared?: string }
  | { readonly type: 'survey.answered'; readonly agent: AgentId; readonly survey: string; readonly answers: JsonObject }
  | {
      readonly type: 'code.assigned';
      readonly code: string;
      readonly message: MessageId;
      readonly value: Json;
      readonly by: Coder;
      /** Given by the second coder, to measure agreement; the value of the first coder counts. */
      readonly check?: true;
    }
  /** How far two coders agree on `n` messages: Cohen's kappa, null where it has no value. */
  | { readonly type: 'agreement.found'; readonly code: string; readonly with: Coder; readonly n: number; readonly kappa: number | null }
  | { readonly type: 'intervention.applied'; readonly intervention: string; readonly to: readonly AgentId[] }
  /** `error`: half width of a 95 % interval, where it has one. `estimate`: made of a sample, not of all. */
  | {
      readonly type: 'measure.taken';
      readonly measure: string;
      readonly value: number | null;
      readonly error?: number;
      readonly estimate?: true;
    }
  /** After the last round: whether an expectation of the file holds. */
  | { readonly type: 'expectation.checked'; readonly expectation: string; readonly held: boolean }
  /** `line` counts from 1 within a text of several lines; absent for the first. */
  | { readonly type: 'fault'; readonly code: string; readonly text: string; readonly agent: AgentId | null; readonly line?: number };

export type SimEvent = Meta & Body;
export type EventType = Body['type'];
/** The event of one type. */
export type EventOf<T extends EventType> = Extract<SimEvent, { readonly type: T }>;

/** What `plan` hands to `commit`: a body and where it comes from. `causeIn` is the place of its cause among the drafts. */
export interface Draft {
  readonly body: Body;
  readonly at: NodeId | null;
  /** Absolute `seq` of the cause, or null. */
  readonly cause?: number | null;
  /** Index in the same list of drafts of the cause; wins over `cause`. */
  readonly causeIn?: number;
}
