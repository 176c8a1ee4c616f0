/**
 * The runs of an experiment with all their events, one after another. Runs that language models answered are read from their folders;
 * all others are played again, which gives the same events and costs nothing.
 */
import type { Timeline } from '../../../core/events/timeline.js';
import { canonical } from '../../../core/util/json.js';
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import type { ScenarioModel } from '../../../engine/index.js';
import type { FolderFiles } from '../../../trace/index.js';
import { openRecorded, timelineOf } from '../../live/recordedRun.js';
import { compileArm } from '../design/compileArm.js';
import type { Arm } from '../design/design.js';
import type { Plan } from '../design/experimentPlan.js';
import type { ExperimentRun, Job } from '../design/runRecord.js';
import { measured, timelineAlone } from './localPlayer.js';

interface PlayedRun {
  /** Unique in the experiment: its arm and seed. */
  readonly id: string;
  readonly arm: Arm;
  readonly seed: number;
  readonly model: ScenarioModel;
  readonly timeline: Timeline;
  /** Name of its run folder; null if it is kept in none. */
  readonly folder: string | null;
}

interface PlayedRunsHost {
  /** Run folders by name. */
  readonly folders: ReadonlyMap<string, FolderFiles>;
  readonly token: CancellationToken;
}

/** A model of each arm, which has its variables, measures and networks. Rejects with a message if an arm cannot run. */
export async function armModels({ material, arms, seeds }: Plan): Promise<readonly ScenarioModel[]> {
  const models: ScenarioModel[] = [];
  for (const arm of arms) {
    const made = await compileArm(material, { arm, seed: seeds[0] ?? 1 });
    if (!made.ok) throw new Error(made.refused.message);
    models.push(made.model);
  }
  return models;
}

/** The runs of a plan that were played before, in its order. Rejects with a message if one cannot be read or is not the same again. */
export async function* playedRuns(plan: Plan, host: PlayedRunsHost): AsyncGenerator<PlayedRun> {
  for (const job of plan.jobs) {
    const cell = plan.known.get(job.index);
    if (!cell) continue;
    const found = cell.run === undefined ? await playedAgain(plan, job, cell, host) : await readFrom(cell.run, host);
    if (!found) return;
    yield { id: `${job.arm.id} s${job.seed}`, arm: job.arm, seed: job.seed, folder: cell.run ?? null, ...found };
  }
}

type WithEvents = Pick<PlayedRun, 'model' | 'timeline'>;

async function readFrom(name: string, { folders }: PlayedRunsHost): Promise<WithEvents> {
  const files = folders.get(name);
  if (!files) throw new Error(`The run folder ${name} is missing. Restore it, or play the experiment again.`);
  const opened = await openRecorded(files);
  if (!opened.ok) throw new Error(`${name}: ${opened.message}`);
  return { model: opened.run.model, timeline: timelineOf(opened.run) };
}

/** Null if the user cancels. */
async function playedAgain(
  { material }: Plan,
  job: Job,
  { measures }: ExperimentRun,
  { token }: PlayedRunsHost,
): Promise<WithEvents | null> {
  const played = await timelineAlone(material, job, token);
  const name = `Arm ${job.arm.id}, seed ${job.seed}`;
  if (!('timeline' in played)) {
    if (played.kind === 'stopped') return null;
    throw new Error(`${name}: ${played.kind === 'lost' ? played.problem : played.message}`);
  }
  const { model, timeline } = played;
  const { measures: now } = measured(played, played, Object.keys(measures));
  const other = Object.keys(measures).find((id) => canonical(now[id]) !== canonical(measures[id]));
  if (other !== undefined)
    throw new Error(
      `${name}: \`${other}\` is not what was measured when the experiment was played. Play the experiment again in a new folder.`,
    );
  return { model, timeline };
}
