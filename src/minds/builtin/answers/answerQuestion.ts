/** Answers all questions other than about acts: by kind, then fitted to the closed schema of the question. */
import type { Json } from '../../../core/util/json.js';
import { clamp } from '../../../core/util/math.js';
import type { Question } from '../../../engine/model/question.js';
import type { Asked, OptionArg, RatedActs } from '../../../engine/model/situationTypes.js';
import { type Inner, overlap } from '../perceive/attitude.js';
import { JUDGE, RATE } from '../phrases/constants.js';
import { type Profile, relevance } from '../perceive/profile.js';
import { read, type Reading } from '../perceive/readMessage.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import type { Rng } from '../../../core/random/rng.js';
import { filled, type ValueSource } from '../../shared/fitToSchema.js';
import { advice, interviewed, planned, reflection } from './reflect.js';
import type { Sayer } from '../speak/speech.js';
import { surveyAnswer } from './survey.js';

/** The answer to a question; the schema limits the content. */
export function askedAnswer(book: PhraseBook, question: Question, ask: Asked, profile: Profile, random: Rng): Json {
  const inner: Inner = { book, situation: question.situation, profile, seed: question.seed };
  const sayer: Sayer = { inner, said: { count: 0 } };
  return filled(question.answer, wanted(inner, ask, sayer, random));
}

function wanted(inner: Inner, ask: Asked, sayer: Sayer, random: Rng): ValueSource {
  switch (ask.kind) {
    case 'survey':
      return one(ask.items, (item) => surveyAnswer(inner, item, sayer, random));
    case 'judge':
    case 'code':
      return one(ask.fields, (field) => judged(inner.book, ask, field));
    case 'rate':
      return only('ratings', () => ratings(inner, ask));
    case 'reflect': {
      const thoughts = reflection(inner, ask, sayer, random) as { readonly [key: string]: Json };
      return ([key = '']) => thoughts[key];
    }
    case 'plan':
      return only('text', () => planned(inner, sayer, random));
    case 'coach':
      return only('text', () => advice(ask, sayer, random));
    case 'interview':
      return only('text', () => interviewed(inner, ask.text, sayer, random));
  }
}

/** Answers by the id of their item. */
function one<T extends { readonly id: string }>(items: readonly T[], answer: (item: T) => Json): ValueSource {
  return ([id]) => {
    const item = items.find((each) => each.id === id);
    return item && answer(item);
  };
}

const only =
  (key: string, value: () => Json): ValueSource =>
  ([first]) =>
    first === key ? value() : undefined;

// Ratings of what others did toward the agent: a rule gives a level 0..1 for each dimension, mapped to the question's scale.

const SCALE = 4;

interface Noticed {
  readonly relevance: number;
  readonly warm: number;
  readonly help: number;
  readonly tie: number;
  readonly liked: number;
}

function noticed({ book, profile, situation }: Inner, { agent, texts, reactions }: RatedActs): Noticed {
  const readings = texts.map((text) => read(book, text));
  const share = (holds: (i: number) => boolean): number =>
    readings.length === 0 ? 0 : readings.filter((_, i) => holds(i)).length / readings.length;
  const tone = reactions.reduce((sum, { kind }) => sum + (kind === 'down' || kind === 'dislike' || kind === 'report' ? -1 : 1), 0);
  return {
    relevance: readings.reduce((most, reading) => Math.max(most, relevance(book, profile, reading).value), 0),
    warm: share((i) => isWarm(readings[i]!)),
    help: share((i) => isHelpful(readings[i]!)),
    tie: situation.known.find(({ id }) => id === agent)?.tie ?? 0,
    liked: clamp(tone, -1, 1),
  };
}

const LEVELS: { readonly [dimension: string]: (seen: Noticed, agreeableness: number) => number } = {
  interest: (seen) => RATE.interest + RATE.relevance * seen.relevance + RATE.tie * seen.tie,
  warmth: (seen, a) => RATE.warmth + RATE.warm * seen.warm + RATE.tie * seen.tie + RATE.liked * seen.liked + RATE.agreeable * (a - 0.5),
  honesty: (seen, a) => RATE.honesty + RATE.tie * seen.tie + RATE.agreeable * (a - 0.5),
  usefulness: (seen) => RATE.usefulness + RATE.help * seen.help + RATE.relevant * seen.relevance,
};

const otherwise = (seen: Noticed, a: number): number => 0.5 + RATE.liked * seen.liked + RATE.agreeable * (a - 0.5);

/** Ratings on a scale of 0 to 4, one for each agent that did something. */
function ratings(inner: Inner, { dimensions, acts }: Extract<Asked, { kind: 'rate' }>): Json {
  return acts.map((one) => {
    const seen = noticed(inner, one);
    const level = (id: string): number => clamp((LEVELS[id] ?? otherwise)(seen, inner.profile.agreeableness), 0, 1);
    return { agent: one.agent, ...Object.fromEntries(dimensions.map((id) => [id, Math.round(SCALE * level(id))])), reason: null };
  });
}

// A lexical stand-in for a judge: it counts the question's content words in the text, and the warmth of its known lines. It
// understands nothing; docs/builtin-mind.md says what it must not be used for.

/** Kinds of friendly lines, and of helpful lines. */
const WARM: readonly string[] = [
  'support',
  'comforted',
  'thank',
  'agree',
  'welcome',
  'accept',
  'friend',
  'friend_reply',
  'noted',
  'direct_invite',
  'invite',
];
const HELPFUL: readonly string[] = ['answer', 'guess', 'invite', 'direct_invite', 'support', 'limit_propose'];

const isWarm = ({ has }: Reading): boolean => WARM.some((kind) => has.includes(kind));
const isHelpful = ({ has }: Reading): boolean => HELPFUL.some((kind) => has.includes(kind));

/** Level of a text under a question, 0..1: 0.25 + 0.5 · overlap + 0.25 if it is warm or helps. */
const level = (book: PhraseBook, ask: string, text: string): number => {
  const reading = read(book, text);
  return clamp(JUDGE.base + JUDGE.overlap * overlap(book, ask, text) + (isWarm(reading) || isHelpful(reading) ? JUDGE.warm : 0), 0, 1);
};

function judged(book: PhraseBook, { ask, text }: Extract<Asked, { kind: 'judge' | 'code' }>, field: OptionArg): Json {
  const about = text === '' ? ask : text;
  const { kind, words, agents, min = 0, max = min + 1 } = field;
  if (words) return mostNamed(book, words, about);
  if (agents) return agents.find((id) => book.words(about).includes(id)) ?? agents[0] ?? null;
  if (kind === 'boolean') return text !== '' && overlap(book, ask, text) >= JUDGE.same;
  if (kind !== 'integer' && kind !== 'number') return about.slice(0, JUDGE.quoted);
  const x = min + (text === '' ? 0.5 : level(book, ask, text)) * (max - min);
  return kind === 'integer' ? Math.round(x) : Math.round(x * 1000) / 1000;
}

/** The most frequent word of the list in the text, the first of equally frequent words. */
function mostNamed(book: PhraseBook, words: readonly string[], text: string): string {
  const said = book.words(text);
  const counts = words.map((word) => {
    const parts = book.words(word.replaceAll('_', ' '));
    return said.filter((one) => parts.includes(one)).length / Math.max(1, parts.length);
  });
  return words[counts.indexOf(Math.max(...counts))] ?? '';
}
