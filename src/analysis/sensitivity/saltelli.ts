/**
 * Shares of a variance: how much of what varies in a result comes of each factor alone, and with all that it does together with others
 * (Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola 2010, Comput. Phys. Commun. 181, 259).
 */
import { type Rng, rng } from '../../core/random/rng.js';
import { bootstrapRows, type Interval } from '../statistics/resampling.js';
import { isRounding } from '../statistics/samples.js';
import { sobolSequence } from './sobolSequence.js';

/**
 * Rows of points in shares of the ranges, 0 ≤ share < 1: A, then for each factor A with this one as in B, then B (their design A,
 * A_B^(i), B, §2). A and B are the first and the last dimensions of a Sobol' sequence; more rows leave those before as they are.
 */
export function mixedRows(seed: number, n: number, factors: readonly string[]): readonly (readonly (readonly number[])[])[] {
  const side = (first: number, name: string): readonly Float64Array[] =>
    factors.map((factor, i) => sobolSequence(first + i, n, rng(seed, 'experiment.saltelli', name, factor)));
  const [a, b] = [side(0, 'A'), side(factors.length, 'B')];
  return Array.from({ length: n }, (_, row) => {
    const at = (columns: readonly Float64Array[]): readonly number[] => columns.map((column) => column[row]!);
    const [start, other] = [at(a), at(b)];
    return [start, ...factors.map((_, i) => start.with(i, other[i]!)), other];
  });
}

export interface SobolIndices {
  /** S_i, the share of the variance that the factor explains alone, and its 95 % interval. An estimate: it can be a little below 0. */
  readonly first: number;
  readonly firstInterval: Interval | null;
  /** S_Ti, its share with all its interactions. */
  readonly total: number;
  readonly totalInterval: Interval | null;
}

/**
 * Of each factor, from the values of rows as `mixedRows` orders them: the first-order index by the estimator (b) of Saltelli et al.
 * 2010, table 2, of values less their mean; the total one by Jansen (1999, Comput. Phys. Commun. 117, 35). Intervals are percentile
 * bootstrap at 95 % over rows. Null where nothing varies; at least two rows.
 */
export function sobolIndices(rows: readonly (readonly number[])[], random: Rng): readonly SobolIndices[] | null {
  const columns = (rows[0] ?? []).map((_, c) => Float64Array.from(rows, (row) => row[c]!));
  const [a, b, mixed] = [columns[0]!, columns.at(-1)!, columns.slice(1, -1)];
  const shares = (drawn: Uint32Array): readonly number[] => sharesIn(a, b, mixed, drawn);
  const all = shares(Uint32Array.from(rows, (_, row) => row));
  if (all.some(Number.isNaN)) return null;
  const intervals = bootstrapRows(random, rows.length, shares);
  return mixed.map((_, i) => ({
    ...{ first: all[2 * i]!, firstInterval: intervals[2 * i] ?? null },
    ...{ total: all[2 * i + 1]!, totalInterval: intervals[2 * i + 1] ?? null },
  }));
}

/** First and total index of each factor in turn, from some of the rows. Not a number where nothing varies in them. */
function sharesIn(a: Float64Array, b: Float64Array, mixed: readonly Float64Array[], rows: Uint32Array): readonly number[] {
  const n = rows.length;
  let [sum, squares] = [0, 0];
  for (const row of rows) sum += a[row]! + b[row]!;
  const middle = sum / (2 * n);
  for (const row of rows) squares += (a[row]! - middle) ** 2 + (b[row]! - middle) ** 2;
  const variance = squares / (2 * n);
  const varies = !isRounding(Math.sqrt(variance), [middle]);
  return mixed.flatMap((values) => {
    let [alone, together] = [0, 0];
    for (const row of rows) {
      const moved = values[row]! - a[row]!;
      alone += (b[row]! - middle) * moved;
      together += moved * moved;
    }
    return varies ? [alone / n / variance, together / (2 * n) / variance] : [Number.NaN, Number.NaN];
  });
}
