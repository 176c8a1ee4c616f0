/**
 * How a run stands, in one word: the panel, the tree of runs, the debugger and the command line use these. What the folder of a
 * run and the lock beside it say becomes one of them in `src/runs/live/runState.ts`.
 */
export type RunState =
  /** It plays in this process. */
  | 'running'
  /** It plays in this process, and stands because a debugger holds it. */
  | 'waiting'
  /** It plays in another process, which writes its folder. */
  | 'elsewhere'
  /** A budget is reached; the run goes on when it is raised. */
  | 'paused'
  /** The user stopped it; it can be resumed. */
  | 'stopped'
  /** Its process is gone and did not end it; it can be resumed. */
  | 'interrupted'
  /** It came to its end. */
  | 'ended'
  /** An error ended it; `problem` says which. */
  | 'failed';

/** How a run of this process stands. */
export type LiveRunState = Exclude<RunState, 'elsewhere' | 'interrupted'>;

/** Whether a run plays in this process, held by a debugger or not. */
export const isLiveState = (state: RunState): boolean => state === 'running' || state === 'waiting';
