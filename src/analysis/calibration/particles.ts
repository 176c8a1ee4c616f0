/**
 * Approximate Bayesian computation by sequential Monte Carlo: particles with weights, the kernel that moves them, the tolerance.
 * Beaumont, Cornuet, Marin and Robert 2009, Biometrika 96, 983: a candidate is a particle drawn by its weight and moved by a normal with
 * twice the weighted covariance; its weight is its prior density divided by the density of being proposed.
 */
import { exp } from '../../core/util/math.js';
import { normal } from '../../core/random/distributions.js';
import type { Rng } from '../../core/random/rng.js';
import type { PriorSpec } from '../../language/api.js';
import { densityOf, drawOf, varianceOf } from './priors.js';

/** A draw of all parameters, in the order of the file. */
export interface Particle {
  /** Places on the scales of the priors. */
  readonly at: readonly number[];
  /** All weights of a generation sum to 1. */
  readonly weight: number;
  /** What its run gave for each target value; null where the run has no value. */
  readonly gave: readonly (number | null)[];
  /** How far that is from the targets; infinite where a value is missing. */
  readonly distance: number;
}

/** Where candidates come from: the prior, or the particles of a generation. */
export interface Proposal {
  readonly draw: (random: Rng) => readonly number[];
  /** The weight of a candidate, up to a factor that is the same for all. */
  readonly weigh: (at: readonly number[]) => number;
}

/** Candidates from the prior, all with the same weight. */
export const fromPrior = (priors: readonly PriorSpec[]): Proposal => ({
  draw: (random) => priors.map((prior) => drawOf(prior, random)),
  weigh: () => 1,
});

/** The chance that a candidate has another choice than the particle that it comes from. */
const OTHER_CHOICE = 0.3;

/** The least variance of the kernel, as a share of that of the prior: particles that are all at one place can still move. */
const LEAST_SPREAD = 1e-6;

/** Candidates from a generation. Candidates without prior density are drawn again, before any run. */
export function fromParticles(priors: readonly PriorSpec[], particles: readonly Particle[]): Proposal {
  const smooth = priors.flatMap(({ kind }, d) => (kind === 'choice' ? [] : [d]));
  const covariance = weightedCovariance(particles, smooth);
  smooth.forEach((d, i) => {
    covariance[i]![i]! += LEAST_SPREAD * varianceOf(priors[d]!);
  });
  const root = cholesky(covariance.map((row) => row.map((x) => 2 * x)));
  const sums = cumulated(particles.map(({ weight }) => weight));
  return {
    draw: (random) => {
      for (;;) {
        const from = particles[placeIn(sums, random())]!;
        const steps = smooth.map(() => normal(random));
        const at = [...from.at];
        smooth.forEach((d, i) => {
          at[d]! += root[i]!.reduce((sum, x, j) => (j <= i ? sum + x * steps[j]! : sum), 0);
        });
        priors.forEach((prior, d) => {
          if (prior.kind === 'choice') at[d] = movedChoice(from.at[d]!, prior.values.length, random);
        });
        if (priors.every((prior, d) => densityOf(prior, at[d]!) > 0)) return at;
      }
    },
    weigh: (at) => {
      const prior = priors.reduce((product, one, d) => product * densityOf(one, at[d]!), 1);
      let proposed = 0;
      for (const particle of particles) {
        const away = solved(
          root,
          smooth.map((d) => at[d]! - particle.at[d]!),
        );
        let mass = particle.weight * exp(-0.5 * away.reduce((sum, x) => sum + x * x, 0));
        priors.forEach(({ kind, ...prior }, d) => {
          if (kind === 'choice' && 'values' in prior)
            mass *= at[d] === particle.at[d] ? 1 - OTHER_CHOICE : OTHER_CHOICE / (prior.values.length - 1);
        });
        proposed += mass;
      }
      return prior / proposed;
    },
  };
}

function movedChoice(from: number, size: number, random: Rng): number {
  if (random() >= OTHER_CHOICE) return from;
  const other = Math.floor(random() * (size - 1));
  return other < from ? other : other + 1;
}

/** The particles with weights that sum to 1. */
export function normalised(particles: readonly Particle[]): readonly Particle[] {
  const all = particles.reduce((sum, { weight }) => sum + weight, 0);
  return particles.map((particle) => ({ ...particle, weight: particle.weight / all }));
}

/** How many particles of equal weight would know as much: 1 / Σ w² for weights that sum to 1 (Kish 1965). */
export const effectiveSize = (particles: readonly Pick<Particle, 'weight'>[]): number => {
  const all = particles.reduce((sum, { weight }) => sum + weight, 0);
  return all ** 2 / particles.reduce((sum, { weight }) => sum + weight ** 2, 0);
};

/**
 * The tolerance of the next generation: the weighted median of the distances of this one, or where that is not below the tolerance, the
 * largest distance that is. `least`: it is never less. Null where it cannot be less than `now`.
 */
export function nextTolerance(particles: readonly Particle[], now: number, least: number): number | null {
  const sorted = particles.filter(({ distance }) => Number.isFinite(distance)).sort((a, b) => a.distance - b.distance);
  if (sorted.length === 0) return null;
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  const median = sorted.find(({ weight }) => (sum += weight) >= half)!.distance;
  const wanted = median < now ? median : Math.max(...sorted.filter(({ distance }) => distance < now).map(({ distance }) => distance));
  const next = Math.max(least, wanted);
  return next < now ? next : null;
}

/** Σ w (x − m)(x − m)ᵀ over the given parameters, for weights that sum to 1. */
export function weightedCovariance(particles: readonly Pick<Particle, 'at' | 'weight'>[], of: readonly number[]): number[][] {
  const means = of.map((d) => particles.reduce((sum, { at, weight }) => sum + weight * at[d]!, 0));
  return of.map((d, i) =>
    of.map((e, j) => particles.reduce((sum, { at, weight }) => sum + weight * (at[d]! - means[i]!) * (at[e]! - means[j]!), 0)),
  );
}

/** The lower triangular L with L Lᵀ = A, of a symmetric positive definite A. */
function cholesky(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const root = matrix.map((row) => row.map(() => 0));
  for (const [i, row] of matrix.entries())
    for (let j = 0; j <= i; j++) {
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= root[i]![k]! * root[j]![k]!;
      // Parameters that depend on each other exactly leave no variance of their own.
      root[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12 * row[i]!)) : sum / root[j]![j]!;
    }
  return root;
}

/** The solution x of L x = y. */
function solved(root: readonly (readonly number[])[], y: readonly number[]): readonly number[] {
  const x: number[] = [];
  for (const [i, row] of root.entries()) {
    let sum = y[i]!;
    for (let j = 0; j < i; j++) sum -= row[j]! * x[j]!;
    x.push(sum / row[i]!);
  }
  return x;
}

function cumulated(weights: readonly number[]): Float64Array {
  let sum = 0;
  return Float64Array.from(weights, (weight) => (sum += weight));
}

/** The first place whose sum is above a share of the whole. */
function placeIn(sums: Float64Array, share: number): number {
  const wanted = share * sums.at(-1)!;
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `n` particles drawn by weight, each as often as its weight says, rounded (systematic resampling; Kitagawa 1996). */
export function resampled<P extends Pick<Particle, 'weight'>>(particles: readonly P[], n: number, random: Rng): readonly P[] {
  const sums = cumulated(particles.map(({ weight }) => weight));
  const start = random();
  return Array.from({ length: n }, (_, i) => particles[placeIn(sums, (i + start) / n)]!);
}
