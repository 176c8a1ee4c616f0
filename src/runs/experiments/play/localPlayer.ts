/** Plays runs whose minds need no outside access, so that they can be played anywhere. Nothing is kept, because they can be repeated. */
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import type { Timeline } from '../../../core/events/timeline.js';
import type { ScenarioModel } from '../../../engine/index.js';
import type { Society } from '../../../language/generated/society.js';
import { buildUnkeptRun } from '../../live/runBuilder.js';
import { outsideMeasures, outsideRecord, outsideSpecs, wantedSpecs } from '../../people/outside/outsideRecord.js';
import { makeMinds, type MindAccessPorts } from '../../setup/minds.js';
import { expectationMeasures } from '../design/expectationMeasures.js';
import { varietyOf } from '../design/runAnswers.js';
import {
  type ExperimentRun,
  type Job,
  type Material,
  type Measured,
  measuresWanted,
  type JobResult,
  type Player,
} from '../design/runRecord.js';
import { compileArm, faultsOf, refusal } from '../design/compileArm.js';

/** The access of minds that ask no outside service and read no file: none. */
export const NO_ACCESS: MindAccessPorts = { trusted: false, env: () => undefined, vault: { get: async () => null }, allowedEnv: {} };

export async function playAlone(material: Material, job: Job, token: CancellationToken, access = NO_ACCESS): Promise<JobResult> {
  const { arm, seed, key } = job;
  const played = await timelineAlone(material, job, token, access);
  if (!('timeline' in played)) return played;
  return { kind: 'played', cell: { key, arm: arm.id, seed, ...measured(played, played, measuresWanted(material)) } };
}

interface PlayedAlone {
  readonly society: Society;
  readonly model: ScenarioModel;
  readonly timeline: Timeline;
}

/** The run of a job with all its events, or why there is none. */
export async function timelineAlone(
  material: Material,
  job: Pick<Job, 'arm' | 'seed'>,
  token: CancellationToken,
  access = NO_ACCESS,
): Promise<PlayedAlone | Exclude<JobResult, { kind: 'played' }>> {
  const made = await compileArm(material, job);
  if (!made.ok) return made.refused;
  const { society, model } = made;
  const minds = await makeMinds(society, model, access);
  if (!minds.ok) return refusal(job.arm, minds.message);
  const live = buildUnkeptRun(`${model.scenario}-s${job.seed}`, model, minds);
  const stop = token.onCancellationRequested(() => live.stop());
  const state = await live.run();
  stop.dispose();
  if (state === 'stopped') return { kind: 'stopped' };
  return state === 'ended' ? { society, model, timeline: live.timeline } : { kind: 'lost', problem: live.problem ?? `The run ${state}.` };
}

/** Everything that is measured in a run that ended. */
export const measured = (run: { readonly timeline: Timeline }, made: Made, wanted: readonly string[]): Measured => ({
  ...recordOf(run, made, wanted),
  ...faultsOf(made.model, run.timeline),
  ...varietyOf(made.model, run.timeline),
});

interface Made {
  readonly society: Society;
  readonly model: ScenarioModel;
}

/** The measures, by round, and among those that are wanted the expectations, and the answers and ties that are compared with people. */
function recordOf(
  { timeline }: { readonly timeline: Timeline },
  { society, model }: Made,
  wanted: readonly string[],
): Pick<ExperimentRun, 'measures' | 'answers'> {
  const measures = {
    ...Object.fromEntries(timeline.head.measures.map(({ measure, values }) => [measure, values])),
    ...expectationMeasures(model, timeline, wanted),
  };
  const compared = society.scenarios?.[model.scenario] ?? {};
  if (!compared.compare_with) return { measures };
  const kept = wantedSpecs(outsideSpecs(compared), wanted);
  const names = outsideMeasures(kept);
  if (names.length === 0) return { measures };
  const answers = outsideRecord(model, timeline, kept);
  return { measures: { ...measures, ...Object.fromEntries(names.map((name) => [name, [answers.agents]])) }, answers };
}

/** Plays in this process, one run after another. `access`: the access that other minds may need. */
export const inProcess = (material: Material, token: CancellationToken, access?: MindAccessPorts): Player => ({
  places: 1,
  play: (job) => playAlone(material, job, token, access),
  close: async () => undefined,
});
