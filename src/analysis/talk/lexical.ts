/**
 * Words of a text, how much two texts share (the offline stand-in for embeddings), and phrases that come and go. Depends on code
 * units alone, not on the machine's language data, so it gives the same result everywhere.
 */
import { isSame } from '../../core/util/chunkedList.js';
import { recent } from '../../core/util/memo.js';

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 191;
const isApostrophe = (code: number): boolean => code === 39 || code === 0x2019;

/** Drops the plural `s` of a word of five letters or more (`allotments`, not `chess`). */
function stem(word: string): string {
  const end = word.length - 1;
  return end > 3 && word.charCodeAt(end) === 115 && word.charCodeAt(end - 1) !== 115 ? word.slice(0, end) : word;
}

const joined = (word: string): string => (word.includes("'") || word.includes('\u2019') ? word.replace(/['\u2019]/g, '') : word);

/**
 * Lower-case words in order. Knows letters, not languages: everything outside ASCII counts as a letter, an apostrophe
 * joins (`don't` is `dont`), a plural `s` is dropped.
 */
export function wordsInOrder(text: string): string[] {
  const lower = text.toLowerCase();
  const out: string[] = [];
  let start = -1;
  for (let i = 0; i <= lower.length; i++) {
    const code = i < lower.length ? lower.charCodeAt(i) : 32;
    if (isLetter(code)) {
      if (start < 0) start = i;
    } else if (start >= 0 && !isApostrophe(code)) {
      out.push(stem(joined(lower.slice(start, i))));
      start = -1;
    }
  }
  return out;
}

/** Numbers are given to words as they come, up to about this many. They are quicker to compare, and take less room. */
const MOST_NUMBERS = 262_144;
const numbers = new Map<string, number>();
const byNumber: string[] = [];

/** Distinct words of a text as numbers, in order of appearance, without those of one letter. */
const counted = (text: string): readonly number[] => [...new Set(wordsInOrder(text))].filter((word) => word.length > 1).map(numberOf);

const lately = (): ((text: string) => readonly number[]) => recent(16_384, counted);
let wordsOf = lately();

function numberOf(word: string): number {
  let number = numbers.get(word);
  if (number === undefined) {
    number = byNumber.push(word) - 1;
    numbers.set(word, number);
  }
  return number;
}

/** Forgets all numbers when there are many. Never while some are compared. */
function renumber(): void {
  if (byNumber.length < MOST_NUMBERS) return;
  numbers.clear();
  byNumber.length = 0;
  wordsOf = lately();
}

/** Distinct words of a text in order of appearance, without those of one letter. */
export const words = (text: string): readonly string[] => wordsOf(text).map((number) => byNumber[number]!);

/** The same word as one string wherever it is kept: texts are many, words are few. */
export const interned = (word: string): string => byNumber[numberOf(word)]!;

/** The texts of the last comparison, how many words they have together, and by number of a word the last comparison that had it. */
let compared: readonly string[] = [];
let size = 0;
let comparison = 0;
const marks: number[] = [];

function compareWith(texts: readonly string[]): void {
  if (isSame(texts, compared)) return;
  renumber();
  compared = texts;
  size = 0;
  comparison++;
  for (const text of texts)
    for (const number of wordsOf(text))
      if (marks[number] !== comparison) {
        marks[number] = comparison;
        size++;
      }
}

/** `similarity` of each text to all words of others together. */
export function similarities(texts: readonly string[], others: readonly string[]): number[] {
  compareWith(others);
  return texts.map((text) => {
    const own = wordsOf(text);
    let shared = 0;
    for (const number of own) if (marks[number] === comparison) shared++;
    return own.length === 0 || size === 0 ? 0 : shared / Math.sqrt(own.length * size);
  });
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

// Birth and death of phrases.

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
