/** The data of a persona that the built-in mind uses: traits with their defaults, drives, interests as topics, voice, names. */
import { rng } from '../../../core/random/rng.js';
import type { Self } from '../../../engine/model/situationTypes.js';
import type { PhraseBook, Topic, Voice } from '../phrases/phraseBook.js';
import { withArticle } from '../phrases/line.js';
import { type Reading, read } from './readMessage.js';

export interface Interest {
  readonly text: string;
  readonly topic: Topic;
  /** Words that a text about this interest must contain, if the interest has no topic. */
  readonly words: readonly string[];
  /** 1 for the first interest, less for later ones. */
  readonly weight: number;
}

export interface Profile {
  readonly self: Self;
  readonly seed: number;
  /** The start of this agent's walk through the variants of a list. */
  readonly salt: number;
  readonly first: string;
  readonly job: string;
  readonly interests: readonly Interest[];
  readonly voice: Voice | null;
  readonly extraversion: number;
  readonly agreeableness: number;
  readonly openness: number;
  readonly neuroticism: number;
  readonly social: number;
  readonly information: number;
  readonly presentation: number;
  readonly coordination: number;
  readonly support: number;
}

const TRAIT = 0.5;
const DRIVE = 0.4;
const LATER_INTEREST = 0.1;
const LEAST_INTEREST = 0.5;

/** Name used to address an agent: the first word, or the whole name after a title with a full stop or before a number. */
export function firstName(name: string): string {
  const first = name.split(' ')[0] ?? name;
  return first.endsWith('.') || /^\S+ \d+$/.test(name) ? name : first;
}

/** An occupation as a book says it: in English in small letters with an article, in other languages as written. */
function jobOf(book: PhraseBook, occupation: string): string {
  const text = occupation.trim();
  if (text === '' || !book.articles) return text;
  const abbreviation = text.length > 1 && text[1] === text[1]?.toUpperCase() && text[1] !== text[1]?.toLowerCase();
  return withArticle(abbreviation ? text : text.charAt(0).toLowerCase() + text.slice(1), 'a');
}

function interestsOf(book: PhraseBook, self: Self): Interest[] {
  return self.interests.map((text, i) => {
    const found = read(book, text).topics[0];
    const topic = (found && book.topics[found.topic]) || book.general;
    return { text, topic, words: book.words(text), weight: Math.max(LEAST_INTEREST, 1 - i * LATER_INTEREST) };
  });
}

function voiceOf(book: PhraseBook, self: Self): Voice | null {
  const said = new Set(book.words(self.voice));
  let best: Voice | null = null;
  let most = 0;
  for (const voice of book.voices) {
    const count = voice.words.filter((word) => said.has(word)).length;
    if (count > most) [best, most] = [voice, count];
  }
  return best;
}

function profileOf(book: PhraseBook, self: Self, seed: number): Profile {
  const trait = (name: string): number => self.personality[name] ?? TRAIT;
  const drive = (name: string): number => self.drives[name] ?? DRIVE;
  return {
    self,
    seed,
    salt: Math.floor(rng(seed, 'mind.builtin.walk', self.id)() * 4294967296),
    first: firstName(self.name),
    job: jobOf(book, self.occupation),
    interests: interestsOf(book, self),
    voice: voiceOf(book, self),
    extraversion: trait('extraversion'),
    agreeableness: trait('agreeableness'),
    openness: trait('openness'),
    neuroticism: trait('neuroticism'),
    social: drive('social_interaction'),
    information: drive('information_seeking'),
    presentation: drive('self_presentation'),
    coordination: drive('coordination'),
    support: drive('emotional_support'),
  };
}

/** Computes the profile of each persona object once, and again if the persona or the seed changes. */
export function profiler(book: PhraseBook): (self: Self, seed: number) => Profile {
  const kept = new WeakMap<Self, Profile>();
  return (self, seed) => {
    const known = kept.get(self);
    if (known?.seed === seed) return known;
    const profile = profileOf(book, self, seed);
    kept.set(self, profile);
    return profile;
  };
}

/** How much a message is about this agent's interests, 0..1, and the interest that it is about. */
export function relevance(
  book: PhraseBook,
  profile: Profile,
  reading: Reading,
): { readonly value: number; readonly interest: Interest | null } {
  let value = 0;
  let interest: Interest | null = null;
  for (const own of profile.interests) {
    let here = 0;
    if (own.topic === book.general) here = own.words.length > 0 && own.words.every((word) => reading.words.includes(word)) ? 0.6 : 0;
    else for (const { topic, weight } of reading.topics) if (topic === own.topic.index) here = weight;
    if (here * own.weight > value) [value, interest] = [here * own.weight, own];
  }
  return { value, interest };
}
