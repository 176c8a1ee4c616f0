/**
 * How far an agent is for something that it is asked in words, 0..1: from its variables, its ties, what it heard, its
 * interests, and last from its nature. Deterministic, and the same each time as long as none of these changes.
 */
import { clamp } from '../../core/math.js';
import { rng } from '../../core/rng.js';
import { wordsInOrder } from '../../analysis/lexical.js';
import type { Json } from '../../core/json.js';
import type { Acquaintance, RecalledText, Situation } from '../../engine/question.js';
import type { PhraseBook } from './book.js';
import { ATTITUDE } from './constants.js';
import { firstName, type Profile, relevance } from './profile.js';
import { read } from './reading.js';

export interface Inner {
  readonly book: PhraseBook;
  readonly situation: Situation;
  readonly profile: Profile;
  readonly seed: number;
}

/** Words that tell something: longer than three letters. */
export const telling = (text: string): readonly string[] => [...new Set(wordsInOrder(text).filter((word) => word.length > 3))];

/** Share of the first text's telling words that stand in the second, 0..1. */
export function overlap(of: string, inside: string): number {
  const wanted = telling(of);
  if (wanted.length === 0) return 0;
  const found = new Set(wordsInOrder(inside));
  return wanted.filter((word) => found.has(word)).length / wanted.length;
}

/** A number of −1..1 or 0..1 as one of 0..1. A negative one tells that the scale goes from −1. */
const unit = (x: number): number => clamp(x < 0 ? (x + 1) / 2 : x, 0, 1);

/** Somebody whom a text names, by full name, first name or id. */
export function namedIn(situation: Situation, text: string): Acquaintance | null {
  const words = new Set(wordsInOrder(text));
  const stands = (name: string): boolean => name !== '' && wordsInOrder(name).every((word) => words.has(word));
  return situation.known.find(({ id, name }) => stands(name) || stands(firstName(name)) || text.includes(`@${id}`)) ?? null;
}

/** A variable of the agent that the question is about: of the question's id, or whose name stands in it. */
export function variableFor(situation: Situation, id: string, text: string): Json | undefined {
  if (Object.hasOwn(situation.own, id)) return situation.own[id];
  const words = new Set(wordsInOrder(text));
  const name = Object.keys(situation.own).find((one) => wordsInOrder(one.replaceAll('_', ' ')).every((word) => words.has(word)));
  return name === undefined ? undefined : situation.own[name];
}

/**
 * Belief in what was heard: 1 − Π (1 − q) over what was heard of it, q = 0.25 + 0.5 · tie to the teller, and 0.9 for what
 * one knows oneself. Null for nothing heard.
 */
export function belief(situation: Situation, text: string): number | null {
  const heard = situation.memories.filter((memory) => overlap(text, memory.text) >= ATTITUDE.sameMatter);
  if (heard.length === 0) return null;
  return 1 - heard.reduce((doubt, memory) => doubt * (1 - trustIn(situation, memory)), 1);
}

/** How far one goes by a memory: by what one knows oneself, or by the tie to who told it. */
const trustIn = (situation: Situation, memory: RecalledText): number =>
  memory.given ? ATTITUDE.known : ATTITUDE.told + ATTITUDE.trust * tieTo(situation, memory);

const tieTo = ({ known }: Situation, { by }: RecalledText): number => known.find(({ id }) => id === by)?.tie ?? 0;

/** A number of the agent's own for a question, 0..1, that never changes. */
export const disposition = ({ seed, profile }: Inner, id: string): number => rng(seed, 'mind.builtin.survey', profile.self.id, id)();

/**
 * The attitude to what a question says, 0..1: the first that holds of variable and person; else one's own bent, raised by
 * what was heard of it: 1 − (1 − bent) · (1 − belief).
 */
export function attitude(inner: Inner, id: string, text: string): number {
  const { situation } = inner;
  const variable = variableFor(situation, id, text);
  if (typeof variable === 'number' && Math.abs(variable) <= 1) return unit(variable);
  if (typeof variable === 'boolean') return variable ? 1 : 0;
  const person = namedIn(situation, text);
  if (person) return ATTITUDE.stranger + (1 - ATTITUDE.stranger) * person.tie;
  const own = bent(inner, id, text);
  const doubt = 1 - (belief(situation, text) ?? 0);
  return 1 - (1 - own) * doubt;
}

/** What one is for by one's interests and nature alone, 0..1. */
function bent(inner: Inner, id: string, text: string): number {
  const { profile, book } = inner;
  const reading = read(book, text);
  const { value } = relevance(book, profile, reading);
  if (value > 0) return 0.5 + 0.5 * value;
  if (reading.topics.length > 0) return ATTITUDE.foreign;
  const nature = ATTITUDE.spread * (disposition(inner, id) - 0.5) + ATTITUDE.agreeable * (profile.agreeableness - 0.5);
  return clamp(0.5 + nature, 0, 1);
}
