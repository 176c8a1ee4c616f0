/**
 * A lexical stand-in for a judge: it counts how many of the question's telling words stand in the text, and how warm its
 * known lines are. It understands nothing; docs/builtin-mind.md says what it must not be used for.
 */
import type { Json } from '../../../core/util/json.js';
import { clamp } from '../../../core/util/math.js';
import { wordsInOrder } from '../../../analysis/talk/lexical.js';
import type { Asked, OptionArg } from '../../../engine/model/question.js';
import { overlap } from '../perceive/attitude.js';
import type { PhraseBook } from '../phrases/phraseBook.js';
import { JUDGE } from '../phrases/constants.js';
import { type Reading, read } from '../perceive/readMessage.js';

/** Kinds of lines that are kind, and that help. */
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

export const isWarm = ({ has }: Reading): boolean => WARM.some((kind) => has.includes(kind));
export const isHelpful = ({ has }: Reading): boolean => HELPFUL.some((kind) => has.includes(kind));

/** Level of a text under a question, 0..1: 0.25 + 0.5 · overlap + 0.25 where it is warm or helps. */
const level = (book: PhraseBook, ask: string, text: string): number => {
  const reading = read(book, text);
  return clamp(JUDGE.base + JUDGE.overlap * overlap(ask, text) + (isWarm(reading) || isHelpful(reading) ? JUDGE.warm : 0), 0, 1);
};

export function judged(book: PhraseBook, { ask, text }: Extract<Asked, { kind: 'judge' | 'code' }>, field: OptionArg): Json {
  const about = text === '' ? ask : text;
  const { kind, words, agents, min = 0, max = min + 1 } = field;
  if (words) return mostNamed(words, about);
  if (agents) return agents.find((id) => wordsInOrder(about).includes(id)) ?? agents[0] ?? null;
  if (kind === 'boolean') return text !== '' && overlap(ask, text) >= JUDGE.same;
  if (kind !== 'integer' && kind !== 'number') return about.slice(0, JUDGE.quoted);
  const x = min + (text === '' ? 0.5 : level(book, ask, text)) * (max - min);
  return kind === 'integer' ? Math.round(x) : Math.round(x * 1000) / 1000;
}

/** The most frequent word of the list in the text, the first of equals. */
function mostNamed(words: readonly string[], text: string): string {
  const said = wordsInOrder(text);
  const counts = words.map((word) => {
    const parts = wordsInOrder(word.replaceAll('_', ' '));
    return said.filter((one) => parts.includes(one)).length / Math.max(1, parts.length);
  });
  return words[counts.indexOf(Math.max(...counts))] ?? '';
}
