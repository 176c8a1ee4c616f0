/** What a run is at one moment: a fold of its events, made by `reduce` alone. Structurally shared, never mutated. */
import { bisect } from '../util/search.js';
import { at, type Chunked, emptyChunked, emptyLog, type Log, logAt } from '../util/chunkedList.js';
import { type Embeddings, noEmbeddings } from './textVectors.js';
import type { Acting, Agenda, MadeTie } from './agenda.js';
import type { Audience, MemoryKind, MessageKind, Recalled, RunEnd, TurnReason } from './events.js';
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
  /** What it passes on. */
  readonly quotes: MessageId | null;
  readonly mentions: readonly number[];
  readonly text: string;
  /** Length of `deliveries` when it was sent: none of it comes before. */
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
  /** Memories that an insight was drawn from. */
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

export interface AgentState {
  readonly id: AgentId;
  readonly name: string;
  readonly mind: string;
  /** Persona or population it is made from. */
  readonly from: string;
  /** Takes part now; false before it comes and after it left. */
  readonly present: boolean;
  readonly muted: boolean;
  readonly vars: Variables;
  /** Last answers by survey. */
  readonly surveys: { readonly [survey: string]: JsonObject };
  /** By code: its value in what the agent wrote, and in what it read; a later `true` is never lost. */
  readonly saidCodes: Variables;
  readonly seenCodes: Variables;
  /** Round in which each memory last came to mind, by its position; none beyond the last that did. */
  readonly touched: Chunked<number>;
  /** Rewards by id, one value each time they were given, oldest first. */
  readonly rewards: { readonly [reward: string]: readonly number[] };
  /** What the coach said last, and in which round. */
  readonly advice: { readonly text: string; readonly round: number } | null;
  /** Ratings of its acts by others. */
  readonly rated: Log<Rating>;
  /** Importance of what it has taken in since it last reflected. */
  readonly stirred: number;
  /** Indices of memories that are gone. */
  readonly gone: ReadonlySet<number>;
  /** Moment until which its last act takes, in rounds, where an order is by the clock. */
  readonly busyUntil: number;
  /** Messages that reach the agent alone or among few, or speak to it (a reply, a mention), as indices into `messages`. */
  readonly addressed: Log<number>;
  /** How much of the public log and of `addressed` has been delivered. */
  readonly seenPublic: number;
  readonly seenAddressed: number;
  /** What the last delivery brought, as indices into `messages`. */
  readonly inbox: readonly number[];
  readonly cut: number;
  readonly recalled: readonly Recalled[];
  /** Own messages, as indices into `messages`. */
  readonly own: Log<number>;
  /** Its reactions, in the order given. */
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
  /** Index of the other. */
  readonly with: number;
  readonly action: string;
  readonly args: JsonObject;
}

/** How many of an agent's acts toward others are kept. */
export const DEALT = 64;

/** What one recipient thinks of another's acts of a round, by dimension 0..4. */
interface Rating {
  readonly by: number;
  readonly round: number;
  readonly scores: { readonly [dimension: string]: number };
}

/** An act of one agent toward another; what tie evidence and rewards are made of. */
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
  /** One value a round from round 1. */
  readonly values: readonly (number | null)[];
  /** Of the last value: half width of its 95 % interval, and that it was made of a sample. */
  readonly error?: number;
  readonly estimate?: true;
}

export interface State {
  /** `seq` of the last event folded; −1 before the first. */
  readonly seq: number;
  readonly step: number;
  readonly round: number;
  /** The run ends after this round, and why. */
  readonly ending: RunEnd | null;
  readonly ended: RunEnd | null;
  readonly agenda: Agenda;
  readonly roster: Roster;
  readonly agents: Chunked<AgentState>;
  readonly vars: Variables;
  /** Members by group, as indices, in the order of joining. */
  readonly groups: { readonly [group: string]: readonly number[] };
  /** Round in which each signal was last emitted. */
  readonly signals: { readonly [name: string]: number };
  /** Pairs that have met, as `low · 2²⁶ + high`. */
  readonly met: Log<number>;
  /** How often each intervention and conditional survey has come about. */
  readonly happened: { readonly [id: string]: number };
  /** Round in which each intervention last came about. */
  readonly applied: { readonly [id: string]: number };
  /** What authors wrote of messages that were changed before they were delivered, in the order of the messages. */
  readonly written: Log<{ readonly message: number; readonly text: string }>;
  /** Texts that are computed from something private, with what may leave this machine of them. */
  readonly sealed: Log<Sealed>;
  readonly networks: readonly Network[];
  /** Networks as they were when each round began: what was there before its ties. */
  readonly before: Log<readonly Network[]>;
  readonly messages: Log<Message>;
  /** Indices into `messages` of the public ones, and of those that the voice of the world sent. */
  readonly publicMessages: Log<number>;
  readonly told: Log<number>;
  /** Votes by message index; absent means none. */
  readonly scores: Chunked<Score>;
  /** The last act, and all ties that acts set. */
  readonly acting: Acting | null;
  readonly made: Log<MadeTie>;
  /** Codes by message index; absent means none. */
  readonly codes: Chunked<Variables>;
  /** Who got what to read, as `agent · 2²⁶ + message`. */
  readonly deliveries: Log<number>;
  /** Contacts of this round, and of all rounds. */
  readonly contacts: Log<Contact>;
  readonly past: Log<Contact>;
  /** By code: what the first and the second coder said of the same messages. */
  readonly checks: { readonly [code: string]: readonly (readonly [Json, Json])[] };
  readonly measures: readonly MeasureSeries[];
  /** Round of the last fault at each node. */
  readonly faults: { readonly [at: NodeId]: number };
  /** What is taken in place of the next answer, by agent. */
  readonly overriddenAnswers: { readonly [agent: AgentId]: Json };
  /** Vectors of texts, where relevance is told by them. */
  readonly embeddings: Embeddings;
}

export const noScore: Score = { up: 0, down: 0 };

/** The state before the first event. A new one each time: states that share a log share its array, which grows in place. */
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
  agents: emptyChunked,
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

/** The first 28 bits of a question's hash, by which it is counted: a number that takes no room of its own. */
export const markOf = (hash: string): number => Number.parseInt(hash.slice(0, 7), 16);

/** Index of a message by its id `<agent>:<n>`, or −1. */
export function messageIndex(state: Pick<State, 'messages' | 'told' | 'roster' | 'agents'>, id: MessageId): number {
  const end = id.lastIndexOf(':');
  const author = end > 0 ? indexOf(state.roster, id.slice(0, end)) : -1;
  const log = end === 0 ? state.told : author < 0 ? undefined : at(state.agents, author)!.own;
  return (log && logAt(log, numberIn(id, end + 1) - 1)) ?? -1;
}

/** What the author of a message wrote, where it was changed on its way; undefined where it was not. */
export function writtenAt({ written: { backing, length } }: Pick<State, 'written'>, message: number): string | undefined {
  const low = bisect(0, length, (i) => backing[i]!.message < message);
  return low < length && backing[low]!.message === message ? backing[low]!.text : undefined;
}

/** The digits of a text from a place on, as a number; −1 where there is anything else. */
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

/** One number for two agents, whichever comes first. */
export const pairKey = (a: number, b: number): number => Math.min(a, b) * WIDTH + Math.max(a, b);

/** One number for a message that an agent got to read, and back. */
export const delivery = (agent: number, message: number): number => agent * WIDTH + message;
export const deliveryOf = (key: number): readonly [number, number] => [Math.floor(key / WIDTH), key % WIDTH];

export const networkOf = (state: State, name: string): Network | undefined => state.networks.find((n) => n.name === name);
