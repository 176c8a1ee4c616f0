/**
 * The interface through which the panel, the debugger, the tree of runs and the command line use a run; the state of a run; where a
 * fork begins.
 */
import { isBeingWritten } from '../../node/lock.js';
import type { LiveRunState, RunState, RunSummary } from '../../protocol/summary.js';
import type { AnswerLine, Beginning, ManifestState } from '../../trace/index.js';
import type { Settings } from '../load/applyArmSettings.js';
import type { RunSource } from './liveRun.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { ScenarioModel } from '../../engine/index.js';
import { runSummary } from '../summary/index.js';
import { type RecordedRun, timelineOf } from './recordedRun.js';

// The one mapping from the state of a run, live or in its folder, to the `RunState` that every part of the program shows.

/** For a run of this process. `isHeld`: a debugger holds it. */
export const liveRunState = (state: LiveRunState, isHeld: boolean): LiveRunState => (state === 'running' && isHeld ? 'waiting' : state);

/**
 * For a run that this process does not play. Its manifest has `running` until its process ends it; a process that was
 * killed never does. `dir` is its folder; null for a packed run, which no process writes.
 */
export async function storedRunState(state: ManifestState, dir: string | null): Promise<RunState> {
  if (state !== 'running') return state;
  return dir !== null && (await isBeingWritten(dir)) ? 'elsewhere' : 'interrupted';
}

/** What a live run needs to begin as a fork. */
export interface Fork extends Beginning {
  readonly parent: string;
  /** The choices of its parent, which it shares: the mind that replaces the file's, and the settings of an experiment. */
  readonly mind: string | undefined;
  readonly set: Settings | undefined;
  /** The last event that it shares with its parent. */
  readonly at: number;
  /** Whether a value was set, or the file is a changed one. */
  readonly changed: boolean;
  readonly earlier: readonly { readonly until: number; readonly sources: readonly RunSource[] }[];
}

export interface RunHandle {
  readonly id: string;
  readonly model: ScenarioModel;
  readonly timeline: Timeline;
  readonly state: RunState;
  /** The error, as text for the user; null where there is none. */
  readonly problem: string | null;
  /** Answers of its language models, word for word, oldest first. */
  readonly answers: readonly AnswerLine[];
  /** Ids of the minds whose questions are prose. */
  readonly prose: ReadonlySet<string>;
  /** The summary; null while the run is under way. The same object each time. */
  readonly summary: RunSummary | null;
}

/** The handle of a run that was read from its folder. `state`: its state, as `storedRunState` gives it. */
export function recordedHandle(run: RecordedRun, state: RunState): RunHandle {
  const { manifest, model, answers } = run;
  const timeline = timelineOf(run);
  let summary: RunSummary | null = null;
  return {
    ...{ id: manifest.id, model, timeline, state, problem: manifest.problem, answers, prose: new Set(manifest.prose) },
    get summary() {
      return (summary ??= runSummary(model, timeline));
    },
  };
}
