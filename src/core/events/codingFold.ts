/** Folds of content coding: what was said of a message, and with it what its author said and its readers saw. */
import { at, logItems, setAt } from '../util/chunkedList.js';
import type { EventOf } from './events.js';
import type { Next } from './stateDraft.js';
import { deliveryOf, messageIndex, type Variables } from './state.js';

/** Codes that were met, over those before: once true stays true. */
export const met = (known: Variables, found: Variables): Variables => ({
  ...known,
  ...Object.fromEntries(Object.entries(found).filter(([code]) => known[code] !== true)),
});

/** The second coder's value, next to the first coder's. */
export function checked(s: Next, e: EventOf<'code.assigned'>): void {
  const first = at(s.codes, messageIndex(s, e.message))?.[e.code] ?? null;
  s.checks = { ...s.checks, [e.code]: [...(s.checks[e.code] ?? []), [first, e.value]] };
}

/** A code counts as said for the author of the message, and as seen for all who have read it. */
export function coded(s: Next, e: EventOf<'code.assigned'>): void {
  const index = messageIndex(s, e.message);
  const message = s.messages.backing[index]!;
  const found = { [e.code]: e.value };
  while (s.codes.length <= index) s.codes = setAt<Variables>(s.codes, s.codes.length, {});
  s.codes = setAt(s.codes, index, { ...at(s.codes, index), ...found });
  const author = at(s.agents, message.author);
  if (author) s.agents = setAt(s.agents, message.author, { ...author, saidCodes: met(author.saidCodes, found) });
  for (const key of logItems(s.deliveries, message.since)) {
    const [reader, read] = deliveryOf(key);
    const agent = read === index ? at(s.agents, reader) : undefined;
    if (agent) s.agents = setAt(s.agents, reader, { ...agent, seenCodes: met(agent.seenCodes, found) });
  }
}
