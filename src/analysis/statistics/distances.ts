/** Distances of two distributions and of two series, for comparisons with data of people. */
import { ln } from '../../core/util/math.js';
import { mean } from './samples.js';

/**
 * Wasserstein's distance W₁ of two samples, in their unit: the area between their distribution functions (Vallender 1974, Theory
 * Probab. Appl. 18, 784). Values may have weights, which need not add up to 1. Null where a sample is empty or weighs nothing.
 */
export function wasserstein(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  weights: { readonly a?: ArrayLike<number>; readonly b?: ArrayLike<number> } = {},
): number | null {
  const [one, other] = [shares(a, weights.a), shares(b, weights.b)];
  if (!one || !other) return null;
  const steps = [...one, ...other.map(([value, share]) => [value, -share] as const)].sort(([x], [y]) => x - y);
  let [area, gap] = [0, 0];
  steps.forEach(([value, share], i) => {
    gap += share;
    const next = steps[i + 1];
    if (next) area += Math.abs(gap) * (next[0] - value);
  });
  return area;
}

/** The share of each value, in the order in which values appear. */
function shares(values: ArrayLike<number>, weights: ArrayLike<number> | undefined): readonly (readonly [number, number])[] | null {
  const sums = new Map<number, number>();
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights ? weights[i]! : 1;
    total += weight;
    sums.set(values[i]!, (sums.get(values[i]!) ?? 0) + weight);
  }
  return total > 0 ? [...sums].map(([value, sum]) => [value, sum / total] as const) : null;
}

/**
 * The root of Jensen and Shannon's divergence of two lists of shares, in bits: 0 of the same shares, 1 where nothing is in both (Lin 1991,
 * IEEE Trans. Inf. Theory 37, 145; Endres and Schindelin 2003 show that the root is a distance).
 */
export function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const half = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, share, i) => (share > 0 ? sum + share * ln((2 * share) / (share + other[i]!)) : sum), 0);
  return Math.sqrt(Math.max(0, (half(p, q) + half(q, p)) / 2 / ln(2)));
}

/** Root of the mean squared difference of pairs, in their unit. */
export const rmse = (a: readonly number[], b: readonly number[]): number | null =>
  a.length === 0 ? null : Math.sqrt(mean(a.map((value, i) => (value - b[i]!) ** 2)));
