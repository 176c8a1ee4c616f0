/**
 * Words of a text and how much two texts share: the offline stand-in for embeddings. Depends on code units alone,
 * not on the machine's language data, so it gives the same result everywhere.
 */

/** What separates words: white space, ASCII marks but the apostrophe's neighbours, general and CJK punctuation. */
const SEPARATORS = /[\s!-/:-@[-`{-~\u00a0-\u00bf\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff00-\uff0f]+/;

const CACHE_LIMIT = 20_000;
const cache = new Map<string, readonly string[]>();

/** Distinct words of a text in order of appearance: lower case, a plural `s` taken off, one-letter words left out. */
export function words(text: string): readonly string[] {
  const known = cache.get(text);
  if (known) return known;
  const found = new Set<string>();
  for (const raw of text.toLowerCase().split(SEPARATORS)) {
    if (raw.length > 1) found.add(raw.length > 3 && raw.endsWith('s') && !raw.endsWith('ss') ? raw.slice(0, -1) : raw);
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const list = [...found];
  cache.set(text, list);
  return list;
}

/** Cosine of two sets of words, |A ∩ B| / √(|A|·|B|), in 0..1; 0 where either is empty. */
export function similarity(a: readonly string[], b: ReadonlySet<string>): number {
  if (a.length === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / Math.sqrt(a.length * b.size);
}

/** How many of the phrases (such as interests) the text names: every word of the phrase occurs in it. */
export function named(text: string, phrases: readonly string[]): number {
  const have = words(text);
  let count = 0;
  for (const phrase of phrases) {
    const parts = words(phrase);
    if (parts.length > 0 && parts.every((part) => have.includes(part))) count++;
  }
  return count;
}
