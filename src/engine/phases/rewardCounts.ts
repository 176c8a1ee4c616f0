/**
 * Counts for rewards: what every agent did, and what came back, over the last rounds. All of them are ours, because the paper's
 * equations were not found (Schneider, Tian and Rizoiu 2025, arXiv 2510.19299). Rules on words do not depend on a language.
 */
import { words } from '../../analysis/talk/lexical.js';
import { at as itemAt } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import { pow } from '../../core/util/math.js';
import { type Contact, type Message, messageIndex, noScore, type State } from '../../core/events/state.js';
import type { ScenarioModel } from '../model/model.js';
import { BEST, ratingLevel } from './ratings.js';

/** Means over the ratings that an agent got, 0..1: `all` by the weights, and each dimension. */
type Rated = { readonly [dimension: string]: number };

export interface Counts {
  /** Number of its messages and reactions. */
  readonly acts: number;
  /** Number of other agents that it addressed. */
  readonly partners: number;
  /** Share of its acts toward others that the other answered. */
  readonly answered: number;
  /** Number of its messages that ask, and the share of them with an answer that has new words. */
  readonly asked: number;
  readonly informed: number;
  readonly rated: Rated | null;
  /** Share of up votes among the votes on its messages; null if there are none. */
  readonly liked: number | null;
  /** Share of its messages whose words another agent used again. */
  readonly taken_up: number;
  /** How supportive its acts toward others were, weighted by how much the other needed it. */
  readonly supportive: number;
}

/** Number of words that an answer has beyond the question's, to count as informative. */
const NEWS = 3;
/** Number of words of four letters or more that two messages share, to count as using them again. */
const SHARED = 2;
const QUESTION = /[?\u061f\uff1f]/;

/** What happened in the last `window` rounds, including this one. */
interface Lately {
  readonly contacts: readonly Contact[];
  /** Positions of agents' messages, in order. */
  readonly said: readonly number[];
  /** Positions of answers, by message id. */
  readonly answers: ReadonlyMap<string, readonly number[]>;
  /** By pair: the last round of a contact, and the messages that a contact refers to. */
  readonly last: ReadonlyMap<number, number>;
  readonly about: ReadonlySet<string>;
}

/** Counts of all agents over the last `window` rounds, by index. */
export function countsOf(model: ScenarioModel, state: State, window: number): readonly Counts[] {
  const from = state.round - window;
  const lately = latelyOf(state, from);
  const contacts = grouped(lately.contacts, ({ from: who }) => who);
  const toward = grouped(lately.contacts, ({ to }) => to);
  const said = grouped(lately.said, (i) => state.messages.backing[i]!.author);
  return Array.from({ length: state.roster.length }, (_, index) => {
    const own = contacts.get(index) ?? [];
    const mine = said.get(index) ?? [];
    const questions = mine.filter((i) => QUESTION.test(state.messages.backing[i]!.text));
    return {
      acts: mine.length + own.filter(({ channel }) => channel === 'reaction').length,
      partners: new Set(own.map(({ to }) => to)).size,
      answered: share(own, (contact) => isAnswered(state, lately, contact)),
      asked: questions.length,
      informed: share(questions, (i) => isInformed(state, lately, i)),
      rated: ratedOf(model, state, index, from),
      liked: likedOf(state, mine),
      taken_up: share(mine, (i) => isTakenUp(state, lately, i, toward.get(index) ?? [])),
      supportive: supportOf(model, state, own, toward),
    };
  });
}

function latelyOf(state: State, from: number): Lately {
  const contacts: Contact[] = [];
  for (let i = state.past.length - 1; i >= 0 && state.past.backing[i]!.round > from; i--) contacts.push(state.past.backing[i]!);
  contacts.reverse();
  const said: number[] = [];
  for (let i = state.messages.length - 1; i >= 0 && state.messages.backing[i]!.round > from; i--)
    if (state.messages.backing[i]!.kind === 'said' && state.messages.backing[i]!.author >= 0) said.push(i);
  said.reverse();
  const answers = grouped(
    said.filter((i) => state.messages.backing[i]!.replyTo !== null),
    (i) => state.messages.backing[i]!.replyTo!,
  );
  const last = new Map<number, number>();
  const about = new Set<string>();
  for (const contact of contacts) {
    last.set(pair(state, contact.from, contact.to), contact.round);
    about.add(`${contact.from} ${refersTo(state, contact)}`);
  }
  return { contacts, said, answers, last, about };
}

const pair = (state: State, from: number, to: number): number => from * state.roster.length + to;

/** Position of the message that a contact answers or reacts to, or −1. */
function refersTo(state: State, { channel, message }: Contact): number {
  if (channel === 'reaction') return message;
  const { replyTo } = state.messages.backing[message]!;
  return replyTo === null ? -1 : messageIndex(state, replyTo);
}

/** Whether the other agent addressed it in a later round, or answered or marked this message. */
const isAnswered = (state: State, { last, about }: Lately, { from, to, round, channel, message }: Contact): boolean =>
  (last.get(pair(state, to, from)) ?? -1) > round || (channel !== 'reaction' && about.has(`${to} ${message}`));

/** Whether another agent answered a message with at least `NEWS` words that the message does not have. */
function isInformed(state: State, { answers }: Lately, index: number): boolean {
  const question = state.messages.backing[index]!;
  const known = new Set(words(question.text));
  return (answers.get(question.id) ?? []).some((i) => {
    const { author, text } = state.messages.backing[i]!;
    return author !== question.author && words(text).filter((word) => !known.has(word)).length >= NEWS;
  });
}

/** Whether another agent, in an answer or in words to the author in a later round, used at least `SHARED` of its words. */
function isTakenUp(state: State, { answers }: Lately, index: number, toward: readonly Contact[]): boolean {
  const own = state.messages.backing[index]!;
  const had = new Set(words(own.text).filter((word) => word.length > 3));
  const shares = ({ author, text }: Message): boolean =>
    author !== own.author && words(text).filter((word) => had.has(word)).length >= SHARED;
  if ((answers.get(own.id) ?? []).some((i) => shares(state.messages.backing[i]!))) return true;
  return toward.some(
    ({ channel, round, message }) => channel !== 'reaction' && round > own.round && shares(state.messages.backing[message]!),
  );
}

function ratedOf(model: ScenarioModel, state: State, index: number, from: number): Rated | null {
  const { rating } = model;
  const { rated: log } = agentAt(state, index)!;
  if (!rating) return null;
  const sums: { [dimension: string]: number } = { all: 0 };
  let n = 0;
  for (let i = log.length - 1; i >= 0 && log.backing[i]!.round > from; i--) {
    const { scores } = log.backing[i]!;
    n++;
    sums.all = sums.all! + ratingLevel(rating, scores);
    for (const [id, score] of Object.entries(scores)) sums[id] = (sums[id] ?? 0) + score / BEST;
  }
  return n === 0 ? null : Object.fromEntries(Object.entries(sums).map(([id, sum]) => [id, sum / n]));
}

function likedOf(state: State, mine: readonly number[]): number | null {
  let ups = 0;
  let all = 0;
  for (const i of mine) {
    const { up, down } = itemAt(state.scores, i) ?? noScore;
    ups += up;
    all += up + down;
  }
  return all === 0 ? null : ups / all;
}

/**
 * Σ need·support / Σ need over its acts toward others. If the other agent was asked for ratings, support is the warmth that it
 * rated in that round. Otherwise it is 1 for an answer or an up vote, ½ for words to one agent, and 0 for any other mark. The need
 * of the other agent is 2^(−k), with k contacts from others in the window. An agent without contacts needs support most.
 */
function supportOf(model: ScenarioModel, state: State, own: readonly Contact[], toward: ReadonlyMap<number, readonly Contact[]>): number {
  let sum = 0;
  let total = 0;
  for (const contact of own) {
    const others = (toward.get(contact.to) ?? []).filter(({ from }) => from !== contact.from).length;
    const need = pow(2, -others);
    total += need;
    sum += need * (warmthOf(model, state, contact) ?? byRule(contact));
  }
  return total === 0 ? 0 : sum / total;
}

const byRule = ({ channel, kind }: Contact): number => (channel === 'reply' || kind === 'up' ? 1 : channel === 'reaction' ? 0 : 0.5);

function warmthOf(model: ScenarioModel, state: State, { from, to, round }: Contact): number | null {
  if (!model.rating) return null;
  const { rated: log } = agentAt(state, from)!;
  for (let i = log.length - 1; i >= 0 && log.backing[i]!.round >= round; i--) {
    const { by, round: when, scores } = log.backing[i]!;
    if (by === to && when === round && scores.warmth !== undefined) return scores.warmth / BEST;
  }
  return null;
}

const share = <T>(list: readonly T[], is: (item: T) => boolean): number => (list.length === 0 ? 0 : list.filter(is).length / list.length);

function grouped<T, K>(list: readonly T[], by: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const item of list) {
    const key = by(item);
    const known = found.get(key);
    if (known) known.push(item);
    else found.set(key, [item]);
  }
  return found;
}
