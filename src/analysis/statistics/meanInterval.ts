/** 95 % intervals of means and of differences of means by Student's t, and running means. */
import { mean } from './samples.js';
import type { Interval } from './resampling.js';
import { spreadOfDifference, spreadOfMean, tQuantile } from './studentT.js';

/** What is known of a sample without keeping it (Welford 1962, Technometrics 4, 419). */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sum of squared distances from the mean. */
  readonly squares: number;
}

export const NO_MOMENTS: Moments = { n: 0, mean: 0, squares: 0 };

/** With one value more. */
export function withValue({ n, mean, squares }: Moments, value: number): Moments {
  const next = mean + (value - mean) / (n + 1);
  return { n: n + 1, mean: next, squares: squares + (value - mean) * (value - next) };
}

/** Of a mean (Student 1908, Biometrika 6, 1). Null of fewer than two values, and where they do not vary. */
export function meanInterval({ n, mean, squares }: Moments): Interval | null {
  if (n < 2) return null;
  const error = Math.sqrt(squares / (n - 1) / n);
  return error <= 10 * Number.EPSILON * Math.abs(mean) ? null : around(mean, tQuantile(n - 1) * error);
}

/** The same of the values themselves. */
export function intervalOfMean(values: readonly number[]): Interval | null {
  const spread = spreadOfMean(values);
  return spread && around(mean(values), tQuantile(spread.df) * spread.error);
}

/** Of the mean of `a` less that of `b`, with Welch's degrees of freedom where they are no pairs. Null where nothing varies. */
export function intervalOfDifference(a: readonly number[], b: readonly number[], paired: boolean): Interval | null {
  const spread = spreadOfDifference(a, b, paired);
  return spread && around(mean(a) - mean(b), tQuantile(spread.df) * spread.error);
}

const around = (middle: number, half: number): Interval => ({ low: middle - half, high: middle + half });
