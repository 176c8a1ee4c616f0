/**
 * What drawing from the data themselves says: how sure a statistic is, and how often chance alone would do as much. Draws come
 * from a stream that is handed in, so that the same data give the same numbers.
 */
import normal from '@stdlib/stats-base-dists-normal-cdf';
import type { Rng } from '../../core/random/rng.js';
import { choose, DRAWS, MOST_LABELS } from '../../language/api.js';
import { variance } from './samples.js';
import { spreadOfDifference, spreadOfMean, tQuantile } from './studentT.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Samples drawn for the interval of a mean, and for those of statistics of rows. */
const OF_MEANS = 10_000;
const OF_ROWS = 2_000;

/**
 * The 95 % interval of a mean, or of the mean of one sample less that of another, by the expanded percentile bootstrap: each is resampled
 * with replacement (Efron 1979, Ann. Stat. 7, 1), and the percentiles are taken further out by as much as t is wider than the
 * normal curve and the spread of a sample smaller than that of its source (Hesterberg 2015, Am. Stat. 69, 371). Null where one has fewer
 * than two values, and where nothing varies.
 */
export function bootstrap(random: Rng, values: readonly number[], less?: readonly number[]): Interval | null {
  const spread = less ? spreadOfDifference(values, less, false) : spreadOfMean(values);
  if (!spread) return null;
  const [one, other] = [Float64Array.from(values), less ? Float64Array.from(less) : null];
  const drawn = new Float64Array(OF_MEANS);
  for (let i = 0; i < OF_MEANS; i++) drawn[i] = meanDrawn(one, random) - (other ? meanDrawn(other, random) : 0);
  const plain = Math.sqrt(plainVariance(values) + (less ? plainVariance(less) : 0));
  return middleOf(drawn, normal((-tQuantile(spread.df) * spread.error) / plain, 0, 1));
}

/** Of a mean of values that are drawn from these. */
const plainVariance = (values: readonly number[]): number => (variance(values) * (values.length - 1)) / values.length ** 2;

/** Between which all but a share `tail` at each end of what was drawn lie. */
function middleOf(drawn: Float64Array, tail = 0.025): Interval {
  drawn.sort();
  const n = drawn.length;
  return { low: drawn[Math.min(n - 1, Math.floor(tail * n))]!, high: drawn[Math.min(n - 1, Math.floor((1 - tail) * n))]! };
}

/**
 * Percentile intervals at 95 % of several statistics of `n` rows that were measured together, each computed from the rows that are drawn.
 * With `clusters`, one for each row, whole clusters are drawn with all of their rows (Davison and Hinkley 1997, Bootstrap Methods, §3.8), and
 * percentiles are taken further out for few clusters, as in `bootstrap`. Null for one that some draw gives no number for.
 */
export function bootstrapRows(
  random: Rng,
  n: number,
  statistics: (rows: Uint32Array) => readonly number[],
  clusters?: readonly string[],
): readonly (Interval | null)[] {
  const groups = clusters ? rowsBy(clusters.slice(0, n)) : null;
  if (groups && groups.length < 2) return statistics(Uint32Array.from({ length: n }, (_, i) => i)).map(() => null);
  const draw = groups ? clusterDrawing(groups, random) : rowDrawing(n, random);
  const drawn: Float64Array[] = [];
  for (let i = 0; i < OF_ROWS; i++)
    for (const [s, value] of statistics(draw()).entries()) (drawn[s] ??= new Float64Array(OF_ROWS))[i] = value;
  const g = groups?.length ?? 0;
  const tail = groups ? normal(-tQuantile(g - 1) * Math.sqrt(g / (g - 1)), 0, 1) : undefined;
  return drawn.map((values) => (values.some(Number.isNaN) ? null : middleOf(values, tail)));
}

/** Rows drawn one by one, always in the same array. */
function rowDrawing(n: number, random: Rng): () => Uint32Array {
  const rows = new Uint32Array(n);
  return () => {
    for (let j = 0; j < n; j++) rows[j] = Math.floor(random() * n);
    return rows;
  };
}

/** The rows of clusters drawn one by one. */
function clusterDrawing(groups: readonly (readonly number[])[], random: Rng): () => Uint32Array {
  const rows = new Uint32Array(groups.length * Math.max(...groups.map(({ length }) => length)));
  return () => {
    let n = 0;
    for (let i = 0; i < groups.length; i++) for (const row of groups[Math.floor(random() * groups.length)]!) rows[n++] = row;
    return rows.subarray(0, n);
  };
}

/** The rows of each cluster. */
function rowsBy(clusters: readonly string[]): readonly (readonly number[])[] {
  const rows = new Map<string, number[]>();
  for (const [row, cluster] of clusters.entries()) {
    const own = rows.get(cluster);
    if (own) own.push(row);
    else rows.set(cluster, [row]);
  }
  return [...rows.values()];
}

function meanDrawn(values: Float64Array, random: Rng): number {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[Math.floor(random() * n)]!;
  return sum / n;
}

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

/**
 * How often chance alone gives differences at least as far above 0 in the mean: the one side of the test of signs (Fisher 1935, The
 * Design of Experiments, §21).
 */
export const permutationAbove = (differences: readonly number[], random: Rng): number => bySigns(differences, random, (sum) => sum);

/** What sums of these values may differ by that are equal but for rounding, in whatever unit they are. */
export const rounding = (values: readonly number[]): number => 1e-12 * values.reduce((sum, x) => sum + Math.abs(x), 0);

function bySigns(differences: readonly number[], random: Rng, far: (sum: number) => number = Math.abs): number {
  const n = differences.length;
  const seen = differences.reduce((sum, x) => sum + x, 0);
  const least = far(seen) - rounding(differences);
  const isAsFar = (sum: number): boolean => far(sum) >= least;
  if (2 ** n <= MOST_LABELS) {
    let ways = 0;
    for (let signs = 0; signs < 2 ** n; signs++)
      if (isAsFar(differences.reduce((sum, x, i) => sum + (((signs >> i) & 1) === 1 ? -x : x), 0))) ways++;
    return ways / 2 ** n;
  }
  const both = Float64Array.from(differences.flatMap((x) => [-x, x]));
  return drawn(() => isAsFar(signedSum(both, random)));
}

/** The sum of values with random signs. `both` has each value, negative and positive: a place is found faster than a branch is taken. */
function signedSum(both: Float64Array, random: Rng): number {
  let sum = 0;
  for (let i = 0; i < both.length; i += 2) sum += both[i + Math.trunc(2 * random())]!;
  return sum;
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
  // An order that was shuffled already is as good to shuffle as any.
  const order = Float64Array.from(all);
  return drawn(() => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) {
      const j = i + Math.floor(random() * (order.length - i));
      const value = order[j]!;
      order[j] = order[i]!;
      order[i] = value;
      sum += value;
    }
    return isAsFar(sum);
  });
}

function drawn(isFar: () => boolean): number {
  let far = 0;
  for (let i = 1; i < DRAWS; i++) if (isFar()) far++;
  return (far + 1) / DRAWS;
}
