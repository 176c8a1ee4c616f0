/** The least p that a test can give with a number of seeds, and the number of seeds for a p below a level. */

/** The name of a test of a comparison in the format. */
type TestName = 'permutation' | 't' | 'mann_whitney' | 'kolmogorov_smirnov' | 'bootstrap';

/** The level that p is usually compared with. */
export const LEVEL = 0.05;

/** The most relabellings that a permutation test counts. Above that, it draws some of them. */
export const MOST_LABELS = 65_536;
export const DRAWS = 10_000;

/** The most values per sample for exact counts of ranks, and the most pairs of values for exact counts of paths. */
const MOST_RANKED = 50;
const MOST_PAIRS = 10_000;

/** The number of ways to choose `k` of `n`. */
export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

/** The least p that a one-sided test of signs can give. */
export const leastOfSigns = (n: number): number => (2 ** n <= MOST_LABELS ? 2 ** -n : 1 / DRAWS);

/**
 * The least two-sided p of a test with two samples of `a` and `b` values, or with `a` pairs. Null if there is no least p,
 * because p can be as close to 0 as wanted. With samples of different sizes, one relabelling can be further from 0 than all
 * others; with the same size, two relabellings are equally far.
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

/** More seeds than this do not lower the least p. */
const MOST_SEEDS = 64;

/**
 * How many seeds an arm needs so that p, multiplied by `times` for the number of tests, can be below the level. Null if no
 * number is enough.
 */
export function seedsNeeded(test: TestName, paired: boolean, times = 1, level = LEVEL): number | null {
  for (let n = 1; n <= MOST_SEEDS; n++) if ((leastP(test, paired, n, n) ?? 0) * times < level) return n;
  return null;
}

/** The least factor by which the correction multiplies the smallest of several p. */
export const leastFactor = (correct: 'holm' | 'bh' | 'none', tests: number): number => (correct === 'holm' ? Math.max(1, tests) : 1);
