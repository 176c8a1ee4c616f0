/**
 * Comparisons of two samples: the p-values of two-sided tests of whether they come from the same population, the size of their
 * difference, and p-values corrected for several comparisons. The tests use the distributions of @stdlib, so that the same data give
 * the same numbers on every machine. Permutation tests are with the bootstrap, in `resampling.ts`.
 */
import { isRounding, mean, variance } from './samples.js';
import padjust from '@stdlib/stats-padjust';
import normal from '@stdlib/stats-base-dists-normal-cdf';
import t from '@stdlib/stats-base-dists-t-cdf';
import { exp } from '../../core/util/math.js';
import { spreadOfDifference } from './studentT.js';

interface Tested {
  /** Of the test: t, U or D. */
  readonly statistic: number;
  /** In 0..1. */
  readonly p: number;
}

/**
 * Welch's t-test of means whose spreads may differ, with the degrees of freedom of Welch and Satterthwaite (Welch 1947, Biometrika
 * 34, 28). Paired: Student's test of the differences (Student 1908). Null where a sample has one value, or nothing varies.
 */
export function tTest(a: readonly number[], b: readonly number[], paired: boolean): Tested | null {
  const spread = spreadOfDifference(a, b, paired);
  if (!spread) return null;
  const { error, df } = spread;
  const statistic = (paired ? mean(a.map((value, i) => value - b[i]!)) : mean(a) - mean(b)) / error;
  return { statistic, p: Math.min(1, 2 * t(-Math.abs(statistic), df)) };
}

/** Up to so many values in each sample, and without ties, all orders are counted. */
const MOST_COUNTED = 50;

/**
 * Mann–Whitney's test of ranks (Mann and Whitney 1947, Ann. Math. Stat. 18, 50). U counts the pairs in which the first is larger, ties
 * half. By counting orders where there are no ties and at most 50 values in each; else by the normal curve, corrected for ties and
 * continuity. Null where a sample is empty or all values are equal.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): Tested | null {
  const [m, n] = [a.length, b.length];
  if (m === 0 || n === 0) return null;
  const all = [...a, ...b];
  const ranks = ranksOf(all);
  const statistic = ranks.slice(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
  const ties = tiesIn(all);
  if (ties.length === 0 && Math.max(m, n) <= MOST_COUNTED) return { statistic, p: countedU(Math.min(statistic, m * n - statistic), m, n) };
  const total = m + n;
  const tied = ties.reduce((sum, count) => sum + count ** 3 - count, 0);
  const spread = Math.sqrt(((m * n) / 12) * (total + 1 - tied / (total * (total - 1))));
  if (!(spread > 0)) return null;
  const off = Math.max(0, Math.abs(statistic - (m * n) / 2) - 0.5);
  return { statistic, p: Math.min(1, 2 * normal(-off / spread, 0, 1)) };
}

/** Share of orders with a U that is as small, or as large: twice the lower tail. */
function countedU(lower: number, m: number, n: number): number {
  // ways[u] after the values of `a` and `b` so far: orders of i and j values with U = u, by the last of them.
  const ways: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i++)
    for (let j = 1; j <= n; j++) {
      const [lastIsA, lastIsB] = [ways[j]!, ways[j - 1]!];
      const next = new Float64Array(i * j + 1);
      for (let u = 0; u < lastIsA.length; u++) next[u + j] = lastIsA[u]!;
      for (let u = 0; u < lastIsB.length; u++) next[u]! += lastIsB[u]!;
      ways[j] = next;
    }
  const counts = ways[n]!;
  const sum = (until: number): number => counts.reduce((all, count, u) => (u <= until ? all + count : all), 0);
  return Math.min(1, (2 * sum(lower)) / sum(m * n));
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranksOf(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const ranks: number[] = new Array(values.length).fill(0);
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[i]!]) end++;
    for (let k = i; k <= end; k++) ranks[order[k]!] = (i + end) / 2 + 1;
    i = end + 1;
  }
  return ranks;
}

/** How many values share each value that more than one has. */
function tiesIn(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/** Up to so many pairs of values, paths are counted. */
const MOST_PATHS = 10_000;

/**
 * Kolmogorov and Smirnov's test of whole distributions: D is the largest distance between the two shares of values up to a point. By
 * counting lattice paths (Hodges 1958, Ark. Mat. 3, 469, ties among them as Schröer and Trenkler 1995 count them); of large samples by
 * Kolmogorov's limit. Null where a sample is empty.
 */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): Tested | null {
  const [m, n] = [a.length, b.length];
  if (m === 0 || n === 0) return null;
  const both = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))].sort(
    (x, y) => x.value - y.value,
  );
  /** Whether the next value is another: only there distances count. */
  const ends = both.map(({ value }, i) => both[i + 1]?.value !== value);
  let [i, j, furthest] = [0, 0, 0];
  both.forEach(({ isA }, k) => {
    if (isA) i++;
    else j++;
    if (ends[k]) furthest = Math.max(furthest, Math.abs(i * n - j * m));
  });
  const statistic = furthest / (m * n);
  return { statistic, p: m * n <= MOST_PATHS ? countedPaths(furthest, m, n, ends) : kolmogorov(statistic * Math.sqrt((m * n) / (m + n))) };
}

/** Share of orders of the values whose distance, in whole steps of 1/(m·n), comes to `furthest` somewhere. */
function countedPaths(furthest: number, m: number, n: number, ends: readonly boolean[]): number {
  // inside[j]: the chance to have come to i of the one and j of the other with every distance smaller.
  let inside = new Float64Array(n + 1);
  for (let i = 0; i <= m; i++) {
    const next = new Float64Array(n + 1);
    for (let j = 0; j <= n; j++) {
      const seen = i + j;
      if (seen === 0) next[0] = 1;
      else if (ends[seen - 1] && Math.abs(i * n - j * m) >= furthest) next[j] = 0;
      else
        next[j] =
          (i > 0 ? (inside[j]! * (m - i + 1)) / (m + n - seen + 1) : 0) + (j > 0 ? (next[j - 1]! * (n - j + 1)) / (m + n - seen + 1) : 0);
    }
    inside = next;
  }
  return Math.min(1, Math.max(0, 1 - inside[n]!));
}

/** Below it the chance is 1 in all digits of a number; at 0 the terms of its series cancel out without end. */
const LEAST_LAMBDA = 0.18;

/** 2 Σ (−1)^(k−1) e^(−2k²λ²), the chance of at least λ in the limit (Kolmogorov 1933). */
function kolmogorov(lambda: number): number {
  if (lambda < LEAST_LAMBDA) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = exp(-2 * k * k * lambda * lambda);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-16) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

// Effect size: a difference in a unit that can be compared between measures.

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

// Correction of p for several comparisons.

/**
 * `holm` holds the chance of any false finding at the level (Holm 1979, Scand. J. Stat. 6, 65), `bh` the expected share of false ones
 * among the findings (Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289).
 */
type Correction = 'none' | 'holm' | 'bh';

/** Each chance as it is to be compared with the level, in the order given; those that are not known stay so and do not count. */
export function corrected(ps: readonly (number | null)[], by: Correction): readonly (number | null)[] {
  const known = ps.filter((p): p is number => p !== null);
  if (by === 'none' || known.length === 0) return ps;
  const adjusted = padjust(known, by);
  let next = 0;
  return ps.map((p) => (p === null ? null : adjusted[next++]!));
}
