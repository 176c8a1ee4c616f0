/** Requests of the panel to the host in addition to the course of a run, and costs: minds, why a message was sent, calls. */
import type { AgentId, NodeId } from '../core/util/ids.js';

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

/** The details of one agent at a moment, in addition to the data of the panel. */
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

/** Why a message was sent, and its effects. */
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

/** A question of the panel to the host, at the moment after an event; `why` is about the message that the event sent. */
export type PanelQuestion = AskedMind | { readonly kind: 'why'; readonly seq: number };

export type PanelAnswer = PanelMind | PanelWhy;

/** Memories that can be asked for at once. */
const MOST_MEMORIES = 500;

/** Whether a value from the webview is a question that can be answered. */
export function isQuestion(value: unknown): value is PanelQuestion {
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
