/**
 * Overrides a value. At the end of the recording the override becomes an event like any other, so that the run records how the
 * value was set. At an earlier moment, the past stays as it was and the run is forked.
 */
import { isAsked } from '../../core/events/overrides.js';
import type { OverrideRequest } from '../../engine/index.js';
import { answerTo } from '../../runs/index.js';
import type { Answered } from './evaluateAt.js';
import type { Debuggee } from '../cursor/replayCursor.js';
import { type ChildConfig, childOf } from '../run/forkSession.js';
import { type Item, itemOf } from './valueTree.js';
import { stepStart } from '../../core/events/timeline.js';
import { Refused } from '../run/errors.js';
import { type OverrideTarget, overrideRequestOf } from './overrideTarget.js';

/** What an override of an item changes; null where the item cannot be overridden. */
export function overrideTargetOf({ target, datum }: Item): OverrideTarget | null {
  return target ?? (datum?.kind === 'variable' || datum?.kind === 'tie' ? datum : null);
}

/** A new value as it was written, and its value as an expression. */
interface NewValue {
  readonly source: string;
  readonly answered: Answered;
}

/** Overrides the item at the end of the recording and gives its new value, or the fork that has it. Throws `Refused` where that fails. */
export function applyOverride(
  debuggee: Debuggee,
  what: OverrideTarget,
  { source, answered }: NewValue,
): { readonly value: string } | ChildConfig {
  const { run, state } = debuggee;
  const request = overrideRequestOf(what, source, state, answered);
  if (!standsThere(debuggee, what)) return childOf(run, { at: forkedAt(debuggee, what), set: [request] });
  const problem = run.override!([request]);
  if (problem !== null) throw new Refused('override-refused', problem, false);
  return { value: shown(request) };
}

function shown(request: OverrideRequest): string {
  if (request.kind !== 'memory') return itemOf('', request.value).value;
  return itemOf('', request.importance ?? request.text).value;
}

/** The fork that has the override, wherever the cursor is. */
export function forkWithOverride(debuggee: Debuggee, what: OverrideTarget, { source, answered }: NewValue): ChildConfig {
  const request = overrideRequestOf(what, source, debuggee.state, answered);
  return childOf(debuggee.run, { at: forkedAt(debuggee, what), set: [request] });
}

/** Whether it can be overridden at the end of the recording: the run can continue, and no mind is answering already. */
function standsThere({ run, timeline, isLive, isOver }: Debuggee, what: OverrideTarget): boolean {
  if (!run.override || !isLive || isOver) return false;
  return what.kind !== 'answer' || (what.asked === null && !isAsked(timeline.head, what.agent));
}

/** The event after which it is overridden: for a given answer, the event before the answer. */
function forkedAt({ timeline: { events }, seq }: Debuggee, what: OverrideTarget): number {
  if (what.kind !== 'answer' || what.asked === null) return seq;
  const asked = events[what.asked];
  const answer = asked?.type === 'question.asked' ? answerTo(events, asked, events.length - 1) : null;
  return answer ? stepStart(events, answer.seq) - 1 : seq;
}
