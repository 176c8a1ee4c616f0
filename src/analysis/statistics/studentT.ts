/** Student's t: quantiles, and the spread of means. */
import t from '@stdlib/stats-base-dists-t-cdf';
import { isRounding, variance } from './samples.js';

/** Share of a two-sided 95 % interval that lies below its upper end. */
const UPPER = 0.975;

const quantiles = new Map<string, number>();

/** The value that t is below with a chance of `share`, from 0.5 to below 1. `df`: degrees of freedom, 1 or more, whole or not. */
export function tQuantile(df: number, share = UPPER): number {
  const key = `${df} ${share}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  // 12.71 is the quantile of 97.5 % of one degree of freedom.
  let [low, high] = [0, 13];
  while (t(high, df) < share) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (t(middle, df) < share) low = middle;
    else high = middle;
  }
  quantiles.set(key, high);
  return high;
}

/** The standard error of a mean, or of a difference of means, and its degrees of freedom. */
export interface Spread {
  readonly error: number;
  readonly df: number;
}

/** Of the mean of one sample. Null of fewer than two values, and where they do not vary. */
export function spreadOfMean(values: readonly number[]): Spread | null {
  if (values.length < 2) return null;
  const error = Math.sqrt(variance(values) / values.length);
  return isRounding(error, values) ? null : { error, df: values.length - 1 };
}

/**
 * Of the mean of `a` less that of `b`: of pairs by their differences (Student 1908), otherwise with the degrees of freedom of Welch and
 * Satterthwaite (Welch 1947). Null where a sample has fewer than two values, and where nothing varies.
 */
export function spreadOfDifference(a: readonly number[], b: readonly number[], paired: boolean): Spread | null {
  if (a.length < 2 || b.length < 2) return null;
  const [va, vb] = [variance(a) / a.length, variance(b) / b.length];
  const gaps = paired ? a.map((value, i) => value - b[i]!) : null;
  const error = Math.sqrt(gaps ? variance(gaps) / gaps.length : va + vb);
  if (isRounding(error, a, b)) return null;
  return { error, df: gaps ? gaps.length - 1 : (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1)) };
}
