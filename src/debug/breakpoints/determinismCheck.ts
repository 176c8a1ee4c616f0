/** Whether a run is deterministic: its events are planned again with the recorded answers, and compared with the record. */
import type { SimEvent } from '../../core/events/events.js';
import { Timeline } from '../../core/events/timeline.js';
import { asker, DeterminismError, follow, stepEnd } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import type { Raised } from './exceptions.js';
import type { DebuggedRun } from '../run/host.js';

/** Stops at the first event that the texts of the run do not reproduce. Events are tested in order; the test ends at that one. */
export function repeating({ handle: { model, timeline }, prose }: DebuggedRun): Raised {
  const ask = asker(sha256, (mind) => prose?.has(mind) ?? false);
  const again = new Timeline();
  const seen: SimEvent[] = [];
  let found: DeterminismError | null = null;
  const repeat = (seq: number): void => {
    const { events } = timeline;
    for (let last = stepEnd(events, seq); seen.length <= last; ) seen.push(events[seen.length]!);
    try {
      follow(model, again, seen, ask);
    } catch (error) {
      if (!(error instanceof DeterminismError)) throw error;
      found = error;
    }
  };
  return {
    isSlow: true,
    test: ({ seq }) => {
      if (!found && seq >= seen.length) repeat(seq);
      return found?.seq === seq;
    },
    fault: () => found && { id: 'determinism', text: found.message },
  };
}
