/** What is known of parameters after a calibration: means, intervals, shares of choices, and what the runs say nothing about. */
import { rng } from '../../core/random/rng.js';
import type { PriorSpec } from '../../language/api.js';
import { effectiveSize, type Particle } from './particles.js';
import { boundsOf, drawOf, numberOf, settingOf, varianceOf } from './priors.js';

/** `none`: the parameter is hardly better known than before, so the targets do not identify it. */
type Identified = 'well' | 'weakly' | 'none';

/** Least contractions: below the first one, the targets do not identify a parameter; from the second one on, they do, as far as its lower end shows. */
const CONTRACTIONS = { weakly: 0.2, well: 0.5 } as const;

interface Bin {
  /** Bounds in the unit of the parameter; of a choice, both are its index. */
  readonly from: number;
  readonly to: number;
  /** Shares of the prior and of the posterior. */
  readonly before: number;
  readonly after: number;
}

interface PosteriorBasis {
  /** 1 − variance after / variance before, on the scale of the prior (Schad, Betancourt and Vasishth 2021); at most 1, and below 0 where the runs widen it. */
  readonly contraction: number;
  readonly identified: Identified;
  readonly bins: readonly Bin[];
}

type Posterior =
  | (PosteriorBasis & {
      readonly kind: 'number';
      readonly mean: number;
      readonly median: number;
      readonly sd: number;
      /** 95 % interval, by weighted quantiles. */
      readonly low: number;
      readonly high: number;
    })
  | (PosteriorBasis & {
      readonly kind: 'choice';
      /** The share of each value, in the order of the prior. */
      readonly shares: readonly number[];
    });

const BINS = 24;
/** Draws from a prior for its histogram. */
const PRIOR_DRAWS = 4000;

/** Of the parameter at place `d`. */
export function posteriorOf(prior: PriorSpec, particles: readonly Particle[], d: number): Posterior {
  const all = particles.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = particles.map(({ at, weight }) => ({ at: at[d]!, weight: weight / all }));
  const size = effectiveSize(particles);
  if (prior.kind === 'choice') {
    const shares = prior.values.map((_, i) => drawn.reduce((sum, { at, weight }) => (Math.round(at) === i ? sum + weight : sum), 0));
    const contraction = 1 - (1 - shares.reduce((sum, share) => sum + share ** 2, 0)) / varianceOf(prior);
    const bins = shares.map((after, i) => ({ from: i, to: i, before: 1 / shares.length, after }));
    return { kind: 'choice', shares, contraction, identified: identifiedBy(contraction, size), bins };
  }
  const middle = drawn.reduce((sum, { at, weight }) => sum + weight * at, 0);
  const contraction = 1 - drawn.reduce((sum, { at, weight }) => sum + weight * (at - middle) ** 2, 0) / varianceOf(prior);
  const values = drawn.map(({ at, weight }) => ({ value: shownValue(prior, at), weight })).sort((a, b) => a.value - b.value);
  const mean = values.reduce((sum, { value, weight }) => sum + weight * value, 0);
  return {
    ...{ kind: 'number', mean, median: quantile(values, 0.5), low: quantile(values, 0.025), high: quantile(values, 0.975) },
    sd: Math.sqrt(values.reduce((sum, { value, weight }) => sum + weight * (value - mean) ** 2, 0)),
    ...{ contraction, identified: identifiedBy(contraction, size), bins: binsOf(prior, drawn) },
  };
}

/** Standard errors by which a contraction must be above its bound, one-sided 95 %. */
const Z = 1.645;

/**
 * By the lower end of the contraction: the variance of `size` independent draws has a relative standard error of √(2 / size), so few
 * particles look narrower than they are.
 */
function identifiedBy(contraction: number, size: number): Identified {
  const least = contraction - Z * (1 - contraction) * Math.sqrt(2 / size);
  return least >= CONTRACTIONS.well ? 'well' : least >= CONTRACTIONS.weakly ? 'weakly' : 'none';
}

/** Whole numbers are rounded; others are not. */
const shownValue = (prior: PriorSpec, at: number): number =>
  prior.kind === 'integer' ? Number(settingOf(prior, at)) : numberOf(prior, at);

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** The value below which a share of the weight lies; between two values, by a straight line between the middles of their weights. */
export function quantile(sorted: readonly Weighted[], share: number): number {
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  let last: { value: number; at: number } | null = null;
  for (const { value, weight } of sorted) {
    const at = (below + weight / 2) / all;
    if (at >= share) return last === null ? value : last.value + ((value - last.value) * (share - last.at)) / (at - last.at);
    last = { value, at };
    below += weight;
  }
  return last?.value ?? Number.NaN;
}

function binsOf(prior: PriorSpec, drawn: readonly { readonly at: number; readonly weight: number }[]): readonly Bin[] {
  const random = rng(1, 'calibration.prior');
  const before = Array.from({ length: PRIOR_DRAWS }, () => drawOf(prior, random)).sort((a, b) => a - b);
  const [least, most] = boundsOf(prior);
  // Where a prior has no bound, the middle 99.8 % of its draws.
  const low = Number.isFinite(least) ? least : before[Math.floor(0.001 * PRIOR_DRAWS)]!;
  const high = Number.isFinite(most) ? most : before[Math.floor(0.999 * PRIOR_DRAWS)]!;
  const whole = prior.kind === 'integer' ? prior.high - prior.low + 1 : Infinity;
  const n = Math.min(BINS, whole);
  const [from, width] = whole <= BINS && prior.kind === 'integer' ? [prior.low - 0.5, 1] : [low, (high - low) / n];
  const placeOf = (at: number): number => Math.min(n - 1, Math.max(0, Math.floor((at - from) / width)));
  const [prior_, after] = [new Float64Array(n), new Float64Array(n)];
  for (const at of before) prior_[placeOf(at)]! += 1 / PRIOR_DRAWS;
  for (const { at, weight } of drawn) after[placeOf(at)]! += weight;
  return Array.from({ length: n }, (_, i) => ({
    ...{ from: numberOf(prior, from + i * width), to: numberOf(prior, from + (i + 1) * width) },
    ...{ before: prior_[i]!, after: after[i]! },
  }));
}

/** Two parameters of which the targets identify mainly a combination. */
interface Ridge {
  readonly between: readonly [number, number];
  /** Correlation after the runs, on the scales of the priors. */
  readonly correlation: number;
}

/** From this correlation on, a pair is named. */
const RIDGE = 0.7;

/** The pairs of parameters that depend on each other after the runs. Choices are left out. */
export function ridgesOf(priors: readonly PriorSpec[], particles: readonly Particle[]): readonly Ridge[] {
  const all = particles.reduce((sum, { weight }) => sum + weight, 0);
  const of = (d: number, e: number): number => {
    const mean = (k: number): number => particles.reduce((sum, { at, weight }) => sum + (weight / all) * at[k]!, 0);
    const [a, b] = [mean(d), mean(e)];
    return particles.reduce((sum, { at, weight }) => sum + (weight / all) * (at[d]! - a) * (at[e]! - b), 0);
  };
  const smooth = priors.flatMap(({ kind }, d) => (kind === 'choice' ? [] : [d]));
  return smooth.flatMap((d, i) =>
    smooth.slice(i + 1).flatMap((e) => {
      const correlation = of(d, e) / Math.sqrt(of(d, d) * of(e, e));
      return Math.abs(correlation) >= RIDGE ? [{ between: [d, e] as const, correlation }] : [];
    }),
  );
}
