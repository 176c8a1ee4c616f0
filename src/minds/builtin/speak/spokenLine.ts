/** A line of a moment for an answer that is no act, with the agent's own interest where none is given. */
import { pick, type Rng } from '../../../core/random/rng.js';
import type { Speech } from './speech.js';
import { utterMoment } from './speech.js';
import type { Inner } from '../perceive/attitude.js';

export interface Sayer {
  readonly inner: Inner;
  /** Lines said so far in this answer; each takes one step further along its list. */
  readonly said: { count: number };
}

export interface Values {
  readonly interest?: string;
  readonly name?: string;
  readonly told?: string;
}

/** A line of the first moment that the book has; empty where it has none of them. */
export function say({ inner, said }: Sayer, random: Rng, moments: string | readonly string[], given: Values): string {
  const { book, profile, situation } = inner;
  const values = new Map<string, string>([['me', profile.first]]);
  const interest = given.interest ?? pick(random, profile.interests)?.text ?? book.topics[0]?.name;
  if (interest !== undefined) values.set('interest', interest);
  if (given.name !== undefined) values.set('name', given.name);
  if (given.told !== undefined) values.set('told', given.told);
  const speech: Speech = { book, profile, random, round: situation.round + said.count, place: null, isUsed: () => false, values };
  for (const moment of typeof moments === 'string' ? [moments] : moments) {
    const text = utterMoment(speech, moment);
    if (text === null) continue;
    said.count++;
    return text;
  }
  return '';
}
