/**
 * Plays a calibration: its fit, runs that check the result, and ranks for simulated data. All draws have streams of their own. What a
 * calibration does next depends only on its runs: one that was stopped continues with the runs that were kept.
 */
import { rankTests, type RankTest } from '../../analysis/calibration/calibrationRanks.js';
import { type Particle, resampled } from '../../analysis/calibration/particles.js';
import { type Adjusted, adjusted } from '../../analysis/calibration/regressionAdjustment.js';
import type { TargetScale } from '../../analysis/calibration/rejection.js';
import { rng } from '../../core/random/rng.js';
import type { Resolved } from '../../language/api.js';
import { type CalibrateHost, CalibrationRuns, type Generation } from './calibrationRuns.js';
import type { CalibrationSpec } from './calibrationSpec.js';
import { byGenerations, byRejection, type Ending, type Predicted } from './fit.js';

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

export async function calibrate(
  spec: CalibrationSpec,
  resolved: Resolved,
  host: CalibrateHost,
  { ranks = 0 }: CalibrateOptions = {},
): Promise<Calibrated> {
  const playing = new CalibrationRuns(spec, resolved, host);
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

/** Runs with draws from the result, with seeds of their own. */
async function checked(playing: CalibrationRuns, result: readonly Particle[]): Promise<Predicted | null> {
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
async function rankedOf(playing: CalibrationRuns, sets: number, scales: readonly TargetScale[]): Promise<Calibrated['ranks']> {
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
