/**
 * The words of a text in the writing of a phrase book. Where words are not separated by spaces, as in Chinese and Japanese, each pair
 * of neighbouring characters counts as a word. Depends on code units alone, not on the machine's language data, so it gives the same
 * result everywhere.
 */
import { wordsInOrder } from '../../../analysis/talk/lexical.js';

export type Words = (text: string) => string[];

/** Runs of Han characters and kana, with the signs that repeat or lengthen them. */
const UNSPACED = /[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+/g;
const PAIR = /^[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]{2}$/;

/** Punctuation of these writings: a word does not reach over it. */
const SIGNS = /[\u3000-\u3004\u3006-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+/g;

/** Words between spaces, and pairs of neighbouring characters of other writings; a single character is a word of its own. */
const pairsAndWords: Words = (text) => {
  const pairs: string[] = [];
  const rest = text.replaceAll(SIGNS, ' ').replaceAll(UNSPACED, (run) => {
    if (run.length === 1) pairs.push(run);
    for (let i = 0; i + 1 < run.length; i++) pairs.push(run.slice(i, i + 2));
    return ' ';
  });
  return [...pairs, ...wordsInOrder(rest)];
};

/** The words of a text for a book; `spaces`: whether its language separates words by spaces. */
export const wordsFor = (spaces: boolean): Words => (spaces ? wordsInOrder : pairsAndWords);

/** Whether a word tells something: it has more than `least` letters, or is a pair of characters. */
export const isTelling = (word: string, least: number): boolean => word.length > least || PAIR.test(word);
