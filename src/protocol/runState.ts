/**
 * The state of a run, in one word: the panel, the tree of runs, the debugger and the command line use these states.
 * `src/runs/live/runState.ts` derives the state from the folder of a run and its lock file.
 */
export type RunState =
  /** It plays in this process. */
  | 'running'
  /** It plays in this process, and a debugger holds it. */
  | 'waiting'
  /** It plays in another process, which writes its folder. */
  | 'elsewhere'
  /** The budget is reached; the run continues when the budget is raised. */
  | 'paused'
  /** The user stopped it; it can be resumed. */
  | 'stopped'
  /** Its process ended before the run did; it can be resumed. */
  | 'interrupted'
  /** It is complete. */
  | 'ended'
  /** An error ended it; `problem` says which. */
  | 'failed';

/** The state of a run of this process. */
export type LiveRunState = Exclude<RunState, 'elsewhere' | 'interrupted'>;

/** Whether a run plays in this process, held by a debugger or not. */
export const isLiveState = (state: RunState): boolean => state === 'running' || state === 'waiting';
