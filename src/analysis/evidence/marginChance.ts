/** How often chance alone gives margins that are as far above 0. */
import type { Rng } from '../../core/random/rng.js';
import { permutationAbove } from '../statistics/resampling.js';
import { binomialAbove } from './binomial.js';

/** Two values of a sample, and how many are the larger one. */
export interface TwoValues {
  readonly low: number;
  readonly high: number;
  readonly k: number;
}

/** Null where the samples together have one value, or more than two. */
export function twoValuesIn(values: readonly number[], others: readonly number[] = []): TwoValues | null {
  const found = [...new Set([...values, ...others])];
  const [low, high] = [Math.min(...found), Math.max(...found)];
  return found.length === 2 ? { low, high, k: values.filter((value) => value === high).length } : null;
}

/**
 * One-sided p of margins, for a mean of 0. Random signs take values above 0 to be spread as those below. Three or more margins that are one of two
 * values, on both sides of 0, have an exact binomial test instead: a rare large loss next to many small gains is no sign of a gain.
 */
export function chanceAbove(margins: readonly number[], random: Rng): number {
  const two = margins.length > 2 ? twoValuesIn(margins) : null;
  return two && two.low < 0 && two.high > 0
    ? binomialAbove(two.k, margins.length, -two.low / (two.high - two.low))
    : permutationAbove(margins, random);
}
