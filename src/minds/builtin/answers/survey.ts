/** Answers to a survey's questions by kind, from the agent's attitude to the text of the question. */
import type { Json } from '../../../core/util/json.js';
import { clamp } from '../../../core/util/math.js';
import type { Rng } from '../../../core/random/rng.js';
import type { AskedItem } from '../../../engine/model/situationTypes.js';
import { along, attitude, disposition, type Inner, overlap, rangeOf, variableFor, variableNamed } from '../perceive/attitude.js';
import { relevance } from '../perceive/profile.js';
import { read } from '../perceive/readMessage.js';
import { type Sayer, say } from '../speak/speech.js';

/** One answer; null if the agent has none and none is required. */
export function surveyAnswer(inner: Inner, item: AskedItem, sayer: Sayer, random: Rng): Json {
  const { kind, words, agents, text } = item;
  if (item.most !== undefined) return some(inner, item, item.most);
  if (agents || kind === 'agent') return person(inner, item);
  if (words) return word(inner, item, words);
  if (kind === 'boolean') return attitude(inner, item.id, text) >= 0.5;
  if (kind === 'number' || kind === 'integer') return number(inner, item);
  return open(inner, item, sayer, random);
}

/** Agents with a tie, the strongest first; or words of interest, and without any the word that the agent would choose alone. */
function some(inner: Inner, item: AskedItem, most: number): Json {
  const { words = [], agents } = item;
  const { book, profile, situation } = inner;
  if (agents) {
    const close = situation.known.filter((one) => one.tie > 0 && agents.includes(one.id));
    return [...close]
      .sort((a, b) => b.tie - a.tie)
      .slice(0, most)
      .map(({ id }) => id);
  }
  const liked = words.filter((one) => relevance(book, profile, read(book, one)).value > 0);
  return liked.length > 0 ? liked.slice(0, most) : words.length > 0 ? [word(inner, item, words)] : [];
}

/** The agent with the strongest tie. Without a tie, no agent if that is allowed, otherwise always the same agent. */
function person(inner: Inner, { id, agents = [], optional }: AskedItem): Json {
  const { known, own } = inner.situation;
  const set = own[id];
  if (typeof set === 'string' && agents.includes(set)) return set;
  const close = known
    .filter((one) => one.tie > 0 && agents.includes(one.id))
    .reduce((a, b) => (b.tie > a.tie ? b : a), { id: '', name: '', tie: 0 });
  if (close.id !== '') return close.id;
  return optional ? null : (agents[Math.floor(disposition(inner, id) * agents.length)] ?? null);
}

/** The value of a variable that is one of the words, otherwise the word of most interest, the first of two words if the attitude is positive, or always the same word. */
function word(inner: Inner, { id, text }: AskedItem, words: readonly string[]): string {
  const { book, profile, situation } = inner;
  const variable = variableFor(situation, id, text);
  if (typeof variable === 'string' && words.includes(variable)) return variable;
  const liked = words.map((one) => relevance(book, profile, read(book, one)).value);
  const most = Math.max(...liked);
  if (most > 0) return words[liked.indexOf(most)] ?? '';
  if (words.length === 2) return words[attitude(inner, id, text) >= 0.5 ? 0 : 1] ?? '';
  return words[Math.floor(disposition(inner, id) * words.length)] ?? '';
}

/**
 * The value of a variable, clamped to the bounds; a variable with the range 0..1 or −1..1 is a share of another scale.
 * Without a variable, the attitude on the scale.
 */
function number(inner: Inner, { id, text, kind, min, max }: AskedItem): number {
  const [low, high] = [min ?? 0, max ?? (min ?? 0) + 1];
  const name = variableNamed(inner.situation, id, text);
  const variable = name === undefined ? undefined : inner.situation.own[name];
  const range = name === undefined ? undefined : rangeOf(inner.situation, name);
  const x =
    typeof variable !== 'number'
      ? low + attitude(inner, id, text) * (high - low)
      : range && isShare(range) && !(range[0] === min && range[1] === max)
        ? low + along(range, variable) * (high - low)
        : clamp(variable, min ?? -Infinity, max ?? Infinity);
  return kind === 'integer' ? Math.round(x) : Math.round(x * 1000) / 1000;
}

/** Whether a range is a share, whose numbers have the same meaning on any scale. */
const isShare = ([low, high]: readonly [number, number]): boolean => high === 1 && (low === 0 || low === -1);

/** The words of a recalled memory about the question; otherwise a line of the agent's own. */
function open(inner: Inner, { text }: AskedItem, sayer: Sayer, random: Rng): string {
  const near = inner.situation.memories.filter((memory) => overlap(inner.book, text, memory.text) > 0.2);
  return near[0]?.text ?? say(sayer, random, 'open_answer', {});
}
