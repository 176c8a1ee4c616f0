/** One result under many specifications of the same study: the curve of its effects, and a test of all of them together. */
import type { Rng } from '../../core/random/rng.js';
import { tQuantile } from '../statistics/studentT.js';

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
  const all = specifications.map(({ effects }) => Float64Array.from(effects));
  const signs = new Float64Array(seeds).fill(1);
  const seen = statisticsOf(all, signs);
  let [medians, clears] = [1, 1];
  for (let draw = 1; draw < DRAWS; draw++) {
    for (let s = 0; s < seeds; s++) signs[s] = random() < 0.5 ? -1 : 1;
    const drawn = statisticsOf(all, signs);
    if (Math.abs(drawn.median) >= Math.abs(seen.median) * (1 - 1e-12)) medians++;
    if (drawn.clear >= seen.clear) clears++;
  }
  const points = specifications
    .map(({ id }, i): CurvePoint => ({ id, ...seen.points[i]! }))
    .sort((a, b) => a.effect - b.effect || (a.id < b.id ? -1 : 1));
  const same = points.filter(({ effect }) => Math.sign(effect) === Math.sign(seen.median) && effect !== 0).length;
  return { points, median: seen.median, same, clear: seen.clear, p: { median: medians / DRAWS, clear: clears / DRAWS } };
}

interface Statistics {
  readonly points: readonly Omit<CurvePoint, 'id'>[];
  readonly median: number;
  /** Clear effects of the sign that more of them have. */
  readonly clear: number;
}

function statisticsOf(specifications: readonly Float64Array[], signs: Float64Array): Statistics {
  const quantile = tQuantile(signs.length - 1);
  const points = specifications.map((effects) => pointOf(effects, signs, quantile));
  const clearOf = (sign: number): number => points.filter(({ effect, isClear }) => isClear && Math.sign(effect) === sign).length;
  return { points, median: medianOf(points.map(({ effect }) => effect)), clear: Math.max(clearOf(1), clearOf(-1)) };
}

/** The mean of effects with these signs, and whether its interval excludes 0. In loops, because a test has thousands of draws. */
function pointOf(effects: Float64Array, signs: Float64Array, quantile: number): Omit<CurvePoint, 'id'> {
  const n = effects.length;
  const first = effects[0]! * signs[0]!;
  let sum = 0;
  let isConstant = true;
  for (let s = 0; s < n; s++) {
    const value = effects[s]! * signs[s]!;
    sum += value;
    isConstant &&= value === first;
  }
  // As in `mean`: the sum of equal values, rounded, does not always give them back.
  const effect = isConstant ? first : sum / n;
  let squares = 0;
  for (let s = 0; s < n; s++) squares += (effects[s]! * signs[s]! - effect) ** 2;
  return { effect, isClear: Math.abs(effect) > quantile * Math.sqrt(squares / (n - 1) / n) };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
