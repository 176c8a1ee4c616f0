/** Phrases that come up and die out. */
import { wordsInOrder } from './lexical.js';

/** Words of an n-gram where nothing else is said. */
const NGRAM = 2;

/** Distinct runs of `n` words of the texts. */
export function ngrams(texts: readonly string[], n = NGRAM): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of texts) {
    const words = wordsInOrder(text);
    for (let i = 0; i + n <= words.length; i++) found.add(words.slice(i, i + n).join(' '));
  }
  return found;
}

interface Turnover {
  /** Share of the n-grams of this window that are in none before, 0..1; null where it has none. */
  readonly birth: number | null;
  /** Share of the n-grams of the window before that are in this one and all later ones no more, 0..1; null where it had none. */
  readonly death: number | null;
}

/**
 * Birth |B_t| / |A_t| and death |D_t| / |A_t−1| of n-grams, by window: A_t are those active in t, B_t those first seen
 * in t, D_t those last seen in t − 1. Death looks ahead to the last window given, so that of the newest window is an
 * upper bound while a run goes on. arXiv 2602.14299.
 */
export function turnover(windows: readonly (readonly string[])[], n = NGRAM): readonly Turnover[] {
  const active = windows.map((texts) => ngrams(texts, n));
  const last = new Map<string, number>();
  active.forEach((set, t) => {
    for (const gram of set) last.set(gram, t);
  });
  const seen = new Set<string>();
  return active.map((set, t) => {
    const born = [...set].filter((gram) => !seen.has(gram)).length;
    for (const gram of set) seen.add(gram);
    const before = active[t - 1] ?? new Set<string>();
    const dead = [...before].filter((gram) => last.get(gram) === t - 1).length;
    return { birth: set.size === 0 ? null : born / set.size, death: before.size === 0 ? null : dead / before.size };
  });
}
