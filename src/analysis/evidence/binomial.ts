/** The binomial distribution, and exact tests of one share. */
import { exp, ln } from '../../core/util/math.js';

/** The chances of 0 to `n` successes, each try with the chance `p`; in logarithms, so that none is lost where `n` is large. */
export function binomialChances(n: number, p: number): Float64Array {
  const chances = new Float64Array(n + 1);
  if (p <= 0 || p >= 1) {
    chances[p <= 0 ? 0 : n] = 1;
    return chances;
  }
  const odds = ln(p) - ln(1 - p);
  let log = n * ln(1 - p);
  for (let k = 0; k <= n; k++) {
    chances[k] = exp(log);
    log += ln((n - k) / (k + 1)) + odds;
  }
  return chances;
}

/** The chance of `k` successes or more in `n` tries, each with the chance `p`. */
export const binomialAbove = (k: number, n: number, p: number): number =>
  Math.min(
    1,
    binomialChances(n, p)
      .subarray(Math.max(0, k))
      .reduce((sum, chance) => sum + chance, 0),
  );

/** The chance of `k` successes or fewer in `n` tries, each with the chance `p`. */
export const binomialUpTo = (k: number, n: number, p: number): number => binomialAbove(n - k, n, 1 - p);
