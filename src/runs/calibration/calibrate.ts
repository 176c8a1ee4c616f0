/**
 * Plays a calibration: generations of runs that come nearer to the targets, and runs that check the result. All draws have streams of
 * their own, and every generation is drawn before any of its runs begins, so that the order in which runs end changes nothing. What a
 * calibration does next depends only on its runs: one that was stopped continues with the runs that were kept.
 */
import { rankTests, type RankTest } from '../../analysis/calibration/calibrationRanks.js';
import {
  effectiveSize,
  fromParticles,
  fromPrior,
  nextTolerance,
  normalised,
  type Particle,
  type Proposal,
} from '../../analysis/calibration/particles.js';
import { resampled } from '../../analysis/calibration/particles.js';
import { type Adjusted, adjusted } from '../../analysis/calibration/regressionAdjustment.js';
import { settingOf } from '../../analysis/calibration/priors.js';
import { distanceTo, nearest, scaleFrom, type TargetScale } from '../../analysis/calibration/rejection.js';
import { rng } from '../../core/random/rng.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import type { Experiment } from '../../language/generated/society.js';
import { NOTHING, type Spent, sum } from '../../minds/index.js';
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

interface Generation {
  /** The largest distance of an accepted run may be this; infinite in the first. */
  readonly tolerance: number;
  readonly runs: number;
  readonly accepted: number;
  /** How many particles of equal weight would know as much. */
  readonly size: number;
}

/** Why there is no further generation. */
export type Ending = 'reached' | 'runs' | 'rare' | 'equal' | 'stopped' | 'paused';

/** What runs with draws from the result gave for each target value, or runs from the prior. */
export interface Predicted {
  readonly gave: readonly (readonly (number | null)[])[];
}

export interface Calibrated {
  readonly spec: CalibrationSpec;
  readonly generations: readonly Generation[];
  readonly ending: Ending;
  /** Why it was paused; null where it was not. */
  readonly problem: string | null;
  /** The tolerance of the result: 1 is what the file asks for, where each target has a tolerance. */
  readonly tolerance: number;
  /** Scales of the fitted targets, by the order of the file. */
  readonly scales: readonly TargetScale[];
  /** Accepted particles, and after the regression; empty where no run has all values. */
  readonly particles: readonly Particle[];
  readonly adjustment: Adjusted;
  readonly prior: Predicted;
  readonly check: Predicted | null;
  /** Ranks of simulation-based calibration, by parameter; null where they were not asked for. */
  readonly ranks: readonly (RankTest | null)[] | null;
  /** All runs, those that were played before, and those without all values. */
  readonly runs: { readonly all: number; readonly known: number; readonly lost: number };
}

interface CalibrateOptions {
  /** Data sets of simulation-based calibration; 0 for none. */
  readonly ranks?: number;
}

/** Generations stop where fewer of the runs are near enough. */
const LEAST_ACCEPTED = 0.02;
/** Particles that a rejection keeps at least, whatever the tolerance. */
const LEAST_KEPT = 20;
/** Runs between two messages of progress. */
const BATCH = 200;

export async function calibrate(
  spec: CalibrationSpec,
  resolved: Resolved,
  host: CalibrateHost,
  { ranks = 0 }: CalibrateOptions = {},
): Promise<Calibrated> {
  const playing = new Playing(spec, resolved, host);
  const fit = spec.method === 'smc' ? await byGenerations(playing) : await byRejection(playing);
  const particles = fit.particles;
  const fitted = fit.scales.flatMap(({ places }) => places);
  const wanted = fitted.map((k) => spec.points[k]!.value);
  const adjustment = adjusted(
    particles.map((one) => ({ ...one, gave: fitted.map((k) => one.gave[k]!) })),
    spec.parameters.map(({ prior }) => prior),
    wanted,
    fit.tolerance,
  );
  const result = adjustment.ok ? adjustment.particles : particles;
  const check = particles.length > 0 && !playing.end ? await checked(playing, result) : null;
  const ranked = ranks > 0 && fit.scales.length > 0 && !playing.end ? await rankedOf(playing, ranks, fit.scales) : null;
  return {
    ...{ spec, generations: playing.generations, ending: playing.end ?? fit.ending, problem: playing.problem },
    ...{ tolerance: fit.tolerance, scales: fit.scales, particles, adjustment, prior: fit.prior, check, ranks: ranked },
    runs: { all: playing.all, known: playing.known, lost: playing.lost },
  };
}

interface Fit {
  readonly particles: readonly Particle[];
  readonly tolerance: number;
  readonly scales: readonly TargetScale[];
  readonly prior: Predicted;
  readonly ending: Ending;
}

const NO_FIT: Fit = { particles: [], tolerance: Infinity, scales: [], prior: { gave: [] }, ending: 'stopped' };

async function byGenerations(playing: Playing): Promise<Fit> {
  const { spec } = playing;
  const priors = spec.parameters.map(({ prior }) => prior);
  const most = spec.runs - spec.check;
  const first = await playing.fromPrior(Math.min(spec.particles, most), 'prior', most);
  if (!first) return NO_FIT;
  const scales = scalesOf(
    spec,
    first.map(({ gave }) => gave),
  );
  const prior = { gave: first.map(({ gave }) => gave) };
  const wanted = spec.points.map(({ value }) => value);
  const distance = ({ gave }: Simulated): number => distanceTo(gave, wanted, scales);
  const least = isReachable(spec) ? 1 : 0;
  let particles = normalised(
    first.map((one) => ({ ...one, weight: 1, distance: distance(one) })).filter(({ distance }) => Number.isFinite(distance)),
  );
  let tolerance = Infinity;
  playing.generations.push({ tolerance, runs: first.length, accepted: particles.length, size: sizeOf(particles) });
  let drawn = 0;
  let rate = 0.5;
  for (;;) {
    const fit = { particles, tolerance: farthest(particles, tolerance), scales, prior };
    const next = nextTolerance(particles, tolerance, least);
    if (next === null) return { ...fit, ending: tolerance <= least ? 'reached' : 'equal' };
    const left = most - playing.fitRuns;
    // Fewer than half of the particles would not replace the generation before.
    if (left * rate < spec.particles / 2) return { ...fit, ending: 'runs' };
    const proposal = fromParticles(priors, particles);
    const accepted: Particle[] = [];
    let runs = 0;
    while (accepted.length < spec.particles && runs < left) {
      const expected = runs === 0 ? rate : Math.max(LEAST_ACCEPTED / 2, accepted.length / runs);
      const size = Math.min(left - runs, BATCH, Math.max(16, Math.ceil((spec.particles - accepted.length) / expected)));
      const places = Array.from({ length: size }, (_, i) => proposal.draw(rng(spec.seed, 'calibration.candidate', drawn + i)));
      playing.tell({ stage: 'generation', tolerance: next, accepted: accepted.length, wanted: spec.particles, of: most });
      const found = await playing.simulate(places, (i) => spec.seed + spec.runs + drawn + i);
      if (!found) return { ...fit, ending: 'stopped' };
      drawn += size;
      runs += size;
      playing.fitRuns += size;
      accepted.push(...near(found, proposal, distance, next));
      if (runs >= spec.particles && accepted.length < LEAST_ACCEPTED * runs) break;
    }
    if (accepted.length < spec.particles / 2) return { ...fit, ending: accepted.length < LEAST_ACCEPTED * runs ? 'rare' : 'runs' };
    particles = normalised(accepted);
    tolerance = next;
    rate = accepted.length / runs / 2;
    playing.generations.push({ tolerance, runs, accepted: accepted.length, size: sizeOf(particles) });
  }
}

const near = (
  found: readonly Simulated[],
  proposal: Proposal,
  distanceOf: (one: Simulated) => number,
  tolerance: number,
): readonly Particle[] =>
  found.flatMap((one) => {
    const distance = distanceOf(one);
    return distance <= tolerance ? [{ ...one, distance, weight: proposal.weigh(one.at) }] : [];
  });

/** The tolerance of particles; of those from the prior, the distance of the farthest one. */
const farthest = (particles: readonly Particle[], tolerance: number): number =>
  Number.isFinite(tolerance) ? tolerance : particles.reduce((most, { distance }) => Math.max(most, distance), 0);

const sizeOf = (particles: readonly Particle[]): number => (particles.length === 0 ? 0 : effectiveSize(particles));

async function byRejection(playing: Playing): Promise<Fit> {
  const { spec } = playing;
  const most = spec.runs - spec.check;
  const found = await playing.fromPrior(most, 'prior', most);
  if (!found) return NO_FIT;
  const gave = found.map((one) => one.gave);
  const scales = scalesOf(spec, gave);
  const wanted = spec.points.map(({ value }) => value);
  const all = found.map((one): Particle => ({ ...one, weight: 1, distance: distanceTo(one.gave, wanted, scales) }));
  const within = isReachable(spec) ? all.filter(({ distance }) => distance <= 1) : nearest(all, spec.particles);
  const isEnough = within.length >= LEAST_KEPT;
  const kept = isEnough ? within : nearest(all, LEAST_KEPT);
  const tolerance = isEnough && isReachable(spec) ? 1 : farthest(kept, Infinity);
  const particles = normalised(kept);
  playing.generations.push({ tolerance, runs: most, accepted: kept.length, size: sizeOf(particles) });
  return { particles, tolerance, scales, prior: { gave }, ending: isEnough && isReachable(spec) ? 'reached' : 'runs' };
}

/** Whether every fitted target has a tolerance, so that there is a distance at which the runs are near enough. */
const isReachable = ({ targets }: CalibrationSpec): boolean => targets.every(({ within, isHeldOut }) => isHeldOut || within !== null);

const scalesOf = ({ targets }: CalibrationSpec, gave: Predicted['gave']): readonly TargetScale[] =>
  targets.flatMap(({ places, within, isHeldOut }) => (isHeldOut ? [] : [{ places, scale: within ?? scaleFrom(gave, places) }]));

/** Runs with draws from the result, with seeds of their own. */
async function checked(playing: Playing, result: readonly Particle[]): Promise<Predicted | null> {
  const { spec } = playing;
  if (spec.check === 0) return null;
  const draws = resampled(result, spec.check, rng(spec.seed, 'calibration.check'));
  playing.tell({ stage: 'check', tolerance: null, accepted: 0, wanted: spec.check, of: spec.runs });
  const found = await playing.simulate(
    draws.map(({ at }) => at),
    (i) => spec.seed + 2 * spec.runs + i,
  );
  return found && { gave: found.map(({ gave }) => gave) };
}

/** The table of the ranks has as many runs as the calibration, all with draws from the prior; the first of them are shared. */
async function rankedOf(playing: Playing, sets: number, scales: readonly TargetScale[]): Promise<Calibrated['ranks']> {
  const { spec } = playing;
  const table = await playing.fromPrior(Math.max(spec.runs, sets), 'ranks', Math.max(spec.runs, sets));
  if (!table) return null;
  const fitted = scales.flatMap(({ places }) => places);
  const particles = table.map((one): Particle => ({ at: one.at, gave: fitted.map((k) => one.gave[k]!), weight: 1, distance: 0 }));
  let from = 0;
  const renumbered = scales.map(({ places, scale }) => ({ places: places.map(() => from++), scale }));
  return rankTests(
    particles,
    sets,
    spec.parameters.map(({ prior }) => prior),
    renumbered,
  );
}

interface Simulated {
  readonly at: readonly number[];
  readonly gave: readonly (number | null)[];
}

type Told = Omit<CalibrationProgress, 'generations' | 'runs'>;

/** The runs of one calibration. */
class Playing {
  readonly generations: Generation[] = [];
  /** Why no more runs begin. */
  end: 'stopped' | 'paused' | null = null;
  problem: string | null = null;
  all = 0;
  known = 0;
  lost = 0;
  /** What language models took. */
  #spent: Spent | undefined;
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
    const plan = await planPoints(resolved, study, { language: host.language, known: host.known(), spent: this.#spent });
    const played = await host.play(plan);
    for (const { spent } of played.cells) if (spent) this.#spent = sum(this.#spent ?? NOTHING, spent);
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
