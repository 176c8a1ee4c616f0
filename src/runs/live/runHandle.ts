/** The interface through which the panel, the debugger, the tree of runs and the command line use a run. */
import type { RunState, RunSummary } from '../../protocol/summary.js';
import type { AnswerLine } from '../../trace/index.js';
import type { Timeline } from '../../core/events/timeline.js';
import type { ScenarioModel } from '../../engine/index.js';
import { runSummary } from '../summary/index.js';
import { type RecordedRun, timelineOf } from './recordedRun.js';

export interface RunHandle {
  readonly id: string;
  readonly model: ScenarioModel;
  readonly timeline: Timeline;
  readonly state: RunState;
  /** The error, as text for the user; null where there is none. */
  readonly problem: string | null;
  /** What the person who packed the run says about it; only packed runs have one. */
  readonly label?: string;
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
    ...(manifest.label === undefined ? {} : { label: manifest.label }),
    get summary() {
      return (summary ??= runSummary(model, timeline, { answers }));
    },
  };
}
