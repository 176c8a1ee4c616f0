/**
 * A run's events with a state for every moment. The head only grows; readers ask for the state at any `seq`.
 * Snapshots are references to folded states, kept at round ends, so seeking folds at most the events of one round.
 */
import { Emitter, type Event } from './emitter.js';
import type { Draft, SimEvent } from './events.js';
import { messageId } from './ids.js';
import { reduce } from './reduce.js';
import { initialState, type State } from './state.js';

export class Timeline {
  readonly #events: SimEvent[] = [];
  readonly #snapshots: State[] = [initialState()];
  #head: State = this.#snapshots[0]!;
  readonly #committed = new Emitter<readonly SimEvent[]>();

  /** Fires after each step with its events. */
  readonly onCommit: Event<readonly SimEvent[]> = this.#committed.event;

  /** A timeline over recorded events. Throws where they do not fold. */
  static of(events: readonly SimEvent[]): Timeline {
    const timeline = new Timeline();
    for (const event of events) timeline.#fold(event);
    return timeline;
  }

  get events(): readonly SimEvent[] {
    return this.#events;
  }

  get head(): State {
    return this.#head;
  }

  /** Makes a step of drafts: numbers them, marks the last, folds them and tells the listeners. */
  commit(drafts: readonly Draft[]): readonly SimEvent[] {
    if (drafts.length === 0) throw new Error('a step has at least one event');
    const first = this.#head.seq + 1;
    const step = this.#head.step + 1;
    const events = drafts.map((draft, i) => toEvent(draft, first, step, i, i === drafts.length - 1));
    for (const event of events) this.#fold(event);
    this.#committed.fire(events);
    return events;
  }

  /** State after event `seq`; −1 is before the first. Folds from the nearest snapshot. */
  at(seq: number): State {
    if (seq < -1 || seq > this.#head.seq) throw new RangeError(`no event ${seq}`);
    if (seq === this.#head.seq) return this.#head;
    let state = this.#nearest(seq);
    while (state.seq < seq) state = reduce(state, this.#events[state.seq + 1]!);
    return state;
  }

  #nearest(seq: number): State {
    let low = 0;
    let high = this.#snapshots.length - 1;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (this.#snapshots[mid]!.seq <= seq) low = mid;
      else high = mid - 1;
    }
    return this.#snapshots[low]!;
  }

  #fold(event: SimEvent): void {
    this.#head = reduce(this.#head, event);
    this.#events.push(event);
    if (event.type === 'round.ended') this.#snapshots.push(this.#head);
  }
}

/** The body's own key order is kept: an event's text depends on it. A message's id carries its `seq`, which a draft cannot know. */
function toEvent({ body, at, cause = null, causeIn }: Draft, first: number, step: number, index: number, last: boolean): SimEvent {
  const seq = first + index;
  const event = { seq, step, cause: causeIn === undefined ? cause : first + causeIn, at, ...body } as Mutable<SimEvent>;
  if (event.type === 'message.sent') event.id = messageId(seq);
  if (last) event.end = true;
  return event;
}

type Mutable<T> = T extends unknown ? { -readonly [K in keyof T]: T[K] } : never;
