/** Requests that move the cursor, each as the move it asks for. */
import type { Debuggee } from '../cursor/replayCursor.js';
import { entriesAt, roundAfter, roundBefore, stageAfter, stageBefore, stretchAfter, stretchBefore } from '../cursor/stepTargets.js';
import type { Inspector } from '../inspect/inspector.js';
import type { Moving, RunTo } from '../run/requests.js';
import { Refused } from '../run/errors.js';

export type Move = (debuggee: Debuggee) => unknown;

type Movers = { readonly [C in keyof Moving]: (looking: Inspector, args: Moving[C][0]) => Move };

export const MOVING: Movers = {
  continue: () => (debuggee) => debuggee.forward(),
  reverseContinue: () => (debuggee) => debuggee.backward(),
  /** The next turn; with an agent's thread selected, that agent's next turn. */
  next: (looking, { threadId }) => {
    const agent = looking.agentOf(threadId);
    return (debuggee) => debuggee.forward((events, from) => stretchAfter(events, from, agent));
  },
  /** The next stage or, with a target, the selected step-in target. */
  stepIn: ({ debuggee: { timeline, state, seq }, nameOf }, { targetId }) => {
    if (targetId === undefined) return (debuggee) => debuggee.forward(stageAfter);
    const entry = entriesAt(timeline.events[seq], state, nameOf).find(({ id }) => id === targetId);
    if (!entry) throw new Refused('cannot-enter', 'This target can no longer be entered here.');
    return (debuggee) => debuggee.forward(entry.target);
  },
  stepOut: () => (debuggee) => debuggee.forward(roundAfter),
  stepBack: () => (debuggee) => debuggee.backward(stageBefore),
  /** A target is the number of an event, from 1. */
  goto: (looking, { targetId }) => seek(looking, targetId - 1),
  restartFrame: (looking, { frameId }) => {
    const { event } = looking.frame(frameId);
    return (debuggee) => debuggee.goto(event.seq, 'restart');
  },
  'society/back': (looking, { by, threadId }) => {
    if (by === 'stage') return (debuggee) => debuggee.backward(stageBefore);
    if (by === 'round') return (debuggee) => debuggee.backward(roundBefore);
    const agent = threadId === undefined ? null : looking.agentOf(threadId);
    return (debuggee) => debuggee.backward((events, from) => stretchBefore(events, from, agent));
  },
  'society/seek': (looking, { seq }) => seek(looking, seq),
  'society/runTo': (looking, to) => runTo(looking, to),
};

/** Forward to an event or a round, unless a breakpoint comes before it; back to it at once. A run that ends before it stops at its end. */
function runTo({ debuggee }: Inspector, { seq, round, run }: RunTo): Move {
  const { timeline } = debuggee;
  refuseOther(debuggee, run);
  const isRound = Number.isInteger(round) && round! >= 1;
  if (!isRound && !(Number.isInteger(seq) && seq! >= 0)) throw new Refused('no-goal', 'Name a goal: an event from 0, or a round from 1.');
  const goal = (): number | null => (isRound ? (timeline.rounds[round! - 1] ?? null) : seq! < timeline.events.length ? seq! : null);
  return (to) => {
    const recorded = goal();
    if (recorded !== null && recorded <= to.seq) to.goto(recorded);
    else void to.forward(goal, 'goto');
  };
}

/** Refuses a request that names another run than the one of this session. */
export function refuseOther({ run: { kept } }: Debuggee, wanted: string | undefined): void {
  if (wanted !== undefined && wanted !== kept?.run) throw new Refused('other-run', 'This session shows another run.');
}

/** Moves to an event. Throws where none is recorded. */
export function seek({ debuggee }: Inspector, seq: number): Move {
  const last = debuggee.timeline.events.length - 1;
  if (!Number.isInteger(seq) || seq < 0 || seq > last)
    throw new Refused('unknown-event', `Unknown event ${seq}. The recording has events 0 to ${last}.`);
  return (to) => to.goto(seq);
}
