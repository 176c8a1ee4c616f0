/**
 * What stands in sight of those who are asked at once. They are mostly shown the same list, which is made into what they
 * see once for all of them: whoever is shown the same has the same inbox.
 */
import { at as itemAt } from '../../core/util/chunkedList.js';
import type { MessageId } from '../../core/util/ids.js';
import { memoBy, recent } from '../../core/util/memo.js';
import { idAt } from '../../core/events/roster.js';
import { type Message, messageIndex, noScore, type Score, type State } from '../../core/events/state.js';
import type { Seen } from '../model/question.js';

interface Sight {
  readonly messages: readonly Message[];
  /** What others said so that more than one can read it. Not for their authors. */
  readonly said: readonly MessageId[];
  /** As all see it to whom nothing of it speaks, with the scores of that moment. */
  readonly seen: readonly Seen[];
  readonly scores: State['scores'];
}

/** Inboxes that are kept for each run: that of the many, and those of the last few that have another. */
const INBOXES = 8;

type Known = (inbox: readonly number[]) => { sight: Sight | null };

/** By log of messages, so that nothing outlives its run. */
const inboxesOf = memoBy((_log: readonly Message[]): Known => recent(INBOXES, () => ({ sight: null })));

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

/** What the reader sees: it is told what answers it, and what names it. */
export function seenBy(state: State, reader: number, inbox: readonly number[]): readonly Seen[] {
  const { seen, messages } = sightOf(state, inbox);
  if (!messages.some((message) => speaksTo(state, message, reader))) return seen;
  return messages.map((message, i) => {
    if (!speaksTo(state, message, reader)) return seen[i]!;
    const score = itemAt(state.scores, inbox[i]!) ?? noScore;
    return seenAs(state, message, answers(state, message, reader), message.mentions.includes(reader), score);
  });
}

const speaksTo = (state: State, message: Message, reader: number): boolean =>
  message.mentions.includes(reader) || answers(state, message, reader);

function answers(state: State, { replyTo }: Message, reader: number): boolean {
  if (replyTo === null) return false;
  const parent = messageIndex(state, replyTo);
  return parent >= 0 && state.messages.backing[parent]!.author === reader;
}

/** How many messages are kept as they are read: many agents read the same ones. What is shared so is frozen. */
const VIEWS = 8_192;

/** A message as most see it: it neither answers nor names them. Made anew when its score changed. */
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
    name: author < 0 ? '' : itemAt(state.agents, author)!.name,
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
