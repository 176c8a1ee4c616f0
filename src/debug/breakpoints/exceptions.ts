/**
 * Faults of a run, in the terms of the protocol: exceptions. Most are events. How a run stopped is not an event,
 * so a filter can also name an end state.
 */
import { marked } from '../../core/util/l10n.js';
import type { SimEvent } from '../../core/events/events.js';
import { Timeline } from '../../core/events/timeline.js';
import { asker, DeterminismError, follow, stepEnd } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import type { DebuggedRun } from '../run/host.js';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { OVERRIDE } from '../../core/events/overrides.js';
import type { RunState } from '../../protocol/summary.js';
import type { Fault } from '../run/stopTypes.js';
import type { Test } from './eventTests.js';

/** A filter for faults. */
export interface Raised {
  readonly test: Test;
  /** The test is slow, so the search pauses in between. */
  readonly isSlow?: boolean;
  /** The filter is about runs that ended in this state. */
  readonly ends?: RunState;
  /** What is wrong, where the event does not include it. */
  readonly fault?: () => Fault | null;
}

interface Filter {
  readonly filter: string;
  readonly label: string;
  readonly description: string;
  readonly of: (run: DebuggedRun) => Raised;
}

export const FILTERS: readonly Filter[] = [
  {
    filter: 'fault',
    label: marked('Faults'),
    description: marked('A mind that does not answer, an expression that has no value, an effect or a run that fails.'),
    of: () => ({ test: ({ type }) => type === 'fault', ends: 'failed' }),
  },
  {
    filter: 'unusable',
    label: marked('Invalid answers'),
    description: marked('Empty, refused or in the wrong form: the turn passes without an act.'),
    of: () => ({ test: (event) => event.type === 'answer.received' && event.status === 'fallback' }),
  },
  {
    filter: 'stand-in',
    label: marked('Fallback answers'),
    description: marked('A fallback mind answered in place of the one that was asked.'),
    of: () => ({ test: (event) => event.type === 'answer.received' && event.by !== undefined && event.by !== OVERRIDE }),
  },
  {
    filter: 'rejected',
    label: marked('Rejected actions'),
    description: marked('An agent chose an action that was not possible.'),
    of: () => ({ test: ({ type }) => type === 'act.rejected' }),
  },
  {
    filter: 'expectation',
    label: marked('Failed expectations'),
    description: marked('An expectation under `expect` does not hold at the end of the run.'),
    of: () => ({ test: (event) => event.type === 'expectation.checked' && !event.held }),
  },
  {
    filter: 'budget',
    label: marked('Budget reached'),
    description: marked('The run pauses because the next question could exceed the budget.'),
    of: () => ({ test: () => false, ends: 'paused' }),
  },
  {
    filter: 'determinism',
    label: marked('Replay mismatches'),
    description: marked('Every event is planned again from the texts of the run, without asking a mind, and compared. This takes time.'),
    of: repeating,
  },
];

/** The filters as the session announces them. */
export const EXCEPTIONS: DebugProtocol.ExceptionBreakpointsFilter[] = FILTERS.map(({ filter, label, description }) => ({
  filter,
  label,
  description,
  // A run continues after a fault. The console and the problems show faults: F5 stops where the user wants it.
  default: false,
  supportsCondition: true,
}));

// Whether a run is deterministic: its events are planned again with the recorded answers, and compared with the record.

/** Stops at the first event that the texts of the run do not reproduce. Events are tested in order; the test ends at that one. */
function repeating({ handle: { model, timeline }, prose }: DebuggedRun): Raised {
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
