/**
 * Transcendental functions with the same bits on every computer. `Math.exp` and similar functions may differ between
 * engines and processors; these are pure JavaScript ports of FreeBSD's libm. Lint forbids the `Math` versions in all code
 * that results depend on. `Math.sqrt`, `floor`, `min` … are exact by IEEE 754 and allowed.
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import pow from '@stdlib/math-base-special-pow';

export { exp, ln, pow };

/** Logistic function 1 / (1 + e^−x), from any real to 0..1. */
export const logistic = (x: number): number => 1 / (1 + exp(-x));

/** `x` clamped to `[low, high]`. */
export const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** Per-round factor 2^(−1/h) that halves a value in `halfLife` rounds. Infinity gives a factor of 1, 0 a factor of 0. */
export const halfLifeFactor = (halfLife: number): number => (halfLife === 0 ? 0 : pow(2, -1 / halfLife));

/** Half-life that goes with a factor `0 < f < 1` left after one unit: ln ½ / ln f; infinite for a factor of 1. */
export const halfLifeOf = (factor: number): number => (factor >= 1 ? Infinity : ln(0.5) / ln(factor));
