/** Everything that is asked other than to act: by its kind, then fitted into the closed schema of the question. */
import type { Json } from '../../../core/util/json.js';
import type { Rng } from '../../../core/random/rng.js';
import type { Asked, Question } from '../../../engine/model/question.js';
import { filled, type ValueSource } from '../../shared/fitToSchema.js';
import type { Inner } from '../perceive/attitude.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { judged } from './judge.js';
import type { Profile } from '../perceive/profile.js';
import { ratings } from './rate.js';
import { advice, interviewed, planned, reflection } from './reflect.js';
import type { Sayer } from '../speak/spokenLine.js';
import { surveyAnswer } from './survey.js';

/** The answer to a question about something; the schema decides what of it can be said. */
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

/** Answers by the id of what is asked. */
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
