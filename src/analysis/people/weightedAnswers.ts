/**
 * Means, variances and shares of one answer of many agents or people, with weights. Standard errors are by linearisation: each row is drawn
 * on its own, and the sum of the weights is known only from the sample (Lumley 2004, J. Stat. Softw. 9(8), as `svymean` of R's survey).
 */

/**
 * One answer, row by row. Words are coded by their place in a list of words. A missing answer is NaN.
 * Weights need not add up to 1; a row without a weight above 0 does not count.
 */
export interface Answers {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** A figure of a sample, with its standard error and the degrees of freedom of that; an error of 0 where nothing varies. */
export interface Estimated {
  readonly value: number;
  readonly error: number;
  readonly df: number;
}

/** Rows that have an answer and a weight. */
export function answered({ values, weights }: Answers): Answers {
  const kept: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!) && weights[i]! > 0) kept.push(i);
  return kept.length === values.length ? { values, weights } : rowsOf({ values, weights }, kept);
}

/** Some rows, by their places. */
export const rowsOf = ({ values, weights }: Answers, rows: readonly number[]): Answers => ({
  values: Float64Array.from(rows, (i) => values[i]!),
  weights: Float64Array.from(rows, (i) => weights[i]!),
});

export const equallyWeighted = (values: ArrayLike<number>): Answers => ({
  values: Float64Array.from(values),
  weights: new Float64Array(values.length).fill(1),
});

export const total = (weights: Float64Array): number => weights.reduce((sum, weight) => sum + weight, 0);

/** The mean with its error, of rows that all have an answer. Null without rows. */
export function weightedMean({ values, weights }: Answers): Estimated | null {
  const n = values.length;
  if (n === 0) return null;
  const all = total(weights);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += weights[i]! * values[i]!;
  const value = sum / all;
  return { value, ...errorOf((i) => values[i]! - value, weights, all) };
}

/** The share of rows with a value. */
export function weightedShare({ values, weights }: Answers, wanted: number): Estimated | null {
  const marked = Float64Array.from(values, (value) => (value === wanted ? 1 : 0));
  return weightedMean({ values: marked, weights });
}

/** The variance, with n − 1 below the line of n equal weights (as `svyvar` of R's survey). Null of fewer than two rows. */
export function weightedVariance(answers: Answers): Estimated | null {
  const { values, weights } = answers;
  const n = values.length;
  const middle = weightedMean(answers);
  if (n < 2 || !middle) return null;
  const all = total(weights);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += weights[i]! * (values[i]! - middle.value) ** 2;
  const plain = squares / all;
  const value = (plain * n) / (n - 1);
  return { value, ...errorOf((i) => ((values[i]! - middle.value) ** 2 * n) / (n - 1) - value, weights, all) };
}

/** How far words differ, 1 − Σ p²: the chance that two rows drawn at random have another word (Simpson 1949). Null of fewer than two rows. */
export function chanceOfOther({ values, weights }: Answers): Estimated | null {
  if (values.length < 2) return null;
  const all = total(weights);
  const shares = sharesOf({ values, weights });
  const same = [...shares.values()].reduce((sum, p) => sum + p * p, 0);
  return { value: 1 - same, ...errorOf((i) => 2 * (same - shares.get(values[i]!)!), weights, all) };
}

/** The share of each value. */
export function sharesOf({ values, weights }: Answers): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (let i = 0; i < values.length; i++) sums.set(values[i]!, (sums.get(values[i]!) ?? 0) + weights[i]!);
  const all = total(weights);
  for (const [value, sum] of sums) sums.set(value, sum / all);
  return sums;
}

/** The error of a figure from how far each row moves it. */
function errorOf(influence: (i: number) => number, weights: Float64Array, all: number): Omit<Estimated, 'value'> {
  const n = weights.length;
  if (n < 2) return { error: 0, df: 0 };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (weights[i]! * influence(i)) ** 2;
  return { error: Math.sqrt(((n / (n - 1)) * squares) / all ** 2), df: n - 1 };
}
