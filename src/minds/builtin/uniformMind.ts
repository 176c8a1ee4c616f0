/**
 * The null mind: all available actions are equally likely, all targets too, and words are drawn independently of earlier
 * messages. A society with this mind shows only the effects of chance and the world's rules.
 */
import type { Json } from '../../core/util/json.js';
import { MIND_VERSIONS } from '../../core/mindLabels.js';
import { below, pick, type Rng, rng, sample } from '../../core/random/rng.js';
import { argSchema } from '../../engine/observation/answerSchema.js';
import type { ActAnswer, GivenAct } from '../../engine/model/question.js';
import type { Option, Situation } from '../../engine/model/situationTypes.js';
import type { Mind } from '../../engine/model/mind.js';
import type { PhraseBook, Phrases, Topic } from './phrases/phraseBook.js';
import { fill, type Line } from './phrases/line.js';
import { drawn } from '../shared/fitToSchema.js';

const MODEL = MIND_VERSIONS.random;

/** Names of one drawn action's targets. */
interface Target {
  readonly on: string | null;
  readonly to: string | null;
  /** Name of the addressed agent, if any. */
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
function randomWords(book: PhraseBook, random: Rng, name: string, reply: boolean): string {
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
  return messages.map((message) => ({ message, vote: pick(random, rider.values) ?? '' }));
}

/** A uniform value for every argument; a number with only one bound is within a hundred of this bound. */
function argsOf(phrases: PhraseBook, random: Rng, { args = [] }: Option, name: string): ActAnswer['args'] {
  const words = (): string => randomWords(phrases, random, name, false);
  return Object.fromEntries(args.map((arg) => [arg.id, drawn(random, argSchema({ ...arg, optional: false }), words)]));
}

function act(phrases: PhraseBook, random: Rng, situation: Situation): GivenAct {
  const option = pick(random, situation.options);
  if (!option) return { action: 'nothing', text: '', on: null, to: null, votes: [] };
  const { on, to, name } = targetOf(random, situation, option);
  const text = option.kind === 'message' && !option.wordless ? randomWords(phrases, random, name, on !== null || to !== null) : '';
  const { next, mayEnd } = situation;
  return {
    ...{ action: option.action, text, on, to, votes: votesOf(random, situation) },
    ...(option.values ? { value: pick(random, option.values) ?? null } : {}),
    ...(option.args ? { args: argsOf(phrases, random, option, name) } : {}),
    ...(next.length > 0 ? { next: pick(random, next) ?? null } : {}),
    ...(mayEnd ? { done: random() < 0.5 } : {}),
  };
}

/** A mind that answers every question at random, with lines of `given`. */
export function randomMind(given: Phrases): Mind {
  return {
    id: 'random',
    kind: 'random',
    model: MODEL,
    prose: false,
    ask(question) {
      const phrases = typeof given === 'function' ? given() : given;
      const { situation } = question;
      const random = rng(question.seed, 'mind.random', question.agent ?? '', question.hash, question.occurrence);
      if (!situation.ask) return { value: act(phrases, random, situation) as unknown as Json };
      const words = (_path: readonly string[], longest: number): string => randomWords(phrases, random, '', false).slice(0, longest);
      return { value: drawn(random, question.answer, words) };
    },
  };
}
