/** The exact interval of a share (Clopper and Pearson 1934): all chances that neither tail of the binomial distribution refuses. */

/** The chance of `k` successes or fewer in `n` tries, in logarithms, so that no term is lost where `n` is large. */
function binomialUpTo(k: number, n: number, p: number): number {
  let [log, sum] = [n * Math.log1p(-p), 0];
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}

/** The largest chance with which `k` of `n` or fewer are as likely as `tail`. */
function upper(k: number, n: number, tail: number): number {
  if (k === n) return 1;
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (binomialUpTo(k, n, middle) > tail) low = middle;
    else high = middle;
  }
  return low;
}

/** The interval of the share of `k` in `n`, at a level of 95 %. */
export const exactInterval = (k: number, n: number): readonly [low: number, high: number] => [
  1 - upper(n - k, n, 0.025),
  upper(k, n, 0.025),
];
