/** A stop in words: whether the cursor is in the recording, live or at the end, at which event, and what happened there. */
import { StoppedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Stop } from './debuggee.js';
import { type Looking, SOCIETY } from './looking.js';
import { titleOf } from './titles.js';

export function stopEvent({ debuggee, nameOf }: Looking, { reason, hit }: Stop): DebugProtocol.StoppedEvent {
  const { seq, timeline, state, isLive, isOver } = debuggee;
  const where = isLive ? (isOver ? 'At the end of the run' : 'Live') : 'In the recording';
  const told: DebugProtocol.StoppedEvent = new StoppedEvent(reason, SOCIETY);
  told.body.description = `${where}, event ${seq} of ${timeline.events.length - 1}, round ${state.round}`;
  told.body.allThreadsStopped = true;
  const event = timeline.events[seq];
  if (event) told.body.text = titleOf(event, nameOf);
  if (hit.length > 0) told.body.hitBreakpointIds = [...hit];
  return told;
}
