/** How far the fields of people follow each other: a set of personas in which they do is a set of stereotypes. */
import { mean } from './util/numbers.js';

/** Two fields, and their association: 0 where each says nothing about the other, 1 where each determines the other. */
export interface Association {
  readonly fields: readonly [string, string];
  readonly v: number;
  /** People with both. */
  readonly n: number;
}

/** A value of a person: a word, a number, or null where the person has none. */
export type FieldValue = string | number | boolean | null;

/** From here on, two fields nearly determine each other. */
export const STEREOTYPE = 0.8;

/** Fields with more different values are cut into quarters if they are numbers, and otherwise left out: they name people. */
const MOST_VALUES = 12;

/**
 * Cramér's V of two lists of categories, corrected for its bias in small samples (Bergsma 2013, J. Korean Stat. Soc. 42, 323). Null where one of
 * them does not vary.
 */
export function cramersV(a: readonly (string | number)[], b: readonly (string | number)[]): number | null {
  const n = a.length;
  const [rows, columns, cells] = [new Map<string | number, number>(), new Map<string | number, number>(), new Map<string, number>()];
  for (const [i, one] of a.entries()) {
    const other = b[i]!;
    rows.set(one, (rows.get(one) ?? 0) + 1);
    columns.set(other, (columns.get(other) ?? 0) + 1);
    const key = JSON.stringify([one, other]);
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const [r, k] = [rows.size, columns.size];
  if (r < 2 || k < 2 || n < 2) return null;
  let squares = 0;
  for (const [key, count] of cells) {
    const [one, other] = JSON.parse(key) as [string | number, string | number];
    squares += count ** 2 / (rows.get(one)! * columns.get(other)!);
  }
  const phi = Math.max(0, squares - 1 - ((r - 1) * (k - 1)) / (n - 1));
  const [rowsLeft, columnsLeft] = [r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)];
  const most = Math.min(rowsLeft, columnsLeft) - 1;
  return most <= 0 ? null : Math.min(1, Math.sqrt(phi / most));
}

/** The association of each pair of fields, the largest first. Numbers with many values count by their quarters. */
export function associations(people: readonly { readonly [field: string]: FieldValue }[]): readonly Association[] {
  const names = [...new Set(people.flatMap((one) => Object.keys(one)))];
  const columns = names.flatMap((name) => {
    const column = categories(people.map((one) => one[name] ?? null));
    return column ? [[name, column] as const] : [];
  });
  const found: Association[] = [];
  for (const [i, [one, a]] of columns.entries())
    for (const [other, b] of columns.slice(i + 1)) {
      const both = a.flatMap((value, p) => (value === null || b[p] === null ? [] : [[value, b[p]!] as const]));
      const v = cramersV(
        both.map(([value]) => value),
        both.map(([, value]) => value),
      );
      if (v !== null) found.push({ fields: [one, other], v, n: both.length });
    }
  return found.sort((x, y) => y.v - x.v);
}

/** Null where the values are no categories. */
function categories(values: readonly FieldValue[]): readonly (string | number | null)[] | null {
  const given = values.filter((value) => value !== null);
  if (new Set(given).size <= MOST_VALUES) return values.map((value) => (typeof value === 'boolean' ? String(value) : value));
  const numbers = given.filter((value) => typeof value === 'number');
  if (numbers.length < given.length) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const cuts = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
  return values.map((value) => (typeof value === 'number' ? cuts.filter((cut) => value > cut).length : null));
}

/** Between the two nearest values where the share lies between them. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  return at % 1 === 0 ? sorted[at]! : mean([sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!])!;
}
