/**
 * A value that the user sets: where the run stands it becomes an event like any other, so that the run still says how it came
 * about; what is past stays as it was, and the run is forked.
 */
import { isAsked } from '../../core/events/overrides.js';
import type { OverrideRequest } from '../../engine/index.js';
import { answerTo } from '../../runs/index.js';
import { askedAt } from './evaluateAt.js';
import type { Debuggee } from '../cursor/replayCursor.js';
import { type ChildConfig, childOf } from '../run/forkSession.js';
import { type Item, itemOf } from './valueTree.js';
import { stepStart } from '../../core/events/step.js';
import { Refused } from '../run/errors.js';
import { type ValueTarget, wantedOf } from './valueTarget.js';

/** What of an item can be set by hand; null where nothing can. */
export function settableOf({ set, datum }: Item): ValueTarget | null {
  return set ?? (datum?.kind === 'variable' || datum?.kind === 'tie' ? datum : null);
}

/** Sets it where the run stands and gives what it is now, or the fork in which it is so. Throws where it cannot be set. */
export function setByHand(debuggee: Debuggee, what: ValueTarget, source: string): { readonly value: string } | ChildConfig {
  const { run, state } = debuggee;
  const wanted = wantedOf(what, source, state, (text) => valueAt(debuggee, text));
  if (!standsThere(debuggee, what)) return childOf(run, { at: forkedAt(debuggee, what), set: [wanted] });
  const problem = run.override!([wanted]);
  if (problem !== null) throw new Refused('override-refused', problem, false);
  return { value: shown(wanted) };
}

function shown(wanted: OverrideRequest): string {
  if (wanted.kind !== 'memory') return itemOf('', wanted.value).value;
  return itemOf('', wanted.importance ?? wanted.text).value;
}

/** The fork in which something is so, wherever the run stands. */
export function forkByHand(debuggee: Debuggee, what: ValueTarget, source: string): ChildConfig {
  const wanted = wantedOf(what, source, debuggee.state, (text) => valueAt(debuggee, text));
  return childOf(debuggee.run, { at: forkedAt(debuggee, what), set: [wanted] });
}

const valueAt = ({ run, state, timeline, seq }: Debuggee, source: string): ReturnType<typeof askedAt> =>
  askedAt(run.live.model, state, timeline.events[seq] ?? null, null, source);

/** Whether it can be set where the run stands: it goes on from there, and nobody is answering already. */
function standsThere({ run, timeline, isLive, isOver }: Debuggee, what: ValueTarget): boolean {
  if (!run.override || !isLive || isOver) return false;
  return what.kind !== 'answer' || (what.asked === null && !isAsked(timeline.head, what.agent));
}

/** The event behind which it is set: of an answer that was given, the one before it came. */
function forkedAt({ timeline: { events }, seq }: Debuggee, what: ValueTarget): number {
  if (what.kind !== 'answer' || what.asked === null) return seq;
  const asked = events[what.asked];
  const answer = asked?.type === 'question.asked' ? answerTo(events, asked, events.length - 1) : null;
  return answer ? stepStart(events, answer.seq) - 1 : seq;
}
