/** One result under many specifications of the same study: the curve of its effects, and a test of all of them together. */
import type { Rng } from '../../core/random/rng.js';
import { mean, variance } from './samples.js';
import { tQuantile } from './studentT.js';

/** A way to ask the same question: the effect of each seed under it, in the order of the seeds, the same for all. */
interface Specification {
  readonly id: string;
  readonly effects: readonly number[];
}

interface CurvePoint {
  readonly id: string;
  readonly effect: number;
  /** The two-sided 95 % interval of the effect excludes 0. */
  readonly isClear: boolean;
}

interface SpecificationCurve {
  /** From the smallest effect to the largest. */
  readonly points: readonly CurvePoint[];
  readonly median: number;
  /** Specifications whose effect has the sign of the median. */
  readonly same: number;
  /** Of these, those whose interval excludes 0. */
  readonly clear: number;
  /** How often chance alone gives a median at least as far from 0, and at least as many clear effects of one sign. */
  readonly p: { readonly median: number; readonly clear: number };
}

/** Draws of signs for the joint test. */
const DRAWS = 2000;

/**
 * The curve and its joint test (Simonsohn, Simmons and Nelson 2020, Nat. Hum. Behav. 4, 1208). Under no effect, the sign of all effects of
 * one seed is as likely as its opposite: a draw flips the signs of whole seeds, in all specifications together, so that what they share
 * stays shared. Null for fewer than two specifications or seeds. Throws where specifications differ in their number of seeds.
 */
export function specificationCurve(specifications: readonly Specification[], random: Rng): SpecificationCurve | null {
  const [first] = specifications;
  if (!first || specifications.length < 2 || first.effects.length < 2) return null;
  const seeds = first.effects.length;
  if (specifications.some(({ effects }) => effects.length !== seeds)) throw new Error('All specifications need the same seeds.');
  const signs = new Int8Array(seeds).fill(1);
  const seen = statisticsOf(specifications, signs);
  let [medians, clears] = [1, 1];
  for (let draw = 1; draw < DRAWS; draw++) {
    for (let s = 0; s < seeds; s++) signs[s] = random() < 0.5 ? -1 : 1;
    const drawn = statisticsOf(specifications, signs);
    if (Math.abs(drawn.median) >= Math.abs(seen.median) * (1 - 1e-12)) medians++;
    if (drawn.clear >= seen.clear) clears++;
  }
  const points = [...seen.points].sort((a, b) => a.effect - b.effect || (a.id < b.id ? -1 : 1));
  const same = points.filter(({ effect }) => Math.sign(effect) === Math.sign(seen.median) && effect !== 0).length;
  return { points, median: seen.median, same, clear: seen.clear, p: { median: medians / DRAWS, clear: clears / DRAWS } };
}

/** `clear`: clear effects of the sign that more of them have. */
function statisticsOf(specifications: readonly Specification[], signs: Int8Array): Pick<SpecificationCurve, 'points' | 'median' | 'clear'> {
  const points = specifications.map(({ id, effects }): CurvePoint => {
    const signed = effects.map((effect, s) => effect * signs[s]!);
    const effect = mean(signed);
    const half = tQuantile(signed.length - 1) * Math.sqrt(variance(signed) / signed.length);
    return { id, effect, isClear: Math.abs(effect) > half };
  });
  const clearOf = (sign: number): number => points.filter(({ effect, isClear }) => isClear && Math.sign(effect) === sign).length;
  return { points, median: medianOf(points.map(({ effect }) => effect)), clear: Math.max(clearOf(1), clearOf(-1)) };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
