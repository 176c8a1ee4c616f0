/** Folds of single kinds of events, which `reduce` calls: talk, codes, exchanges between two agents, and memories. */
import { append, appendEach, at, chunkedOf, logItems, setAt, setEach } from '../util/chunkedList.js';
import type { EventOf, MemoryKind, Meta, Recalled } from './events.js';
import { agendaIn, agentIn, individualIn, type Next, type NextAgent } from './stateDraft.js';
import { pendingAnswer } from './agenda.js';
import {
  type AgentState,
  type Contact,
  type Deal,
  DEALT,
  delivery,
  deliveryOf,
  memoryIndex,
  type Message,
  messageIndex,
  noScore,
  type State,
  type Variables,
} from './state.js';
import { agentAt } from './agents.js';
import { indexOf, type Roster } from './roster.js';
import { reachedBy } from './rowViews.js';
import type { MessageId } from '../util/ids.js';
import { recent } from '../util/memo.js';

// Folds of content coding: the codes of a message, of its author and of its readers.

/** Merges new code values with earlier ones: a value that was true stays true. */
const met = (known: Variables, found: Variables): Variables => ({
  ...known,
  ...Object.fromEntries(Object.entries(found).filter(([code]) => known[code] !== true)),
});

/** Adds the second coder's value to the first coder's. */
export function checked(s: Next, e: EventOf<'code.assigned'>): void {
  const first = at(s.codes, messageIndex(s, e.message))?.[e.code] ?? null;
  s.checks = { ...s.checks, [e.code]: [...(s.checks[e.code] ?? []), [first, e.value]] };
}

/** Adds a code to the written codes of the author and to the read codes of all readers. */
export function coded(s: Next, e: EventOf<'code.assigned'>): void {
  const index = messageIndex(s, e.message);
  const message = s.messages.backing[index]!;
  const found = { [e.code]: e.value };
  while (s.codes.length <= index) s.codes = setAt<Variables>(s.codes, s.codes.length, {});
  s.codes = setAt(s.codes, index, { ...at(s.codes, index), ...found });
  if (message.author >= 0) {
    const author = individualIn(s, message.author);
    author.saidCodes = met(author.saidCodes, found);
  }
  for (const key of logItems(s.deliveries, message.since)) {
    const [reader, read] = deliveryOf(key);
    if (read !== index) continue;
    const agent = individualIn(s, reader);
    agent.seenCodes = met(agent.seenCodes, found);
  }
}

// Folds of exchanges in pairs: the last acts with arguments, stored with the agent that acted.

/** The agent's deals with the chosen act added; the same list if there is nothing to add. Words are not stored. */
export function dealt(state: State, agent: AgentState, { action, args }: EventOf<'act.chosen'>): readonly Deal[] {
  const { pairs, inPair } = state.agenda;
  if (pairs.length === 0) return agent.dealt;
  const pending = pendingAnswer(state);
  const pair = pending && pairs[inPair[pending.turn] ?? -1];
  const kept = Object.fromEntries(Object.entries(args).filter(([name]) => name !== 'text'));
  if (!pair || Object.keys(kept).length === 0) return agent.dealt;
  const other = pair[0] === pending.agent ? pair[1] : pair[0];
  return [...agent.dealt.slice(1 - DEALT), { round: state.round, with: other, action, args: kept }];
}

/** The agent's deals without the act that was just chosen and then rejected, or null if there is none. */
export function undealt(state: State, { agent, action }: EventOf<'act.rejected'>): readonly Deal[] | null {
  if (state.agenda.pairs.length === 0) return null;
  const deals = agentAt(state, indexOf(state.roster, agent))?.dealt ?? [];
  const last = deals.at(-1);
  return last?.round === state.round && last.action === action ? deals.slice(0, -1) : null;
}

// Folds of one agent's memories: writing a memory, and recalling memories.

/** Whether a memory is from before the run: written in the file, or read in a document. */
export const isFromBefore = (kind: MemoryKind): boolean => kind === 'given' || kind === 'read';

/** A memory written in `round`. Its own insights, and memories from before the run, do not add to its need to reflect. */
export function remembering(agent: NextAgent, e: Omit<EventOf<'memory.written'>, keyof Meta | 'type' | 'agent'>, round: number): void {
  const { id, kind, text, about, importance, source, evidence = none } = e;
  agent.memories = append(agent.memories, { id, round, kind, text, about, importance, source, evidence });
  if (kind !== 'insight' && kind !== 'read') agent.stirred += importance;
}

const none: readonly never[] = [];

/** Records memories that were recalled in `round`. */
export function recalling(agent: NextAgent, recalled: readonly Recalled[], round: number): void {
  agent.recalled = recalled;
  agent.touched = touching(
    agent,
    recalled.map(({ memory }) => memoryIndex(memory)),
    round,
  );
}

/** The rounds of last recalls with new ones added; a memory without a recall keeps the round in which it was written. */
function touching({ touched, memories }: AgentState, indices: readonly number[], round: number): AgentState['touched'] {
  let filled = touched;
  for (let i = touched.length; indices.some((index) => index > i); i++) filled = setAt(filled, i, memories.backing[i]!.round);
  return setEach(filled, indices, round);
}

/** A cache of inboxes by lists of recently delivered messages, so that agents with the same list share one inbox. */
const inboxes = recent(8, (_messages: readonly MessageId[]): { inbox: readonly number[] } => ({ inbox: [] }));

/** The inbox of a list of messages. Agents that are asked at the same time usually get the same list and then share one inbox. */
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
    to: readers(event, s.roster),
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
    const agent = individualIn(s, to);
    agent.addressed = append(agent.addressed, index);
    if (channel === null || message.author < 0 || message.kind !== 'said') continue;
    touch(s, { round: s.round, from: message.author, to, channel, message: index });
  }
  s.messages = append(s.messages, message);
  if (message.audience === 'public') s.publicMessages = append(s.publicMessages, index);
}

function readers(event: EventOf<'message.sent'>, roster: Roster): readonly number[] {
  const { length, at: agentAtPlace } = reachedBy(event, roster);
  return Array.from({ length }, (_, i) => agentAtPlace(i));
}

function touch(s: Next, contact: Contact): void {
  s.contacts = append(s.contacts, contact);
  s.past = append(s.past, contact);
}

/**
 * The agents that a message reaches in addition to the public, each once with its strongest channel: direct, then reply, then
 * mention; null for one of several agents that only hear it. Never its author, except for a message to itself.
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
