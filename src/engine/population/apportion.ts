/** Distribution among members: quotas by largest remainder, lists dealt without repetition, branches by another field. */
import type { Json, JsonObject } from '../../core/util/json.js';
import { type Rng, shuffled } from '../../core/random/rng.js';

const isMap = (spec: Json): spec is JsonObject => spec !== null && typeof spec === 'object' && !Array.isArray(spec);

/** Whether a rule is a quota, as in `{ quota: { woman: 51, man: 49 } }`. */
export const isQuota = (spec: Json): spec is JsonObject & { readonly quota: JsonObject } => isMap(spec) && isMap(spec.quota ?? null);

/** Whether a rule has branches, as in `{ given: gender, woman: …, man: …, else: … }`. */
export const isGiven = (spec: Json): spec is JsonObject & { readonly given: string } => isMap(spec) && typeof spec.given === 'string';

/** Whether a rule counts its values among all members. */
export const isShared = (spec: Json): boolean =>
  isQuota(spec) || (isGiven(spec) && Object.entries(spec).some(([key, branch]) => key !== 'given' && isShared(branch!)));

/**
 * Counts that add up to `size`, in proportion to weights: first the whole parts, then one for each of the largest remainders (the
 * earlier of equal ones). Hamilton 1792.
 */
export function quotaCounts(weights: readonly number[], size: number): readonly number[] {
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (!(total > 0)) return weights.map(() => 0);
  const exact = weights.map((w) => (w * size) / total);
  const counts = exact.map(Math.floor);
  const order = exact.map((_, i) => i).sort((a, b) => exact[b]! - counts[b]! - (exact[a]! - counts[a]!) || a - b);
  const left = size - counts.reduce((sum, c) => sum + c, 0);
  for (const i of order.slice(0, left)) counts[i]!++;
  return counts;
}

/** Every value as often as its quota says, in the order of the values. */
export function largestRemainder(weights: JsonObject, size: number): readonly string[] {
  const keys = Object.keys(weights);
  const counts = quotaCounts(
    keys.map((key) => Number(weights[key])),
    size,
  );
  return keys.flatMap((key, i) => new Array<string>(counts[i]!).fill(key));
}

/** `size` values in random order. A value is repeated only after all others have occurred. */
export function shareOut<T>(random: Rng, values: readonly T[], size: number): readonly T[] {
  const out: T[] = [];
  while (out.length < size && values.length > 0) out.push(...shuffled(random, values));
  return out.slice(0, size);
}

const RANGE = /^(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)$/;

/**
 * Finds the key of the branch for a value: the value itself, a range that holds it (including its bounds), an item of a list, or
 * `else`. Null if there is none.
 */
export function branchFinder(spec: JsonObject): (value: Json) => string | null {
  const keys = Object.keys(spec).filter((key) => key !== 'given' && key !== 'else');
  const named = new Set(keys);
  const ranges = keys.flatMap((key) => {
    const [, low, high] = RANGE.exec(key) ?? [];
    return low === undefined ? [] : [{ key, low: Number(low), high: Number(high) }];
  });
  const otherwise = spec.else === undefined ? null : 'else';
  return (value) => {
    if (Array.isArray(value)) {
      const values = (value as readonly Json[]).map(String);
      return keys.find((key) => values.includes(key)) ?? otherwise;
    }
    const text = String(value);
    if (named.has(text)) return text;
    const range = typeof value === 'number' ? ranges.find(({ low, high }) => value >= low && value <= high) : undefined;
    return range?.key ?? otherwise;
  };
}
