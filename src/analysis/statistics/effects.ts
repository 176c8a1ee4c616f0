/** How large a difference is, in a unit that can be compared between measures. */
import { isRounding, mean, variance } from './samples.js';

/**
 * Difference of means in pooled standard deviations, corrected for small samples (Hedges 1981, J. Educ. Stat. 6, 107, with the usual
 * approximation 1 − 3/(4·df − 1)); null where nothing varies or a sample has one value.
 */
export function hedgesG(a: readonly number[], b: readonly number[]): number | null {
  const df = a.length + b.length - 2;
  if (a.length < 2 || b.length < 2) return null;
  const pooled = Math.sqrt(((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / df);
  return isRounding(pooled, a, b) ? null : ((mean(a) - mean(b)) / pooled) * (1 - 3 / (4 * df - 1));
}
