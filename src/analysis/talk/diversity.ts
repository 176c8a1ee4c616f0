/** How different the people of a population are: by field, and by their words. What the pre-survey of a society reads. */
import { type Rng, sample } from '../../core/random/rng.js';
import { entropyOfCounts } from '../statistics/samples.js';
import { similarity, words } from './lexical.js';
import { Z95 } from '../statistics/estimate.js';
import type { Reading } from '../statistics/estimate.js';

export interface Described {
  readonly id: string;
  /** Values by field; a list counts each of its items. */
  readonly fields: { readonly [field: string]: unknown };
  /** What is said of the person, as prose. */
  readonly text: string;
}

interface FieldDiversity {
  readonly field: string;
  /** Values that occur, most frequent first, each with its count. */
  readonly values: readonly (readonly [value: string, count: number])[];
  readonly distinct: number;
  /** Shannon entropy of the values in bits, 0..log2 distinct. */
  readonly entropy: number;
  /** Entropy over its highest for as many different values, 0..1; 1 where there is one value. */
  readonly evenness: number;
  /** Agents without a value. */
  readonly missing: number;
}

export interface Diversity {
  readonly fields: readonly FieldDiversity[];
  /** Mean lexical distance (1 − cosine of sets of words) over pairs of people, 0..1; null with fewer than two. */
  readonly distance: Reading | null;
  /** Nearest pairs by lexical distance, nearest first. */
  readonly twins: readonly (readonly [a: string, b: string, distance: number])[];
}

/** People up to whom all pairs are compared; beyond, a sample of them is. */
const COMPARED = 500;

/** The report. `random` draws the people who are compared where there are more than 500. */
export function diversity(people: readonly Described[], random: Rng, twins = 5): Diversity {
  const names = [...new Set(people.flatMap(({ fields }) => Object.keys(fields)))];
  const some = people.length > COMPARED ? sample(random, people, COMPARED) : people;
  const sets = some.map(({ text }) => words(text));
  const nearest: [string, string, number][] = [];
  const sums = new Float64Array(some.length);
  sets.forEach((a, i) => {
    const set = new Set(a);
    for (let j = 0; j < i; j++) {
      const distance = 1 - similarity(sets[j]!, set);
      sums[i]! += distance;
      sums[j]! += distance;
      keep(nearest, [some[j]!.id, some[i]!.id, distance], twins);
    }
  });
  return { fields: names.map((name) => fieldDiversity(name, people)), distance: meanDistance(sums, people.length), twins: nearest };
}

/** Mean over pairs from the sums by person; its error is that of the mean of a U-statistic of second order (Hoeffding 1948). */
function meanDistance(sums: Float64Array, people: number): Reading | null {
  const n = sums.length;
  if (n < 2) return null;
  const means = Array.from(sums, (sum) => sum / (n - 1));
  const value = means.reduce((a, b) => a + b, 0) / n;
  if (n === people) return { value, error: 0, exact: true };
  const variance = means.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n - 1);
  return { value, error: Z95 * 2 * Math.sqrt(((1 - n / people) * variance) / n), exact: false };
}

/** Puts a pair into the list of the nearest, by distance; equal ones stay in the order of coming. */
function keep(nearest: [string, string, number][], pair: [string, string, number], most: number): void {
  if (nearest.length >= most && pair[2] >= (nearest.at(-1)?.[2] ?? -1)) return;
  const place = nearest.findIndex((other) => other[2] > pair[2]);
  nearest.splice(place < 0 ? nearest.length : place, 0, pair);
  if (nearest.length > most) nearest.pop();
}

function fieldDiversity(field: string, people: readonly Described[]): FieldDiversity {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const { fields } of people) {
    const value = fields[field];
    if (value === undefined || value === null) missing++;
    else for (const one of Array.isArray(value) ? value : [value]) counts.set(String(one), (counts.get(String(one)) ?? 0) + 1);
  }
  const values = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const entropy = entropyOfCounts(values.map(([, count]) => count));
  const highest = entropyOfCounts(values.map(() => 1));
  return { field, values, distinct: values.length, entropy, evenness: highest === 0 ? 1 : entropy / highest, missing };
}
