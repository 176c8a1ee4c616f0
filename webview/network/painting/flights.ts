/** Messages on their way: from who speaks to whom it is addressed. No page. */
import type { PanelMessage } from '../../../src/protocol/course.js';
import type { PanelModel } from '../../state/model.js';

export interface Flight {
  readonly from: number;
  readonly to: number;
}

/** More marks at once than this say nothing any more. */
export const MOST_FLIGHTS = 24;
/** Milliseconds one is on its way. */
export const FLIGHT = 900;

/** Whom a message is meant for: who is answered, who hears it alone, who is named. */
export function addressees(model: PanelModel, { author, replyTo, audience, to, mentions }: PanelMessage): readonly number[] {
  const answered = replyTo === null ? undefined : model.messages[model.places.get(replyTo) ?? -1]?.author;
  const all = new Set([...(answered === undefined ? [] : [answered]), ...(audience === 'direct' ? to : []), ...mentions]);
  return [...all].filter((other) => other >= 0 && other !== author && model.agents[other] !== undefined && !model.shown.away.has(other));
}

/** The flights of messages from one place of the list up to another, the newest of them. */
export function flightsOf(model: PanelModel, first: number, end: number): readonly Flight[] {
  const flights = model.messages
    .slice(first, end)
    .filter(({ author }) => author >= 0 && !model.shown.away.has(author))
    .flatMap((message) => addressees(model, message).map((to) => ({ from: message.author, to })));
  return flights.slice(-MOST_FLIGHTS);
}
