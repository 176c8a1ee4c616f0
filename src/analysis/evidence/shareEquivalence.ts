/**
 * Whether a share, or the difference of two shares, is so near to 0 that it does not matter. Student's t takes the spread from the sample,
 * and a sample of rare events has none: these tests take it from the shares themselves. They are exact: p is the largest chance of a
 * sample that is as near to 0 or nearer, over all shares that lie `bound` apart.
 */
import normal from '@stdlib/stats-base-dists-normal-cdf';
import { binomialAbove, binomialChances, binomialUpTo } from './binomial.js';

/** Values of the unknown share at which the chance is worked out, of samples and of pairs. */
const POINTS = 400;
const PAIRED_POINTS = 120;

/** With more pairs, the normal distribution is near enough, and the exact chance takes long. */
const MOST_PAIRS = 100;

/** From 0 to `most`, closer to each other near both ends. */
const pointsUpTo = (most: number, points: number): readonly number[] =>
  Array.from({ length: points + 1 }, (_, i) => {
    const u = i / points;
    return most * u * u * (3 - 2 * u);
  });

/** p of two exact one-sided tests that the share, of which `k` of `n` were true, lies within `low`..`high`. */
export const oneShareWithin = (k: number, n: number, low: number, high: number): number =>
  Math.max(low <= 0 ? 0 : binomialAbove(k, n, low), high >= 1 ? 0 : binomialUpTo(k, n, high));

/** A sample of 0 and 1. */
interface Share {
  /** How many are 1. */
  readonly k: number;
  readonly n: number;
}

/**
 * p of two one-sided tests that the shares of two independent samples differ by less than `bound`, from 0 to below 1: the exact test of Chan
 * (1998, Stat. Med. 17, 1403), with the score of Farrington and Manning (1990, Stat. Med. 9, 1447) as the order of samples.
 */
export const twoSharesWithin = (a: Share, b: Share, bound: number): number => Math.max(isBelow(a, b, bound), isBelow(b, a, bound));

/** p that the share of `a` exceeds that of `b` by less than `bound`. */
function isBelow(a: Share, b: Share, bound: number): number {
  const seen = scoreOf(a.k, a.n, b.k, b.n, bound) + 1e-9;
  // For each count in `b`, the largest count in `a` that is as near or nearer; larger counts in `b` allow no fewer in `a`.
  let most = -1;
  const ends = Array.from({ length: b.n + 1 }, (_, k) => {
    while (most < a.n && scoreOf(most + 1, a.n, k, b.n, bound) <= seen) most++;
    return most;
  });
  let p = 0;
  for (const share of pointsUpTo(1 - bound, POINTS)) {
    const sums = binomialChances(a.n, share + bound);
    for (let k = 1; k <= a.n; k++) sums[k]! += sums[k - 1]!;
    p = Math.max(
      p,
      binomialChances(b.n, share).reduce((sum, chance, k) => (ends[k]! < 0 ? sum : sum + chance * sums[ends[k]!]!), 0),
    );
  }
  return Math.min(1, p);
}

/** How far the difference of the shares lies above `bound`, in standard errors under shares that lie just `bound` apart. */
function scoreOf(k: number, n: number, otherK: number, otherN: number, bound: number): number {
  const share = likeliest(k, n, otherK, otherN, bound);
  const [one, other] = [share + bound, share];
  const error = Math.sqrt((one * (1 - one)) / n + (other * (1 - other)) / otherN);
  const above = k / n - otherK / otherN - bound;
  return error > 0 ? above / error : Math.sign(above) * Number.MAX_VALUE;
}

/** The likeliest share of the second sample if that of the first is larger by `bound`: where the slope of the likelihood, which falls, is 0. */
function likeliest(k: number, n: number, otherK: number, otherN: number, bound: number): number {
  const slope = (share: number): number => {
    const one = share + bound;
    return partOf(k, one) - partOf(n - k, 1 - one) + partOf(otherK, share) - partOf(otherN - otherK, 1 - share);
  };
  let [low, high] = [0, 1 - bound];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const partOf = (count: number, share: number): number => (count === 0 ? 0 : count / share);

/**
 * p of two one-sided tests that the shares of two samples of `n` pairs differ by less than `bound`, from 0 to below 1. `more`: pairs in which only
 * the first is 1; `less`: only the second. The order of samples is the score of Nam (1997, Biometrics 53, 1422) and Tango (1998, Stat. Med. 17, 891).
 */
export const pairedSharesWithin = (more: number, less: number, n: number, bound: number): number =>
  Math.max(isPairedBelow(more, less, n, bound), isPairedBelow(less, more, n, bound));

function isPairedBelow(more: number, less: number, n: number, bound: number): number {
  const seen = pairedScore(more, less, n, bound);
  if (n > MOST_PAIRS) return normal(seen, 0, 1);
  let most = -1;
  const ends = Array.from({ length: n + 1 }, (_, k) => {
    while (most < n && pairedScore(most + 1, k, n, bound) <= seen + 1e-9) most++;
    return most;
  });
  let p = 0;
  for (const share of pointsUpTo((1 - bound) / 2, PAIRED_POINTS)) {
    const second = binomialChances(n, share);
    let sum = 0;
    for (let k = 0; k <= n; k++) {
      if (second[k]! < 1e-12) continue;
      // Of the pairs in which the second is not 1 alone, those in which only the first is.
      const first = binomialChances(n - k, (share + bound) / (1 - share));
      for (let j = 0; j <= Math.min(ends[k]!, n - k); j++) sum += second[k]! * first[j]!;
    }
    p = Math.max(p, sum);
  }
  return Math.min(1, p);
}

function pairedScore(more: number, less: number, n: number, bound: number): number {
  const middle = (2 * n - more + less) * bound - more - less;
  const share = (Math.sqrt(middle * middle + 8 * n * less * bound * (1 - bound)) - middle) / (4 * n);
  const error = Math.sqrt(n * (2 * share + bound * (1 - bound)));
  const above = more - less - n * bound;
  return error > 0 ? above / error : Math.sign(above) * Number.MAX_VALUE;
}
