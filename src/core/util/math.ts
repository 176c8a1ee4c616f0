/**
 * Transcendental functions that give the same bits on every machine. `Math.exp` and its kin may differ between
 * engines and processors; these are pure-JavaScript ports of FreeBSD's libm. Lint keeps their `Math` twins out of
 * everything a result depends on. `Math.sqrt`, `floor`, `min` … are exact by IEEE 754 and free to use.
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';
import pow from '@stdlib/math-base-special-pow';

export { exp, ln, pow };

/** Logistic function 1 / (1 + e^−x), from any real to 0..1. */
export const logistic = (x: number): number => 1 / (1 + exp(-x));

/** `x` moved into `[low, high]`. */
export const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));

/** Per-round factor 2^(−1/h) that halves a value in `halfLife` rounds. Infinity keeps it, 0 clears it. */
export const halfLifeFactor = (halfLife: number): number => (halfLife === 0 ? 0 : pow(2, -1 / halfLife));

/** Half-life that goes with a factor `0 < f < 1` left after one unit: ln ½ / ln f; of 1 it never ends. */
export const halfLifeOf = (factor: number): number => (factor >= 1 ? Infinity : ln(0.5) / ln(factor));
