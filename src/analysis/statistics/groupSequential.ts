/** Levels for a test that is repeated while data arrive, so that all looks together keep the level of one. */
import normal from '@stdlib/stats-base-dists-normal-cdf';
import { exp } from '../../core/util/math.js';
import type { TestForm } from './power.js';

/** Points of the integral over the statistic at a look; odd. */
const POINTS = 801;

/** The statistic is looked at within so many standard deviations. */
const REACH = 8;

/**
 * The level of the test at each look. Each side may spend, up to a share `t` of the data, 2 − 2Φ(z / √t) of its level α, with
 * z = Φ⁻¹(1 − α / 2): little at first, as by O'Brien and Fleming (Lan and DeMets 1983, Biometrika 70, 659; boundaries by the recursion of
 * Armitage, McPherson and Rowe 1969, J. R. Stat. Soc. A 132, 235). `shares`: of all data at each look, ascending, the last 1.
 */
export function lookLevels(shares: readonly number[], { sides, level }: TestForm): readonly number[] {
  const side = sides === 'two' ? level / 2 : level;
  const whole = quantile(1 - side / 2);
  const spent = shares.map((share) => 2 * (2 - 2 * normal(whole / Math.sqrt(share), 0, 1)));
  const levels: number[] = [];
  /** Density of the sum of increments at the last look, where no look has stopped, at the points from −bound to bound. */
  let inside: { readonly bound: number; readonly density: Float64Array } | null = null;
  for (const [k, share] of shares.entries()) {
    const before = shares[k - 1] ?? 0;
    const toSpend = spent[k]! - (spent[k - 1] ?? 0);
    const step = Math.sqrt(share - before);
    const last = inside;
    const exceeds = (bound: number): number =>
      last === null
        ? 2 * (1 - normal(bound / step, 0, 1))
        : integral(last, (s) => 1 - normal((bound - s) / step, 0, 1) + normal((-bound - s) / step, 0, 1));
    let [low, high] = [0, REACH * Math.sqrt(share)];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (exceeds(middle) > toSpend) low = middle;
      else high = middle;
    }
    levels.push((sides === 'two' ? 2 : 1) * (1 - normal(high / Math.sqrt(share), 0, 1)));
    inside = densityAt(high, (sum) =>
      last === null ? normalDensity(sum / step) / step : integral(last, (s) => normalDensity((sum - s) / step) / step),
    );
  }
  return levels;
}

function densityAt(bound: number, of: (sum: number) => number): { readonly bound: number; readonly density: Float64Array } {
  return { bound, density: Float64Array.from({ length: POINTS }, (_, i) => of(-bound + (2 * bound * i) / (POINTS - 1))) };
}

/** By Simpson's rule. */
function integral({ bound, density }: { readonly bound: number; readonly density: Float64Array }, of: (sum: number) => number): number {
  const width = (2 * bound) / (POINTS - 1);
  let sum = 0;
  for (let i = 0; i < POINTS; i++) {
    const weight = i === 0 || i === POINTS - 1 ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * density[i]! * of(-bound + i * width);
  }
  return (sum * width) / 3;
}

const normalDensity = (z: number): number => exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);

function quantile(share: number): number {
  let [low, high] = [-10, 10];
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normal(middle, 0, 1) < share) low = middle;
    else high = middle;
  }
  return high;
}
