/**
 * In what tone a text speaks, and whether it denies: by words of the phrase book alone. It does not understand what is said, so a
 * text without such words has no tone.
 */
import { wordsInOrder } from '../../../analysis/talk/lexical.js';
import { recent } from '../../../core/util/memo.js';
import type { PhraseBook } from '../phrases/phraseBook.js';

export interface Sense {
  /** More good words than bad ones, 1; more bad ones, −1; else 0. */
  readonly tone: -1 | 0 | 1;
  /** −1 where it denies something: it has a word of denial. */
  readonly sign: -1 | 1;
}

/** Texts whose sense is kept: memories come to mind again and again. */
const TEXTS = 4096;

const books = new WeakMap<PhraseBook, (text: string) => Sense>();

/** The sense of a text, as a phrase book tells it. */
export function senseOf(book: PhraseBook, text: string): Sense {
  let known = books.get(book);
  if (!known) books.set(book, (known = recent(TEXTS, (one: string) => sense(book, one))));
  return known(text);
}

function sense({ tones }: PhraseBook, text: string): Sense {
  let balance = 0;
  let sign: Sense['sign'] = 1;
  for (const word of wordsInOrder(text)) {
    const of = tones.get(word);
    if (of === 'good') balance++;
    if (of === 'bad') balance--;
    if (of === 'denial') sign = -1;
  }
  return { tone: balance > 0 ? 1 : balance < 0 ? -1 : 0, sign };
}
