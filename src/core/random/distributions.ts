/**
 * Draws from distributions, from a stream of random numbers. A file of its own, because the exact maths that it imports would otherwise be
 * bundled with every user of `rng`.
 */
import { ln, pow } from '../util/math.js';
import type { Rng } from './rng.js';

/** Standard normal draw (Marsaglia's polar method: only ln and sqrt, so it is the same everywhere). */
export function normal(random: Rng): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * ln(s)) / s);
  }
}

/** Gamma(shape, 1) draw, shape > 0 (Marsaglia and Tsang 2000, with their boost below 1). */
export function gamma(random: Rng, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * pow(1 - random(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const t = 1 + c * x;
    const v = t * t * t;
    if (v > 0 && ln(1 - random()) < 0.5 * x * x + d - d * v + d * ln(v)) return d * v;
  }
}

/** Beta(a, b) draw in 0..1. */
export function beta(random: Rng, a: number, b: number): number {
  const x = gamma(random, a);
  return x / (x + gamma(random, b));
}
