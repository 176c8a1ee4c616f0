/** Drafts become the events of one step: numbered, the last marked, each folded into the state that it follows. */
import { at } from '../util/chunkedList.js';
import type { Draft, SimEvent } from './events.js';
import { messageId } from '../util/ids.js';
import { reduceEach } from './reduce.js';
import { indexOf } from './roster.js';
import type { State } from './state.js';

interface Step {
  readonly events: readonly SimEvent[];
  /** The state after the last event. */
  readonly state: State;
}

/** Start of the step that event `seq` is in. */
export function stepStart(events: readonly SimEvent[], seq: number): number {
  let start = Math.max(0, seq);
  while (start > 0 && !events[start - 1]!.end) start--;
  return start;
}

/** Folds the drafts into `state` as its next step. */
export function fold(state: State, drafts: readonly Draft[]): Step {
  const [first, step] = [state.seq + 1, state.step + 1];
  const events: SimEvent[] = [];
  const next = reduceEach(state, drafts.length, (soFar, i) => {
    const event = toEvent(drafts[i]!, soFar, first, step, i === drafts.length - 1);
    events.push(event);
    return event;
  });
  return { events, state: next };
}

/** The body's own key order is kept: an event's text depends on it. The id of a message counts its author's, which a draft does not know. */
function toEvent({ body, at, cause = null, causeIn }: Draft, head: State, first: number, step: number, last: boolean): SimEvent {
  const event = { seq: head.seq + 1, step, cause: causeIn === undefined ? cause : first + causeIn, at, ...body } as Mutable<SimEvent>;
  if (event.type === 'message.sent') event.id = messageId(event.author, sentBy(head, event.author) + 1);
  if (last) event.end = true;
  return event;
}

function sentBy({ told, agents, roster }: State, author: string | null): number {
  return author === null ? told.length : at(agents, indexOf(roster, author))!.own.length;
}

type Mutable<T> = T extends unknown ? { -readonly [K in keyof T]: T[K] } : never;
