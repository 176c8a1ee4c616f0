/**
 * Priors on the scale on which a calibration works: the logarithm for `log_uniform`, half a unit beyond both ends for whole numbers, the
 * index of a choice, and the value itself for all others.
 */
import type { Json } from '../../core/util/json.js';
import { exp, ln, pow } from '../../core/util/math.js';
import { beta, normal } from '../../core/random/distributions.js';
import type { Rng } from '../../core/random/rng.js';
import type { PriorSpec } from '../../language/api.js';

/** The bounds of the scale; infinite where it has none. */
export function boundsOf(prior: PriorSpec): readonly [low: number, high: number] {
  switch (prior.kind) {
    case 'log_uniform':
      return [ln(prior.low), ln(prior.high)];
    case 'integer':
      return [prior.low - 0.5, prior.high + 0.5];
    case 'beta':
      return [0, 1];
    case 'choice':
      return [0, prior.values.length - 1];
    default:
      return [prior.low, prior.high];
  }
}

/** One draw, on the scale. */
export function drawOf(prior: PriorSpec, random: Rng): number {
  switch (prior.kind) {
    case 'beta':
      return beta(random, prior.a, prior.b);
    case 'choice':
      return Math.floor(random() * prior.values.length);
    case 'normal':
      for (;;) {
        const drawn = prior.mean + prior.sd * normal(random);
        if (drawn >= prior.low && drawn <= prior.high) return drawn;
      }
    default: {
      const [low, high] = boundsOf(prior);
      return low + random() * (high - low);
    }
  }
}

/** The density at a place of the scale, up to a factor that is the same everywhere; 0 outside of the bounds. */
export function densityOf(prior: PriorSpec, at: number): number {
  const [low, high] = boundsOf(prior);
  if (at < low || at > high) return 0;
  if (prior.kind === 'beta') return pow(at, prior.a - 1) * pow(1 - at, prior.b - 1);
  if (prior.kind === 'normal') return exp(-0.5 * ((at - prior.mean) / prior.sd) ** 2);
  return 1;
}

/** The value for the file: real numbers with six digits. */
export function settingOf(prior: PriorSpec, at: number): Json {
  switch (prior.kind) {
    case 'choice':
      return prior.values[Math.round(at)]!;
    case 'integer':
      return Math.min(prior.high, Math.max(prior.low, Math.round(at)));
    default:
      return Number(numberOf(prior, at).toPrecision(6));
  }
}

/** A place of the scale as a number in the unit of the parameter; of a choice, its index. */
export const numberOf = (prior: PriorSpec, at: number): number => (prior.kind === 'log_uniform' ? exp(at) : at);

const STEPS = 2000;
/** Standard deviations of a normal prior without bounds that are integrated over. */
const FAR = 9;

/** The variance on the scale. Of a choice, the chance that two draws differ. */
export function varianceOf(prior: PriorSpec): number {
  const [low, high] = boundsOf(prior);
  switch (prior.kind) {
    case 'choice':
      return 1 - 1 / prior.values.length;
    case 'beta': {
      const { a, b } = prior;
      return (a * b) / ((a + b) ** 2 * (a + b + 1));
    }
    case 'normal': {
      const from = Math.max(low, prior.mean - FAR * prior.sd);
      const width = Math.min(high, prior.mean + FAR * prior.sd) - from;
      const places = Array.from({ length: STEPS }, (_, i) => from + ((i + 0.5) / STEPS) * width);
      const masses = places.map((at) => densityOf(prior, at));
      const all = masses.reduce((sum, mass) => sum + mass, 0);
      const middle = places.reduce((sum, at, i) => sum + at * masses[i]!, 0) / all;
      return places.reduce((sum, at, i) => sum + (at - middle) ** 2 * masses[i]!, 0) / all;
    }
    default:
      return (high - low) ** 2 / 12;
  }
}
