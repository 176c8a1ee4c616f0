/** Requests that move the cursor, each as the move it asks for. */
import { crowdAt, idAt, indexOf } from '../../core/events/roster.js';
import { agentBeside } from '../breakpoints/rowEvents.js';
import type { SimEvent } from '../../core/events/events.js';
import { changesMany, variableChangeOf } from '../../core/events/rowViews.js';
import type { Debuggee, Target } from '../cursor/replayCursor.js';
import { entriesAt, roundAfter, roundBefore, changeAfter, changeBefore, stretchAfter, stretchBefore } from '../cursor/stepTargets.js';
import type { Inspector } from '../inspect/inspector.js';
import type { Moving, RunTo } from '../run/requests.js';
import { t } from '../../core/util/l10n.js';
import { Refused } from '../run/errors.js';

export type Move = (debuggee: Debuggee) => unknown;

type Movers = { readonly [C in keyof Moving]: (looking: Inspector, args: Moving[C][0]) => Move };

export const MOVING: Movers = {
  continue: () => (debuggee) => debuggee.forward(),
  reverseContinue: () => (debuggee) => debuggee.backward(),
  /** The next turn, or the next event that changes many agents; with an agent's thread selected, those of that agent. */
  next: (looking, { threadId }) => {
    const agent = looking.agentOf(threadId);
    const { roster } = looking.debuggee.state;
    const index = agent === null ? -1 : indexOf(roster, agent);
    const isChanged = (event: SimEvent): boolean =>
      agent === null ? changesMany(event) : crowdAt(roster, index) !== undefined && variableChangeOf(event, roster, index) !== undefined;
    const target: Target = (events, from) => earlier(stretchAfter(events, from, agent), placeAfter(events, from, isChanged));
    return (debuggee) => debuggee.forward(target, 'step', agent);
  },
  /**
   * The next stage or, with a target, the selected step-in target. An event that changes many agents is a stop of its own, with a stop
   * for each of its agents.
   */
  stepIn: ({ debuggee, nameOf }, { targetId }) => {
    const { timeline, state, seq } = debuggee;
    if (targetId === undefined) return beside(debuggee, true) ?? ((to) => to.forward(changeAfter));
    const entry = entriesAt(timeline.events[seq], state, nameOf).find(({ id }) => id === targetId);
    if (!entry) throw new Refused('cannot-enter', t('This target can no longer be entered here.'));
    const { target, agent } = entry;
    return (to) => (agent === undefined ? to.forward(target) : to.enter(agent));
  },
  stepOut: () => (debuggee) => debuggee.forward(roundAfter),
  stepBack: ({ debuggee }) => beside(debuggee, false) ?? ((to) => to.backward(changeBefore)),
  /** A target is the number of an event, from 1. */
  goto: (looking, { targetId }) => seek(looking, targetId - 1),
  restartFrame: (looking, { frameId }) => {
    const { event } = looking.frame(frameId);
    return (debuggee) => debuggee.goto(event.seq, 'restart');
  },
  'society/back': (looking, { by, threadId }) => {
    if (by === 'stage') return beside(looking.debuggee, false) ?? ((debuggee) => debuggee.backward(changeBefore));
    if (by === 'round') return (debuggee) => debuggee.backward(roundBefore);
    const agent = threadId === undefined ? null : looking.agentOf(threadId);
    return (debuggee) => debuggee.backward((events, from) => stretchBefore(events, from, agent));
  },
  'society/seek': (looking, { seq }) => seek(looking, seq),
  'society/runTo': (looking, to) => runTo(looking, to),
};

const earlier = (a: number | null, b: number | null): number | null => (a === null || (b !== null && b < a) ? b : a);

function placeAfter(events: readonly SimEvent[], seq: number, test: (event: SimEvent) => boolean): number | null {
  for (let i = seq + 1; i < events.length; i++) if (test(events[i]!)) return i;
  return null;
}

/** The move to the next agent that the event at the cursor changes, or to the one before; null if there is none. */
function beside({ timeline, state, seq, agent }: Debuggee, isForward: boolean): Move | null {
  if (!isForward && agent === null) return null;
  const from = agent === null ? -1 : indexOf(state.roster, agent);
  const next = agentBeside(timeline.events[seq], from, isForward);
  if (next === undefined && isForward) return null;
  return (debuggee) => debuggee.enter(next === undefined ? null : idAt(state.roster, next));
}

/** Forward to an event or a round, unless a breakpoint comes before it; back to it at once. A run that ends before it stops at its end. */
function runTo({ debuggee }: Inspector, { seq, round, run }: RunTo): Move {
  const { timeline } = debuggee;
  refuseOther(debuggee, run);
  const isRound = Number.isInteger(round) && round! >= 1;
  if (!isRound && !(Number.isInteger(seq) && seq! >= 0))
    throw new Refused('no-goal', t('Name a goal: an event from 0, or a round from 1.'));
  const goal = (): number | null => (isRound ? (timeline.rounds[round! - 1] ?? null) : seq! < timeline.events.length ? seq! : null);
  return (to) => {
    const recorded = goal();
    if (recorded !== null && recorded <= to.seq) to.goto(recorded);
    else void to.forward(goal, 'goto');
  };
}

/** Refuses a request that names another run than the one of this session. */
export function refuseOther({ run: { kept } }: Debuggee, wanted: string | undefined): void {
  if (wanted !== undefined && wanted !== kept?.run) throw new Refused('other-run', t('This session shows another run.'));
}

/** Moves to an event. Throws where none is recorded. */
export function seek({ debuggee }: Inspector, seq: number): Move {
  const last = debuggee.timeline.events.length - 1;
  if (!Number.isInteger(seq) || seq < 0 || seq > last)
    throw new Refused('unknown-event', t('Unknown event {0}. The recording has events 0 to {1}.', seq, last));
  return (to) => to.goto(seq);
}
