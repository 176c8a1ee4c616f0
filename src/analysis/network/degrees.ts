/** How ties are spread over agents: the degree distribution, its power law, and the edges that came. */
import { exp, ln, pow } from '../../core/util/math.js';
import { strengthOf, eachTie, type Network } from '../../core/events/ties.js';

/** How many agents have each degree, by degree from 0. */
export function distribution(degrees: readonly number[]): readonly number[] {
  const counts = new Array<number>(degrees.reduce((a, b) => Math.max(a, b), -1) + 1).fill(0);
  for (const d of degrees) counts[d]!++;
  return counts;
}

interface PowerLaw {
  /** Exponent γ of P(d) ∝ d^−γ for d ≥ `from`, > 1, and its standard error. */
  readonly exponent: number;
  readonly error: number;
  readonly from: number;
  /** Degrees that the fit is made of. */
  readonly count: number;
  /** Largest distance between the two cumulative distributions, 0..1. */
  readonly distance: number;
  /** Chance of a distance as large if the law held (Kolmogorov's limit). Too lenient, since γ was fitted to the same data. */
  readonly p: number;
}

/** γ is looked for between these. */
const [LOWEST, HIGHEST] = [1.01, 20];
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Power law of degrees by discrete maximum likelihood, with a Kolmogorov–Smirnov test. Null with fewer than two
 * degrees ≥ `from` or where all are the same. Clauset, Shalizi and Newman 2009, SIAM Review 51, eqs. 3.5, B.8, 3.9.
 */
export function powerLaw(degrees: readonly number[], from = 1): PowerLaw | null {
  const tail = degrees.filter((d) => d >= from);
  const n = tail.length;
  if (n < 2 || tail.every((d) => d === tail[0])) return null;
  const logs = tail.reduce((sum, d) => sum + ln(d), 0);
  const exponent = highest((g) => -n * ln(zeta(g, from)) - g * logs, LOWEST, HIGHEST);
  const distance = fitDistance(tail, exponent, from);
  return { exponent, error: likelihoodError(exponent, from, n), from, count: n, distance, p: kolmogorov(Math.sqrt(n) * distance) };
}

/** Hurwitz zeta Σ (q + k)^−s for s > 1, q ≥ 1, by Euler–Maclaurin summation after ten terms; error below 1e−12. */
export function zeta(s: number, q: number): number {
  const TERMS = 10;
  let sum = 0;
  for (let k = 0; k < TERMS; k++) sum += pow(q + k, -s);
  const a = q + TERMS;
  sum += pow(a, 1 - s) / (s - 1) + pow(a, -s) / 2;
  let term = (s * pow(a, -s - 1)) / 2;
  const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66];
  bernoulli.forEach((b, k) => {
    sum += b * term;
    term *= ((s + 2 * k + 1) * (s + 2 * k + 2)) / ((2 * k + 3) * (2 * k + 4)) / (a * a);
  });
  return sum;
}

/** 1 / √(n [ζ″/ζ − (ζ′/ζ)²]): the curvature of the log-likelihood, by differences. */
function likelihoodError(g: number, from: number, n: number): number {
  const h = 1e-3;
  const l = (x: number): number => ln(zeta(x, from));
  const curvature = (l(g + h) - 2 * l(g) + l(g - h)) / (h * h);
  return curvature > 0 ? 1 / Math.sqrt(n * curvature) : 0;
}

function fitDistance(tail: readonly number[], g: number, from: number): number {
  const counts = distribution(tail);
  const whole = zeta(g, from);
  let [seen, fitted, most] = [0, 0, 0];
  for (let d = from; d < counts.length; d++) {
    seen += counts[d]!;
    fitted += pow(d, -g) / whole;
    most = Math.max(most, Math.abs(seen / tail.length - fitted));
  }
  return most;
}

/** Golden-section search for the maximum of a function with one hump. */
function highest(f: (x: number) => number, low: number, high: number): number {
  while (high - low > 1e-9) {
    const [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    if (f(a) > f(b)) high = b;
    else low = a;
  }
  return (low + high) / 2;
}

/** Kolmogorov's Q(x) = 2 Σ (−1)^(j−1) e^(−2 j² x²), 0..1. */
function kolmogorov(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let j = 1; j <= 100; j++) sum += (j % 2 === 1 ? 2 : -2) * exp(-2 * j * j * x * x);
  return Math.min(1, Math.max(0, sum));
}

/** Directed edges of `after` that were none in `before`, as agent indices. */
export function newEdges(before: Network, after: Network, edge: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  eachTie(after, (from, to, strength) => {
    if (strength >= edge && !(strengthOf(before, from, to) >= edge)) found.push([from, to]);
  });
  return found;
}
