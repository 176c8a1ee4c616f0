/**
 * The messages in sight of agents that are asked at the same time. Most of them see the same list, so it is made once for all of
 * them.
 */
import { at as itemAt } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import type { MessageId } from '../../core/util/ids.js';
import { memoBy, recent } from '../../core/util/memo.js';
import { idAt } from '../../core/events/roster.js';
import { type Message, messageIndex, noScore, type Score, type State } from '../../core/events/state.js';
import type { Seen } from '../model/situationTypes.js';

interface Sight {
  readonly messages: readonly Message[];
  /** Ids of messages that agents said to more than one reader. Authors filter their own. */
  readonly said: readonly MessageId[];
  /** The messages for readers that they do not address, with the current scores. */
  readonly seen: readonly Seen[];
  readonly scores: State['scores'];
}

/** Number of inboxes that are kept for each run: the common one, and the latest ones of agents with another. */
const INBOXES = 8;

type Known = (inbox: readonly number[]) => { sight: Sight | null };

/** By log of messages, so that nothing is kept after its run. */
const inboxesOf = memoBy((_log: readonly Message[]): Known => recent(INBOXES, () => ({ sight: null })));

/** The messages of an inbox, made once for each state of their scores. */
export function sightOf(state: State, inbox: readonly number[]): Sight {
  const one = inboxesOf(state.messages.backing)(inbox);
  if (one.sight?.scores !== state.scores) one.sight = made(state, inbox);
  return one.sight;
}

function made(state: State, inbox: readonly number[]): Sight {
  const messages = inbox.map((message) => state.messages.backing[message]!);
  return {
    messages,
    said: messages.filter(({ kind, audience }) => kind === 'said' && audience !== 'direct').map(({ id }) => id),
    seen: inbox.map((message) => seenPlainly(state, message)),
    scores: state.scores,
  };
}

/** The messages for a reader. Messages that answer or name the reader say so. */
export function seenBy(state: State, reader: number, inbox: readonly number[]): readonly Seen[] {
  const { seen, messages } = sightOf(state, inbox);
  if (!messages.some((message) => speaksTo(state, message, reader))) return seen;
  return messages.map((message, i) => {
    if (!speaksTo(state, message, reader)) return seen[i]!;
    const score = itemAt(state.scores, inbox[i]!) ?? noScore;
    return seenAs(state, message, answers(state, message, reader), message.mentions.includes(reader), score);
  });
}

/**
 * The messages of an inbox that are not to its reader alone, and those of `own` that were written since the first of them, in the order of
 * writing, as every reader gets them. Readers of the same messages therefore have the same list, also if one of them wrote some.
 */
export function talkOf(state: State, inbox: readonly number[], own: readonly number[]): readonly Seen[] {
  const isShared = (message: number): boolean => state.messages.backing[message]!.audience !== 'direct';
  const { seen } = sightOf(state, inbox);
  const read = inbox.filter(isShared);
  const [first = Infinity] = read;
  const written = own.filter((message) => message >= first && isShared(message) && !read.includes(message));
  if (written.length === 0) return read.length === inbox.length ? seen : seen.filter(({ direct }) => !direct);
  return [...read, ...written].sort((a, b) => a - b).map((message) => seenPlainly(state, message));
}

const speaksTo = (state: State, message: Message, reader: number): boolean =>
  message.mentions.includes(reader) || answers(state, message, reader);

function answers(state: State, { replyTo }: Message, reader: number): boolean {
  if (replyTo === null) return false;
  const parent = messageIndex(state, replyTo);
  return parent >= 0 && state.messages.backing[parent]!.author === reader;
}

/** Number of messages that are kept in the form for readers, because many agents read the same ones. Shared objects are frozen. */
const VIEWS = 8_192;

/** A message in its form for most readers: it does not answer or name them. It is made again when its score changes. */
const plainly = recent(VIEWS, (_message: Message): { seen: Seen | null } => ({ seen: null }));

function seenPlainly(state: State, index: number): Seen {
  const message = state.messages.backing[index]!;
  const score = itemAt(state.scores, index) ?? noScore;
  const kept = plainly(message);
  if (kept.seen?.up !== score.up || kept.seen.down !== score.down) kept.seen = Object.freeze(seenAs(state, message, false, false, score));
  return kept.seen;
}

function seenAs(state: State, message: Message, answersMe: boolean, mentionsMe: boolean, { up, down }: Score): Seen {
  const { id, kind, author, action, round, text, audience, replyTo, quotes } = message;
  return {
    id,
    kind,
    author: author < 0 ? '' : idAt(state.roster, author),
    name: author < 0 ? '' : agentAt(state, author)!.name,
    action,
    round,
    text,
    direct: audience === 'direct',
    replyTo,
    answersMe,
    mentionsMe,
    up,
    down,
    ...(quotes === null ? null : { quotes }),
  };
}
