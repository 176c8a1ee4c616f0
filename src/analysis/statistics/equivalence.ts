/** Whether a mean is so near to 0 that the difference does not matter. */
import t from '@stdlib/stats-base-dists-t-cdf';
import type { Interval } from './resampling.js';
import { type Spread, tQuantile } from './studentT.js';

interface Equivalence {
  /** The larger of the two one-sided chances, in 0..1. */
  readonly p: number;
  /** Of the mean, with a coverage of 1 − 2 × the level: equivalent where it lies within ±`bound`. */
  readonly interval: Interval;
}

/**
 * Two one-sided t tests of a mean, or of a difference of means, within −`bound`..`bound` (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15,
 * 657; Lakens 2017, SPPS 8, 355). `spread` is that of the mean; null where nothing varies, and then p is 0 or 1.
 */
export function equivalence(middle: number, spread: Spread | null, bound: number, level: number): Equivalence {
  if (!spread) return { p: Math.abs(middle) < bound ? 0 : 1, interval: { low: middle, high: middle } };
  const { error, df } = spread;
  const p = Math.max(t((middle - bound) / error, df), t(-(middle + bound) / error, df));
  const half = tQuantile(df, 1 - level) * error;
  return { p, interval: { low: middle - half, high: middle + half } };
}
