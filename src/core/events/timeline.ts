/**
 * A run's events with a state for every moment. Events are only appended; readers can get the state at any `seq`.
 * Snapshots are references to folded states at the ends of rounds and, within rounds with many or large events, of steps, so that a
 * seek folds few and small events. A recorded run is folded only as far as a reader needs.
 */
import { unwrittenLength } from '../columns/valueText.js';
import { at } from '../util/chunkedList.js';
import type { Draft, SimEvent } from './events.js';
import { messageId } from '../util/ids.js';
import { reduceEach } from './reduce.js';
import { indexOf } from './roster.js';
import { Snapshots } from './snapshots.js';
import { initialState, type State } from './state.js';
import { inTurns } from '../util/pauses.js';
import { Emitter, type Event } from '../util/lifecycle.js';

/** Number of events from one snapshot to the next, and the characters of their rows. Either takes a few milliseconds to fold. */
const APART = 4_096;

/** Rounds with fewer events and fewer characters share a snapshot. */
const SHORT = 64;
const LIGHT = 1 << 14;
const HEAVY = 1 << 18;

/** How many states on the way of a seek are kept. */
const SOUGHT = 4;

export class Timeline {
  readonly #events: SimEvent[];
  readonly #snapshots: Snapshots;
  /** The place of the last state that was due to be a snapshot. */
  #due = -1;
  /** The last folded state: the head, unless it has not been needed yet. */
  #folded: State = initialState();
  /** Characters of the rows of the folded events after the last snapshot. */
  #weight = 0;
  /** The last state that a reader asked for and states on the way to it, in order: the next one that is asked for is often near. */
  #sought: readonly State[] = [];
  /** First event of each round, computed at the first request. */
  #rounds: number[] | null;
  readonly #committed = new Emitter<readonly SimEvent[]>();

  /** Fires after each step with its events. */
  readonly onCommit: Event<readonly SimEvent[]> = this.#committed.event;

  /** `room`: the most bytes of snapshots. */
  constructor(events: SimEvent[] = [], rounds: readonly number[] | null = null, room?: number) {
    this.#events = events;
    this.#rounds = rounds && [...rounds];
    this.#snapshots = new Snapshots(this.#folded, room);
  }

  /** A timeline over recorded events. Throws if they do not fold. */
  static of(events: readonly SimEvent[]): Timeline {
    const timeline = new Timeline(events.slice());
    while (timeline.foldOn());
    return timeline;
  }

  /**
   * A timeline that reads and folds its events on demand. It owns the list from now on. An event that does not fold throws at
   * that time. `rounds`: the first event of each round, if known.
   */
  static lazily(events: SimEvent[], rounds: readonly number[] | null = null): Timeline {
    return new Timeline(events, rounds);
  }

  get events(): readonly SimEvent[] {
    return this.#events;
  }

  get head(): State {
    while (this.foldOn());
    return this.#folded;
  }

  /** The last event whose state is available without further folding. */
  get folded(): number {
    return this.#folded.seq;
  }

  /** Whether all events are folded. */
  get isFolded(): boolean {
    return this.#folded.seq === this.#events.length - 1;
  }

  /** First event of each round, from round 1. */
  get rounds(): readonly number[] {
    this.#rounds ??= roundsIn(this.#events);
    return this.#rounds;
  }

  /** Makes a step of drafts: numbers them, marks the last one, folds them and notifies the listeners. */
  commit(drafts: readonly Draft[]): readonly SimEvent[] {
    return this.add(fold(this.head, drafts));
  }

  /** Adds a step that was folded from the head, and notifies the listeners. */
  add({ events, state }: Step): readonly SimEvent[] {
    for (const event of events) this.#events.push(event);
    this.#rounds?.push(...roundsIn(events));
    this.#keep(state);
    this.#committed.fire(events);
    return events;
  }

  /** State after event `seq`; −1 is before the first. Folds from the nearest snapshot. */
  at(seq: number): State {
    if (seq < -1 || seq >= this.#events.length) throw new RangeError(`no event ${seq}`);
    while (this.#folded.seq < seq) this.foldOn();
    if (seq === this.#folded.seq) return this.#folded;
    let state = this.#nearest(seq);
    // Each part is kept, so that a seek that pauses continues from there.
    for (let until = 0; (until = snapshotBehind(this.#events, state.seq + 1, 0) - 1) < seq; ) {
      state = foldedFrom(state, this.#events, until);
      this.#passed(state);
    }
    if (state.seq < seq) this.#passed((state = foldedFrom(state, this.#events, seq)));
    return state;
  }

  /** Folds up to the next snapshot; returns false if everything is folded. */
  foldOn(): boolean {
    const from = this.#folded.seq + 1;
    if (from >= this.#events.length) return false;
    const until = snapshotBehind(this.#events, from, this.#weight);
    this.#keep(foldedFrom(this.#folded, this.#events, until - 1));
    return true;
  }

  /** Folds the remaining events with pauses, as long as `isWanted` holds. Afterwards every moment is available quickly. */
  async foldAhead(breathe: () => Promise<void> | undefined, isWanted: () => boolean = () => true): Promise<void> {
    while (isWanted() && (await inTurns(() => this.foldOn(), breathe, isWanted))) await breathe();
  }

  #nearest(seq: number): State {
    const snapshot = this.#snapshots.nearest(seq);
    const sought = this.#sought.findLast((state) => state.seq <= seq);
    return sought && sought.seq > snapshot.seq ? sought : snapshot;
  }

  /** Keeps a state on the way of a seek, and the last ones before it. */
  #passed(state: State): void {
    this.#sought = [...this.#sought.filter(({ seq }) => seq < state.seq).slice(1 - SOUGHT), state];
  }

  /** Handles a state at the end of a step: stores a snapshot if one is due. */
  #keep(state: State): void {
    for (let seq = this.#folded.seq + 1; seq <= state.seq; seq++) this.#weight += weightOf(this.#events[seq]!);
    this.#folded = state;
    if (!isDue(this.#due, this.#events[state.seq]!, this.#weight)) return;
    this.#snapshots.add(state);
    this.#due = state.seq;
    this.#weight = 0;
  }
}

/** First events of rounds among these. */
export const roundsIn = (events: readonly SimEvent[]): number[] =>
  events.filter(({ type }) => type === 'round.started').map(({ seq }) => seq);

/** The state after event `seq`, from an earlier one: data that many events change is copied once. */
const foldedFrom = (state: State, events: readonly SimEvent[], seq: number): State =>
  seq === state.seq ? state : reduceEach(state, seq - state.seq, (soFar) => events[soFar.seq + 1]!);

/** Characters of the texts of an event that holds rows. */
const weightOf = (event: SimEvent): number => (event.type === 'variables.set' || event.type === 'ties.changed' ? charactersIn(event) : 0);

/** Characters of the texts in a value, and the length of its lists. The value may be malformed, because it is not folded yet. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  const unwritten = unwrittenLength(value);
  return unwritten ?? Object.values(value).reduce((sum: number, one) => sum + charactersIn(one), 0);
}

/** Whether a snapshot is due after an event that ends a step. `last` is the place of the previous snapshot. */
const isDue = (last: number, { type, seq }: SimEvent, weight: number): boolean =>
  (type === 'round.ended' && (seq - last >= SHORT || weight >= LIGHT)) || seq - last >= APART || weight >= HEAVY;

/** The end of the events from `from` to the next snapshot, or to the end, which may be incomplete. `before`: the weight before them. */
function snapshotBehind(events: readonly SimEvent[], from: number, before: number): number {
  let weight = before;
  for (let i = from; i < events.length; i++) {
    weight += weightOf(events[i]!);
    if (events[i]!.end && isDue(events[from]!.seq - 1, events[i]!, weight)) return i + 1;
  }
  return events.length;
}

// Turns drafts into the events of one step: numbers them, marks the last one, and folds each into the state before it.

interface Step {
  readonly events: readonly SimEvent[];
  /** The state after the last event. */
  readonly state: State;
}

/** Start of the step that contains event `seq`. */
export function stepStart(events: readonly SimEvent[], seq: number): number {
  let start = Math.max(0, seq);
  while (start > 0 && !events[start - 1]!.end) start--;
  return start;
}

/** Folds the drafts into `state` as its next step. */
export function fold(state: State, drafts: readonly Draft[]): Step {
  if (drafts.length === 0) throw new Error('a step has at least one event');
  const [first, step] = [state.seq + 1, state.step + 1];
  const events: SimEvent[] = [];
  const next = reduceEach(state, drafts.length, (soFar, i) => {
    const event = toEvent(drafts[i]!, soFar, first, step, i === drafts.length - 1);
    events.push(event);
    return event;
  });
  return { events, state: next };
}

/** Keeps the key order of the body, because an event's text depends on it. The id of a message counts the author's messages, which a draft does not know. */
function toEvent({ body, at, cause = null, causeIn }: Draft, head: State, first: number, step: number, last: boolean): SimEvent {
  const event = { seq: head.seq + 1, step, cause: causeIn === undefined ? cause : first + causeIn, at, ...body } as Mutable<SimEvent>;
  if (event.type === 'message.sent') event.id = messageId(event.author, sentBy(head, event.author) + 1);
  if (last) event.end = true;
  return event;
}

function sentBy({ told, individuals, roster }: State, author: string | null): number {
  return author === null ? told.length : (at(individuals, indexOf(roster, author))?.own.length ?? 0);
}

type Mutable<T> = T extends unknown ? { -readonly [K in keyof T]: T[K] } : never;
