/** How far any number of coders agree, beyond what chance would give. */
import type { Rng } from '../../core/random/rng.js';
import { bootstrapRows, type Interval } from './resampling.js';

/** The distance of two codes: any two differ as much, by their ranks, or by their numbers. */
export type CodeLevel = 'nominal' | 'ordinal' | 'interval';

/** A case with the code of each coder; null where a coder has none. */
export type CodedCase = readonly (string | number | null)[];

export interface Agreement {
  /** At most 1; 0 where coders agree as chance would make them. */
  readonly value: number;
  /** 95 %, from 2,000 samples of cases, or of clusters of cases, drawn with replacement; null where a sample has no value. */
  readonly interval: Interval | null;
  /** Cases with at least two codes. */
  readonly cases: number;
}

/**
 * Krippendorff's α = 1 − D_o / D_e: the observed disagreement of codes within cases, by that of all codes with each other (Krippendorff
 * 2019, Content Analysis, 4th ed., §12). Codes may be missing; of `ordinal` and `interval` levels they must be numbers. Null where no
 * case has two codes, or all codes are equal. `clusters`: that of each case, such as its run, where cases are not independent.
 */
export function krippendorffAlpha(
  cases: readonly CodedCase[],
  level: CodeLevel,
  random: Rng,
  clusters?: readonly string[],
): Agreement | null {
  const given = cases.map((one) => one.filter((code): code is string | number => code !== null));
  const pairable = given.filter((one) => one.length > 1);
  const ofPairable = clusters?.filter((_, i) => given[i]!.length > 1);
  const coded = coincidences(pairable);
  const value = alphaOf(coded, pairable.keys(), level);
  if (value === null) return null;
  const [interval = null] = bootstrapRows(random, pairable.length, (rows) => [alphaOf(coded, rows, level) ?? Number.NaN], ofPairable);
  return { value, interval, cases: pairable.length };
}

/** The distinct codes in order, and how often each two meet within each case. */
interface Coincidences {
  readonly codes: readonly (string | number)[];
  readonly cases: readonly {
    /** The cells of a table of codes by codes, row by row. */
    readonly cells: readonly number[];
    readonly met: readonly number[];
  }[];
}

function coincidences(cases: readonly (readonly (string | number)[])[]): Coincidences {
  const codes = [...new Set(cases.flat())].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  );
  const places = new Map(codes.map((code, i) => [code, i]));
  return {
    codes,
    cases: cases.map((one) => {
      const counts = new Map<number, number>();
      for (const code of one) counts.set(places.get(code)!, (counts.get(places.get(code)!) ?? 0) + 1);
      const pairs = [...counts].flatMap(([a, n]) => [...counts].map(([b, m]) => ({ a, b, times: n * (a === b ? m - 1 : m) })));
      return { cells: pairs.map(({ a, b }) => a * codes.length + b), met: pairs.map(({ times }) => times / (one.length - 1)) };
    }),
  };
}

/** Of the cases in `rows`, each as often as it is there. */
function alphaOf({ codes, cases }: Coincidences, rows: Iterable<number>, level: CodeLevel): number | null {
  const size = codes.length;
  const met = new Float64Array(size * size);
  for (const row of rows) {
    const one = cases[row]!;
    for (let i = 0; i < one.cells.length; i++) met[one.cells[i]!]! += one.met[i]!;
  }
  const totals = codes.map((_, a) => codes.reduce<number>((sum, _code, b) => sum + met[a * size + b]!, 0));
  const all = totals.reduce((sum, total) => sum + total, 0);
  let [seen, expected] = [0, 0];
  for (let a = 0; a < size; a++)
    for (let b = 0; b < size; b++) {
      if (a === b) continue;
      const far = distance(level, codes, totals, a, b);
      seen += met[a * size + b]! * far;
      expected += totals[a]! * totals[b]! * far;
    }
  return expected === 0 ? null : 1 - ((all - 1) * seen) / expected;
}

function distance(level: CodeLevel, codes: readonly (string | number)[], totals: readonly number[], a: number, b: number): number {
  if (level === 'nominal') return 1;
  if (level === 'interval') return (Number(codes[a]) - Number(codes[b])) ** 2;
  const [low, high] = a < b ? [a, b] : [b, a];
  let between = 0;
  for (let i = low; i <= high; i++) between += totals[i]!;
  return (between - (totals[low]! + totals[high]!) / 2) ** 2;
}

/**
 * Fleiss' κ = (P̄ − P̄_e) / (1 − P̄_e) (Fleiss 1971, Psychological Bulletin 76, 378). Every case needs the same number of codes, two or more.
 * Null where it has not, and where all codes are equal. `clusters`: that of each case.
 */
export function fleissKappa(cases: readonly CodedCase[], random: Rng, clusters?: readonly string[]): Agreement | null {
  const coders = cases[0]?.length ?? 0;
  if (coders < 2 || cases.some((one) => one.length !== coders || one.includes(null))) return null;
  const value = kappaOf(cases, coders);
  if (value === null) return null;
  const ofRows = (rows: Uint32Array): number =>
    kappaOf(
      Array.from(rows, (row) => cases[row]!),
      coders,
    ) ?? Number.NaN;
  const [interval = null] = bootstrapRows(random, cases.length, (rows) => [ofRows(rows)], clusters);
  return { value, interval, cases: cases.length };
}

function kappaOf(cases: readonly CodedCase[], coders: number): number | null {
  const totals = new Map<string | number | null, number>();
  let agreed = 0;
  for (const one of cases) {
    const counts = new Map<string | number | null, number>();
    for (const code of one) counts.set(code, (counts.get(code) ?? 0) + 1);
    for (const [code, n] of counts) {
      totals.set(code, (totals.get(code) ?? 0) + n);
      agreed += n * (n - 1);
    }
  }
  const observed = agreed / (cases.length * coders * (coders - 1));
  const chance = [...totals.values()].reduce((sum, n) => sum + (n / (cases.length * coders)) ** 2, 0);
  return chance > 1 - 1e-12 ? null : (observed - chance) / (1 - chance);
}
