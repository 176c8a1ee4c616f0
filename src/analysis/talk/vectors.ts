/** Texts as vectors of weighted words (TF-IDF), the offline stand-in for embeddings, and how alike they are. */
import { ln } from '../../core/util/math.js';
import { words as wordsOf, wordsInOrder } from './lexical.js';

/** Weights by word. Empty for a text without words. */
export type Vector = ReadonlyMap<string, number>;

/**
 * TF-IDF vectors of texts, of length 1: counts of words times ln((1 + N) / (1 + df)) + 1, with df the number of texts
 * that have the word (Salton and Buckley 1988; smoothed as in scikit-learn). Words of one letter are left out.
 */
export function tfidf(texts: readonly string[]): readonly Vector[] {
  const df = new Map<string, number>();
  for (const text of texts) for (const word of wordsOf(text)) df.set(word, (df.get(word) ?? 0) + 1);
  const idf = new Map([...df].map(([word, count]) => [word, ln((1 + texts.length) / (1 + count)) + 1]));
  return texts.map((text) => {
    const counts = new Map<string, number>();
    for (const word of wordsInOrder(text)) if (word.length > 1) counts.set(word, (counts.get(word) ?? 0) + idf.get(word)!);
    return unit(counts);
  });
}

/** The vector scaled to length 1. */
export function unit(vector: Vector): Vector {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? new Map([...vector].map(([word, x]) => [word, x / length])) : vector;
}

export function dot(a: Vector, b: Vector): number {
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [word, x] of short) sum += x * (long.get(word) ?? 0);
  return sum;
}

/** Cosine, 0..1 for weights that are not negative; 0 where either is empty. */
export function cosine(a: Vector, b: Vector): number {
  const lengths = dot(a, a) * dot(b, b);
  return lengths > 0 ? dot(a, b) / Math.sqrt(lengths) : 0;
}

/** `a` + `times` · `b`. */
export function plus(a: Vector, b: Vector, times = 1): Vector {
  const out = new Map(a);
  for (const [word, x] of b) out.set(word, (out.get(word) ?? 0) + times * x);
  return out;
}

/** Mean of vectors; empty for none. */
export function centroid(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>();
  for (const vector of vectors) for (const [word, x] of vector) sum.set(word, (sum.get(word) ?? 0) + x / vectors.length);
  return sum;
}

/**
 * Mean cosine over all pairs of different vectors, 0..1; null with fewer than two that are not empty (empty ones are
 * left out). Exact in linear time: for unit vectors the sum over pairs is (|Σ v|² − n) / 2.
 */
export function pairwiseSimilarity(vectors: readonly Vector[]): number | null {
  const units = vectors.map(unit).filter((v) => v.size > 0);
  const n = units.length;
  if (n < 2) return null;
  const sum = centroid(units);
  return Math.min(1, Math.max(0, (dot(sum, sum) * n - 1) / (n - 1)));
}
