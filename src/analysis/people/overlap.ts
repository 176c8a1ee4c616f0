/** How far two intervals overlap. */
import type { Interval } from '../statistics/resampling.js';

/**
 * The mean share of each interval that the other covers: 1 where they are the same, 0 where they do not meet (Karr, Kohnen, Oganian, Reiter and
 * Sanil 2006, Am. Stat. 60, 224).
 */
export function overlap(a: Interval, b: Interval): number {
  const common = Math.max(0, Math.min(a.high, b.high) - Math.max(a.low, b.low));
  const share = ({ low, high }: Interval, other: Interval): number =>
    high > low ? common / (high - low) : low >= other.low && low <= other.high ? 1 : 0;
  return (share(a, b) + share(b, a)) / 2;
}
