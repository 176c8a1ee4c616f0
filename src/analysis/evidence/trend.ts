/** Whether values rise or fall in their order, by random orders. */
import { type Rng, shuffled } from '../../core/random/rng.js';
import { mean } from '../statistics/samples.js';

interface Trend {
  /** Pearson's correlation of the values with their places. */
  readonly correlation: number;
  /** Two-sided: how often a random order gives a correlation at least as far from 0. */
  readonly p: number;
}

/** Random orders that are tried. */
const DRAWS = 2000;

/** Null for fewer than four values, or where all are the same. If the order means nothing, every order is as likely. */
export function trendOf(values: readonly number[], random: Rng): Trend | null {
  if (values.length < 4 || values.every((value) => value === values[0])) return null;
  const middle = mean(values);
  const centred = values.map((value) => value - middle);
  const sumOf = (ordered: readonly number[]): number => ordered.reduce((sum, value, i) => sum + value * (i - (values.length - 1) / 2), 0);
  const seen = sumOf(centred);
  let times = 1;
  for (let draw = 1; draw < DRAWS; draw++) if (Math.abs(sumOf(shuffled(random, centred))) >= Math.abs(seen) * (1 - 1e-12)) times++;
  const n = values.length;
  const spread = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0) * ((n * (n * n - 1)) / 12));
  return { correlation: seen / spread, p: times / DRAWS };
}
