/** Distances of two distributions and of two series, for comparisons with data of people. */
import { ln } from '../../core/util/math.js';
import { mean } from './samples.js';

/**
 * Wasserstein's distance W₁ of two samples, in their unit: the area between their distribution functions (Vallender 1974, Theory
 * Probab. Appl. 18, 784). Values may have weights, which need not add up to 1. Null where a sample is empty or weighs nothing.
 */
export function wasserstein(
  a: readonly number[],
  b: readonly number[],
  weights: { readonly a?: readonly number[]; readonly b?: readonly number[] } = {},
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

function shares(values: readonly number[], weights: readonly number[] | undefined): readonly (readonly [number, number])[] | null {
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : values.length;
  return total > 0 ? values.map((value, i) => [value, (weights ? weights[i]! : 1) / total] as const) : null;
}

/** Root of the mean squared difference of pairs, in their unit. */
export const rmse = (a: readonly number[], b: readonly number[]): number | null =>
  a.length === 0 ? null : Math.sqrt(mean(a.map((value, i) => (value - b[i]!) ** 2)));

/**
 * Kullback and Leibler's divergence of shares from those of people, Σ pᵢ ln(pᵢ/qᵢ), in nats (1951, Ann. Math. Stat. 22, 79). Infinite
 * where something is said that no one of them said.
 */
export const divergence = (shares: readonly number[], ofPeople: readonly number[]): number =>
  shares.reduce((sum, p, i) => sum + (p === 0 ? 0 : ofPeople[i] ? p * ln(p / ofPeople[i]!) : Number.POSITIVE_INFINITY), 0);
