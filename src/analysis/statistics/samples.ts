/** Figures of one sample of numbers: mean, variance, inequality, entropy. */
import { ln } from '../../core/util/math.js';

/** Of equal values that value itself, which their sum, rounded, does not always give back: what does not vary has no spread. */
export function mean(values: readonly number[]): number {
  const [first = Number.NaN] = values;
  return values.every((value) => value === first) ? first : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a spread, in the unit of the samples, is no more than rounding leaves between numbers of their size. */
export const isRounding = (spread: number, ...samples: readonly (readonly number[])[]): boolean =>
  spread <= 10 * Number.EPSILON * Math.max(...samples.map((values) => Math.abs(mean(values))));

/** Sample variance, n − 1 below the line; 0 of one value. */
export function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.length < 2 ? 0 : values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

// Inequality of an amount over agents: posts, votes, resources.

/**
 * Gini coefficient Σ_i Σ_j |x_i − x_j| / (2 n Σ x), 0 when all have the same, (n − 1)/n when one has all; 0 where
 * nobody has anything, null without values or with a negative one. Equality in GovSim (arXiv 2404.16698) is 1 − Gini.
 * Gini 1912; by the sorted sum Σ (2i − n − 1) x_i / (n Σ x), i from 1.
 */
export function gini(values: readonly number[]): number | null {
  const n = values.length;
  if (n === 0 || values.some((x) => !(x >= 0))) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const total = sorted.reduce((sum, x) => sum + x, 0);
  if (total === 0) return 0;
  return sorted.reduce((sum, x, i) => sum + (2 * (i + 1) - n - 1) * x, 0) / (n * total);
}

/** Shannon entropy of counts in bits, 0 when all are of one kind, log2 k when k kinds are as many. Shannon 1948. */
export function entropyOfCounts(counts: readonly number[]): number {
  const total = counts.reduce((sum, c) => sum + c, 0);
  return counts.reduce((sum, c) => (c > 0 ? sum - (c / total) * (ln(c / total) / ln(2)) : sum), 0);
}
