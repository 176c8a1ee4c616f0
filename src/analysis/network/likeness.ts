/** Whether ties go to those who are alike, by a field of agents: single values and lists such as interests. */
import { below, type Rng } from '../../core/random/rng.js';
import { EXACT_LIMIT, type Reading, Z95 } from '../statistics/estimate.js';
import type { Graph } from './graph.js';
import type { Label } from './mixing.js';

/** What a field says of an agent. */
export type Trait = Label | readonly Label[];

/** Pairs that the mean over all is estimated from, beyond 2,000 agents. */
const PAIRS = 200_000;

const listOf = (trait: Trait): readonly Label[] => (Array.isArray(trait) ? trait : trait === null ? [] : [trait as Label]);

/** Number of values that two agents have in common: 0 or 1 of single values; what is missing is in common with nobody. */
export function inCommon(a: Trait, b: Trait): number {
  const other = new Set(listOf(b));
  return new Set(listOf(a).filter((value) => other.has(value))).size;
}

type Kinds = ReadonlySet<Label>;
const kindsOf = (trait: Trait | undefined): Kinds => new Set(listOf(trait ?? null));

/** Likeness, 0..1: values in common over values together (Jaccard 1912); of single values 1 for the same, else 0. */
function jaccard(a: Kinds, b: Kinds): number {
  if (a.size === 0 || b.size === 0) return 0;
  let both = 0;
  for (const value of a) if (b.has(value)) both++;
  return both / (a.size + b.size - both);
}

/**
 * Homophily: mean likeness of the pairs that are tied, without direction, less that of all pairs, −1..1; above 0 where
 * likes are tied, about 0 at random. Null without ties. Exact to 2,000 agents; beyond, the mean over all pairs is that
 * of 200,000 drawn ones, with its 95 % error. The difference is ours; the idea is McPherson, Smith-Lovin and Cook 2001.
 */
export function homophily({ n, both }: Graph, traits: readonly Trait[], random: Rng): Reading | null {
  if (both.to.length === 0) return null;
  const kinds = Array.from({ length: n }, (_, u) => kindsOf(traits[u]));
  let tied = 0;
  for (let u = 0; u < n; u++) for (let i = both.start[u]!; i < both.start[u + 1]!; i++) tied += jaccard(kinds[u]!, kinds[both.to[i]!]!);
  tied /= both.to.length;
  if (n > EXACT_LIMIT) {
    const { mean, error } = drawnLikeness(kinds, random);
    return { value: tied - mean, error, exact: false };
  }
  let all = 0;
  for (let u = 0; u < n; u++) for (let v = u + 1; v < n; v++) all += jaccard(kinds[u]!, kinds[v]!);
  return { value: tied - all / ((n * (n - 1)) / 2), error: 0, exact: true };
}

function drawnLikeness(kinds: readonly Kinds[], random: Rng): { readonly mean: number; readonly error: number } {
  const n = kinds.length;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < PAIRS; i++) {
    const u = below(random, n);
    const v = (u + 1 + below(random, n - 1)) % n;
    const alike = jaccard(kinds[u]!, kinds[v]!);
    sum += alike;
    squares += alike * alike;
  }
  const mean = sum / PAIRS;
  return { mean, error: Z95 * Math.sqrt(Math.max(0, squares / PAIRS - mean * mean) / PAIRS) };
}

/** Share of the given directed pairs of nodes that have the same single value, 0..1; null without pairs. */
export function within(pairs: Iterable<readonly [number, number]>, labels: readonly Label[]): number | null {
  let [same, count] = [0, 0];
  for (const [u, v] of pairs) {
    count++;
    if ((labels[u] ?? null) === (labels[v] ?? null)) same++;
  }
  return count === 0 ? null : same / count;
}

/** Directed edges as pairs of nodes. */
export function* edgePairs({ n, out }: Graph): Generator<readonly [number, number]> {
  for (let u = 0; u < n; u++) for (let i = out.start[u]!; i < out.start[u + 1]!; i++) yield [u, out.to[i]!];
}
