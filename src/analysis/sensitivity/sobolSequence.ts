/** Sobol' sequences: numbers in [0, 1) that fill a cube more evenly than draws do, however many are taken. */
import type { Rng } from '../../core/random/rng.js';
import { DIRECTIONS, type DirectionNumbers } from './sobolNumbers.js';

const BITS = 32;

/** Dimensions that there are. */
export const SOBOL_DIMENSIONS = DIRECTIONS.length + 1;

/**
 * The first `n` numbers of one dimension, from 0, in the order of Gray's code (Antonov and Saleev 1979, USSR Comput. Math. Math.
 * Phys. 19, 252). With `random` all have the same bits turned over, drawn once: as even, with no point at an end of every range.
 */
export function sobolSequence(dimension: number, n: number, random?: Rng): Float64Array {
  const directions = directionsOf(dimension);
  let x = random ? Math.floor(random() * 2 ** BITS) : 0;
  return Float64Array.from({ length: n }, (_, i) => {
    if (i > 0) x ^= directions[trailingZeros(i)]!;
    return (x >>> 0) / 2 ** BITS;
  });
}

const trailingZeros = (i: number): number => BITS - 1 - Math.clz32(i & -i);

/** Its direction numbers by the recurrence of Bratley and Fox (1988, ACM TOMS 14, 88, eq. 2), the binary point before the first bit. */
function directionsOf(dimension: number): Uint32Array {
  const all = new Uint32Array(BITS);
  const numbers = DIRECTIONS[dimension - 1];
  for (let j = 0; j < BITS; j++)
    all[j] = numbers && j >= numbers.degree ? recurred(all, j, numbers) : (numbers?.first[j] ?? 1) << (BITS - 1 - j);
  return all;
}

function recurred(all: Uint32Array, j: number, { degree, coefficients }: DirectionNumbers): number {
  let next = all[j - degree]! ^ (all[j - degree]! >>> degree);
  for (let i = 1; i < degree; i++) if ((coefficients >> (degree - 1 - i)) & 1) next ^= all[j - i]!;
  return next;
}
