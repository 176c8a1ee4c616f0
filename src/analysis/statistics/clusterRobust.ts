/** The interval of a mean of values that are not independent, because they share seeds, wordings or personas. */
import { isRounding, mean } from './samples.js';
import type { Interval } from './resampling.js';
import { tQuantile } from './studentT.js';

export interface ClusteredMean {
  readonly mean: number;
  /** Standard error, in the unit of the values. */
  readonly error: number;
  /** 95 %, by Student's t with one degree of freedom less than the clusters of the smallest factor. */
  readonly interval: Interval;
}

/** A value with its cluster in each factor: one factor, or two that cross. */
interface ClusteredValue {
  readonly value: number;
  readonly clusters: readonly string[];
}

/**
 * The mean with an error that is robust to clusters: of one factor with the correction G/(G − 1) for G clusters (Liang and Zeger 1986,
 * Biometrika 73, 13; for evaluations of language models Miller 2024, arXiv 2411.00640, §2.2), of two factors by adding the variances of
 * each and taking off that of their cells (Cameron, Gelbach and Miller 2011, J. Bus. Econ. Stat. 29, 238). Where that sum is not above 0,
 * the larger of the two variances counts. Null where a factor has fewer than two clusters, or nothing varies.
 */
export function clusteredMean(values: readonly ClusteredValue[]): ClusteredMean | null {
  const [first] = values;
  if (!first) return null;
  const middle = mean(values.map(({ value }) => value));
  const factors = first.clusters.map((_, f) => sumsBy(values, middle, ({ clusters }) => clusters[f]!));
  if (factors.length === 0 || factors.some(({ size }) => size < 2)) return null;
  const n = values.length;
  const parts = factors.map((sums) => varianceOf(sums, n));
  const cells = sumsBy(values, middle, ({ clusters }) => JSON.stringify(clusters));
  const crossed = factors.length === 1 ? parts[0]! : parts.reduce((sum, part) => sum + part, 0) - varianceOf(cells, n);
  const error = Math.sqrt(crossed > 0 ? crossed : Math.max(...parts));
  if (isRounding(error, [middle])) return null;
  const half = tQuantile(Math.min(...factors.map(({ size }) => size)) - 1) * error;
  return { mean: middle, error, interval: { low: middle - half, high: middle + half } };
}

/** The sums of the distances from the mean, by cluster. */
function sumsBy(
  values: readonly ClusteredValue[],
  middle: number,
  clusterOf: (one: ClusteredValue) => string,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const one of values) sums.set(clusterOf(one), (sums.get(clusterOf(one)) ?? 0) + one.value - middle);
  return sums;
}

/** The variance of the mean of `n` values, from the sums of their clusters. */
function varianceOf(sums: ReadonlyMap<string, number>, n: number): number {
  const groups = sums.size;
  return ((groups / (groups - 1)) * [...sums.values()].reduce((all, sum) => all + sum * sum, 0)) / n ** 2;
}
