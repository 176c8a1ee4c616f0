/**
 * The built-in mind: a documented rule-based model of talk (docs/builtin-mind.md). It is not a language model and
 * says so by its kind. Answers depend on the question alone.
 */
import type { Json } from '../../core/json.js';
import { type Rng, rng } from '../../core/rng.js';
import { type ActAnswer, type GivenAct, type Mind, MindFault, type Question } from '../../engine/question.js';
import type { PhraseBook } from './book.js';
import { type Candidate, candidates, hear, type Scene } from './candidates.js';
import { choose, votes } from './choose.js';
import { FATIGUE, MODEL } from './constants.js';
import { type Profile, profiler } from './profile.js';
import { type Reading, reader } from './reading.js';
import { speak } from './speak.js';

const PASS: GivenAct = { action: 'nothing', text: '', on: null, to: null, votes: [] };

/** The act as a closed answer. */
export function answerOf(candidate: Candidate | null, text: string, given: ActAnswer['votes']): GivenAct {
  if (!candidate) return PASS;
  const on = candidate.intent === 'reply' || candidate.intent === 'react' ? (candidate.heard?.seen.id ?? null) : null;
  return { action: candidate.option.action, text, on, to: candidate.to?.id ?? null, votes: given };
}

export function sceneOf(book: PhraseBook, question: Question, profile: Profile, readingOf: (id: string, text: string) => Reading): Scene {
  const { situation } = question;
  const known = new Map(situation.known.map((other) => [other.id, other]));
  const heard = hear(book, profile, situation, known, readingOf);
  const mine = situation.mine.map((own) => readingOf(own.id, own.text));
  const recalled = situation.memories.map((memory) => readingOf(memory.id, memory.text));
  const recent = situation.mine.filter((own) => own.round > situation.round - 1 - FATIGUE.window).length;
  return { book, question, situation, profile, heard, known, mine, recalled, recent };
}

/** Draws until the target is one that the option allows; a world may allow fewer than the agent knows. */
function decide(random: Rng, scene: Scene): Candidate | null {
  let all = candidates(scene);
  for (;;) {
    const chosen = choose(random, scene, all);
    if (!chosen?.to || chosen.option.agents?.includes(chosen.to.id)) return chosen;
    all = all.filter((candidate) => candidate !== chosen);
  }
}

/** A mind that answers `act` questions at once, by the model and with the words of `phrases`. */
export function builtinMind(phrases: PhraseBook): Mind {
  const profileOf = profiler(phrases);
  const readingOf = reader(phrases);
  return {
    id: 'builtin',
    kind: 'builtin',
    model: MODEL,
    prose: false,
    ask(question) {
      if (question.purpose !== 'act')
        throw new MindFault('unsupported_purpose', `The built-in mind cannot answer a ${question.purpose} question.`);
      const random = rng(question.seed, 'mind.builtin', question.agent ?? '', question.hash, question.occurrence);
      const scene = sceneOf(phrases, question, profileOf(question.situation.self, question.seed), readingOf);
      const chosen = decide(random, scene);
      const given = votes(random, scene);
      return { value: answerOf(chosen, chosen ? speak(scene, chosen, random) : '', given) as unknown as Json };
    },
  };
}
