/**
 * Messages between the host and the panel. The panel holds no truth: on show it gets one snapshot, then deltas.
 * Agents are named by index into `agents`, so that ten thousand ties stay small. All texts are untrusted.
 */
import type { AgentId, MessageId, NodeId } from '../core/ids.js';

export type { TurnReason } from '../core/events.js';
export type { AgentId, MessageId, NodeId };

/** Raised when a message changes shape; host and panel refuse to talk across versions. */
export const PROTOCOL_VERSION = 3;

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
  readonly network: string | null;
  /** A tie counts as an edge from this strength on. */
  readonly edge: number;
  /** Ids of the measures to be shown at the top: first those that the file declares. */
  readonly headline: readonly string[];
}

export interface PanelAgent {
  readonly id: AgentId;
  readonly name: string;
  /** Occupation, age: one short line. */
  readonly about: string;
  readonly interests: readonly string[];
  /** The persona's node, to reveal it in the editor; null for one without text. */
  readonly node: NodeId | null;
  /** It has not come yet, or has left. */
  readonly away?: true;
}

/** `[from, to, strength]`: agent indices, strength 0..1. */
export type PanelTie = readonly [number, number, number];

export interface PanelMessage {
  readonly id: MessageId;
  readonly seq: number;
  readonly round: number;
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
  readonly up: number;
  readonly down: number;
  /** Who answered in the place of the mind that was asked, and the code of why. */
  readonly instead?: { readonly by: string; readonly because: string };
}

/** A turn that left no message, with its reason code (a `TurnReason`): silence is shown too. */
export interface PanelSilence {
  readonly seq: number;
  readonly round: number;
  readonly agent: number;
  readonly reason: string;
}

export interface PanelMeasure {
  readonly id: string;
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

/** Where in the recording one looks: behind which event, counted from 1, of how many there are by now. */
export interface PanelPast {
  readonly event: number;
  readonly of: number;
}

export interface PanelSnapshot {
  readonly run: RunInfo;
  readonly status: RunStatus;
  /** Why it stands, in words for the user, when `status` is `failed` or `paused`. */
  readonly problem: string | null;
  readonly round: number;
  readonly seq: number;
  readonly agents: readonly PanelAgent[];
  readonly ties: readonly PanelTie[];
  readonly messages: readonly PanelMessage[];
  readonly silences: readonly PanelSilence[];
  readonly measures: readonly PanelMeasure[];
  /** Null where no language model is asked: then nothing costs anything, and nothing is said of it. */
  readonly cost: PanelCost | null;
  /** Null where the panel follows the run. What is shown of a past moment comes as a snapshot, and no delta follows it. */
  readonly past: PanelPast | null;
}

/**
 * What changed since the last message. Absent means unchanged; strength 0 removes a tie; a measure replaces the
 * whole series of its id. Messages and silences come in the order of their `seq`, all above what was sent before.
 */
export interface PanelDelta {
  readonly run: string;
  readonly seq: number;
  readonly round: number;
  readonly status: RunStatus;
  readonly problem: string | null;
  readonly ties?: readonly PanelTie[];
  readonly messages?: readonly PanelMessage[];
  readonly silences?: readonly PanelSilence[];
  /** `[message, up, down]`. */
  readonly scores?: readonly (readonly [MessageId, number, number])[];
  readonly measures?: readonly PanelMeasure[];
  readonly cost?: PanelCost;
}

export type ToPanel =
  | { readonly type: 'snapshot'; readonly version: number; readonly snapshot: PanelSnapshot | null }
  | { readonly type: 'delta'; readonly version: number; readonly delta: PanelDelta }
  /** Selects an agent, as when the user asks for one from the editor; null clears. Unknown ids are ignored. */
  /** The run has gone on while a past moment is shown. */
  | { readonly type: 'past'; readonly version: number; readonly past: PanelPast }
  | { readonly type: 'select'; readonly version: number; readonly agent: AgentId | null };

/** What the user can ask for from the panel. */
export const PANEL_COMMANDS = ['run', 'resume', 'raiseBudget', 'goOnBuiltin', 'stop', 'followRun', 'useModel', 'openExample'] as const;
export type PanelCommand = (typeof PANEL_COMMANDS)[number];

export type FromPanel =
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'reveal'; readonly node: NodeId }
  /** To the moment behind an event. */
  | { readonly type: 'go'; readonly seq: number }
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
    case 'command':
      return PANEL_COMMANDS.some((command) => command === message['command']);
    case 'error':
      return typeof message['text'] === 'string';
    default:
      return false;
  }
}
