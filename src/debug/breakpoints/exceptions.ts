/**
 * What goes wrong in a run, in the terms of the protocol: exceptions. Most are events; how a run came to stand still is
 * none, so a filter can be about that as well.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { OVERRIDE } from '../../core/events/overrides.js';
import type { RunState } from '../../protocol/runState.js';
import type { DebuggedRun } from '../run/host.js';
import { repeating } from './determinismCheck.js';
import type { Fault } from '../run/stopTypes.js';
import type { Test } from './eventTests.js';

/** What a filter stops a run by. */
export interface Raised {
  readonly test: Test;
  /** The test takes so long that it needs breaks. */
  readonly isSlow?: boolean;
  /** It is about runs that came to stand still so. */
  readonly ends?: RunState;
  /** What is wrong, where the event does not say it. */
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
    label: 'Faults',
    description: 'A mind that does not answer, an expression that has no value, an effect or a run that fails.',
    of: () => ({ test: ({ type }) => type === 'fault', ends: 'failed' }),
  },
  {
    filter: 'unusable',
    label: 'Invalid answers',
    description: 'Empty, refused or not of the form that was asked for: the turn passes without an act.',
    of: () => ({ test: (event) => event.type === 'answer.received' && event.status === 'fallback' }),
  },
  {
    filter: 'stand-in',
    label: 'Fallback answers',
    description: 'Another mind answered than the one that was asked.',
    of: () => ({ test: (event) => event.type === 'answer.received' && event.by !== undefined && event.by !== OVERRIDE }),
  },
  {
    filter: 'rejected',
    label: 'Rejected actions',
    description: 'An agent chose what it could not do.',
    of: () => ({ test: ({ type }) => type === 'act.rejected' }),
  },
  {
    filter: 'expectation',
    label: 'Failed expectations',
    description: 'What `expect` says of the end of a run is not so.',
    of: () => ({ test: (event) => event.type === 'expectation.checked' && !event.held }),
  },
  {
    filter: 'budget',
    label: 'Budget reached',
    description: 'The run pauses, since the next question could cost more than it may.',
    of: () => ({ test: () => false, ends: 'paused' }),
  },
  {
    filter: 'determinism',
    label: 'Replay mismatches',
    description: 'Every event is planned again from the texts of the run, without asking anybody, and compared. This takes its time.',
    of: repeating,
  },
];

/** The filters as they are announced. */
export const EXCEPTIONS: DebugProtocol.ExceptionBreakpointsFilter[] = FILTERS.map(({ filter, label, description }) => ({
  filter,
  label,
  description,
  // A run goes on behind a fault, which the console and the problems tell of: F5 stops where the user wants it.
  default: false,
  supportsCondition: true,
}));
