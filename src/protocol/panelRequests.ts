/** Data that the panel requests in addition to the course of a run: minds, why a message was sent, and costs. */
import type { AgentId, NodeId } from '../core/util/ids.js';
import { type CrowdAnswer, type CrowdQuestion, isCrowdQuestion } from './groups.js';

/** Calls of language models, with their tokens and price. */
export interface PanelAmount {
  readonly calls: number;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  /** The price with its currency; empty if no price is known. */
  readonly money: string;
}

/** The costs of one agent, one purpose or one place of the file. */
export interface PanelCostRow extends PanelAmount {
  readonly label: string;
  /** The node of the row in the file, to reveal it; null if there is none. */
  readonly node: NodeId | null;
}

export interface PanelCostTable {
  readonly of: 'purpose' | 'line' | 'agent';
  /** The most expensive rows first. */
  readonly rows: readonly PanelCostRow[];
  /** The number of further rows, which are not sent. */
  readonly more: number;
}

/** The costs of language models so far, and the expected costs. */
export interface PanelCost {
  readonly spent: PanelAmount;
  /** Expected at the end of the run, to two digits; null if there will be no more calls. */
  readonly expected: PanelAmount | null;
  /** The budget, as in `200 calls, 1.00 USD`; empty if there is none. */
  readonly budget: string;
  /** Calls for which the server reported no tokens. They count with the most tokens that they could take. */
  readonly unsure: number;
  /** Calls without an answer before the run was resumed. Their agents are unknown, so they are in no table. */
  readonly unnamed: number;
  /** One line for each address: the agents that use it, the data that is sent, and the data that is withheld. */
  readonly egress: readonly string[];
  readonly tables: readonly PanelCostTable[];
}

/** A memory in a list. */
export interface PanelMemory {
  readonly text: string;
  readonly round: number;
  readonly kind: string;
  /** 1 … 10. */
  readonly importance: number;
  /** The scores at the agent's last recall, if the memory was recalled. */
  readonly recalled: PanelRecalled | null;
  /** Its node in the file; null if it comes from the run. */
  readonly node: NodeId | null;
}

/** The parts are each 0 … 1; the score is their weighted sum. */
export interface PanelRecalled {
  readonly score: number;
  readonly recency: number;
  readonly importance: number;
  readonly relevance: number;
}

/** A name and a value as text, such as a variable. */
export type PanelFact = readonly [string, string];

/** The other agent of a tie. */
export interface PanelTied {
  readonly id: AgentId;
  readonly name: string;
  readonly strength: number;
}

/** The details of one agent at a moment, in addition to the data of the panel. */
export interface PanelMind {
  readonly kind: 'mind';
  /** The name of the mind that answers for it. */
  readonly mind: string;
  /** Its last act; null before its first turn. */
  readonly act: string | null;
  readonly advice: string | null;
  /** The fields of its persona. */
  readonly persona: readonly PanelFact[];
  readonly variables: readonly PanelFact[];
  /** Its strongest ties in a society of which the panel does not have all ties: to others, and from others. */
  readonly ties?: { readonly out: readonly PanelTied[]; readonly into: readonly PanelTied[] };
  /** The memories of the last recall, best first. */
  readonly recalled: readonly PanelMemory[];
  /** The requested memories, newest first, and the number of all memories. */
  readonly memories: readonly PanelMemory[];
  readonly remembered: number;
  /** Null if no language model was called for it. */
  readonly cost: PanelAmount | null;
}

/** A section of a prompt. */
export interface PanelPart {
  readonly section: string;
  readonly text: string;
  /** The reason why it was left out; empty if it was sent. */
  readonly left: string;
  /** The node of its template, to reveal it. */
  readonly node: NodeId | null;
}

/** Why a message was sent, and its effects. */
export interface PanelWhy {
  readonly kind: 'why';
  /** The node of the action. */
  readonly node: NodeId | null;
  /** The memories recalled for it, best first. */
  readonly recalled: readonly PanelMemory[];
  /** The numbers of messages that the agent read, and that the feed left out. */
  readonly read: number;
  readonly cut: number;
  /** The prompt; empty if no mind was asked. A mind that reads no prose gets the same content as facts. */
  readonly prompt: readonly PanelPart[];
  readonly reads: boolean;
  /** How the answer was read, its content, and the literal answer if it is stored. */
  readonly answer: readonly PanelFact[];
  readonly raw: string | null;
  /** Memories, ties and rewards that followed. */
  readonly after: readonly PanelFact[];
}

/** Requests the details of an agent, with at most a given number of memories that contain a word. */
export interface AskedMind {
  readonly kind: 'mind';
  readonly agent: AgentId;
  readonly seq: number;
  readonly find: string;
  readonly memories: number;
}

/** Requests why a variable of an agent has its value at a moment. */
export interface AskedChange {
  readonly kind: 'change';
  readonly agent: AgentId;
  readonly variable: string;
  readonly seq: number;
}

/** Why a variable changed last. */
export interface PanelChange {
  readonly kind: 'change';
  /** The change, with its round: `state well → ill in round 7`. */
  readonly text: string;
  /** The event of the change. */
  readonly seq: number;
  /** The line of the rule; null if no line of the file caused it. */
  readonly node: NodeId | null;
  /** The texts of the rule and of its condition. */
  readonly rule: readonly string[];
  /** The agents that the rule read, by name, with what it read of each; and how many more there are. */
  readonly read: readonly PanelFact[];
  readonly more: number;
}

/** A question of the panel to the host, at the moment after an event; `why` is about the message that the event sent. */
export type PanelQuestion = AskedMind | AskedChange | { readonly kind: 'why'; readonly seq: number } | CrowdQuestion;

export type PanelAnswer = PanelMind | PanelWhy | PanelChange | CrowdAnswer;

/** The most memories in one request. */
const MOST_MEMORIES = 500;

/** Whether a value from the webview is a question that can be answered. */
export function isQuestion(value: unknown): value is PanelQuestion {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, agent, variable, seq, find, memories }: Partial<Record<string, unknown>> = value as object;
  if (!Number.isSafeInteger(seq)) return false;
  if (kind === 'why' || isCrowdQuestion(value)) return true;
  if (kind === 'change') return typeof agent === 'string' && typeof variable === 'string';
  return (
    kind === 'mind' &&
    typeof agent === 'string' &&
    typeof find === 'string' &&
    typeof memories === 'number' &&
    memories >= 0 &&
    memories <= MOST_MEMORIES
  );
}
