/** The exact binomial test of a share. */

/** The chance of `k` successes or more in `n` tries, each with the chance `p`. */
export function binomialAbove(k: number, n: number, p: number): number {
  let [mass, below] = [1, 0];
  for (let i = 0; i < n; i++) mass *= 1 - p;
  for (let i = 0; i < k; i++) {
    below += mass;
    mass *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return Math.max(0, Math.min(1, 1 - below));
}
