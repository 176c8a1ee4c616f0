/**
 * The runs of one calibration: batches of runs with given parameters, played in their order. A calibration that was stopped finds the runs
 * that were kept by their keys.
 */
import { fromPrior } from '../../analysis/calibration/particles.js';
import { settingOf } from '../../analysis/calibration/priors.js';
import { rng } from '../../core/random/rng.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import type { Experiment } from '../../language/generated/society.js';
import type { Arm } from '../experiments/design/design.js';
import { type Plan, planPoints } from '../experiments/design/experimentPlan.js';
import type { ExperimentRun, Played } from '../experiments/design/runRecord.js';
import type { CalibrationSpec, TargetPoint } from './calibrationSpec.js';

export interface CalibrateHost {
  readonly language: LanguageService;
  readonly token: CancellationToken;
  /** Runs that were played before, by key. */
  readonly known: () => ReadonlyMap<string, ExperimentRun>;
  /** Plays the missing runs of a plan, and keeps them. */
  readonly play: (plan: Plan) => Promise<Played>;
  /** Called with each batch that begins, and with each generation that ends. */
  readonly told?: (progress: CalibrationProgress) => void;
}

export interface CalibrationProgress {
  readonly stage: 'prior' | 'generation' | 'check' | 'ranks';
  /** Generations that are complete. */
  readonly generations: readonly Generation[];
  /** The tolerance of the current generation; null in the first. */
  readonly tolerance: number | null;
  /** Runs near enough, and how many are wanted. */
  readonly accepted: number;
  readonly wanted: number;
  /** Runs so far, of the most. */
  readonly runs: number;
  readonly of: number;
}

export interface Generation {
  /** The largest distance of an accepted run may be this; infinite in the first. */
  readonly tolerance: number;
  readonly runs: number;
  readonly accepted: number;
  /** How many particles of equal weight would know as much. */
  readonly size: number;
}

/** Runs between two messages of progress. */
export const BATCH = 200;

export interface Simulated {
  readonly at: readonly number[];
  readonly gave: readonly (number | null)[];
}

type Told = Omit<CalibrationProgress, 'generations' | 'runs'>;

/** The runs of one calibration. */
export class CalibrationRuns {
  readonly generations: Generation[] = [];
  /** Why no more runs begin. */
  end: 'stopped' | 'paused' | null = null;
  problem: string | null = null;
  all = 0;
  known = 0;
  lost = 0;
  /** Runs that share the budget. */
  readonly #paid: ExperimentRun[] = [];
  /** Runs that count for the fit. */
  fitRuns = 0;

  constructor(
    readonly spec: CalibrationSpec,
    readonly resolved: Resolved,
    readonly host: CalibrateHost,
  ) {}

  tell(told: Told): void {
    this.host.told?.({ ...told, generations: [...this.generations], runs: this.all });
  }

  /** `n` runs with draws from the priors: the same ones each time. Null where they were stopped. */
  async fromPrior(n: number, stage: 'prior' | 'ranks', of: number): Promise<readonly Simulated[] | null> {
    const { spec } = this;
    const proposal = fromPrior(spec.parameters.map(({ prior }) => prior));
    const found: Simulated[] = [];
    for (let start = 0; start < n; start += BATCH) {
      const size = Math.min(BATCH, n - start);
      this.tell({ stage, tolerance: null, accepted: start, wanted: n, of });
      const places = Array.from({ length: size }, (_, i) => proposal.draw(rng(spec.seed, 'calibration.prior', start + i)));
      const part = await this.simulate(places, (i) => spec.seed + start + i);
      if (!part) return null;
      found.push(...part);
    }
    if (stage === 'prior') this.fitRuns += n;
    return found;
  }

  /** One run for each place, in their order; null where they were stopped. */
  async simulate(places: readonly (readonly number[])[], seedOf: (i: number) => number): Promise<readonly Simulated[] | null> {
    const { spec, resolved, host } = this;
    if (this.end || host.token.isCancellationRequested) {
      this.end ??= 'stopped';
      return null;
    }
    const arms = places.map((at, i): Arm => {
      const set = Object.fromEntries(spec.parameters.map(({ path, prior }, d) => [path, settingOf(prior, at[d]!)]));
      return { id: `run ${this.all + i + 1}`, levels: {}, set, wording: null, model: null };
    });
    const design = { arms, seeds: places.map((_, i) => seedOf(i)) };
    const study = { id: spec.id, experiment: experimentOf(spec), design };
    const plan = await planPoints(resolved, study, { language: host.language, known: host.known(), paid: this.#paid });
    const played = await host.play(plan);
    this.#paid.push(...played.cells);
    if (played.state !== 'ended') {
      this.end = played.state;
      this.problem = played.problem;
      return null;
    }
    this.all += places.length;
    this.known += plan.known.size;
    const cells = new Map(played.cells.map((cell) => [cell.arm, cell]));
    const found = places.map((at, i): Simulated => ({ at, gave: spec.points.map((point) => valueIn(cells.get(arms[i]!.id), point)) }));
    this.lost += found.filter(({ gave }) => gave.includes(null)).length;
    return found;
  }
}

/** The value of a run at a point. A run that ended before keeps the value of its end. */
function valueIn(cell: ExperimentRun | undefined, { measure, round }: TargetPoint): number | null {
  const values = cell?.measures[measure] ?? [];
  return (round === null ? values.at(-1) : (values[round - 1] ?? (values.length < round ? values.at(-1) : null))) ?? null;
}

/** The measures of the targets, as an experiment compares them. */
const experimentOf = ({ scenario, points, budget }: CalibrationSpec): Experiment => ({
  scenario,
  ...(budget ? { budget } : {}),
  compare: Object.fromEntries([...new Set(points.map(({ measure }) => measure))].map((measure) => [`of_${measure}`, { measure }])),
});
