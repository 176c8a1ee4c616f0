/**
 * Plays runs whose minds need outside access: language models, people, recordings. The runs share one ledger and one queue for
 * each endpoint. Runs that ask language models are kept as run folders, so that each can be continued, replayed and
 * debugged. They run in this process, because a ledger cannot be shared between processes.
 */
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import { type ScenarioModel, standIns } from '../../../engine/index.js';
import type { Society } from '../../../language/generated/society.js';
import { type About, isLanguageModel, Ledger, type Limiter, type Limits, type Spent, sum } from '../../../minds/index.js';
import { callsIn, type FolderFiles } from '../../../trace/index.js';
import { spentByQuestion } from '../../setup/spentByQuestion.js';
import type { LiveRun } from '../../live/liveRun.js';
import { buildRun, NO_MINDS_AHEAD, type RunBeginning } from '../../live/runBuilder.js';
import { runSources } from '../../load/sourceName.js';
import { makeMinds, type MindAccessPorts } from '../../setup/minds.js';
import { openRecorded, type RecordedRun, timelineOf } from '../../live/recordedRun.js';
import { measured, playAlone } from './localPlayer.js';
import { compileArm, playsAlone, refusal } from '../design/compileArm.js';
import { answeredIn, measuredAgain } from './remeasure.js';
import {
  type ExperimentRun,
  type Job,
  type Material,
  type Measured,
  measuresWanted,
  type JobResult,
  type Player,
} from '../design/runRecord.js';
import { type ArmToAsk, byArm } from '../design/costForecast.js';
import type { Plan, Shard } from '../design/experimentPlan.js';

/** A run folder. */
export interface RunPlace {
  readonly id: string;
  readonly files: FolderFiles;
}

export interface AskingHost {
  readonly access: MindAccessPorts;
  readonly token: CancellationToken;
  /** Runs that are played at the same time. */
  readonly places: number;
  /** The part of a batch scheduler, which has its share of the budget. */
  readonly shard?: Shard | undefined;
  /** Makes a new run folder. */
  readonly place: (model: ScenarioModel) => Promise<RunPlace>;
  /** The folder of a run that began earlier, by its name. */
  readonly again: (run: string) => RunPlace;
  /** Runs that began and did not end, by key; `begin` adds one. */
  readonly begun: ReadonlyMap<string, string>;
  readonly begin: (key: string, run: string) => Promise<void>;
  /** Called once, before anything is sent; false plays nothing. It may change the limits of the ledger. */
  readonly mayAsk: (wanted: ExperimentRequest) => Promise<boolean>;
  /** ISO 8601, from the host's clock. */
  readonly created: () => string;
}

/** What the experiment is about to ask. */
export interface ExperimentRequest {
  /** Arms that ask language models, with how many runs each has left. */
  readonly arms: readonly ArmToAsk[];
  /** The ledger for all runs, including the spending of earlier runs of the experiment. */
  readonly ledger: Ledger;
}

/** The player for the runs of a plan that need outside access; null where none does. Rejects with a message where it is not allowed. */
export async function askingPlayer(plan: Plan, host: AskingHost): Promise<Player | null> {
  const missing = plan.missing.filter(({ arm }) => !playsAlone(plan.material.society, arm));
  if (missing.length === 0) return null;
  const answered = await answeredIn(plan, host.again);
  const arms = await wantedArms(
    plan,
    missing.filter(({ key }) => !answered.has(key)),
  );
  const ledger = new Ledger(partOfLimits(arms[0]?.model.budget ?? {}, host.shard));
  ledger.begin(await spentBefore(plan, host));
  if (arms.length > 0 && !(await host.mayAsk({ arms, ledger })))
    throw new Error('No model was asked: this experiment asks language models, and was not allowed to.');
  const asking = new Asking(plan, host, ledger, answered);
  return { places: host.places, play: (job) => asking.play(job), close: async () => undefined };
}

/** Whether a language model can be asked, also as the fallback of another mind. */
const asksLanguageModel = (society: Society, model: ScenarioModel): boolean =>
  model.minds.some(({ id }) => standIns(society, id).some((one) => isLanguageModel(society.models?.[one]?.kind ?? 'builtin')));

async function wantedArms({ material }: Plan, missing: readonly Job[]): Promise<readonly ArmToAsk[]> {
  const wanted: ArmToAsk[] = [];
  for (const [arm, jobs] of byArm(missing)) {
    const made = await compileArm(material, jobs[0]!);
    if (!made.ok) throw new Error(made.refused.message);
    if (asksLanguageModel(made.society, made.model)) wanted.push({ arm, society: made.society, model: made.model, runs: jobs.length });
  }
  return wanted;
}

/** Parts do not know of each other, so each has its share, rounded down. */
function partOfLimits({ calls, tokens, money }: Limits, shard: Shard | undefined): Limits {
  const of = shard?.of ?? 1;
  const share = (n: number | undefined): number | undefined => (n === undefined ? undefined : Math.floor(n / of));
  return { calls: share(calls), tokens: share(tokens), money: money && { ...money, amount: money.amount / of } };
}

/** Other plans, and the runs of this one that ended or only began, in this part. Arms with equal settings share one run, which was paid once. */
async function spentBefore({ jobs, known, answered, material, spentBesides }: Plan, { begun, again }: AskingHost): Promise<Spent> {
  let spent = spentBesides;
  const each = new Map(jobs.map((job) => [job.key, job]));
  for (const { index, key } of each.values()) {
    const cell = known.get(index) ?? answered.get(key);
    const run = begun.get(key);
    if (cell?.spent) spent = sum(spent, cell.spent);
    else if (!cell && run !== undefined) spent = sum(spent, await spentIn(again(run).files, material.society));
  }
  return spent;
}

async function spentIn(files: FolderFiles, society: Society): Promise<Spent> {
  return spentByQuestion(society, { calls: await callsIn<About>(files) }).spent;
}

/** What runs with kept folders are played from: the whole file, so that they take the measures of all its experiments and calibrations. */
const asWritten = ({ material, resolved }: Plan): Material => ({
  ...material,
  society: {
    ...material.society,
    experiments: resolved.society.experiments ?? {},
    ...(resolved.society.calibrate ? { calibrate: resolved.society.calibrate } : {}),
  },
});

interface Made {
  readonly society: Society;
  readonly model: ScenarioModel;
}

/** A run that began earlier. */
interface Earlier extends RunPlace {
  readonly from: RecordedRun;
}

class Asking {
  /** One queue for each model, shared by all runs. */
  readonly #lines = new Map<string, Limiter>();

  constructor(
    readonly plan: Plan,
    readonly host: AskingHost,
    readonly ledger: Ledger,
    /** Runs that are kept but lack a measure that is compared now, by key. */
    readonly answered: ReadonlyMap<string, ExperimentRun>,
  ) {}

  async play(job: Job): Promise<JobResult> {
    const { host, plan } = this;
    if (host.token.isCancellationRequested) return { kind: 'stopped' };
    const made = await compileArm(plan.material, job);
    if (!made.ok) return made.refused;
    if (!asksLanguageModel(made.society, made.model)) return playAlone(plan.material, job, host.token, host.access);
    const kept = this.answered.get(job.key);
    if (kept?.run !== undefined) return this.#measured(job, made, host.again(kept.run));
    const earlier = await this.#earlier(job);
    if (earlier?.from.manifest.state !== 'ended') return this.#live(job, made, earlier);
    return this.#cell(job, made, earlier, timelineOf(earlier.from));
  }

  /** The folder of a run that began earlier, where it can still be continued. */
  async #earlier({ key }: Job): Promise<Earlier | null> {
    const run = this.host.begun.get(key);
    if (run === undefined) return null;
    const place = this.host.again(run);
    const opened = await openRecorded(place.files);
    return opened.ok ? { ...place, from: opened.run } : null;
  }

  /** A run continues as it began: its folder keeps the earlier texts, which may compare other measures. */
  async #live(job: Job, made: Made, earlier: Earlier | null): Promise<JobResult> {
    const { host, plan, ledger } = this;
    const { resolved, uri } = plan;
    const begun = earlier ? { society: earlier.from.resolved.society, model: earlier.from.model } : await compileArm(asWritten(plan), job);
    if ('refused' in begun) return begun.refused;
    const { society, model } = { ...begun, model: { ...begun.model, budget: made.model.budget } };
    const minds = await makeMinds(society, model, host.access, { ...earlier?.from, resolved, ledger, lines: this.#lines });
    if (!minds.ok) return refusal(job.arm, minds.message);
    const place = earlier ?? (await host.place(model));
    if (!earlier) await host.begin(job.key, place.id);
    const choices = { mind: job.arm.model ?? undefined, set: job.arm.set };
    const beginning: RunBeginning = earlier
      ? { kind: 'resumed', files: place.files, from: earlier.from }
      : { kind: 'new', ...place, ...choices, created: host.created(), sources: runSources(resolved, uri) };
    // The ledger belongs to the experiment; each run records its own calls.
    const live = buildRun({ ...minds, ledger: null, model, beginning, ahead: NO_MINDS_AHEAD });
    const stop = host.token.onCancellationRequested(() => live.stop());
    const state = await live.run();
    stop.dispose();
    if (state === 'ended') return this.#cell(job, made, place, live.timeline);
    if (state === 'paused') return { kind: 'paused', message: live.problem ?? 'The budget is reached.' };
    return state === 'stopped' ? { kind: 'stopped' } : { kind: 'lost', problem: live.problem ?? `The run ${state}.`, run: place.id };
  }

  /** A measure that is compared now and was not taken in a run that ended is taken in a run that is repeated from its answers. */
  async #cell(job: Job, made: Made, place: RunPlace, timeline: LiveRun['timeline']): Promise<JobResult> {
    const found = measured({ timeline }, made, this.#wanted());
    return made.model.measures.every(({ id }) => Object.hasOwn(found.measures, id))
      ? this.#played(job, made, place, found)
      : this.#measured(job, made, place);
  }

  #wanted(): readonly string[] {
    return measuresWanted(this.plan.material);
  }

  async #measured(job: Job, made: Made, place: RunPlace): Promise<JobResult> {
    const again = await measuredAgain(made, place, this.host.token, this.#wanted());
    return 'measures' in again ? this.#played(job, made, place, again) : again;
  }

  /** Of a run's measures, those that runs of the experiment without folders take. */
  async #played({ key, arm, seed }: Job, { model }: Made, { id, files }: RunPlace, found: Measured): Promise<JobResult> {
    const taken = [...model.measures.map((one) => one.id), ...this.#wanted().filter((id) => Object.hasOwn(found.measures, id))];
    const measures = Object.fromEntries(taken.map((id) => [id, found.measures[id] ?? []]));
    const spent = await spentIn(files, this.plan.material.society);
    return {
      kind: 'played',
      cell: { key, arm: arm.id, seed, ...found, measures, run: id, spent },
    };
  }
}
