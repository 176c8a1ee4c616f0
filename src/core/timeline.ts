/**
 * A run's events with a state for every moment. The head only grows; readers ask for the state at any `seq`.
 * Snapshots are references to folded states, kept at the ends of rounds and, within long ones, of steps, so that seeking
 * folds few events wherever it goes.
 */
import { Emitter, type Event } from './emitter.js';
import type { Draft, SimEvent } from './events.js';
import { reduceEach } from './reduce.js';
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
    for (let from = 0; from < events.length; ) {
      const until = snapshotBehind(events, from);
      timeline.#keep(events.slice(from, until), foldedFrom(timeline.#head, events, until - 1));
      from = until;
    }
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
    return foldedFrom(this.#nearest(seq), this.#events, seq);
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

  /** Events up to the end of a step, and the state behind them: a snapshot where it is time for one. */
  #keep(events: readonly SimEvent[], state: State): void {
    this.#head = state;
    for (const event of events) this.#events.push(event);
    if (isDue(this.#snapshots.at(-1)!.seq, events.at(-1)!)) this.#snapshots.push(state);
  }
}

/** The state behind event `seq`, from one before it: what many events change is copied once. */
const foldedFrom = (state: State, events: readonly SimEvent[], seq: number): State =>
  seq === state.seq ? state : reduceEach(state, seq - state.seq, (soFar) => events[soFar.seq + 1]!);

/** Whether a snapshot is kept behind an event that ends a step, `last` being where the one before is. */
const isDue = (last: number, { type, seq }: SimEvent): boolean => type === 'round.ended' || seq - last >= APART;

/** Where the events stop that lead from `from` to the next snapshot, or to the end, which may be cut short. */
function snapshotBehind(events: readonly SimEvent[], from: number): number {
  for (let i = from; i < events.length; i++) if (events[i]!.end && isDue(events[from]!.seq - 1, events[i]!)) return i + 1;
  return events.length;
}
