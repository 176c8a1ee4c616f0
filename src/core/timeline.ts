/**
 * A run's events with a state for every moment. The head only grows; readers ask for the state at any `seq`.
 * Snapshots are references to folded states, kept at the ends of rounds and, within long ones, of steps, so that seeking
 * folds few events wherever it goes.
 */
import { Emitter, type Event } from './emitter.js';
import type { Draft, SimEvent } from './events.js';
import { reduce, reduceEach } from './reduce.js';
import { initialState, type State } from './state.js';
import { fold } from './step.js';

/** Events behind a snapshot after which there is another. */
const APART = 4_096;

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
    for (const step of stepsOf(events))
      timeline.#keep(
        step,
        reduceEach(timeline.#head, step.length, (_, i) => step[i]!),
      );
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
    const { events, state } = fold(this.#head, drafts);
    this.#keep(events, state);
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

  /** The events of a step and the state behind it. A round ends with the end of a step, and so does every snapshot. */
  #keep(events: readonly SimEvent[], state: State): void {
    this.#head = state;
    for (const event of events) this.#events.push(event);
    const isDue = state.seq - this.#snapshots.at(-1)!.seq >= APART;
    if (isDue || events.at(-1)?.type === 'round.ended') this.#snapshots.push(state);
  }
}

/** Recorded events by steps. The last may be cut short. */
function* stepsOf(events: readonly SimEvent[]): Generator<readonly SimEvent[]> {
  for (let from = 0, i = 0; i < events.length; i++)
    if (events[i]!.end || i === events.length - 1) {
      yield events.slice(from, i + 1);
      from = i + 1;
    }
}
