/** Where the cursor is, and why: plain data that the parts of a session pass to each other. */
import type { AgentId } from '../../core/util/ids.js';
import type { DebuggedRun } from './host.js';

/** Reasons that the protocol gives a stop at a breakpoint. */
export type BreakpointReason = 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'exception';

export interface Stop {
  readonly reason: BreakpointReason | 'entry' | 'step' | 'pause' | 'goto' | 'restart';
  /** Breakpoints that were hit. */
  readonly hit: readonly number[];
  /** What is wrong, where the event at the cursor does not include it. */
  readonly fault?: Fault;
  /** The agent that the stop is about, of the agents that the event changes. */
  readonly agent?: AgentId;
}

/** `id` is a stable code, `text` is the message for the user. */
export interface Fault {
  readonly id: string;
  readonly text: string;
}

/** Where the cursor is, for views that follow it. */
export interface Moment {
  readonly run: DebuggedRun;
  readonly seq: number;
  readonly isLive: boolean;
}
