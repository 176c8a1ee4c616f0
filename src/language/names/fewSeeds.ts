/** Which p tests can give at all with so many seeds, and how many seeds one below a level needs. */

/** A test of a comparison, as the format names it. */
type TestName = 'permutation' | 't' | 'mann_whitney' | 'kolmogorov_smirnov' | 'bootstrap';

/** The level that p is usually compared with. */
export const LEVEL = 0.05;

/** Relabellings that a permutation test counts at most, and those that it draws beyond. */
export const MOST_LABELS = 65_536;
export const DRAWS = 10_000;

/** Values a side up to which ranks are counted, and pairs of values up to which paths are. */
const MOST_RANKED = 50;
const MOST_PAIRS = 10_000;

/** How many ways there are to choose `k` of `n`. */
export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** The least p that a one-sided test of signs can give. */
export const leastOfSigns = (n: number): number => (2 ** n <= MOST_LABELS ? 2 ** -n : 1 / DRAWS);

/**
 * The least two-sided p that a test can give of two samples of `a` and `b` values, or of `a` pairs. Null where there is none: 0 is
 * approached. Of samples of different sizes one relabelling can be further from 0 than all others; of the same size two are as far.
 */
export function leastP(test: TestName, paired: boolean, a: number, b: number): number | null {
  const orders = (): number => 2 / choose(a + b, a);
  switch (test) {
    case 'permutation':
      if (paired) return 2 ** a <= MOST_LABELS ? 2 ** (1 - a) : 1 / DRAWS;
      return choose(a + b, a) <= MOST_LABELS ? Math.min(1, a === b ? orders() : orders() / 2) : 1 / DRAWS;
    case 'mann_whitney':
      return Math.max(a, b) <= MOST_RANKED ? Math.min(1, orders()) : null;
    case 'kolmogorov_smirnov':
      return a * b <= MOST_PAIRS ? Math.min(1, orders()) : null;
    case 't':
      return Math.min(a, b) < 2 ? 1 : null;
    case 'bootstrap':
      return null;
  }
}

/** Seeds beyond which more do not lower the least p. */
const MOST_SEEDS = 64;

/**
 * How many seeds an arm needs so that p, multiplied by `times` for the number of tests, can be below the level. Null where no number is
 * enough.
 */
export function seedsNeeded(test: TestName, paired: boolean, times = 1, level = LEVEL): number | null {
  for (let n = 1; n <= MOST_SEEDS; n++) if ((leastP(test, paired, n, n) ?? 0) * times < level) return n;
  return null;
}

/** By how much the correction multiplies the least of so many p at least. */
export const leastFactor = (correct: 'holm' | 'bh' | 'none', tests: number): number => (correct === 'holm' ? Math.max(1, tests) : 1);
