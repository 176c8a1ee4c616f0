/**
 * The attitude of an agent to the text of a question, 0..1: from its variables, its ties, what it heard, its interests, and
 * last from its disposition. Deterministic, and the same as long as none of these changes.
 */
import { wordsInOrder } from '../../../analysis/talk/lexical.js';
import { recent } from '../../../core/util/memo.js';
import { isTelling } from '../phrases/bookWords.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { clamp } from '../../../core/util/math.js';
import { rng } from '../../../core/random/rng.js';
import type { Json } from '../../../core/util/json.js';
import type { Acquaintance, RecalledText, Situation } from '../../../engine/model/situationTypes.js';
import { ATTITUDE } from '../phrases/constants.js';
import { firstName, type Profile, relevance } from './profile.js';
import { read } from './readMessage.js';

export interface Inner {
  readonly book: PhraseBook;
  readonly situation: Situation;
  readonly profile: Profile;
  readonly seed: number;
}

/** Content words: words longer than three letters, and pairs of characters. */
const telling = ({ words }: PhraseBook, text: string): readonly string[] => [...new Set(words(text).filter((word) => isTelling(word, 3)))];

/** Share of the first text's content words that the second text contains, 0..1. */
export function overlap(book: PhraseBook, of: string, inside: string): number {
  const wanted = telling(book, of);
  if (wanted.length === 0) return 0;
  const found = new Set(book.words(inside));
  return wanted.filter((word) => found.has(word)).length / wanted.length;
}

/** Maps a number of −1..1 or 0..1 to 0..1. A negative number shows that the scale starts at −1. */
const unit = (x: number): number => clamp(x < 0 ? (x + 1) / 2 : x, 0, 1);

/** The position of a number in a range, 0..1. */
export const along = ([low, high]: readonly [number, number], x: number): number =>
  high > low ? clamp((x - low) / (high - low), 0, 1) : 0;

/** The declared range of a variable, from the situation of a survey. */
export const rangeOf = ({ ask }: Situation, name: string): readonly [number, number] | undefined =>
  ask?.kind === 'survey' ? ask.ranges?.[name] : undefined;

/** The agent that a text names, by full name, first name or id. */
export function namedIn(book: PhraseBook, situation: Situation, text: string): Acquaintance | null {
  const words = new Set(book.words(text));
  const stands = (name: string): boolean => name !== '' && book.words(name).every((word) => words.has(word));
  return situation.known.find(({ id, name }) => stands(name) || stands(firstName(name)) || text.includes(`@${id}`)) ?? null;
}

/** Name of the variable of the agent that the question is about: the question's id, or a variable whose name is in it. */
export function variableNamed(situation: Situation, id: string, text: string): string | undefined {
  if (Object.hasOwn(situation.own, id)) return id;
  const words = new Set(wordsInOrder(text));
  return Object.keys(situation.own).find((one) => wordsInOrder(one.replaceAll('_', ' ')).every((word) => words.has(word)));
}

/** Its value. */
export function variableFor(situation: Situation, id: string, text: string): Json | undefined {
  const name = variableNamed(situation, id, text);
  return name === undefined ? undefined : situation.own[name];
}

/** The evidence for and against the text of a question, each as 1 − Π (1 − q), 0..1. */
interface Belief {
  readonly pro: number;
  readonly contra: number;
}

/**
 * The evidence about the subject of a question: q = 0.25 + 0.5 · tie to the teller, and 0.9 for the agent's own knowledge. A
 * memory is about the subject if it shares half of the question's content words. News is about it also if it shares a name
 * with the question. For a question about a person, only news counts.
 */
function heardOf({ book, situation }: Inner, text: string, isOfPerson: boolean): Belief {
  let [doubt, trust] = [1, 1];
  const asked = senseOf(book, text);
  const names = namesIn(text);
  for (const memory of situation.memories) {
    const isSame = overlap(book, text, memory.text) >= ATTITUDE.sameMatter;
    const isNamed = names.length > 0 && rawWords(memory.text).some((word) => names.includes(word));
    if (!isSame && !isNamed) continue;
    const isNews = memory.given === true || read(book, memory.text).told !== null;
    if (!isNews && (isOfPerson || !isSame)) continue;
    const speaks = direction(asked, senseOf(book, memory.text), isOfPerson, isSame);
    if (speaks > 0) doubt *= 1 - trustIn(situation, memory);
    if (speaks < 0) trust *= 1 - trustIn(situation, memory);
  }
  return { pro: 1 - doubt, contra: 1 - trust };
}

/**
 * Whether a memory is for the question, 1, against it, −1, or neither, 0. If both have a tone, they are compared; otherwise
 * a claim is believed, and a denied claim is not. For a question about a person, only memories with a tone count.
 */
function direction(asked: Sense, heard: Sense, isOfPerson: boolean, isSame: boolean): number {
  const tone = asked.tone === 0 && isOfPerson ? 1 : asked.tone;
  if (tone !== 0 && heard.tone !== 0) return tone * asked.sign * heard.tone * heard.sign;
  return isSame && !isOfPerson ? asked.sign * heard.sign : 0;
}

const rawWords = (text: string): readonly string[] => text.match(/\p{L}+/gu) ?? [];

/** Words of three letters or more that start with a capital but not a sentence, as names do. */
const namesIn = (text: string): readonly string[] =>
  text.split(/[.!?:]\s+/u).flatMap((sentence) =>
    rawWords(sentence)
      .slice(1)
      .filter((word) => /^\p{Lu}\p{L}{2}/u.test(word)),
  );

/** The trust in a memory: fixed for the agent's own knowledge, otherwise by the tie to its teller. */
const trustIn = (situation: Situation, memory: RecalledText): number =>
  memory.given ? ATTITUDE.known : ATTITUDE.told + ATTITUDE.trust * tieTo(situation, memory);

const tieTo = ({ known }: Situation, { by }: RecalledText): number => known.find(({ id }) => id === by)?.tie ?? 0;

/** A number of the agent's own for a question, 0..1, that never changes. */
export const disposition = ({ seed, profile }: Inner, id: string): number => rng(seed, 'mind.builtin.survey', profile.self.id, id)();

/**
 * The attitude to the text of a question, 0..1: a variable; otherwise the tie to the person that it names, or the agent's
 * own inclination, moved by the evidence for it (p) and against it (n): x + (p − n) (1 − x) if p is larger, x − (n − p) x
 * if n is larger.
 */
export function attitude(inner: Inner, id: string, text: string): number {
  const { situation } = inner;
  const variable = variableFor(situation, id, text);
  const name = variableNamed(situation, id, text);
  const range = name === undefined ? undefined : rangeOf(situation, name);
  if (typeof variable === 'number' && range) return along(range, variable);
  if (typeof variable === 'number' && Math.abs(variable) <= 1) return unit(variable);
  if (typeof variable === 'boolean') return variable ? 1 : 0;
  const person = namedIn(inner.book, situation, text);
  const own = person ? ATTITUDE.stranger + (1 - ATTITUDE.stranger) * person.tie : bent(inner, id, text);
  const { pro, contra } = heardOf(inner, text, person !== null);
  const balance = pro - contra;
  return own + balance * (balance > 0 ? 1 - own : own);
}

/** The inclination of the agent from its interests and disposition only, 0..1. */
function bent(inner: Inner, id: string, text: string): number {
  const { profile, book } = inner;
  const reading = read(book, text);
  const { value } = relevance(book, profile, reading);
  if (value > 0) return 0.5 + 0.5 * value;
  if (reading.topics.length > 0) return ATTITUDE.foreign;
  const nature = ATTITUDE.spread * (disposition(inner, id) - 0.5) + ATTITUDE.agreeable * (profile.agreeableness - 0.5);
  return clamp(0.5 + nature, 0, 1);
}

// The tone of a text, and whether it denies something, only by words of the phrase book. It does not understand the text, so
// a text without such words has no tone.

interface Sense {
  /** 1 for more good words than bad words, −1 for more bad words, otherwise 0. */
  readonly tone: -1 | 0 | 1;
  /** −1 if it contains a word of denial. */
  readonly sign: -1 | 1;
}

/** The number of texts whose sense is cached, because memories are recalled repeatedly. */
const TEXTS = 4096;

const books = new WeakMap<PhraseBook, (text: string) => Sense>();

/** The sense of a text, by the words of a phrase book. */
function senseOf(book: PhraseBook, text: string): Sense {
  let known = books.get(book);
  if (!known) books.set(book, (known = recent(TEXTS, (one: string) => sense(book, one))));
  return known(text);
}

function sense({ tones, words }: PhraseBook, text: string): Sense {
  let balance = 0;
  let sign: Sense['sign'] = 1;
  for (const word of words(text)) {
    const of = tones.get(word);
    if (of === 'good') balance++;
    if (of === 'bad') balance--;
    if (of === 'denial') sign = -1;
  }
  return { tone: balance > 0 ? 1 : balance < 0 ? -1 : 0, sign };
}
