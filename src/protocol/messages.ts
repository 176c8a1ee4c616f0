/**
 * Messages between the host and the panel. The panel owns no data: when it is shown, it gets one snapshot, then deltas.
 * Their types are in course.ts and panelRequests.ts.
 */
import type { AgentId, NodeId } from '../core/util/ids.js';
import { isQuestion, type PanelAnswer, type PanelQuestion } from './panelRequests.js';
import type { PanelBeside, PanelCourse, PanelDelta, PanelSnapshot } from './course.js';
import type { Packed } from './packedLists.js';

/** Increased when the shape of a message changes. Host and panel refuse messages of another version. */
export const PROTOCOL_VERSION = 11;

/** The parts of a snapshot's course that are still to be sent: ties and the rest, only the rest, or nothing. */
export type Left = 'ties' | 'talk' | 'nothing';

export type ToPanel =
  /** Its course is only the first part (messageParts.ts). */
  | {
      readonly type: 'snapshot';
      readonly version: number;
      readonly snapshot: PanelSnapshot | null;
      /** Packed lists of its course. */
      readonly packed?: Packed;
      readonly left: Left;
    }
  /** The next part of the course of the snapshot that was sent last. */
  | {
      readonly type: 'part';
      readonly version: number;
      readonly part: Partial<PanelCourse>;
      readonly packed?: Packed;
      readonly left: Left;
    }
  | { readonly type: 'delta'; readonly version: number; readonly delta: PanelDelta }
  /** Shows the run after an event; null follows it. `went` counts the moves of the panel that the host knows of. */
  | { readonly type: 'moment'; readonly version: number; readonly moment: number | null; readonly went: number }
  /** Null removes it. */
  | { readonly type: 'beside'; readonly version: number; readonly beside: PanelBeside | null }
  /** Events at which breakpoints of the debugger hold, in order; empty if no debugger is active. */
  | { readonly type: 'breakpoints'; readonly version: number; readonly seqs: readonly number[] }
  /** Selects an agent, as when the user selects one in the editor; null clears the selection. Unknown ids are ignored. */
  | { readonly type: 'select'; readonly version: number; readonly agent: AgentId | null }
  /** The answer to the question of this number, or null with the reason why there is none. */
  | {
      readonly type: 'answer';
      readonly version: number;
      readonly id: number;
      readonly answer: PanelAnswer | null;
      readonly problem: string;
    };

/** Commands that the user can run in the panel. */
const PANEL_COMMANDS = ['run', 'resume', 'raiseBudget', 'goOnBuiltin', 'stop', 'followRun', 'forkHere', 'useModel', 'openExample'] as const;
export type PanelCommand = (typeof PANEL_COMMANDS)[number];

export type FromPanel =
  | { readonly type: 'ready'; readonly version: number }
  | { readonly type: 'reveal'; readonly node: NodeId }
  /** To the moment after an event; the `count`-th move since the page was loaded. */
  | { readonly type: 'go'; readonly seq: number; readonly count: number }
  /** A question. The answer has the same number. */
  | { readonly type: 'ask'; readonly id: number; readonly question: PanelQuestion }
  | { readonly type: 'interview'; readonly agent: AgentId }
  /** The user has selected an agent. */
  | { readonly type: 'selected'; readonly agent: AgentId }
  /** Saves a file at a place that the user chooses: a text, or the bytes of a picture in base64. */
  | { readonly type: 'save'; readonly name: string; readonly text?: string; readonly base64?: string }
  /** Copies a text to the clipboard. */
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'command'; readonly command: PanelCommand }
  | { readonly type: 'error'; readonly text: string };

/** Whether a value from the webview is a message of this contract. The host ignores other values. */
export function isFromPanel(value: unknown): value is FromPanel {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const message: Partial<Record<string, unknown>> = value;
  switch (message['type']) {
    case 'ready':
      return typeof message['version'] === 'number';
    case 'reveal':
      return typeof message['node'] === 'string';
    case 'go':
      return Number.isSafeInteger(message['seq']) && Number.isSafeInteger(message['count']);
    case 'ask':
      return Number.isSafeInteger(message['id']) && isQuestion(message['question']);
    case 'interview':
    case 'selected':
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

/** Whether a value is a file name without a path. The user chooses the folder. */
const isFileName = (value: unknown): boolean => typeof value === 'string' && /^[\w .()-]{1,120}$/.test(value) && !value.startsWith('.');
