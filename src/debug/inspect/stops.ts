/** The description of a stop: whether the cursor is in the recording, live or at the end, at which event, and what happened there. */
import { t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import { StoppedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Inspector, SOCIETY } from './inspector.js';
import { eventFor } from '../breakpoints/rowEvents.js';
import type { Stop } from '../run/stopTypes.js';
import { titleOf } from '../run/eventLabels.js';

export function stopEvent({ debuggee, nameOf }: Inspector, { reason, hit, fault }: Stop): DebugProtocol.StoppedEvent {
  const { seq, timeline, state, isLive, isOver, agent } = debuggee;
  const where = isLive ? (isOver ? t('At the end of the run') : t('Live')) : t('Past moment');
  const told: DebugProtocol.StoppedEvent = new StoppedEvent(reason, SOCIETY);
  // The client shows this next to the name of the society, in little room. The scope *Event* names the event.
  told.body.description = isOver && isLive ? where : t('{0}, round {1}', where, state.round);
  told.body.allThreadsStopped = true;
  const event = timeline.events[seq];
  if (event) told.body.text = (fault && translated(fault.text)) ?? titleOf(eventFor(event, state.roster, agent), nameOf);
  if (hit.length > 0) told.body.hitBreakpointIds = [...hit];
  return told;
}
