/** Student's t and the noncentral t: quantiles, the spread of means, and which difference so many values can find. */
import normal from '@stdlib/stats-base-dists-normal-cdf';
import t from '@stdlib/stats-base-dists-t-cdf';
import { exp, ln } from '../../core/util/math.js';
import { isRounding, variance } from './samples.js';

/** Share of a two-sided 95 % interval that lies below its upper end. */
const UPPER = 0.975;

const quantiles = new Map<number, number>();

/** The value that t exceeds with a chance of 2.5 %. `df`: degrees of freedom, 1 or more, whole or not. */
export function tQuantile(df: number): number {
  const known = quantiles.get(df);
  if (known !== undefined) return known;
  // 12.71 is that of one degree of freedom, the largest.
  let [low, high] = [0, 13];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (t(middle, df) < UPPER) low = middle;
    else high = middle;
  }
  quantiles.set(df, high);
  return high;
}

/** The standard error of a mean, or of a difference of means, and its degrees of freedom. */
interface Spread {
  readonly error: number;
  readonly df: number;
}

/** Of the mean of one sample. Null of fewer than two values, and where they do not vary. */
export function spreadOfMean(values: readonly number[]): Spread | null {
  if (values.length < 2) return null;
  const error = Math.sqrt(variance(values) / values.length);
  return isRounding(error, values) ? null : { error, df: values.length - 1 };
}

/**
 * Of the mean of `a` less that of `b`: of pairs by their differences (Student 1908), otherwise with the degrees of freedom of Welch and
 * Satterthwaite (Welch 1947). Null where a sample has fewer than two values, and where nothing varies.
 */
export function spreadOfDifference(a: readonly number[], b: readonly number[], paired: boolean): Spread | null {
  if (a.length < 2 || b.length < 2) return null;
  const [va, vb] = [variance(a) / a.length, variance(b) / b.length];
  const gaps = paired ? a.map((value, i) => value - b[i]!) : null;
  const error = Math.sqrt(gaps ? variance(gaps) / gaps.length : va + vb);
  if (isRounding(error, a, b)) return null;
  return { error, df: gaps ? gaps.length - 1 : (va + vb) ** 2 / (va ** 2 / (a.length - 1) + vb ** 2 / (b.length - 1)) };
}

/** Points of the integral below; even. */
const POINTS = 400;

/**
 * The chance that a noncentral t is at most `x`: the normal chance of x·s − δ, averaged over s, the root of χ² by its degrees of freedom.
 * By Simpson's rule, to about 1e-9.
 */
export function noncentralT(x: number, df: number, delta: number): number {
  const [from, to] = [Math.max(0, 1 - 9 / Math.sqrt(2 * df)), 1 + 9 / Math.sqrt(2 * df)];
  let [sum, weight] = [0, 0];
  for (let i = 0; i <= POINTS; i++) {
    const s = from + ((to - from) * i) / POINTS;
    // The density of s but for a factor, which the sum of the weights cancels; 1 at s = 1.
    const density = s === 0 ? (df > 1 ? 0 : exp(0.5)) : exp((df - 1) * ln(s) - (df * (s * s - 1)) / 2);
    const own = density * (i === 0 || i === POINTS ? 1 : i % 2 === 1 ? 4 : 2);
    sum += own * normal(x * s - delta, 0, 1);
    weight += own;
  }
  return sum / weight;
}

/** The chance that a two-sided t test at 5 % finds a true difference of `delta` standard errors. */
function power(delta: number, df: number): number {
  const bound = tQuantile(df);
  return 1 - noncentralT(bound, df, delta) + noncentralT(-bound, df, delta);
}

/** The power that a difference that can be found has to be found with. */
const POWER = 0.8;

/** The smallest true difference that a two-sided t test at 5 % finds with a power of 80 %, in the unit of the values. */
export function detectable({ error, df }: Spread): number {
  let [low, high] = [0, 4];
  while (power(high, df) < POWER) high *= 2;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (power(middle, df) < POWER) low = middle;
    else high = middle;
  }
  return high * error;
}
