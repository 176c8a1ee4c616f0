/** Plays the runs of a plan, as many at the same time as there are places, and reports progress. */
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import { playsAlone } from '../design/compileArm.js';
import type { ExperimentRun, Job, Lost, JobResult, Played, Player } from '../design/runRecord.js';
import type { Plan } from '../design/experimentPlan.js';

export interface PlayHost {
  /** Plays runs whose minds need no outside access. */
  readonly alone: Player;
  /** Plays the others; null where they cannot be played. */
  readonly asking: Player | null;
  /** Stops the experiment: runs that have ended are kept. */
  readonly token: CancellationToken;
  /** Called with each new run; the run is kept when this resolves. */
  readonly keep: (cell: ExperimentRun) => Promise<void>;
  /** Called at the start, and with each run that ended. */
  readonly told?: (progress: Progress, ended: ExperimentRun | Lost | null) => void;
  /** Milliseconds since any start. */
  readonly now: () => number;
  /** A promise to wait for before the next run begins, for example during a pause; undefined continues. */
  readonly pace?: () => Promise<void> | undefined;
}

export interface Progress {
  /** All runs; runs that are done, including those from before; runs that were lost. */
  readonly of: number;
  readonly done: number;
  readonly known: number;
  readonly lost: number;
  /** Runs that are being played. */
  readonly underWay: number;
  /** Milliseconds until the end at the pace so far; null before a run has ended. */
  readonly left: number | null;
}

/** Plays the missing runs. Rejects with a message where an arm cannot be played at all; runs that have ended by then are kept. */
export async function playExperiment(plan: Plan, host: PlayHost): Promise<Played> {
  const playing = new Playing(plan, host);
  const stop = host.token.onCancellationRequested(() => void playing.stop());
  try {
    const isAlone = (job: Job): boolean => playsAlone(plan.material.society, job.arm);
    await playing.play(
      plan.missing.filter(isAlone),
      plan.missing.filter((job) => !isAlone(job)),
    );
  } finally {
    stop.dispose();
    await playing.stop();
  }
  return playing.played();
}

class Playing {
  readonly #cells: Map<number, ExperimentRun>;
  readonly #lost = new Map<number, Lost>();
  readonly #start: number;
  /** Runs by key: arms with equal settings share them. */
  readonly #same = new Map<string, Job[]>();
  #underWay = 0;
  /** Why no more runs begin. */
  #end: Extract<JobResult, { kind: 'refused' | 'paused' | 'stopped' }> | null = null;

  constructor(
    readonly plan: Plan,
    readonly host: PlayHost,
  ) {
    this.#cells = new Map(plan.known);
    this.#start = host.now();
    for (const job of plan.jobs) this.#same.set(job.key, [...(this.#same.get(job.key) ?? []), job]);
  }

  async play(alone: readonly Job[], asking: readonly Job[]): Promise<void> {
    this.host.told?.(this.#progress(), null);
    await this.#all(alone, this.host.alone);
    if (asking.length > 0 && !this.host.asking) throw new Error(`Arm \`${asking[0]!.arm.id}\` asks a mind that cannot be asked here.`);
    if (this.host.asking) await this.#all(asking, this.host.asking);
    if (this.#end?.kind === 'refused') throw new Error(this.#end.message);
  }

  async stop(): Promise<void> {
    this.#end ??= { kind: 'stopped' };
    await Promise.all([this.host.alone.close(), this.host.asking?.close()]);
  }

  played(): Played {
    const { experiment, arms, seeds, jobs } = this.plan;
    const there = <T>(all: ReadonlyMap<number, T>): readonly T[] => jobs.flatMap(({ index }) => all.get(index) ?? []);
    const [cells, lost] = [there(this.#cells), there(this.#lost)];
    const isWhole = cells.length + lost.length === jobs.length;
    const state = this.#end?.kind === 'paused' ? 'paused' : isWhole ? 'ended' : 'stopped';
    return { experiment, arms, seeds, cells, lost, state, problem: this.#end?.kind === 'paused' ? this.#end.message : null };
  }

  /** Works in as many parallel lanes as there are places. The first failure ends all. */
  async #all(jobs: readonly Job[], player: Player): Promise<void> {
    const next = jobs.values();
    const lane = async (): Promise<void> => {
      for (const job of next) {
        await this.host.pace?.();
        if (this.#end) return;
        await this.#one(job, player);
      }
    };
    await Promise.all(Array.from({ length: Math.min(player.places, jobs.length) }, lane));
  }

  async #one(job: Job, player: Player): Promise<void> {
    this.#underWay++;
    try {
      const outcome = await player.play(job).finally(() => this.#underWay--);
      await this.#ended(job, outcome);
    } catch (error) {
      this.#end ??= { kind: 'stopped' };
      throw error;
    }
  }

  async #ended(job: Job, outcome: JobResult): Promise<void> {
    const same = this.#same.get(job.key) ?? [job];
    if (outcome.kind === 'played') {
      await this.host.keep(outcome.cell);
      for (const { index, arm } of same) this.#cells.set(index, { ...outcome.cell, arm: arm.id });
      this.host.told?.(this.#progress(), outcome.cell);
    } else if (outcome.kind === 'lost') {
      const { kind: _, ...rest } = outcome;
      for (const { index, arm, seed } of same) this.#lost.set(index, { arm: arm.id, seed, ...rest });
      this.host.told?.(this.#progress(), { arm: job.arm.id, seed: job.seed, ...rest });
    } else this.#end ??= outcome;
  }

  #progress(): Progress {
    const { jobs, known } = this.plan;
    const [done, lost] = [this.#cells.size, this.#lost.size];
    const fresh = done - known.size + lost;
    const each = (this.host.now() - this.#start) / fresh;
    const left = fresh > 0 ? each * (jobs.length - done - lost) : null;
    return { of: jobs.length, done, known: known.size, lost, underWay: this.#underWay, left };
  }
}
