/** The state of a run and its summary: expectations, what never happened, what was lost. */
import type { NodeId } from '../core/util/ids.js';

/**
 * The state of a run. The panel, the tree of runs, the debugger and the command line use these states.
 * `src/runs/live/runHandle.ts` derives the state from the folder of a run and its lock file.
 */
export type RunState =
  /** It runs in this process. */
  | 'running'
  /** It runs in this process, and a debugger has paused it. */
  | 'waiting'
  /** It runs in this process, and a command of another process has paused it. */
  | 'held'
  /** It runs in another process, which writes its folder. */
  | 'elsewhere'
  /** The budget is reached; the run continues when the budget is raised. */
  | 'paused'
  /** The user stopped it; it can be resumed. */
  | 'stopped'
  /** Its process ended before the run did; it can be resumed. */
  | 'interrupted'
  /** It is complete. */
  | 'ended'
  /** An error ended it; `problem` is its message. */
  | 'failed';

/** The state of a run of this process. */
export type LiveRunState = Exclude<RunState, 'elsewhere' | 'interrupted'>;

/** Whether a run runs in this process, paused or not. */
export const isLiveState = (state: RunState): boolean => state === 'running' || state === 'waiting' || state === 'held';

export interface SummaryExpectation {
  readonly id: string;
  readonly at: NodeId;
  /** Null if the run was not checked, because it did not end. */
  readonly passed: boolean | null;
}

/**
 * The subject of a finding. Never happened: `action`, `turns` of a phase, `code`, `measure`, `survey`, `intervention`. Lost: `fault`, `answer`,
 * `repair`, `stand-in`, `act`, `embedding`.
 */
export type SummaryKind =
  | 'action'
  | 'turns'
  | 'code'
  | 'measure'
  | 'survey'
  | 'intervention'
  | 'fault'
  | 'answer'
  | 'repair'
  | 'stand-in'
  | 'act'
  | 'embedding'
  | 'server';

export interface SummaryFinding {
  readonly kind: SummaryKind;
  /** Id of the action, phase, code, measure, survey, intervention or mind; the code of a fault. */
  readonly id: string;
  /** `warning`: probably a mistake. `note`: may be intended. */
  readonly level: 'warning' | 'note';
  /** How often something was lost; 0 if something never happened. */
  readonly count: number;
  /** Node of the model that it comes from, or null. */
  readonly at: NodeId | null;
  /** A whole sentence. */
  readonly text: string;
}

/** Questions that agents of archetypes shared with another agent, of all questions of the run. */
interface SharedQuestions {
  readonly shared: number;
  readonly of: number;
}

export interface RunSummary {
  /** Absent if none was shared. */
  readonly archetypes?: SharedQuestions;
  readonly expectations: readonly SummaryExpectation[];
  readonly never: readonly SummaryFinding[];
  readonly lost: readonly SummaryFinding[];
}
