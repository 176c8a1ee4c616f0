/**
 * One line of a phrase book: literal parts with `{holes}` between them. This file compiles lines and
 * fills them in. Other code chooses the line and its values.
 */
import type { Words } from './bookWords.js';

/** The use of a line. A `moment` is a frame around the others, named by its list. */
export type LineKind = 'say' | 'trouble' | 'ask' | 'answer' | 'remark' | 'moment';

export interface Line {
  /** Position among all lines of the book. */
  readonly id: number;
  readonly kind: LineKind;
  /** Index of its topic, or −1. */
  readonly topic: number;
  /** Name of the moment, or empty. */
  readonly moment: string;
  /** For an answer, the id of the line that it answers; for all others, their own id. */
  readonly ask: number;
  readonly text: string;
  /** Always one more than `holes`. */
  readonly parts: readonly string[];
  readonly holes: readonly string[];
  /** For each hole the article in front of it (`a`, `A` or none), which follows the value. */
  readonly articles: readonly ('a' | 'A' | '')[];
  /** Distinct words of the literal parts. */
  readonly words: readonly string[];
}

/** Lines from which one is chosen. */
export interface LineList {
  readonly id: number;
  readonly lines: readonly Line[];
}

const HOLE = /\{([a-z_]+)\}/;
const ARTICLE = /(^|\s)([aA])n?\s$/;

/** Splits a template at its holes and takes the articles, if the language has them, out of the literal parts. */
export function compileLine(
  text: string,
  about: Pick<Line, 'id' | 'kind' | 'topic' | 'moment' | 'ask'>,
  words: Words,
  hasArticles: boolean,
): Line {
  const pieces = text.trim().split(HOLE);
  const parts: string[] = [];
  const holes: string[] = [];
  const articles: ('a' | 'A' | '')[] = [];
  pieces.forEach((piece, i) => {
    if (i % 2 === 1) {
      holes.push(piece);
      return;
    }
    const article = hasArticles && i + 1 < pieces.length ? (ARTICLE.exec(piece)?.[2] as 'a' | 'A' | undefined) : undefined;
    if (i + 1 < pieces.length) articles.push(article ?? '');
    parts.push(article ? piece.replace(ARTICLE, '$1') : piece);
  });
  return { ...about, text, parts, holes, articles, words: [...new Set(parts.flatMap(words))] };
}

/** Whether a word starts with the sound of a vowel, judged by its letters. */
function vowelSound(value: string, silent: readonly string[], consonant: readonly string[]): boolean {
  const lower = value.toLowerCase();
  if (silent.some((start) => lower.startsWith(start))) return true;
  if (consonant.some((start) => lower.startsWith(start))) return false;
  return 'aeiou'.includes(lower[0] ?? ' ');
}

/** Value with the indefinite article in front of it. */
export const withArticle = (value: string, article: 'a' | 'A'): string =>
  `${article}${vowelSound(value, ['hour', 'honest'], ['uni', 'use', 'one', 'eu', 'ukulele']) ? 'n' : ''} ${value}`;

/** Value with its first letter in upper case. */
const capitalised = (value: string): string => value.charAt(0).toUpperCase() + value.slice(1);

const endsSentence = (text: string): boolean => text === '' || /[.!?]\s$/.test(text);

/** Fills in the holes; null if one of them has no value. Sentences start with a capital. */
export function fill(line: Line, value: (hole: string) => string | undefined): string | null {
  let out = line.parts[0] ?? '';
  for (let i = 0; i < line.holes.length; i++) {
    let text = value(line.holes[i] ?? '');
    if (text === undefined || text === '') return null;
    const article = line.articles[i];
    if (article) text = withArticle(text, article);
    const before = line.parts[i] ?? '';
    // Usually the line itself is enough, and it is shorter than the whole text so far.
    out += (endsSentence(before.length > 1 ? before : out) ? capitalised(text) : text) + (line.parts[i + 1] ?? '');
  }
  return out;
}

/**
 * Reads the holes' values back from a text that was made with this line, by the literal text around them.
 * Holes at an end without a literal neighbour are left out.
 */
export function capture(line: Line, text: string, into: Map<string, string>): void {
  for (let i = 0; i < line.holes.length; i++) {
    const before = line.parts[i] ?? '';
    const after = line.parts[i + 1] ?? '';
    const at = before.trim() === '' ? -1 : text.indexOf(before);
    if (at < 0 || after === '') continue;
    const start = at + before.length;
    const end = text.indexOf(after, start);
    if (end < 0 || end - start > 60) continue;
    const value = text.slice(start, end);
    const hole = line.holes[i] ?? '';
    if (!into.has(hole)) into.set(hole, line.articles[i] ? value.replace(/^[aA]n?\s/, '') : value);
  }
}
