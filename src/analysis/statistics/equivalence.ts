/** Whether a mean is so near to 0 that the difference does not matter. */
import t from '@stdlib/stats-base-dists-t-cdf';
import type { Interval } from './resampling.js';
import { type Spread, tQuantile } from './studentT.js';

export interface Equivalence {
  /** The larger of the two one-sided chances, in 0..1. */
  readonly p: number;
  /** Of the mean, with a coverage of 1 − 2 × the level: equivalent where it lies within ±`bound`. Null of shares, which have exact tests. */
  readonly interval: Interval | null;
}

/**
 * Two one-sided t tests of a mean, or of a difference of means, within −`bound`..`bound` (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15,
 * 657; Lakens 2017, SPPS 8, 355). `spread` is that of the mean. Where nothing varies there is no such test.
 */
export function equivalence(middle: number, { error, df }: Spread, bound: number, level: number): Equivalence {
  const p = Math.max(t((middle - bound) / error, df), t(-(middle + bound) / error, df));
  const half = tQuantile(df, 1 - level) * error;
  return { p, interval: { low: middle - half, high: middle + half } };
}
