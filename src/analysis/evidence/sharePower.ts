/** The power of two-sided tests of shares: of two independent samples, and of pairs. */
import normal from '@stdlib/stats-base-dists-normal-cdf';
import t from '@stdlib/stats-base-dists-t-cdf';
import { exp, ln } from '../../core/util/math.js';
import { WANTED_POWER } from '../statistics/power.js';

/**
 * The chance to find the difference of two shares with `n` values in each sample: a normal test of Cohen's h (Cohen 1988, Statistical Power
 * Analysis, §6).
 */
export function twoSharesPower(one: number, other: number, n: number, level: number): number {
  const h = Math.abs(cohensH(one, other)) * Math.sqrt(n / 2);
  const bound = normalQuantile(1 - level / 2);
  return 1 - normal(bound - h, 0, 1) + normal(-bound - h, 0, 1);
}

/** The effect size of two shares, from −π to π: the difference of their arcsines (Cohen 1988, §6.2). */
export const cohensH = (one: number, other: number): number => angle(one) - angle(other);

/** 2·arcsin √share, from the arctangent in the distribution of t with one degree of freedom. */
const angle = (share: number): number =>
  share <= 0 ? 0 : share >= 1 ? Math.PI : 2 * Math.PI * (t(Math.sqrt(share / (1 - share)), 1) - 0.5);

function normalQuantile(share: number): number {
  let [low, high] = [-10, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normal(middle, 0, 1) < share) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The chance that McNemar's exact test finds a difference in `n` pairs (McNemar 1947, Psychometrika 12, 153), over all numbers of pairs that
 * differ. `more`: the share of pairs in which only the first is true; `less`: in which only the second is.
 */
export function pairedSharesPower(more: number, less: number, n: number, level: number): number {
  const differ = Math.min(1, more + less);
  if (differ <= 0) return 0;
  const logs = [0];
  for (let i = 1; i <= n; i++) logs.push(logs[i - 1]! + ln(i));
  const chance = (k: number, of: number, share: number): number =>
    share <= 0 || share >= 1
      ? Number(k === (share <= 0 ? 0 : of))
      : exp(logs[of]! - logs[k]! - logs[of - k]! + k * ln(share) + (of - k) * ln(1 - share));
  let power = 0;
  for (let m = 1; m <= n; m++) {
    const weight = chance(m, n, differ);
    if (weight < 1e-12) continue;
    let [tail, found] = [0, 0];
    for (let k = 0; 2 * k <= m; k++) {
      tail += chance(k, m, 0.5);
      if (Math.min(1, 2 * tail) >= level) break;
      found += chance(k, m, more / differ) + chance(m - k, m, more / differ);
    }
    power += weight * found;
  }
  return Math.min(1, power);
}

/** The fewest values with a power of 80 %, up to `most`. `powerOf` grows with the number of values, but for small steps. Null beyond. */
export function sharesNeeded(powerOf: (n: number) => number, most: number): number | null {
  let high = 2;
  while (powerOf(high) < WANTED_POWER) {
    high *= 2;
    if (high > most) return null;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (powerOf(middle) >= WANTED_POWER) high = middle;
    else low = middle;
  }
  return high;
}
