/** The power of t tests: the chance to find a true difference, and the values that it takes. */
import normal from '@stdlib/stats-base-dists-normal-cdf';
import { exp, ln } from '../../core/util/math.js';
import { type Spread, tQuantile } from './studentT.js';

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

/** A t test: `one` side looks only for a mean above 0. */
export interface TestForm {
  readonly sides: 'one' | 'two';
  readonly level: number;
}

export const TWO_SIDED: TestForm = { sides: 'two', level: 0.05 };

/** The chance that the test finds a true mean of `delta` standard errors (Cohen 1988, Statistical Power Analysis, §2). */
export function tPower(delta: number, df: number, { sides, level }: TestForm = TWO_SIDED): number {
  const bound = tQuantile(df, 1 - (sides === 'two' ? level / 2 : level));
  const above = 1 - noncentralT(bound, df, delta);
  return sides === 'two' ? above + noncentralT(-bound, df, delta) : above;
}

/** The power that a study should have. */
export const WANTED_POWER = 0.8;

/** The smallest true difference that a two-sided t test at 5 % finds with a power of 80 %, in the unit of the values. */
export function detectable({ error, df }: Spread): number {
  let [low, high] = [0, 4];
  while (tPower(high, df) < WANTED_POWER) high *= 2;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (tPower(middle, df) < WANTED_POWER) low = middle;
    else high = middle;
  }
  return high * error;
}

/** The most values that are looked for. */
const MOST_VALUES = 1_000_000;

/**
 * The number of values of one sample, or of pairs, with which a t test finds a true mean of `effect` with a power of 80 %. `spread`: the
 * standard deviation of a value, in the unit of `effect`. `freedom`: degrees of freedom for each value after the first; of two samples
 * without pairs, `effect` is a difference, `spread` that of a difference of two values, and `freedom` from 1 to 2. Null where `effect` is 0, or
 * where more than a million are needed.
 */
export function valuesNeeded(effect: number, spread: number, form: TestForm = TWO_SIDED, freedom = 1): number | null {
  if (!(effect > 0)) return null;
  const isEnough = (n: number): boolean => tPower((effect / spread) * Math.sqrt(n), freedom * (n - 1), form) >= WANTED_POWER;
  let high = 2;
  while (!isEnough(high)) {
    high *= 2;
    if (high > MOST_VALUES) return null;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
