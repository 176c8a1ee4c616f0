/** What a run is at one moment: a fold of its events, made by `reduce` alone. Structurally shared, never mutated. */
import { type Chunked, emptyChunked, emptyLog, type Log } from './chunked.js';
import type { Audience, MemoryKind, Recalled, RunEnd, TurnReason } from './events.js';
import type { AgentId, MemoryId, MessageId } from './ids.js';
import type { Json, JsonObject } from './json.js';
import { emptyRoster, type Roster } from './roster.js';
import type { Network } from './ties.js';

export interface Message {
  readonly id: MessageId;
  readonly seq: number;
  readonly round: number;
  /** Agent index. */
  readonly author: number;
  readonly action: string;
  readonly audience: Audience;
  readonly to: readonly number[];
  readonly replyTo: MessageId | null;
  readonly mentions: readonly number[];
  readonly text: string;
}

export interface Memory {
  readonly id: MemoryId;
  readonly round: number;
  readonly kind: MemoryKind;
  readonly text: string;
  readonly about: readonly AgentId[];
  readonly importance: number;
  readonly source: MessageId | null;
}

export interface Score {
  readonly up: number;
  readonly down: number;
}

export interface AgentState {
  readonly id: AgentId;
  readonly name: string;
  readonly mind: string;
  /** Messages that speak to the agent (direct, a reply, a mention), as indices into `messages`. */
  readonly addressed: Log<number>;
  /** How much of the public log and of `addressed` has been delivered. */
  readonly seenPublic: number;
  readonly seenAddressed: number;
  /** What the last delivery brought. */
  readonly inbox: readonly MessageId[];
  readonly cut: number;
  readonly recalled: readonly Recalled[];
  /** Own messages, as indices into `messages`. */
  readonly own: Log<number>;
  readonly memories: Log<Memory>;
  /** Hashes of the questions asked so far, in order. */
  readonly asked: Log<string>;
  readonly lastAct: { readonly action: string; readonly args: JsonObject } | null;
  readonly lastTurn: TurnReason | null;
}

/** An act of one agent toward another in the current round; what tie evidence is made of. */
export interface Contact {
  readonly from: number;
  readonly to: number;
  readonly channel: 'direct' | 'mention' | 'reply' | 'up' | 'down';
  /** Index of the message written, or of the one reacted to. */
  readonly message: number;
}

export interface OpenQuestion {
  readonly agent: number;
  readonly hash: string;
  /** `seq` of the `question.asked`. */
  readonly seq: number;
}

/** Where the run stands between two steps. It is part of the state, so a run can go on from any step's end. */
export type Stage = 'new' | 'opened' | 'round' | 'phase' | 'phase_ended' | 'ties' | 'round_ended' | 'ended';

export interface Agenda {
  readonly stage: Stage;
  /** Index of the current or last phase of the round; −1 before the first. */
  readonly phase: number;
  /** Who acts in this phase, by index, in order. */
  readonly order: readonly number[];
  /** How many of `order` have been asked, how many answers came, and how many turns have ended. */
  readonly asked: number;
  readonly answered: number;
  readonly done: number;
  /** Stage of the turn that is being prepared. */
  readonly part: 'observe' | 'recall' | 'ask';
  /** Questions of this phase in agenda order; the first `answered` of them are closed. */
  readonly questions: Log<OpenQuestion>;
  /** An accepted answer whose act has not been carried out. */
  readonly answer: { readonly agent: number; readonly seq: number; readonly value: Json; readonly reason: TurnReason | null } | null;
}

export interface MeasureSeries {
  readonly measure: string;
  /** One value a round from round 1. */
  readonly values: readonly (number | null)[];
}

export interface State {
  /** `seq` of the last event folded; −1 before the first. */
  readonly seq: number;
  readonly step: number;
  readonly round: number;
  readonly ended: RunEnd | null;
  readonly agenda: Agenda;
  readonly roster: Roster;
  readonly agents: Chunked<AgentState>;
  readonly networks: readonly Network[];
  readonly messages: Log<Message>;
  /** Indices into `messages` of the public ones. */
  readonly publicMessages: Log<number>;
  /** Votes by message index; absent means none. */
  readonly scores: Chunked<Score>;
  readonly contacts: Log<Contact>;
  readonly measures: readonly MeasureSeries[];
}

export const noScore: Score = { up: 0, down: 0 };

/** The state before the first event. A new one each time: logs grow in place behind the states that share them. */
export const initialState = (): State => ({
  seq: -1,
  step: -1,
  round: 0,
  ended: null,
  agenda: { stage: 'new', phase: -1, order: [], asked: 0, answered: 0, done: 0, part: 'observe', questions: emptyLog(), answer: null },
  roster: emptyRoster(),
  agents: emptyChunked,
  networks: [],
  messages: emptyLog(),
  publicMessages: emptyLog(),
  scores: emptyChunked,
  contacts: emptyLog(),
  measures: [],
});

/** Index of a message by its id, or −1. Messages are sorted by `seq`, which the id carries. */
export function messageIndex(state: State, id: MessageId): number {
  const seq = Number(id.slice(1));
  let low = 0;
  let high = state.messages.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const found = state.messages.backing[mid]!;
    if (found.seq === seq) return found.id === id ? mid : -1;
    if (found.seq < seq) low = mid + 1;
    else high = mid - 1;
  }
  return -1;
}

export const networkOf = (state: State, name: string): Network | undefined => state.networks.find((n) => n.name === name);
