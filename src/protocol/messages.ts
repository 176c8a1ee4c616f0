/**
 * Messages between the host and the panel. The panel holds no truth: on show it gets one snapshot, then deltas. Both carry
 * what happened in the order of events, so that the panel can show any moment of the run without asking for it.
 * Agents are named by index into `agents`, so that ten thousand ties stay small. All texts are untrusted.
 */
import type { AgentId, MessageId, NodeId } from '../core/ids.js';

export type { TurnReason } from '../core/events.js';
export type { AgentId, MessageId, NodeId };

/** Raised when a message changes shape; host and panel refuse to talk across versions. */
export const PROTOCOL_VERSION = 4;

/** `paused`: a budget is reached, and the run goes on when it is raised. */
export type RunStatus = 'running' | 'done' | 'stopped' | 'paused' | 'failed';

export interface RunInfo {
  readonly id: string;
  readonly title: string;
  readonly scenario: string;
  readonly seed: number;
  readonly rounds: number;
  /** Who spoke, in words, as in "built-in mind (rule-based)" or "qwen3:8b at localhost". */
  readonly mind: string;
  /** True only where a language model answers. */
  readonly languageModel: boolean;
  readonly synthetic: true;
  /** Networks of ties, the one shown first. */
  readonly networks: readonly PanelNetwork[];
  /** What has numbers of its own beside the measures. */
  readonly series: readonly PanelSeries[];
  /** Ids of the measures to be shown at the top: first those that the file declares. */
  readonly headline: readonly string[];
}

export interface PanelNetwork {
  readonly name: string;
  /** A tie counts as an edge from this strength on. */
  readonly edge: number;
}

/** Something that has a value for each agent or for the world, and changes: numbers, or the place of a word in `words`. */
export interface PanelSeries {
  /** `answer`: to a survey's question. `code`: of what somebody said. */
  readonly of: 'reward' | 'answer' | 'code' | 'variable' | 'world';
  /** As in expressions: `emotional_support`, `belief.closing`, `mood`. */
  readonly id: string;
  /** What it is, in the words of the file; empty where it says none. */
  readonly does: string;
  readonly low: number | null;
  readonly high: number | null;
  /** Values that are words; empty where they are numbers. */
  readonly words: readonly string[];
}

export interface PanelAgent {
  readonly id: AgentId;
  readonly name: string;
  /** Occupation, age: one short line. */
  readonly about: string;
  readonly interests: readonly string[];
  /** The persona's node, to reveal it in the editor; null for one without text. */
  readonly node: NodeId | null;
}

/** `[seq, network, from, to, strength]`: indices, strength 0..1, 0 where the tie is gone. */
export type PanelTie = readonly [number, number, number, number, number];

/** `[seq, network, factor]`: every tie of the network is multiplied. */
export type PanelFade = readonly [number, number, number];

/** `[seq, agent, here]`: it comes, or leaves. Who was never named so is there from the start. */
export type PanelPresence = readonly [number, number, boolean];

/** `[seq, agent, message, kind]`: a reaction such as `up` or `down`. */
export type PanelReaction = readonly [number, number, MessageId, string];

export interface PanelMessage {
  readonly id: MessageId;
  readonly seq: number;
  /** `act`: something done that others saw; `told`: the voice of the world. */
  readonly kind: 'said' | 'act' | 'told';
  /** −1 where nobody speaks. */
  readonly author: number;
  readonly action: string;
  readonly direct: boolean;
  readonly to: readonly number[];
  readonly replyTo: MessageId | null;
  readonly mentions: readonly number[];
  readonly text: string;
  /** Who answered in the place of the mind that was asked, and the code of why. */
  readonly instead?: { readonly by: string; readonly because: string };
}

/** A turn that left no message, with its reason code (a `TurnReason`): silence is shown too. */
export interface PanelSilence {
  readonly seq: number;
  readonly agent: number;
  readonly reason: string;
}

/** `[seq, series, agent, value]`; the agent is −1 where it is the world's. */
export type PanelValue = readonly [number, number, number, number];

/** Something on the time line that is worth finding again. */
export interface PanelMark {
  readonly seq: number;
  readonly kind: PanelMarkKind;
  /** What it is, in words of the file or of the run. */
  readonly text: string;
}

export const PANEL_MARKS = ['intervention', 'survey', 'fault', 'edit', 'fork'] as const;
export type PanelMarkKind = (typeof PANEL_MARKS)[number];

/** Something beside the talk that has its place in it. */
export interface PanelNote {
  readonly seq: number;
  readonly kind: PanelNoteKind;
  /** Whom it is about; nobody where that is the world, or more people than can be named. */
  readonly agents: readonly number[];
  /** Id of the survey or the intervention, or what kind of thing was set; empty else. */
  readonly of: string;
  /** What the coach said, what somebody answered, what was set; empty where there is no more to say. */
  readonly text: string;
}

/** `edit`: somebody set something by hand. `fork`: what follows is not what followed in the run that this one was made from. */
type PanelNoteKind = 'advice' | 'answers' | 'intervention' | 'edit' | 'fork';

/** What happened, each list in the order of `seq`. A snapshot has it from the start on, a delta what came since. */
export interface PanelCourse {
  /** Ties as they change, and as a whole network fades. */
  readonly ties: readonly (PanelTie | PanelFade)[];
  readonly presence: readonly PanelPresence[];
  readonly messages: readonly PanelMessage[];
  readonly reactions: readonly PanelReaction[];
  readonly silences: readonly PanelSilence[];
  readonly notes: readonly PanelNote[];
  readonly values: readonly PanelValue[];
  /** Where each round begins: the `seq` of its first event. */
  readonly rounds: readonly number[];
  readonly marks: readonly PanelMark[];
}

export interface PanelMeasure {
  readonly id: string;
  /** Name for people, definition and source; all empty for one that the file declares. */
  readonly title: string;
  readonly doc: string;
  readonly source: string;
  /** One value a round, from round 1; null where it is not defined. */
  readonly values: readonly (number | null)[];
}

/** Calls of language models and what they took. */
export interface PanelAmount {
  readonly calls: number;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  /** With its currency, for people; empty where no price is known. */
  readonly money: string;
}

/** What one agent, one purpose or one place of the file took. */
export interface PanelCostRow extends PanelAmount {
  readonly label: string;
  /** What the row is of in the file, to reveal it; null where it is nothing there. */
  readonly node: NodeId | null;
}

export interface PanelCostTable {
  readonly of: 'purpose' | 'line' | 'agent';
  /** Dearest first. */
  readonly rows: readonly PanelCostRow[];
  /** How many more there are, which are not sent. */
  readonly more: number;
}

/** What language models were paid, and what they will have been. */
export interface PanelCost {
  readonly spent: PanelAmount;
  /** At the end of the run, to two digits; null where nothing more will be asked. */
  readonly expected: PanelAmount | null;
  /** The budget, as in `200 calls, 1.00 USD`; empty where there is none. */
  readonly budget: string;
  /** Calls without figures of the server, counted at the most they could take. */
  readonly unsure: number;
  /** Calls before the run went on that left no answer: nobody knows any more whose they were, and they are in no table. */
  readonly unnamed: number;
  /** One line for each address: who speaks through it, what goes there, what is withheld. */
  readonly egress: readonly string[];
  readonly tables: readonly PanelCostTable[];
}

export interface PanelSnapshot {
  readonly run: RunInfo;
  readonly status: RunStatus;
  /** Why it stands, in words for the user, when `status` is `failed` or `paused`. */
  readonly problem: string | null;
  /** The last event there is by now. */
  readonly seq: number;
  readonly agents: readonly PanelAgent[];
  readonly course: PanelCourse;
  readonly measures: readonly PanelMeasure[];
  /** Null where no language model is asked: then nothing costs anything, and nothing is said of it. */
  readonly cost: PanelCost | null;
  /** The event behind which one looks; null follows the run. */
  readonly moment: number | null;
}

/** What changed since the last message. A measure replaces the whole series of its id; agents are those who are new. */
export interface PanelDelta {
  readonly run: string;
  readonly seq: number;
  readonly status: RunStatus;
  readonly problem: string | null;
  readonly agents?: readonly PanelAgent[];
  readonly course: Partial<PanelCourse>;
  readonly measures?: readonly PanelMeasure[];
  readonly cost?: PanelCost;
}

/** A memory as it is listed. */
export interface PanelMemory {
  readonly text: string;
  readonly round: number;
  readonly kind: string;
  /** 1 … 10. */
  readonly importance: number;
  /** How it scored when the agent last recalled, where it came to mind. */
  readonly recalled: PanelRecalled | null;
  /** Where it is written; null where it came of what happened. */
  readonly node: NodeId | null;
}

/** The parts are each 0 … 1; the score is their weighted sum. */
export interface PanelRecalled {
  readonly score: number;
  readonly recency: number;
  readonly importance: number;
  readonly relevance: number;
}

/** A name and a value for people, such as a variable. */
export type PanelFact = readonly [string, string];

/** What is to know of one agent at a moment, beside what the panel has. */
export interface PanelMind {
  readonly kind: 'mind';
  /** Who answers for it, in words. */
  readonly mind: string;
  /** What it did last; null before its first turn. */
  readonly act: string | null;
  readonly advice: string | null;
  /** What its persona says, by name of the field. */
  readonly persona: readonly PanelFact[];
  readonly variables: readonly PanelFact[];
  /** What came to mind last, best first. */
  readonly recalled: readonly PanelMemory[];
  /** Those that were asked for, newest first, and how many there are in all. */
  readonly memories: readonly PanelMemory[];
  readonly remembered: number;
  /** Null where no language model was asked for it. */
  readonly cost: PanelAmount | null;
}

/** A section of a prompt. */
export interface PanelPart {
  readonly section: string;
  readonly text: string;
  /** Why it was left out; empty where it was asked. */
  readonly left: string;
  /** Where its template is written, to reveal it. */
  readonly node: NodeId | null;
}

/** How a message came to be, and what came of it. */
export interface PanelWhy {
  readonly kind: 'why';
  /** Where the act is written. */
  readonly node: NodeId | null;
  /** What came to mind for it, best first. */
  readonly recalled: readonly PanelMemory[];
  /** Messages that were read, and that the feed kept back. */
  readonly read: number;
  readonly cut: number;
  /** What was asked; empty where nobody was. A mind that reads no prose was told the same as facts. */
  readonly prompt: readonly PanelPart[];
  readonly reads: boolean;
  /** How the answer was taken, what it was, and word for word where that is kept. */
  readonly answer: readonly PanelFact[];
  readonly raw: string | null;
  /** Memories, ties and rewards that followed. */
  readonly after: readonly PanelFact[];
}

/** What is to know of an agent: with memories that have a word in their text, so many at most. */
export interface AskedMind {
  readonly kind: 'mind';
  readonly agent: AgentId;
  readonly seq: number;
  readonly find: string;
  readonly memories: number;
}

/** Something that the panel asks of the host, at the moment behind an event; `why` of the message that was sent by it. */
export type PanelQuestion = AskedMind | { readonly kind: 'why'; readonly seq: number };

export type PanelAnswer = PanelMind | PanelWhy;

/** Measures of another run, to be seen beside those of this one. */
export interface PanelBeside {
  /** Which run, for people. */
  readonly label: string;
  readonly measures: readonly Pick<PanelMeasure, 'id' | 'values'>[];
}

export type ToPanel =
  | { readonly type: 'snapshot'; readonly version: number; readonly snapshot: PanelSnapshot | null }
  | { readonly type: 'delta'; readonly version: number; readonly delta: PanelDelta }
  /** Shows the run behind an event; null follows it. */
  | { readonly type: 'moment'; readonly version: number; readonly moment: number | null }
  /** Null takes it away again. */
  | { readonly type: 'beside'; readonly version: number; readonly beside: PanelBeside | null }
  /** Selects an agent, as when the user asks for one from the editor; null clears. Unknown ids are ignored. */
  | { readonly type: 'select'; readonly version: number; readonly agent: AgentId | null }
  /** To the question of this number: an answer, or null with why there is none, in words. */
  | {
      readonly type: 'answer';
      readonly version: number;
      readonly id: number;
      readonly answer: PanelAnswer | null;
      readonly problem: string;
    };

/** What the user can ask for from the panel. */
export const PANEL_COMMANDS = [
  'run',
  'resume',
  'raiseBudget',
  'goOnBuiltin',
  'stop',
  'followRun',
  'forkHere',
  'useModel',
  'openExample',
] as const;
export type PanelCommand = (typeof PANEL_COMMANDS)[number];

export type FromPanel =
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'reveal'; readonly node: NodeId }
  /** To the moment behind an event. */
  | { readonly type: 'go'; readonly seq: number }
  /** Answered under the same number. */
  | { readonly type: 'ask'; readonly id: number; readonly question: PanelQuestion }
  | { readonly type: 'interview'; readonly agent: AgentId }
  /** Saves a file where the user says: a text, or, for a picture, its bytes in base64. */
  | { readonly type: 'save'; readonly name: string; readonly text?: string; readonly base64?: string }
  /** Puts a text on the clipboard. */
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'command'; readonly command: PanelCommand }
  | { readonly type: 'error'; readonly text: string };

/** Whether a value from the webview is a message of this contract. The host acts on nothing else. */
export function isFromPanel(value: unknown): value is FromPanel {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const message: Partial<Record<string, unknown>> = value;
  switch (message['type']) {
    case 'ready':
      return typeof message['version'] === 'number';
    case 'reveal':
      return typeof message['node'] === 'string';
    case 'go':
      return Number.isSafeInteger(message['seq']);
    case 'ask':
      return Number.isSafeInteger(message['id']) && isQuestion(message['question']);
    case 'interview':
      return typeof message['agent'] === 'string';
    case 'command':
      return PANEL_COMMANDS.some((command) => command === message['command']);
    case 'save':
      return isFileName(message['name']) && [message['text'], message['base64']].filter((part) => typeof part === 'string').length === 1;
    case 'copy':
    case 'error':
      return typeof message['text'] === 'string';
    default:
      return false;
  }
}

/** A name and no path: where it goes says the user. */
const isFileName = (value: unknown): boolean => typeof value === 'string' && /^[\w .()-]{1,120}$/.test(value) && !value.startsWith('.');

/** Memories that can be asked for at once. */
export const MOST_MEMORIES = 500;

function isQuestion(value: unknown): value is PanelQuestion {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, agent, seq, find, memories }: Partial<Record<string, unknown>> = value as object;
  if (!Number.isSafeInteger(seq)) return false;
  if (kind === 'why') return true;
  return (
    kind === 'mind' &&
    typeof agent === 'string' &&
    typeof find === 'string' &&
    typeof memories === 'number' &&
    memories >= 0 &&
    memories <= MOST_MEMORIES
  );
}
