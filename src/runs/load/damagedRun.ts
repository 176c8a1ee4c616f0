/**
 * Events of other types than were written. Runs of this version have checksums, so that such events are left out on opening. In runs of
 * older versions they cause errors where they are folded or read.
 */
import type { SimEvent } from '../../core/events/events.js';
import { reduceEach } from '../../core/events/reduce.js';
import { initialState } from '../../core/events/state.js';
import { Timeline } from '../../core/events/timeline.js';
import type { StoredRun } from '../../trace/index.js';

/** Whether an error is one of code that reads data of an unexpected form. */
export const isFaultOfCode = (error: unknown): boolean => error instanceof TypeError || error instanceof RangeError;

/** What to do where an event, or one after it, differs from what was written. */
export const eventsFault = (seq: number): string =>
  `events.jsonl is damaged at event ${seq} or after it. Delete the lines from line ${seq + 1} on, and repeat them with: society run --resume`;

/** The first event that cannot be folded; null where all can. Nothing is checked in a long run, which is folded on request. */
export function firstUnfoldable({ events, rounds }: Pick<StoredRun, 'events' | 'rounds'>): number | null {
  if (rounds !== null) return null;
  try {
    Timeline.of(events);
    return null;
  } catch {
    return foldable(events);
  }
}

/** How many events can be folded, one after the other. */
function foldable(events: readonly SimEvent[]): number {
  let state = initialState();
  try {
    for (const event of events) state = reduceEach(state, 1, () => event);
  } catch {
    // The next event is the one that cannot be folded.
  }
  return state.seq + 1;
}
