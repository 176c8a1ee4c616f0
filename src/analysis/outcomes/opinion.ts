/** Opinions of agents at one moment: where they lie, how far apart, in how many camps. Numbers on any one scale. */
import { mean } from '../../core/util/numbers.js';

/** Standard deviation over all agents (divided by N, not N − 1), in units of the scale; null without values. */
export function spread(values: readonly number[]): number | null {
  const m = mean(values);
  return m === null ? null : Math.sqrt(values.reduce((sum, x) => sum + (x - m) ** 2, 0) / values.length);
}

/**
 * Polarisation: the variance over the largest that the scale `low`..`high` allows, ((high − low)/2)²; 0 when all agree,
 * 1 when half of them are at either end. Null without values or with `high` ≤ `low`.
 * The dispersion of Bramson et al. 2017 (Philosophy of Science 84, §3.2), normalised.
 */
export function polarisation(values: readonly number[], low: number, high: number): number | null {
  const s = spread(values);
  return s === null || !(high > low) ? null : s ** 2 / ((high - low) / 2) ** 2;
}

/**
 * Camps: sorted opinions are cut wherever two neighbours are more than `gap` apart. Members of each as positions in
 * `values`, from the lowest camp up. With `gap` = ε these are the groups that no longer hear each other under bounded
 * confidence (Deffuant et al. 2000; about 1/(2ε) of them on 0..1).
 */
export function camps(values: readonly number[], gap: number): readonly (readonly number[])[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const out: number[][] = [];
  order.forEach((at, k) => {
    const near = k > 0 && values[at]! - values[order[k - 1]!]! <= gap;
    if (near) out.at(-1)!.push(at);
    else out.push([at]);
  });
  return out;
}

/** Number of camps with at least `least` members: stragglers between camps are not one. */
export const campCount = (values: readonly number[], gap: number, least = 1): number =>
  camps(values, gap).filter((camp) => camp.length >= least).length;
