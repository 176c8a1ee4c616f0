/** The state of a run at one moment: a fold of its events, created only by `reduce`. Structurally shared, never mutated. */
import { bisect } from '../util/search.js';
import { at, type Chunked, emptyChunked, emptyLog, type Log, logAt } from '../util/chunkedList.js';
import { type Embeddings, noEmbeddings } from './textVectors.js';
import type { Acting, Agenda, MadeTie } from './agenda.js';
import type { Audience, MemoryKind, MessageKind, Recalled, RunEnd, SimEvent, TurnReason } from './events.js';
import type { Column } from '../columns/column.js';
import type { AgentId, MemoryId, MessageId, NodeId } from '../util/ids.js';
import type { Json, JsonObject } from '../util/json.js';
import { emptyRoster, indexOf, type Roster } from './roster.js';
import type { Sealed } from '../util/privateTexts.js';
import type { Network } from './ties.js';

export interface Message {
  readonly id: MessageId;
  readonly seq: number;
  readonly round: number;
  readonly kind: MessageKind;
  /** Agent index; −1 is the voice of the world. */
  readonly author: number;
  readonly action: string;
  readonly audience: Audience;
  readonly to: readonly number[];
  readonly replyTo: MessageId | null;
  /** The message that it quotes. */
  readonly quotes: MessageId | null;
  readonly mentions: readonly number[];
  readonly text: string;
  /** Length of `deliveries` when it was sent: all its deliveries are after this index. */
  readonly since: number;
}

export interface Memory {
  readonly id: MemoryId;
  readonly round: number;
  readonly kind: MemoryKind;
  readonly text: string;
  readonly about: readonly AgentId[];
  readonly importance: number;
  readonly source: MessageId | null;
  /** The memories on which an insight is based. */
  readonly evidence: readonly MemoryId[];
}

/** Reactions to a message, counted by kind. */
export interface Score {
  readonly up: number;
  readonly down: number;
  readonly [kind: string]: number;
}

/** Variables by name. Agents in them are ids. */
export type Variables = { readonly [name: string]: Json };

/** Variables of the agents of crowds, by name; rows are agent indices. */
export type Columns = { readonly [name: string]: Column };

export interface AgentState {
  readonly id: AgentId;
  readonly name: string;
  readonly mind: string;
  /** The persona or population of the agent. */
  readonly from: string;
  /** Whether it takes part now; false before it joins and after it leaves. */
  readonly present: boolean;
  readonly muted: boolean;
  /** Variables of an agent that is not a member of a crowd. Read `varsOf` instead. */
  readonly ownVars: Variables;
  /** Last answers by survey. */
  readonly surveys: { readonly [survey: string]: JsonObject };
  /** By code: its value in messages that the agent wrote, and in messages that it read; once true, it stays true. */
  readonly saidCodes: Variables;
  readonly seenCodes: Variables;
  /** Round in which each memory was last recalled, by its position; the list ends with the last recalled memory. */
  readonly touched: Chunked<number>;
  /** Rewards by id, one value each time they were given, oldest first. */
  readonly rewards: { readonly [reward: string]: readonly number[] };
  /** The coach's last advice, and its round. */
  readonly advice: { readonly text: string; readonly round: number } | null;
  /** Ratings of its acts by others. */
  readonly rated: Log<Rating>;
  /** Sum of importance of its new memories since its last reflection. */
  readonly stirred: number;
  /** Indices of removed memories. */
  readonly gone: ReadonlySet<number>;
  /** The moment at which its last act ends, in rounds, if the order is by the clock. */
  readonly busyUntil: number;
  /** Messages to the agent or to a few agents, and messages that address it (a reply, a mention), as indices into `messages`. */
  readonly addressed: Log<number>;
  /** How much of the public log and of `addressed` has been delivered. */
  readonly seenPublic: number;
  readonly seenAddressed: number;
  /** The messages of the last delivery, as indices into `messages`. */
  readonly inbox: readonly number[];
  readonly cut: number;
  readonly recalled: readonly Recalled[];
  /** Own messages, as indices into `messages`. */
  readonly own: Log<number>;
  /** Its reactions, in order. */
  readonly marked: Log<Mark>;
  readonly memories: Log<Memory>;
  /** The questions asked so far, in order: the first 28 bits of their hashes. */
  readonly asked: Log<number>;
  /** Its last acts toward those it met in pairs, oldest first, at most `DEALT`. */
  readonly dealt: readonly Deal[];
  readonly lastAct: { readonly action: string; readonly args: JsonObject } | null;
  readonly lastTurn: TurnReason | null;
}

/** A reaction of one agent to a message, by its index into `messages`. */
interface Mark {
  readonly message: number;
  readonly kind: string;
}

/** An act with arguments toward the partner in a pair. */
export interface Deal {
  readonly round: number;
  /** Index of the other agent. */
  readonly with: number;
  readonly action: string;
  readonly args: JsonObject;
}

/** The most stored acts of an agent toward others. */
export const DEALT = 64;

/** A recipient's rating of another agent's acts of a round, by dimension 0..4. */
interface Rating {
  readonly by: number;
  readonly round: number;
  readonly scores: { readonly [dimension: string]: number };
}

/** An act of one agent toward another, the input of tie evidence and rewards. */
export interface Contact {
  readonly round: number;
  readonly from: number;
  readonly to: number;
  readonly channel: 'direct' | 'mention' | 'reply' | 'reaction';
  /** Kind of the reaction. */
  readonly kind?: string;
  /** Index of the message written, or of the one reacted to. */
  readonly message: number;
}

export interface MeasureSeries {
  readonly measure: string;
  /** One value per round from round 1. */
  readonly values: readonly (number | null)[];
  /** For the last value: half width of its 95 % interval, and whether it was computed from a sample. */
  readonly error?: number;
  readonly estimate?: true;
}

/**
 * The networks at the start of a round: as they are, or as the events that changed those of the start before. Large tables, which rules
 * change in every round, take more memory than the events.
 */
export type RoundStart = { readonly networks: readonly Network[] } | { readonly changes: Log<SimEvent> };

export interface State {
  /** `seq` of the last event folded; −1 before the first. */
  readonly seq: number;
  readonly step: number;
  readonly round: number;
  /** The reason why the run ends after this round, or null. */
  readonly ending: RunEnd | null;
  readonly ended: RunEnd | null;
  readonly agenda: Agenda;
  readonly roster: Roster;
  /** States of agents by index; undefined for an agent of a crowd without a state of its own. Read `agentAt` instead. */
  readonly individuals: Chunked<AgentState | undefined>;
  /** Another object after each time that an agent entered or left. */
  readonly attendance: { readonly changes: number };
  /** Variables of the agents of crowds, by name. Read `varsOf` or `variableAt` instead. */
  readonly columns: Columns;
  readonly vars: Variables;
  /** Members by group, as indices, in the order of joining. */
  readonly groups: { readonly [group: string]: readonly number[] };
  /** Round in which each signal was last emitted. */
  readonly signals: { readonly [name: string]: number };
  /** Pairs that have met, as `low · 2²⁶ + high`. */
  readonly met: Log<number>;
  /** How often each intervention and conditional survey has happened. */
  readonly happened: { readonly [id: string]: number };
  /** Round in which each intervention last happened. */
  readonly applied: { readonly [id: string]: number };
  /** The authors' texts of messages that were changed before delivery, in the order of the messages. */
  readonly written: Log<{ readonly message: number; readonly text: string }>;
  /** Texts that are computed from private data, with the texts that may be sent to other computers. */
  readonly sealed: Log<Sealed>;
  readonly networks: readonly Network[];
  /** Networks at the start of each round. Read `networksAtStarts` instead. */
  readonly before: Log<RoundStart>;
  /** The events of this round that changed networks, if its start is known from those before it; null otherwise. */
  readonly changing: Log<SimEvent> | null;
  readonly messages: Log<Message>;
  /** Indices into `messages` of public messages, and of messages of the voice of the world. */
  readonly publicMessages: Log<number>;
  readonly told: Log<number>;
  /** Votes by message index; absent means none. */
  readonly scores: Chunked<Score>;
  /** The last act, and all ties that acts set. */
  readonly acting: Acting | null;
  readonly made: Log<MadeTie>;
  /** Codes by message index; absent means none. */
  readonly codes: Chunked<Variables>;
  /** Delivered messages, as `agent · 2²⁶ + message`. */
  readonly deliveries: Log<number>;
  /** Contacts of this round, and of all rounds. */
  readonly contacts: Log<Contact>;
  readonly past: Log<Contact>;
  /** By code: the values of the first and the second coder for the same messages. */
  readonly checks: { readonly [code: string]: readonly (readonly [Json, Json])[] };
  readonly measures: readonly MeasureSeries[];
  /** Round of the last fault at each node. */
  readonly faults: { readonly [at: NodeId]: number };
  /** Overrides of the next answer, by agent. */
  readonly overriddenAnswers: { readonly [agent: AgentId]: Json };
  /** Vectors of texts, if relevance uses them. */
  readonly embeddings: Embeddings;
}

export const noScore: Score = { up: 0, down: 0 };

/** The state before the first event. A new object each time, because states that share a log share its array, which grows in place. */
export const initialState = (): State => ({
  seq: -1,
  step: -1,
  round: 0,
  ending: null,
  ended: null,
  agenda: {
    ...{ stage: 'new', program: 'start', phase: -1, order: [], pairs: [], inPair: [], times: [] },
    ...{ asked: 0, done: 0, taken: 0, part: 'observe' },
    ...{ questions: emptyLog(), answers: emptyLog(), grants: null, talk: { next: null, done: false } },
  },
  roster: emptyRoster(),
  individuals: emptyChunked,
  attendance: { changes: 0 },
  columns: {},
  vars: {},
  groups: {},
  signals: {},
  met: emptyLog(),
  happened: {},
  applied: {},
  written: emptyLog(),
  sealed: emptyLog(),
  networks: [],
  before: emptyLog(),
  changing: null,
  acting: null,
  made: emptyLog(),
  messages: emptyLog(),
  publicMessages: emptyLog(),
  told: emptyLog(),
  scores: emptyChunked,
  codes: emptyChunked,
  deliveries: emptyLog(),
  contacts: emptyLog(),
  past: emptyLog(),
  checks: {},
  measures: [],
  faults: {},
  overriddenAnswers: {},
  embeddings: noEmbeddings(),
});

/** The first 28 bits of a question's hash, by which it is counted: a number that needs no separate memory. */
export const markOf = (hash: string): number => Number.parseInt(hash.slice(0, 7), 16);

/** Index of a message by its id `<agent>:<n>`, or −1. */
export function messageIndex(state: Pick<State, 'messages' | 'told' | 'roster' | 'individuals'>, id: MessageId): number {
  const end = id.lastIndexOf(':');
  const author = end > 0 ? indexOf(state.roster, id.slice(0, end)) : -1;
  const log = end === 0 ? state.told : author < 0 ? undefined : at(state.individuals, author)?.own;
  return (log && logAt(log, numberIn(id, end + 1) - 1)) ?? -1;
}

/** The author's text of a message that was changed before delivery; undefined if it was not changed. */
export function writtenAt({ written: { backing, length } }: Pick<State, 'written'>, message: number): string | undefined {
  const low = bisect(0, length, (i) => backing[i]!.message < message);
  return low < length && backing[low]!.message === message ? backing[low]!.text : undefined;
}

/** The digits of a text from a place on, as a number; −1 if there are other characters. */
function numberIn(text: string, from: number): number {
  let number = 0;
  for (let i = from; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Position of a memory in its agent's log, by its id `<agent>.<n>`. */
export const memoryIndex = (id: MemoryId): number => numberIn(id, id.lastIndexOf('.') + 1) - 1;

const WIDTH = 67_108_864;

/** One number for two agents in any order. */
export const pairKey = (a: number, b: number): number => Math.min(a, b) * WIDTH + Math.max(a, b);

/** One number for a message that was delivered to an agent, and the reverse. */
export const delivery = (agent: number, message: number): number => agent * WIDTH + message;
export const deliveryOf = (key: number): readonly [number, number] => [Math.floor(key / WIDTH), key % WIDTH];

export const networkOf = (state: State, name: string): Network | undefined => state.networks.find((n) => n.name === name);
