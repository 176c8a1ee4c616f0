/** Folds of talk: a message is sent, reaches agents, and gets reactions; contacts between agents are counted. */
import { append, appendEach, at, chunkedOf, setAt } from '../util/chunkedList.js';
import { met } from './codingFold.js';
import type { EventOf } from './events.js';
import type { MessageId } from '../util/ids.js';
import { agendaIn, agentAt, agentIn, type Next } from './stateDraft.js';
import { recent } from '../util/memo.js';
import { indexOf } from './roster.js';
import { type Contact, delivery, type Message, messageIndex, noScore, type State } from './state.js';

/** Lists of messages that were delivered lately, each the same list for whom it is the same event's. */
const inboxes = recent(8, (_messages: readonly MessageId[]): { inbox: readonly number[] } => ({ inbox: [] }));

/** Those who are asked at once are mostly delivered one and the same list, and then have one inbox between them. */
function inboxOf(s: Next, messages: readonly MessageId[]): readonly number[] {
  const known = inboxes(messages);
  const holds = known.inbox.length === messages.length && messages.every((id, i) => s.messages.backing[known.inbox[i]!]?.id === id);
  if (!holds) known.inbox = messages.map((id) => messageIndex(s, id));
  return known.inbox;
}

export function delivered(s: Next, e: EventOf<'message.delivered'>): void {
  const agent = agentIn(s, e.agent);
  const index = indexOf(s.roster, e.agent);
  agent.inbox = inboxOf(s, e.messages);
  agent.cut = 0;
  agent.seenPublic = s.publicMessages.length;
  agent.seenAddressed = agent.addressed.length;
  s.deliveries = appendEach(
    s.deliveries,
    agent.inbox.map((message) => delivery(index, message)),
  );
  for (const message of agent.inbox) {
    const codes = at(s.codes, message);
    if (codes !== undefined) agent.seenCodes = met(agent.seenCodes, codes);
  }
  agendaIn(s).part = 'recall';
}

export function sent(s: Next, event: EventOf<'message.sent'>): void {
  const message: Message = {
    id: event.id,
    seq: event.seq,
    round: s.round,
    kind: event.kind,
    author: event.author === null ? -1 : indexOf(s.roster, event.author),
    action: event.action,
    audience: event.audience,
    to: event.to.map((id) => indexOf(s.roster, id)),
    replyTo: event.replyTo,
    quotes: event.quotes ?? null,
    mentions: event.mentions.map((id) => indexOf(s.roster, id)),
    text: event.text,
    since: s.deliveries.length,
  };
  const index = s.messages.length;
  if (event.author !== null) {
    const author = agentIn(s, event.author);
    author.own = append(author.own, index);
  } else s.told = append(s.told, index);
  for (const [to, channel] of addressees(s, message)) {
    const agent = agentAt(s, to);
    agent.addressed = append(agent.addressed, index);
    if (channel === null || message.author < 0 || message.kind !== 'said') continue;
    touch(s, { round: s.round, from: message.author, to, channel, message: index });
  }
  s.messages = append(s.messages, message);
  if (message.audience === 'public') s.publicMessages = append(s.publicMessages, index);
}

function touch(s: Next, contact: Contact): void {
  s.contacts = append(s.contacts, contact);
  s.past = append(s.past, contact);
}

/**
 * The agents that a message reaches in addition to the public, each once by its strongest channel: direct, then reply, then mention; null
 * for one of several agents that only hear it. Never its author, except in a message to oneself.
 */
function addressees(state: State, message: Message): ReadonlyMap<number, Contact['channel'] | null> {
  const found = new Map<number, Contact['channel'] | null>();
  const parent = message.replyTo === null ? undefined : state.messages.backing[messageIndex(state, message.replyTo)];
  const reaches = (index: number): boolean => message.audience === 'public' || message.to.includes(index);
  if (message.audience === 'direct') for (const to of message.to) found.set(to, 'direct');
  if (parent && parent.author >= 0 && !found.has(parent.author) && reaches(parent.author)) found.set(parent.author, 'reply');
  for (const to of message.mentions) if (!found.has(to) && reaches(to)) found.set(to, 'mention');
  const quoted = message.quotes === null ? undefined : state.messages.backing[messageIndex(state, message.quotes)];
  if (quoted && quoted.author >= 0 && !found.has(quoted.author) && reaches(quoted.author)) found.set(quoted.author, 'mention');
  for (const to of message.to) if (!found.has(to)) found.set(to, null);
  if (message.audience !== 'self') found.delete(message.author);
  return found;
}

export function reacted(s: Next, event: EventOf<'reaction.given'>): void {
  const index = messageIndex(s, event.message);
  const { author } = s.messages.backing[index]!;
  let scores = s.scores.length === 0 ? chunkedOf([noScore]) : s.scores;
  while (scores.length <= index) scores = setAt(scores, scores.length, noScore);
  const score = at(scores, index)!;
  s.scores = setAt(scores, index, { ...score, [event.kind]: (score[event.kind] ?? 0) + 1 });
  const [agent, from] = [agentIn(s, event.agent), indexOf(s.roster, event.agent)];
  const contact = { round: s.round, from, to: author, channel: 'reaction', kind: event.kind, message: index } as const;
  agent.marked = append(agent.marked, contact);
  if (author >= 0) touch(s, contact);
}
