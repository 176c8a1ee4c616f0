/** Situations and questions for the built-in and random minds, with the library's own phrases. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { rng } from '../../../src/core/random/rng.js';
import type { ActAnswer, Question } from '../../../src/engine/model/question.js';
import type { Option, Seen, Self, Situation } from '../../../src/engine/model/situationTypes.js';
import type { Mind } from '../../../src/engine/model/mind.js';
import { type PhraseBook, type PhraseData, phraseBook } from '../../../src/minds/builtin/index.js';

export const phrases = (parse(readFileSync('library/phrases.society', 'utf8')) as { phrases: PhraseData }).phrases;
export const book: PhraseBook = phraseBook(phrases, 'en');

export function self(more: Partial<Self> = {}): Self {
  return {
    id: 'ada',
    name: 'Ada Okafor',
    age: 41,
    occupation: 'Baker',
    bio: '',
    backstory: '',
    interests: ['sourdough', 'jazz'],
    values: [],
    traits: [],
    goals: [],
    voice: '',
    personality: {},
    drives: {},
    activity: 0.8,
    ...more,
  };
}

export function seen(id: string, more: Partial<Seen> = {}): Seen {
  return {
    id,
    kind: 'said',
    action: 'post',
    author: 'ben',
    name: 'Ben Achterberg',
    round: 1,
    text: 'The last tram was late.',
    direct: false,
    replyTo: null,
    answersMe: false,
    mentionsMe: false,
    up: 0,
    down: 0,
    ...more,
  };
}

const option = (action: string, kind: Option['kind'], targets: Partial<Option> = {}): Option => ({
  action,
  does: action,
  kind,
  ...targets,
});

/** The feed's options for what is in the situation: a post alone in round 1. */
export function situation(more: Partial<Situation> = {}): Situation {
  const base: Situation = {
    purpose: 'act',
    ...{ world: '', vars: {}, own: {}, part: null, secrets: [], partner: null, pairRole: null },
    ...{ rewards: [], advice: null, next: [], mayEnd: false, ask: null },
    round: 2,
    rounds: 20,
    phase: 'talk',
    premise: '',
    language: 'en',
    params: { topic: 'our street' },
    self: self(),
    seen: [],
    cut: 0,
    mine: [],
    memories: [],
    known: [],
    options: [],
    riders: [],
    ...more,
  };
  const open = base.seen.filter((message) => !message.direct).map((message) => message.id);
  const people = base.known.map((other) => other.id);
  const later = [
    ...(open.length > 0 ? [option('comment', 'message', { messages: open })] : []),
    ...(people.length > 0 ? [option('direct_message', 'message', { agents: people })] : []),
    option('nothing', 'nothing'),
  ];
  const options = [option('post', 'message'), ...(base.round > 1 ? later : [])];
  return {
    ...base,
    options,
    riders: open.length > 0 && base.round > 1 ? [{ action: 'vote', most: 2, messages: open, values: ['up', 'down'] }] : [],
  };
}

export function question(of: Situation, seed = 1, occurrence = 0): Question {
  return {
    agent: of.self.id,
    purpose: 'act',
    mind: 'builtin',
    hash: 'test',
    seed,
    occurrence,
    situation: of,
    answer: { type: 'object', properties: {}, required: [], additionalProperties: false },
    parts: () => [],
  };
}

/** The answer of a mind that answers at once. */
export function answered(mind: Mind, asked: Question): ActAnswer {
  const answer = mind.ask(asked, neverCancelled);
  if (answer instanceof Promise || answer.value === undefined) throw new Error('The mind did not answer at once.');
  return answer.value as unknown as ActAnswer;
}

const PEOPLE = ['Ben Achterberg', 'Chiara Lunardi', 'Dinh Tran', 'Dr. Eva Holm', 'Farid', 'Grace Obi'];
const INTERESTS = ['sourdough', 'jazz', 'gardening', 'chess', 'reading', 'beekeeping', 'origami', 'football', 'hiking', 'cinema'];

/** A turn somewhere in the life of a society: `said` are texts that others may have written. */
export function randomTurn(n: number, said: readonly string[]): Situation {
  const random = rng(n, 'test.turn');
  const roll = (below: number): number => Math.floor(random() * below);
  const messages = Array.from({ length: said.length === 0 ? 0 : roll(13) }, (_, i) => {
    const who = roll(PEOPLE.length);
    const direct = random() < 0.1;
    const name = PEOPLE[who] ?? '';
    const text = said[roll(said.length)] ?? '';
    return seen(`m${n}_${i}`, {
      author: `p${who}`,
      name,
      text,
      direct,
      answersMe: random() < 0.3,
      mentionsMe: random() < 0.1,
      replyTo: random() < 0.5 ? 'm1' : null,
    });
  });
  const known = PEOPLE.map((name, i) => ({ id: `p${i}`, name, tie: random() * random() })).filter(() => random() < 0.6);
  const interests = Array.from({ length: roll(4) }, () => INTERESTS[roll(INTERESTS.length)] ?? '');
  const voice = ['', 'Short and dry.', 'Warm.', 'Lively.', 'Polite.', 'Playful.', 'Thoughtful.'][roll(7)] ?? '';
  const occupation = ['', 'Baker', 'Architect', 'NHS nurse', 'Usher'][roll(5)] ?? '';
  return situation({
    round: messages.length === 0 ? 1 : 2 + roll(18),
    seen: messages,
    known,
    self: self({ id: `a${roll(30)}`, interests, voice, occupation }),
  });
}
