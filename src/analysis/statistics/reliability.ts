/** How reliable numbers are that several raters, or several items of a survey, give to the same cases. */
import betainc from '@stdlib/math-base-special-betainc';
import type { Rng } from '../../core/random/rng.js';
import { bootstrapRows, type Interval } from './resampling.js';
import { mean, variance } from './samples.js';

interface Reliability {
  readonly value: number;
  /** 95 %. */
  readonly interval: Interval;
}

interface IntraclassCorrelations {
  /** Of one rater, where each case may have other raters. */
  readonly icc1: Reliability;
  /** Of one rater, and of the mean of all, where the same raters rate every case and count as drawn from many. */
  readonly icc2: Reliability;
  readonly icc2k: Reliability;
}

interface MeanSquares {
  readonly cases: number;
  readonly raters: number;
  readonly between: number;
  readonly within: number;
  readonly byRater: number;
  readonly rest: number;
}

/**
 * Intraclass correlations ICC(1), ICC(2,1) and ICC(2,k) for absolute agreement (Shrout and Fleiss 1979, Psychological Bulletin 86, 420;
 * intervals by McGraw and Wong 1996, Psychological Methods 1, 30). `ratings`: by case, then by rater, without gaps. Null of fewer than two
 * cases or raters, where cases differ in their number of ratings, and where nothing varies.
 */
export function intraclassCorrelations(ratings: readonly (readonly number[])[]): IntraclassCorrelations | null {
  const squares = squaresOf(ratings);
  if (!squares) return null;
  const { cases: n, raters: k, between, within, byRater, rest } = squares;
  if (!(within > 0)) return null;
  const value1 = (between - within) / (between + (k - 1) * within);
  const f1 = between / within;
  const [low1, high1] = [f1 / fQuantile(0.975, n - 1, n * (k - 1)), f1 * fQuantile(0.975, n * (k - 1), n - 1)];
  const icc1 = { value: value1, interval: { low: (low1 - 1) / (low1 + k - 1), high: (high1 - 1) / (high1 + k - 1) } };
  const value2 = (between - rest) / (between + (k - 1) * rest + (k * (byRater - rest)) / n);
  const value2k = (between - rest) / (between + (byRater - rest) / n);
  // Degrees of freedom by Satterthwaite, for the raters and the rest together.
  const a = (k * value2) / (n * (1 - value2));
  const b = 1 + (k * value2 * (n - 1)) / (n * (1 - value2));
  const df = (a * byRater + b * rest) ** 2 / ((a * byRater) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)));
  const [up, down] = [fQuantile(0.975, n - 1, df), fQuantile(0.975, df, n - 1)];
  const spread = k * byRater + (k * n - k - n) * rest;
  const low = (n * (between - up * rest)) / (up * spread + n * between);
  const high = (n * (down * between - rest)) / (spread + n * down * between);
  const ofMean = (one: number): number => (one * k) / (1 + one * (k - 1));
  return {
    icc1,
    icc2: { value: value2, interval: { low, high } },
    icc2k: { value: value2k, interval: { low: ofMean(low), high: ofMean(high) } },
  };
}

/**
 * Cronbach's α of items that are summed (Cronbach 1951, Psychometrika 16, 297), with the interval of Feldt, Woodruff and Salih (1987,
 * Appl. Psychol. Meas. 11, 93). `answers`: by person, then by item, without gaps. Null as above.
 */
export function cronbachAlpha(answers: readonly (readonly number[])[]): Reliability | null {
  const [n, k] = [answers.length, answers[0]?.length ?? 0];
  if (n < 2 || k < 2 || answers.some((one) => one.length !== k)) return null;
  const total = variance(answers.map((one) => one.reduce((sum, value) => sum + value, 0)));
  if (!(total > 0)) return null;
  const items = Array.from({ length: k }, (_, i) => variance(answers.map((one) => one[i]!)));
  const value = (k / (k - 1)) * (1 - items.reduce((sum, own) => sum + own, 0) / total);
  const [df1, df2] = [n - 1, (n - 1) * (k - 1)];
  return { value, interval: { low: 1 - (1 - value) * fQuantile(0.975, df1, df2), high: 1 - (1 - value) * fQuantile(0.025, df1, df2) } };
}

function squaresOf(ratings: readonly (readonly number[])[]): MeanSquares | null {
  const [n, k] = [ratings.length, ratings[0]?.length ?? 0];
  if (n < 2 || k < 2 || ratings.some((one) => one.length !== k)) return null;
  const middle = mean(ratings.flat());
  const ofCases = ratings.map(mean);
  const ofRaters = Array.from({ length: k }, (_, r) => mean(ratings.map((one) => one[r]!)));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const total = sum(ratings.flatMap((one) => one.map((value) => (value - middle) ** 2)));
  const cases = k * sum(ofCases.map((own) => (own - middle) ** 2));
  const raters = n * sum(ofRaters.map((own) => (own - middle) ** 2));
  return {
    ...{ cases: n, raters: k, between: cases / (n - 1), within: (total - cases) / (n * (k - 1)) },
    ...{ byRater: raters / (k - 1), rest: Math.max(0, total - cases - raters) / ((n - 1) * (k - 1)) },
  };
}

/** The value that F is below with a chance of `share`. Degrees of freedom above 0, whole or not. */
function fQuantile(share: number, df1: number, df2: number): number {
  const below = (x: number): number => betainc((df1 * x) / (df1 * x + df2), df1 / 2, df2 / 2);
  let high = 1;
  while (below(high) < share) high *= 2;
  let low = 0;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return high;
}

/** Null where a sample of clusters has no value. */
interface Sampled {
  readonly value: number;
  readonly interval: Interval | null;
}

interface Reliabilities {
  readonly icc: { readonly [K in keyof IntraclassCorrelations]: Sampled } | null;
  readonly cronbach: Sampled | null;
}

/**
 * Both, with intervals from samples of whole clusters of cases, drawn with replacement, where cases are not independent. Without clusters,
 * with the intervals of both. `clusters`: that of each case.
 */
export function reliabilities(ratings: readonly (readonly number[])[], random: Rng, clusters?: readonly string[]): Reliabilities {
  const of = (rows: readonly (readonly number[])[]) => ({ icc: intraclassCorrelations(rows), cronbach: cronbachAlpha(rows) });
  const found = of(ratings);
  if (!clusters) return found;
  const intervals = bootstrapRows(
    random,
    ratings.length,
    (rows) => {
      const { icc, cronbach } = of(Array.from(rows, (row) => ratings[row]!));
      return [icc?.icc1, icc?.icc2, icc?.icc2k, cronbach].map((one) => one?.value ?? Number.NaN);
    },
    clusters,
  );
  const drawn = ({ value }: Reliability, place: number): Sampled => ({ value, interval: intervals[place] ?? null });
  const { icc, cronbach } = found;
  return {
    icc: icc && { icc1: drawn(icc.icc1, 0), icc2: drawn(icc.icc2, 1), icc2k: drawn(icc.icc2k, 2) },
    cronbach: cronbach && drawn(cronbach, 3),
  };
}
