/** A mean of what people would code, from the codes of a judge for all cases and of people for some. */
import t from '@stdlib/stats-base-dists-t-cdf';
import type { Interval } from './resampling.js';
import { mean, variance } from './samples.js';
import { tQuantile } from './studentT.js';

export interface PredictionPowered {
  readonly value: number;
  /** 95 %, by Student's t with one degree of freedom less than people have codes, or clusters with codes. */
  readonly interval: Interval;
  /** How far the judge counts: 0 not at all, 1 as much as a person who never errs. */
  readonly weight: number;
  /** Two-sided: whether the judge's mean differs from that of people, in the cases that both coded. Null where all errors are equal. */
  readonly bias: { readonly value: number; readonly p: number } | null;
}

/**
 * The fewest codes of people. With fewer, intervals of 95 % cover the truth in less than about 93 of 100 studies, because the weight of the
 * judge is estimated from the same codes.
 */
export const LEAST_HUMAN = 10;

/** The clusters of cases that are not independent, such as their runs: of each case that both coded, and of each of the judge alone. */
interface CaseClusters {
  readonly both: readonly string[];
  readonly only: readonly string[];
}

/** The fewest clusters with codes of people. With five, intervals of 95 % are 2.5 times as wide as with twenty, and cover the truth in 94 of 100 studies. */
export const LEAST_CLUSTERS = 5;

/**
 * The mean of `human` codes, made more certain by a judge (Angelopoulos and others 2023, Science 382, 669; with the weight that makes its
 * variance smallest, PPI++, arXiv 2311.01453, example 6.1). `judged`: the judge's codes of the same cases as `human`; `only`: of all other
 * cases. An error of the judge that people show in their cases is taken off everywhere. With `clusters`, the variance is that of the sums of
 * clusters, over both parts together (Liang and Zeger 1986, Biometrika 73, 13). Null of fewer than ten
 * codes of people or two of the judge alone, or of fewer than five clusters with codes of people.
 */
export function predictionPowered(
  human: readonly number[],
  judged: readonly number[],
  only: readonly number[],
  clusters?: CaseClusters,
): PredictionPowered | null {
  const [n, more] = [human.length, only.length];
  if (n < LEAST_HUMAN || more < 2 || judged.length !== n) return null;
  const groups = clusters ? new Set(clusters.both).size : n;
  if (clusters && groups < LEAST_CLUSTERS) return null;
  const spread = variance([...judged, ...only]);
  const weight = spread > 0 ? Math.min(1, Math.max(0, covariance(human, judged) / ((1 + n / more) * spread))) : 0;
  const errors = human.map((value, i) => value - weight * judged[i]!);
  const value = weight * mean(only) + mean(errors);
  const independent = (weight * weight * variance(only)) / more + variance(errors) / n;
  const error = Math.sqrt(clusters ? clustered(errors, only, weight, clusters) : independent);
  const half = tQuantile(groups - 1) * error;
  const gaps = judged.map((code, i) => code - human[i]!);
  const biasError = Math.sqrt(clusters ? clustered(gaps, only, 0, clusters) : variance(gaps) / n);
  return {
    ...{ value, interval: { low: value - half, high: value + half }, weight },
    bias: biasError > 0 ? { value: mean(gaps), p: Math.min(1, 2 * t(-Math.abs(mean(gaps) / biasError), groups - 1)) } : null,
  };
}

/** The variance of mean(errors) + weight · mean(only), from the sums of clusters of the distances of both from their means. */
function clustered(errors: readonly number[], only: readonly number[], weight: number, clusters: CaseClusters): number {
  const sums = new Map<string, number>();
  const add = (values: readonly number[], own: readonly string[], scale: number): void => {
    const middle = mean(values);
    for (const [i, value] of values.entries()) sums.set(own[i]!, (sums.get(own[i]!) ?? 0) + (scale * (value - middle)) / values.length);
  };
  add(errors, clusters.both, 1);
  add(only, clusters.only, weight);
  return (sums.size / (sums.size - 1)) * [...sums.values()].reduce((sum, one) => sum + one * one, 0);
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [middleA, middleB] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - middleA) * (b[i]! - middleB), 0) / a.length;
}
