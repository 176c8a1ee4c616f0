/** Conditional logit: the weights of the features of alternatives in choices. */
import { exp, ln } from '../../core/util/math.js';
import { inverted } from './matrices.js';

interface Logit {
  /** Weight of each feature, and its standard error. */
  readonly weights: readonly number[];
  readonly errors: readonly number[];
  /** Log-likelihood at the weights, and with all weights 0. */
  readonly likelihood: number;
  readonly chance: number;
}

/** Features of the alternatives of one choice, one alternative after another, the chosen one first. */
export type Alternatives = Float64Array;

const MOST_STEPS = 100;
/** A weight, or an error of one, beyond this is none: the choices are separated by the feature, and the likelihood has no maximum. */
const FARTHEST = 50;

/**
 * Weights θ of P(i) = e^(θ·x_i) / Σ_j e^(θ·x_j), by maximum likelihood (Newton's method, halving steps that lose), with
 * standard errors from the curvature. Each alternative has `k` features. Null where there is no finite maximum: without
 * choices, with a feature that never differs, or one that decides them all.
 * McFadden 1974, Frontiers in Econometrics, ch. 4.
 */
export function conditionalLogit(choices: readonly Alternatives[], k: number): Logit | null {
  if (choices.length === 0) return null;
  const zero = new Array<number>(k).fill(0);
  let [weights, now] = [zero, at(choices, zero)];
  const chance = now.likelihood;
  for (let step = 0; step < MOST_STEPS; step++) {
    const inverse = inverted(now.curvature);
    if (!inverse) return null;
    const way = inverse.map((row) => row.reduce((sum, x, i) => sum + x * now.gradient[i]!, 0));
    let [scale, next, better] = [1, weights, now];
    for (; scale > 1e-8; scale /= 2) {
      next = weights.map((w, i) => w + scale * way[i]!);
      better = at(choices, next);
      if (better.likelihood >= now.likelihood) break;
    }
    if (next.some((w) => Math.abs(w) > FARTHEST)) return null;
    const still = scale <= 1e-8 || way.every((x) => Math.abs(x * scale) < 1e-10);
    if (scale > 1e-8) [weights, now] = [next, better];
    const errors = inverse.map((row, i) => Math.sqrt(row[i]!));
    if (still) return errors.some((e) => e > FARTHEST) ? null : { weights, errors, likelihood: now.likelihood, chance };
  }
  return null;
}

interface Slope {
  readonly likelihood: number;
  readonly gradient: readonly number[];
  /** Negative second derivatives: positive definite where the features differ. */
  readonly curvature: readonly (readonly number[])[];
}

function at(choices: readonly Alternatives[], weights: readonly number[]): Slope {
  const k = weights.length;
  let likelihood = 0;
  const gradient = new Array<number>(k).fill(0);
  const curvature = weights.map(() => new Array<number>(k).fill(0));
  for (const features of choices) {
    const { masses, log } = chances(features, weights);
    likelihood += log;
    const mean = weights.map((_, i) => masses.reduce((sum, mass, j) => sum + features[j * k + i]! * mass, 0));
    for (let i = 0; i < k; i++) gradient[i]! += features[i]! - mean[i]!;
    masses.forEach((mass, j) => {
      for (let i = 0; i < k; i++)
        for (let l = 0; l < k; l++) curvature[i]![l]! += mass * (features[j * k + i]! - mean[i]!) * (features[j * k + l]! - mean[l]!);
    });
  }
  return { likelihood, gradient, curvature };
}

/** Chance of each alternative, and the logarithm of that of the first. */
function chances(features: Alternatives, weights: readonly number[]): { readonly masses: Float64Array; readonly log: number } {
  const k = weights.length;
  const scores = new Float64Array(features.length / k);
  for (let j = 0; j < scores.length; j++) for (let i = 0; i < k; i++) scores[j]! += features[j * k + i]! * weights[i]!;
  const most = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const masses = scores.map((score) => exp(score - most));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return { masses: masses.map((mass) => mass / total), log: scores[0]! - most - ln(total) };
}
