/** A mean of what people would code, from the codes of a judge for all cases and of people for some. */
import t from '@stdlib/stats-base-dists-t-cdf';
import type { Interval } from './resampling.js';
import { mean, variance } from './samples.js';
import { tQuantile } from './studentT.js';

export interface PredictionPowered {
  readonly value: number;
  /** 95 %, by Student's t with the degrees of freedom of the human codes. */
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

/**
 * The mean of `human` codes, made more certain by a judge (Angelopoulos and others 2023, Science 382, 669; with the weight that makes its
 * variance smallest, PPI++, arXiv 2311.01453, example 6.1). `judged`: the judge's codes of the same cases as `human`; `only`: of all other
 * cases. An error of the judge that people show in their cases is taken off everywhere. Null of fewer than ten
 * codes of people, or two of the judge alone.
 */
export function predictionPowered(human: readonly number[], judged: readonly number[], only: readonly number[]): PredictionPowered | null {
  const [n, more] = [human.length, only.length];
  if (n < LEAST_HUMAN || more < 2 || judged.length !== n) return null;
  const spread = variance([...judged, ...only]);
  const weight = spread > 0 ? Math.min(1, Math.max(0, covariance(human, judged) / ((1 + n / more) * spread))) : 0;
  const errors = human.map((value, i) => value - weight * judged[i]!);
  const value = weight * mean(only) + mean(errors);
  const error = Math.sqrt((weight * weight * variance(only)) / more + variance(errors) / n);
  const half = tQuantile(n - 1) * error;
  const gaps = judged.map((code, i) => code - human[i]!);
  const biasError = Math.sqrt(variance(gaps) / n);
  return {
    ...{ value, interval: { low: value - half, high: value + half }, weight },
    bias: biasError > 0 ? { value: mean(gaps), p: Math.min(1, 2 * t(-Math.abs(mean(gaps) / biasError), n - 1)) } : null,
  };
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [middleA, middleB] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - middleA) * (b[i]! - middleB), 0) / a.length;
}
