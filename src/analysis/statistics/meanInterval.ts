/** The interval of a mean from running sums, for tables that grow while runs come in. */
import t from '@stdlib/stats-base-dists-t-cdf';
import type { Interval } from './resampling.js';

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

/** The 95 % interval of the mean by Student's t (Student 1908, Biometrika 6, 1). Null of fewer than two values. */
export function meanInterval({ n, mean, squares }: Moments): Interval | null {
  if (n < 2) return null;
  const half = quantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { low: mean - half, high: mean + half };
}

/** Above which t lies with a chance of 2.5 %, by degrees of freedom. */
const quantiles = new Map<number, number>();

function quantile(df: number): number {
  const known = quantiles.get(df);
  if (known !== undefined) return known;
  // 12.71 is that of one degree of freedom, the largest.
  let [low, high] = [0, 13];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (t(middle, df) < 0.975) low = middle;
    else high = middle;
  }
  quantiles.set(df, high);
  return high;
}
