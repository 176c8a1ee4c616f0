/**
 * Simulation-based calibration: a parameter is drawn from the prior, a run is made with it, and the run is taken for data. Over many such
 * draws the rank of the parameter among draws from its posterior is uniform where the method is right (Talts et al. 2018, arXiv
 * 1804.06788). The data sets share one table of runs, so that each costs one run (as in Prangle et al. 2014, arXiv 1301.3166).
 */
import { exp, ln } from '../../core/util/math.js';
import type { PriorSpec } from '../../language/api.js';
import { adjusted } from './regressionAdjustment.js';
import type { Particle } from './particles.js';
import { distanceTo, nearest, type TargetScale } from './rejection.js';

export interface RankTest {
  /** Data sets by the rank of the parameter: equal parts of all ranks, from the lowest to the highest. */
  readonly counts: readonly number[];
  readonly chiSquared: number;
  readonly p: number;
}

/** Draws from each posterior: 100 possible ranks, in ten bins of ten. */
const DRAWS = 99;
const BINS = 10;

/**
 * The ranks of each parameter. `table` are runs with draws from the prior; the first `sets` of them are taken for data, one after
 * another, and the nearest of all others are their posterior. Null for a choice, which has no ranks.
 */
export function rankTests(
  table: readonly Particle[],
  sets: number,
  priors: readonly PriorSpec[],
  targets: readonly TargetScale[],
): readonly (RankTest | null)[] {
  const counts = priors.map(() => new Array<number>(BINS).fill(0));
  const whole = table.filter(({ gave }) => gave.every((value) => value !== null));
  for (const [i, truth] of whole.slice(0, sets).entries()) {
    const wanted = truth.gave as readonly number[];
    const others = whole.flatMap((one, j) => (j === i ? [] : [{ ...one, weight: 1, distance: distanceTo(one.gave, wanted, targets) }]));
    const near = firstOf(nearest(others, DRAWS), DRAWS);
    const moved = adjusted(near, priors, wanted, Math.max(...near.map(({ distance }) => distance)));
    const posterior = moved.ok ? moved.particles : near;
    for (const [d, bins] of counts.entries()) {
      const below = posterior.filter(({ at }) => at[d]! < truth.at[d]!).length;
      bins[Math.min(BINS - 1, Math.floor((below * BINS) / (DRAWS + 1)))]! += 1;
    }
  }
  return priors.map(({ kind }, d) => (kind === 'choice' ? null : uniformTest(counts[d]!)));
}

/** The nearest `n`, in the order of the table where some are equally near. */
const firstOf = (near: readonly Particle[], n: number): readonly Particle[] =>
  [...near].sort((a, b) => a.distance - b.distance).slice(0, n);

/** Pearson's χ² of counts that are expected to be equal. */
function uniformTest(counts: readonly number[]): RankTest {
  const expected = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const chiSquared = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  return { counts, chiSquared, p: chiSquaredTail(chiSquared, counts.length - 1) };
}

/**
 * The chance that χ² with `df` degrees of freedom is `x` or more, by the series of the lower incomplete gamma function (Abramowitz and
 * Stegun 1964, 6.5.29).
 */
export function chiSquaredTail(x: number, df: number): number {
  if (x <= 0) return 1;
  const [a, half] = [df / 2, x / 2];
  // Γ(a + 1) of a half or a whole number, from Γ(1/2) or Γ(1).
  let logGamma = df % 2 === 0 ? 0 : 0.5 * ln(Math.PI);
  for (let k = df % 2 === 0 ? 1 : 0.5; k <= a; k++) logGamma += ln(k);
  let [term, sum] = [1, 1];
  for (let k = 1; term > 1e-17 * sum && k < 10_000; k++) {
    term *= half / (a + k);
    sum += term;
  }
  return Math.max(0, 1 - sum * exp(a * ln(half) - half - logGamma));
}
