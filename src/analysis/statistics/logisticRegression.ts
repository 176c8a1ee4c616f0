/** Logistic regression of counts of successes, by maximum likelihood. */
import { exp, ln } from '../../core/util/math.js';
import { inverted } from './matrices.js';

/** Rows of equal features, each with its number of trials and of successes. */
export interface CountedRows {
  /** Features of each row, one row after another. */
  readonly features: Float64Array;
  readonly trials: Float64Array;
  readonly successes: Float64Array;
}

interface Regression {
  readonly weights: readonly number[];
  /** From the curvature, as if all trials were independent. */
  readonly errors: readonly number[];
  readonly likelihood: number;
}

const MOST_STEPS = 100;
/** A weight beyond this is none: the features separate successes from failures, and the likelihood has no maximum. */
const FARTHEST = 40;

/**
 * Weights θ of P(success) = 1 / (1 + e^(−θ·x)), by Newton's method with halved steps; `k` features in each row. Null where there is no finite
 * maximum, or features depend on each other.
 */
export function logisticRegression(rows: CountedRows, k: number): Regression | null {
  let weights: readonly number[] = new Array<number>(k).fill(0);
  let now = at(rows, weights);
  for (let step = 0; step < MOST_STEPS; step++) {
    const inverse = inverted(now.curvature);
    if (!inverse) return null;
    const way = inverse.map((row) => row.reduce((sum, x, i) => sum + x * now.gradient[i]!, 0));
    let scale = 1;
    let [next, better] = [weights, now];
    for (; scale > 1e-8; scale /= 2) {
      next = weights.map((w, i) => w + scale * way[i]!);
      better = at(rows, next);
      if (better.likelihood >= now.likelihood) break;
    }
    if (next.some((w) => !(Math.abs(w) <= FARTHEST))) return null;
    const isStill = scale <= 1e-8 || way.every((x) => Math.abs(x) * scale < 1e-9);
    if (scale > 1e-8) [weights, now] = [next, better];
    if (!isStill) continue;
    const errors = inverse.map((row, i) => Math.sqrt(row[i]!));
    return errors.every((error) => error <= FARTHEST) ? { weights, errors, likelihood: now.likelihood } : null;
  }
  return null;
}

function at({ features, trials, successes }: CountedRows, weights: readonly number[]) {
  const k = weights.length;
  const gradient = new Float64Array(k);
  const half = new Float64Array(k * k);
  let likelihood = 0;
  for (let row = 0; row < trials.length; row++) {
    const [first, n, s] = [row * k, trials[row]!, successes[row]!];
    let score = 0;
    for (let i = 0; i < k; i++) score += weights[i]! * features[first + i]!;
    const small = exp(-Math.abs(score));
    const chance = score >= 0 ? 1 / (1 + small) : small / (1 + small);
    likelihood += s * score - n * (Math.max(0, score) + ln(1 + small));
    const spread = n * chance * (1 - chance);
    for (let i = 0; i < k; i++) {
      const x = features[first + i]!;
      if (x === 0) continue;
      gradient[i]! += (s - n * chance) * x;
      for (let j = 0; j <= i; j++) half[i * k + j]! += spread * x * features[first + j]!;
    }
  }
  const curvature = weights.map((_, i) => weights.map((__, j) => half[Math.max(i, j) * k + Math.min(i, j)]!));
  return { likelihood, gradient, curvature };
}
