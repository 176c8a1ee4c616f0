/**
 * Two samples compared: what they differ by, how sure that is, and how often chance alone would do as much. Draws come from a
 * stream that is handed in, so that the same data give the same numbers.
 */
import type { Rng } from '../core/rng.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample variance, n − 1 below the line; 0 of one value. */
function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.length < 2 ? 0 : values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

/** Samples drawn for an interval. */
const RESAMPLES = 2_000;

/**
 * Percentile bootstrap of a statistic of groups, at 95 %: each group is drawn from anew with replacement (Efron 1979, Ann. Stat. 7,
 * 1; Efron and Tibshirani 1993, §13.3). Null where a group has fewer than two values.
 */
export function bootstrap(
  groups: readonly (readonly number[])[],
  statistic: (groups: readonly (readonly number[])[]) => number,
  random: Rng,
): Interval | null {
  if (groups.some(({ length }) => length < 2)) return null;
  const drawn = Float64Array.from({ length: RESAMPLES }, () =>
    statistic(groups.map((group) => group.map(() => group[Math.floor(random() * group.length)]!))),
  ).sort();
  const at = (share: number): number => drawn[Math.min(RESAMPLES - 1, Math.floor(share * RESAMPLES))]!;
  return { low: at(0.025), high: at(0.975) };
}

/** Up to so many ways to relabel all are counted; beyond, some are drawn. */
const MOST_LABELS = 65_536;

/** Relabellings that are drawn, with the one that was seen. */
const DRAWS = 10_000;

/**
 * How often relabelling gives a difference of means at least as far from 0, two-sided. All relabellings where they are few, else
 * (b + 1)/(m + 1) over seeded draws (Phipson and Smyth 2010, SAGMB 9, 39). Paired: the signs of the differences of pairs.
 */
export function permutationTest(a: readonly number[], b: readonly number[], paired: boolean, random: Rng): number {
  return paired
    ? bySigns(
        a.map((value, i) => value - b[i]!),
        random,
      )
    : byLabels(a, b, random);
}

/** What sums of these values may differ by that are equal but for rounding, in whatever unit they are. */
const rounding = (values: readonly number[]): number => 1e-12 * values.reduce((sum, x) => sum + Math.abs(x), 0);

function bySigns(differences: readonly number[], random: Rng): number {
  const n = differences.length;
  const seen = differences.reduce((sum, x) => sum + x, 0);
  const least = Math.abs(seen) - rounding(differences);
  const isAsFar = (sum: number): boolean => Math.abs(sum) >= least;
  const sumBy = (isNegative: (i: number) => boolean): number => differences.reduce((sum, x, i) => sum + (isNegative(i) ? -x : x), 0);
  if (2 ** n <= MOST_LABELS) {
    let far = 0;
    for (let signs = 0; signs < 2 ** n; signs++) if (isAsFar(sumBy((i) => ((signs >> i) & 1) === 1))) far++;
    return far / 2 ** n;
  }
  return drawn(() => isAsFar(sumBy(() => random() < 0.5)));
}

function byLabels(a: readonly number[], b: readonly number[], random: Rng): number {
  const all = [...a, ...b];
  const total = all.reduce((sum, x) => sum + x, 0);
  const differenceOf = (sumA: number): number => sumA / a.length - (total - sumA) / b.length;
  const seen = differenceOf(a.reduce((sum, x) => sum + x, 0));
  const least = Math.abs(seen) - rounding(all) / Math.min(a.length, b.length);
  const isAsFar = (sumA: number): boolean => Math.abs(differenceOf(sumA)) >= least;
  if (choose(all.length, a.length) <= MOST_LABELS) {
    let [far, ways] = [0, 0];
    const walk = (from: number, left: number, sum: number): void => {
      if (left === 0) {
        ways++;
        if (isAsFar(sum)) far++;
        return;
      }
      for (let i = from; i <= all.length - left; i++) walk(i + 1, left - 1, sum + all[i]!);
    };
    walk(0, a.length, 0);
    return far / ways;
  }
  return drawn(() => {
    const left = [...all];
    let sum = 0;
    for (let i = 0; i < a.length; i++) {
      const j = i + Math.floor(random() * (left.length - i));
      [left[i], left[j]] = [left[j]!, left[i]!];
      sum += left[i]!;
    }
    return isAsFar(sum);
  });
}

function drawn(isFar: () => boolean): number {
  let far = 0;
  for (let i = 1; i < DRAWS; i++) if (isFar()) far++;
  return (far + 1) / DRAWS;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/**
 * Difference of means in pooled standard deviations, corrected for small samples (Hedges 1981, J. Educ. Stat. 6, 107, with the usual
 * approximation 1 − 3/(4·df − 1)); null where nothing varies or a sample has one value.
 */
export function hedgesG(a: readonly number[], b: readonly number[]): number | null {
  const df = a.length + b.length - 2;
  if (a.length < 2 || b.length < 2) return null;
  const pooled = Math.sqrt(((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / df);
  return pooled === 0 ? null : ((mean(a) - mean(b)) / pooled) * (1 - 3 / (4 * df - 1));
}
