/** Why the cursor stands, and a stop in words: whether the cursor is in the recording, live or at the end, at which event, and what happened there. */
import { StoppedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Looking, SOCIETY } from './looking.js';
import type { DebugRun } from './host.js';
import type { Breakpoint } from './matches.js';
import { titleOf } from './titles.js';

export interface Stop {
  readonly reason: Breakpoint['reason'] | 'entry' | 'step' | 'pause' | 'goto' | 'restart';
  /** Breakpoints that were hit. */
  readonly hit: readonly number[];
  /** What is wrong, where the event at the cursor does not say it. */
  readonly fault?: Fault;
}

/** `id` is a stable code, `text` says it to the user. */
export interface Fault {
  readonly id: string;
  readonly text: string;
}

/** Where the cursor stands, for whoever follows it. */
export interface Moment {
  readonly run: DebugRun;
  readonly seq: number;
  readonly isLive: boolean;
}

export function stopEvent({ debuggee, nameOf }: Looking, { reason, hit, fault }: Stop): DebugProtocol.StoppedEvent {
  const { seq, timeline, state, isLive, isOver } = debuggee;
  const where = isLive ? (isOver ? 'At the end of the run' : 'Live') : 'Past moment';
  const told: DebugProtocol.StoppedEvent = new StoppedEvent(reason, SOCIETY);
  // It stands beside the name of the society, in little room. Which event it is says the scope *Event*.
  told.body.description = isOver && isLive ? where : `${where}, round ${state.round}`;
  told.body.allThreadsStopped = true;
  const event = timeline.events[seq];
  if (event) told.body.text = fault?.text ?? titleOf(event, nameOf);
  if (hit.length > 0) told.body.hitBreakpointIds = [...hit];
  return told;
}
