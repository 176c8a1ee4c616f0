/** Sobol' sequences: numbers in [0, 1) that fill a cube more evenly than draws do, however many are taken. */
import type { Rng } from '../../core/random/rng.js';

/**
 * Direction numbers of Sobol' sequences, dimensions 2 to 40: degree and coefficients of a primitive polynomial, then the first
 * numbers m (Joe and Kuo 2008, SIAM J. Sci. Comput. 30, 2635; their list new-joe-kuo-6).
 */
const LINES = `
1 0 1
2 1 1 3
3 1 1 3 1
3 2 1 1 1
4 1 1 1 3 3
4 4 1 3 5 13
5 2 1 1 5 5 17
5 4 1 1 5 5 5
5 7 1 1 7 11 19
5 11 1 1 5 1 1
5 13 1 1 1 3 11
5 14 1 3 5 5 31
6 1 1 3 3 9 7 49
6 13 1 1 1 15 21 21
6 16 1 3 1 13 27 49
6 19 1 1 1 15 7 5
6 22 1 3 1 15 13 25
6 25 1 1 5 5 19 61
7 1 1 3 7 11 23 15 103
7 4 1 3 7 13 13 15 69
7 7 1 1 3 13 7 35 63
7 8 1 3 5 9 1 25 53
7 14 1 3 1 13 9 35 107
7 19 1 3 1 5 27 61 31
7 21 1 1 5 11 19 41 61
7 28 1 3 5 3 3 13 69
7 31 1 1 7 13 1 19 1
7 32 1 3 7 5 13 19 59
7 37 1 1 3 9 25 29 41
7 41 1 3 5 13 23 1 55
7 42 1 3 7 3 13 59 17
7 50 1 3 1 3 5 53 69
7 55 1 1 5 5 23 33 13
7 56 1 1 7 7 1 61 123
7 59 1 1 7 9 13 61 49
7 62 1 3 3 5 3 55 33
8 14 1 3 1 15 31 13 49 245
8 21 1 3 5 15 31 59 63 97
8 22 1 3 1 11 11 11 77 249
`;

interface DirectionNumbers {
  readonly degree: number;
  /** Of the polynomial between its first and last term, as bits. */
  readonly coefficients: number;
  readonly first: readonly number[];
}

const DIRECTIONS: readonly DirectionNumbers[] = LINES.trim()
  .split('\n')
  .map((line) => {
    const [degree = 0, coefficients = 0, ...first] = line.split(' ').map(Number);
    return { degree, coefficients, first };
  });

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
