/**
 * The null mind: every available action is as likely as every other, every target too, and words are drawn without
 * regard to what was said. What a society of it shows is what chance and the world's rules alone bring about.
 */
import type { Json } from '../core/json.js';
import { below, pick, type Rng, rng, sample } from '../core/rng.js';
import { type ActAnswer, type GivenAct, type Mind, MindFault, type Option, type Situation } from '../engine/question.js';
import type { PhraseBook, Topic } from './builtin/book.js';
import { fill, type Line } from './builtin/line.js';

const MODEL = 'random 1';

/** Names of one drawn action's targets. */
interface Target {
  readonly on: string | null;
  readonly to: string | null;
  /** Name of the person spoken to, as far as there is one. */
  readonly name: string;
}

function targetOf(random: Rng, situation: Situation, option: Option): Target {
  const on = option.messages ? (pick(random, option.messages) ?? null) : null;
  const to = option.agents ? (pick(random, option.agents) ?? null) : null;
  const name = situation.seen.find((seen) => seen.id === on)?.name ?? situation.known.find((other) => other.id === to)?.name ?? '';
  return { on, to, name };
}

/** Lines of a topic that fit the act: anything in public, answers and remarks under a message. */
function linesOf(book: PhraseBook, topic: Topic, reply: boolean): readonly Line[] {
  if (!reply) return [...topic.says.lines, ...topic.troubles.lines, ...topic.asks.lines];
  return [...topic.remarks.lines, ...topic.asks.lines.flatMap((ask) => book.answers.get(ask.id)?.lines ?? [])];
}

/** A line of a random topic, filled in at random. */
export function randomWords(book: PhraseBook, random: Rng, name: string, reply: boolean): string {
  const topic =
    pick(
      random,
      book.topics.filter((each) => each !== book.general),
    ) ?? book.general;
  const line = pick(random, linesOf(book, topic, reply));
  if (!line) return '';
  const values = new Map([
    ['interest', topic.name],
    ['thing', pick(random, topic.things) ?? topic.name],
    ['name', name.split(' ')[0] ?? ''],
  ]);
  return fill(line, (hole) => values.get(hole) ?? pick(random, book.slots.get(hole) ?? [])) ?? line.text;
}

function votesOf(random: Rng, situation: Situation): ActAnswer['votes'] {
  const rider = situation.riders[0];
  if (!rider) return [];
  const messages = sample(random, rider.messages, below(random, rider.most + 1));
  return messages.map((message) => ({ message, vote: random() < 0.5 ? 'up' : 'down' }));
}

/** A mind that answers `act` questions by chance alone, with lines of `phrases`. */
export function randomMind(phrases: PhraseBook): Mind {
  return {
    id: 'random',
    kind: 'random',
    model: MODEL,
    prose: false,
    ask(question) {
      if (question.purpose !== 'act')
        throw new MindFault('unsupported_purpose', `The random mind cannot answer a ${question.purpose} question.`);
      const { situation } = question;
      const random = rng(question.seed, 'mind.random', question.agent ?? '', question.hash, question.occurrence);
      const option = pick(random, situation.options);
      if (!option) return { value: { action: 'nothing', text: '', on: null, to: null, votes: [] } };
      const { on, to, name } = targetOf(random, situation, option);
      const text = option.kind === 'message' ? randomWords(phrases, random, name, on !== null || to !== null) : '';
      const answer: GivenAct = { action: option.action, text, on, to, votes: votesOf(random, situation) };
      return { value: answer as unknown as Json };
    },
  };
}
