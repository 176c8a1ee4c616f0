/**
 * The built-in mind: a documented rule-based model of talk, games and opinions (docs/builtin-mind.md). It is not a
 * language model and says so by its kind. Answers depend only on the question.
 */
import type { ActAnswer, GivenAct, Question } from '../../../engine/model/question.js';
import type { Situation } from '../../../engine/model/situationTypes.js';
import { type Candidate, candidates, hear, type Heard, type Scene, type Sight, sightReader } from '../decide/candidates.js';
import { reader, type Reading } from '../perceive/readMessage.js';
import { pick, rng, type Rng } from '../../../core/random/rng.js';
import { FATIGUE, MODEL, TALK } from '../phrases/constants.js';
import type { Json } from '../../../core/util/json.js';
import { recent } from '../../../core/util/memo.js';
import type { Mind } from '../../../engine/model/mind.js';
import { type Act, acted, canAct } from './chooseAct.js';
import { askedAnswer } from './answerQuestion.js';
import type { PhraseBook, Phrases } from '../phrases/phraseBook.js';
import { choose, reaction, votes } from '../decide/choose.js';
import { heeded, type Heeded, learned, trusted } from '../perceive/learning.js';
import { type Profile, profiler } from '../perceive/profile.js';
import { speak } from '../speak/speak.js';

const PASS: GivenAct = { action: 'nothing', text: '', on: null, to: null, votes: [] };

/** Intents that are about a message. */
const ABOUT: readonly Candidate['intent'][] = ['reply', 'react', 'pass', 'quote'];

/** The act as an answer of the closed schema. */
function answerOf(scene: Scene, candidate: Candidate | null, text: string, given: ActAnswer['votes']): GivenAct {
  if (!candidate) return PASS;
  const { option, heard, intent, to } = candidate;
  const on = option.messages && ABOUT.includes(intent) ? (heard?.seen.id ?? null) : null;
  const value = intent === 'react' && heard ? { value: reaction(scene, heard, option.values ?? []) } : {};
  return { action: option.action, text, on, to: to?.id ?? null, votes: given, ...value };
}

export function sceneOf(
  book: PhraseBook,
  question: Question,
  profile: Profile,
  advised: Heeded,
  readingOf: (text: string) => Reading,
  sightOf: (seen: Situation['seen']) => Sight = sightReader(readingOf),
): Scene {
  const { situation } = question;
  const known = new Map(situation.known.map((other) => [other.id, other]));
  const heard = hear(book, profile, situation, sightOf(situation.seen), known, readingOf);
  const mine = situation.mine.map((own) => readingOf(own.text));
  const recalled = situation.memories.map((memory) => readingOf(memory.text));
  const recent = situation.mine.filter((own) => own.round > situation.round - 1 - FATIGUE.window).length;
  const news = newsOf(situation, heard, mine, recalled);
  return { book, question, situation, profile, advised, heard, known, mine, recalled, recent, news };
}

/** Draws until the option allows the target; a world may allow fewer targets than the agent knows. */
function decide(random: Rng, scene: Scene): Candidate | null {
  let all = candidates(scene);
  for (;;) {
    const chosen = choose(random, scene, all);
    if (!chosen?.to || chosen.option.agents?.includes(chosen.to.id)) return chosen;
    all = all.filter((candidate) => candidate !== chosen);
  }
}

/** Chooses talk only. */
function talk(random: Rng, scene: Scene): GivenAct {
  const chosen = decide(random, scene);
  const given = votes(random, scene);
  const text = chosen ? speak(scene, chosen, random) : '';
  return { ...answerOf(scene, chosen, text, given), ...talked(random, scene, chosen) };
}

const argsGiven = ({ option, args }: Act): Pick<GivenAct, 'args'> => (option.args ? { args } : {});

/** Chooses among talk and acts that change the world. */
function act(random: Rng, scene: Scene): GivenAct {
  const done = acted(scene, random);
  const given = votes(random, scene);
  if (done?.talk) return { ...answerOf(scene, done.talk, speak(scene, done.talk, random), given), ...talked(random, scene, done.talk) };
  if (!done) return { ...PASS, votes: given };
  return {
    action: done.option.action,
    text: '',
    on: done.on,
    to: done.to,
    votes: given,
    ...argsGiven(done),
    ...talked(random, scene, null),
  };
}

/** The archetype as an agent of its own: agents that share a question draw what they are like separately. */
const ownSelf = ({ situation, agent }: Question): Situation['self'] => ({ ...situation.self, id: agent ?? '' });

/** What the mind knows from its phrases. */
function knowledge(phrases: PhraseBook) {
  const readingOf = reader(phrases);
  const heeds = recent(256, (advice: string) => heeded(phrases, advice));
  return { phrases, profileOf: profiler(phrases), readingOf, sightOf: sightReader(readingOf), heeds };
}

/** A mind that answers every question immediately, by the model and with the words of `given`. */
export function builtinMind(given: Phrases): Mind {
  let known: ReturnType<typeof knowledge> | null = null;
  return {
    id: 'builtin',
    kind: 'builtin',
    model: MODEL,
    prose: false,
    ask(question) {
      const { phrases, profileOf, readingOf, sightOf, heeds } = (known ??= knowledge(typeof given === 'function' ? given() : given));
      const { situation } = question;
      const random = rng(question.seed, 'mind.builtin', question.agent ?? '', question.hash, question.occurrence);
      const profile = profileOf(question.shared ? ownSelf(question) : situation.self, question.seed);
      if (situation.ask) return { value: askedAnswer(phrases, question, situation.ask, profile, random) };
      const scene = sceneOf(phrases, question, learned(profile, situation), trusted(heeds, profile, situation), readingOf, sightOf);
      return { value: (canAct(scene) ? act(random, scene) : talk(random, scene)) as unknown as Json };
    },
  };
}

// News that can be passed on: memories from the file, and news from others, in the words in which it was heard.

const NONE: readonly string[] = [];

/** News, each once, the newest first, without what the agent itself has said lately. */
function newsOf(
  { memories }: Situation,
  heard: readonly Heard[],
  mine: readonly Reading[],
  recalled: readonly Reading[],
): readonly string[] {
  const found: string[] = [];
  const add = (text: string | null): void => {
    if (text !== null && text !== '' && !found.includes(text) && !mine.some(({ told }) => told === text)) found.push(text);
  };
  for (let i = heard.length - 1; i >= 0; i--) add(heard[i]!.reading.told);
  memories.forEach(({ text, given }, i) => {
    add(recalled[i]!.told ?? (given ? text.trim() : null));
  });
  return found.length === 0 ? NONE : found;
}

// A moderated conversation: the next speaker that an agent names, and whether it would end the conversation.

/** The moderation part of an answer; empty if the conversation is not moderated. */
function talked(random: Rng, scene: Scene, candidate: Candidate | null): Pick<GivenAct, 'next' | 'done'> {
  const { next, mayEnd } = scene.situation;
  if (next.length === 0 && !mayEnd) return {};
  const answered = candidate?.heard?.seen.author ?? '';
  const hand = random() < TALK.hand && next.includes(answered) ? answered : (pick(random, next) ?? null);
  return { ...(next.length > 0 ? { next: hand } : {}), ...(mayEnd ? { done: ends(random, scene) } : {}) };
}

/** Whether the agent ends the conversation after it has spoken and heard others this round. More agreement to a limit makes it more likely. */
function ends(random: Rng, { situation, heard }: Scene): boolean {
  const spoke = situation.mine.some(({ round }) => round === situation.round);
  const agreed = heard.filter(({ reading }) => reading.has.includes('limit_agree') || reading.has.includes('agree')).length;
  return random() < (spoke ? TALK.end : 0) + (agreed > 1 ? TALK.end : 0);
}
