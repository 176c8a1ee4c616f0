/**
 * The ties of one network while a rule changes them over columns. Changes of an evaluation that fails are taken back, and at the end the
 * ties that differ from those before the rule become one event.
 */
import type { TieTable } from '../../core/events/ties.js';
import { spare } from '../../core/util/memo.js';
import { finished, type Slices } from '../../core/util/slices.js';
import { placeBetween } from '../../core/util/search.js';
import type { ChangingTies, TieLists } from '../../expr/columns/columnScope.js';
import { ROOM, type SpreadTies, spreadTies, totalOf } from './spreadTies.js';
import { addDifferences, type ChangedTies, changesOf, type Found, longer, sortBy } from './tieDifferences.js';

/** Places that a row gets in addition when it has to move. */
const MORE_ROOM = 4;

/** How many changes, and the ties of how many agents, are compared in one slice. */
const SLICE = 1 << 16;
const ROWS = 1 << 14;

/** How many ties are copied in one slice, where all are copied together. */
const COPIED = 1 << 17;

/** The most changes of the log for each agent. */
const MOST_LOGGED = 2;

/** Changes with the strengths before and after them. */
interface Log {
  from: Int32Array;
  to: Int32Array;
  before: Float64Array;
  after: Float64Array;
  count: number;
  kept: number;
}

const logOf = (size: number): Log => ({
  ...{ from: new Int32Array(size), to: new Int32Array(size), before: new Float64Array(size), after: new Float64Array(size) },
  ...{ count: 0, kept: 0 },
});

const NO_ENDS = new Int32Array(0);
const NO_STRENGTHS = new Float64Array(0);

/** The log before the first change. */
const NOTHING = logOf(0);

/** The memory of the log of a rule serves the next rule. */
const logs = spare(() => logOf(16));

/** Longer logs are not kept. */
const MOST_KEPT = 1 << 18;

/** All rows get their room again where, apart from that room, more than one place in so many is empty. */
const MOST_EMPTY = 8;

export class RuleTies implements ChangingTies {
  readonly #before: TieLists;
  start: Int32Array;
  end: Int32Array;
  to: Int32Array;
  strength: Float64Array;
  /** Where the places of each row end; null before the first change. */
  #room: Int32Array | null = null;
  /** The same as soon as the ties are copied. */
  #ready: Int32Array | null = null;
  /** The places that rows have. */
  #used: number;
  /** The agents whose ties were changed. */
  #changed = new Uint8Array(0);
  /** The changes. Those before `kept` stay. */
  #log: Log = NOTHING;
  /** Whether the log has all changes that stay. A log of many changes is not kept. */
  #hasAll = true;

  constructor(before: TieLists) {
    this.#before = before;
    this.start = before.start;
    this.end = before.end;
    // Strengths that are not computed yet are computed where they are copied.
    this.to = before.fading ? NO_ENDS : before.to;
    this.strength = before.fading ? NO_STRENGTHS : before.strength;
    this.#used = this.to.length;
  }

  /** Whether the ties are copied, so that they can change. */
  get isCopied(): boolean {
    return this.#ready !== null;
  }

  /** Copies ties whose strengths are not computed yet. No agent can read them before. */
  *begin(): Slices<void> {
    if (this.#before.fading && !this.#ready) yield* this.copy();
  }

  /** Copies the ties, which a change otherwise does without a pause. */
  *copy(): Slices<void> {
    const { start, end, to, strength, room, used } = this.#isSparse() ? yield* spreadTies(this.#before) : yield* this.#wider();
    this.start = start;
    this.end = end;
    this.to = to;
    this.strength = strength;
    this.#used = used;
    this.#ready = room;
  }

  /** Sets a tie; a strength of 0 removes it. O(ties of the agent). */
  set(from: number, to: number, strength: number): void {
    const room = this.#room ?? this.#opened();
    const place = this.#placeOf(from, to);
    const isThere = place < this.end[from]! && this.to[place] === to;
    const before = isThere ? this.strength[place]! : 0;
    if (before === strength) return;
    this.#note(from, to, before, strength);
    this.#write(room, from, to, strength, place, isThere);
  }

  /** The changes since the last `keep` or `rewind` stay. */
  keep(): void {
    const log = this.#log;
    if (log.count > MOST_LOGGED * this.end.length) this.#hasAll = false;
    if (!this.#hasAll) log.count = 0;
    log.kept = log.count;
  }

  /** Takes back the changes since the last `keep` or `rewind`. */
  rewind(): void {
    const { from, to, before, kept } = this.#log;
    for (let i = this.#log.count - 1; i >= kept; i--) {
      const place = this.#placeOf(from[i]!, to[i]!);
      this.#write(this.#room!, from[i]!, to[i]!, before[i]!, place, place < this.end[from[i]!]! && this.to[place] === to[i]);
    }
    this.#log.count = kept;
  }

  /** The ties that differ. O(agents + changes), or O(agents + ties of the agents whose ties were changed) after many changes. */
  *changes(): Slices<ChangedTies> {
    const changed = this.#hasAll ? yield* this.#loggedChanges() : yield* this.#differences();
    if (this.#log !== NOTHING && this.#log.from.length <= MOST_KEPT) logs.give(this.#log);
    this.#log = NOTHING;
    return changed;
  }

  /** The changes of the log by their agents: the first of each tie has the strength before the rule, the last one that after it. */
  *#loggedChanges(): Slices<ChangedTies> {
    const { from, count } = this.#log;
    const rows = this.#changed.length;
    const order = new Uint32Array(count);
    const next = new Uint32Array(rows + 1);
    for (let i = 0; i < count; i += SLICE) {
      countRows(from, next, i, Math.min(count, i + SLICE));
      yield;
    }
    addUp(next);
    for (let i = 0; i < count; i += SLICE) {
      yield;
      orderRows(from, next, order, i, Math.min(count, i + SLICE));
    }
    const found: Found = { from: new Uint32Array(count), to: new Uint32Array(count), after: new Float64Array(count), length: 0 };
    for (let first = 0; first < count; ) {
      yield;
      first = this.#addLogged(found, order, next, first, Math.min(count, first + SLICE));
    }
    return changesOf(found);
  }

  /** Adds the changes from the place `begin` of the order up to `until`, or to the end of the agent there. Returns the next place. */
  #addLogged(found: Found, order: Uint32Array, next: Uint32Array, begin: number, until: number): number {
    const { from, to, before, after } = this.#log;
    let { length } = found;
    let first = begin;
    while (first < until) {
      const row = from[order[first]!]!;
      const end = next[row]!;
      if (end - first > 1) sortBy(order, first, end, to);
      for (let i = first; i < end; i++) {
        const other = to[order[i]!]!;
        const strength = before[order[i]!]!;
        while (i + 1 < end && to[order[i + 1]!] === other) i++;
        if (after[order[i]!] === strength) continue;
        found.from[length] = row;
        found.to[length] = other;
        found.after[length++] = after[order[i]!]!;
      }
      first = end;
    }
    found.length = length;
    return first;
  }

  *#differences(): Slices<ChangedTies> {
    let rows = 0;
    for (let row = 0; row < this.#changed.length; row++) rows += this.#changed[row]!;
    const found: Found = { from: new Uint32Array(2 * rows), to: new Uint32Array(2 * rows), after: new Float64Array(2 * rows), length: 0 };
    for (let row = 0; row < this.#changed.length; row += ROWS) {
      yield;
      this.#addDifferences(found, row, Math.min(this.#changed.length, row + ROWS));
    }
    return changesOf(found);
  }

  /** Adds the ties that differ of the agents from `first` up to `last`. */
  #addDifferences(found: Found, first: number, last: number): void {
    const { start, end, to, strength } = this.#before;
    const before = { to, strength, at: 0, end: 0 };
    const now = { to: this.to, strength: this.strength, at: 0, end: 0 };
    for (let row = first; row < last; row++) {
      if (this.#changed[row] === 0) continue;
      before.at = start[row]!;
      before.end = end[row]!;
      now.at = this.start[row]!;
      now.end = this.end[row]!;
      const most = found.length + before.end - before.at + now.end - now.at;
      if (most > found.to.length) {
        found.from = longer(found.from, 2 * most);
        found.to = longer(found.to, 2 * most);
        found.after = longer(found.after, 2 * most);
      }
      addDifferences(row, before, now, found);
    }
  }

  /** All ties as they are now; null if no tie was set. The rule must not change them afterwards. */
  table(): TieTable | null {
    if (!this.#room) return null;
    const agents = this.end.length;
    let total = 0;
    for (let row = 0; row < agents; row++) total += this.end[row]! - this.start[row]!;
    const [start, end, to, room] = [unsigned(this.start), unsigned(this.end), unsigned(this.to), unsigned(this.#room)];
    return { start, end, to: to.subarray(0, this.#used), strength: this.strength.subarray(0, this.#used), room, total };
  }

  /** The place of a tie, or where it would be. */
  #placeOf(from: number, to: number): number {
    return placeBetween(this.to, this.start[from]!, this.end[from]!, to);
  }

  #note(from: number, to: number, before: number, after: number): void {
    const log = this.#log;
    const { count } = log;
    if (count === log.from.length) {
      const rows = this.end.length;
      // Where many rows change their ties, most change one.
      const room = count < rows >> 4 ? 4 * count : Math.max(2 * count, rows + (rows >> 3));
      log.from = longer(log.from, room);
      log.to = longer(log.to, room);
      log.before = longer(log.before, room);
      log.after = longer(log.after, room);
    }
    log.from[count] = from;
    log.to[count] = to;
    log.before[count] = before;
    // A negative zero is no tie too.
    log.after[count] = after + 0;
    log.count = count + 1;
    this.#changed[from] = 1;
  }

  #write(room: Int32Array, from: number, to: number, strength: number, at: number, isThere: boolean): void {
    let place = at;
    if (strength === 0) {
      if (isThere) this.#remove(from, place);
      return;
    }
    if (!isThere) {
      if (this.end[from] === room[from]) place += this.#moved(from, room);
      this.#insert(from, to, place);
    }
    this.strength[place] = strength;
  }

  #remove(from: number, place: number): void {
    const last = --this.end[from]!;
    const { to, strength } = this;
    for (let i = place; i < last; i++) {
      to[i] = to[i + 1]!;
      strength[i] = strength[i + 1]!;
    }
  }

  #insert(from: number, other: number, place: number): void {
    const { to, strength } = this;
    for (let i = this.end[from]!++; i > place; i--) {
      to[i] = to[i - 1]!;
      strength[i] = strength[i - 1]!;
    }
    to[place] = other;
  }

  /** Gives a row more places, after those of all others. Returns how far it moved. */
  #moved(from: number, room: Int32Array): number {
    const start = this.start[from]!;
    const end = this.end[from]!;
    const first = this.#used;
    this.#used += end - start + Math.max(MORE_ROOM, (end - start) >> 1);
    if (this.#used > this.to.length) {
      const more = this.#used + (this.#used >> 2);
      this.to = longer(this.to, more);
      this.strength = longer(this.strength, more);
    }
    const { to, strength } = this;
    for (let i = start, j = first; i < end; i++, j++) {
      to[j] = to[i]!;
      strength[j] = strength[i]!;
    }
    this.start[from] = first;
    this.end[from] = first + end - start;
    room[from] = this.#used;
    return first - start;
  }

  /** Before the first change. Returns where the places of each row end. */
  #opened(): Int32Array {
    if (!this.#ready) finished(this.copy());
    this.#changed = new Uint8Array(this.end.length);
    this.#log = logs.take();
    this.#log.count = this.#log.kept = 0;
    this.#room = this.#ready!;
    return this.#room;
  }

  /** Whether many places are empty, or strengths are computed where they are copied: the rows are then copied one after another. */
  #isSparse(): boolean {
    const before = this.#before;
    if (before.fading) return true;
    const total = totalOf(before);
    return before.to.length - ROOM * before.end.length > total + total / MOST_EMPTY;
  }

  *#wider(): Slices<SpreadTies> {
    const { start, end, to, strength, room } = this.#before;
    // Rows without room for more move more often.
    const size = to.length + (to.length >> (room ? 4 : 1)) + MORE_ROOM * 64;
    const copy = {
      ...{ start: start.slice(0, end.length), end: end.slice(), room: (room ?? end).slice(), used: to.length },
      ...{ to: new Int32Array(size), strength: new Float64Array(size) },
    };
    for (let from = 0; from < to.length; from += COPIED) {
      yield;
      copy.to.set(to.subarray(from, from + COPIED), from);
      copy.strength.set(strength.subarray(from, from + COPIED), from);
    }
    return copy;
  }
}

/** Counts the changes of each agent, at the place after its own. */
function countRows(from: Int32Array, counts: Uint32Array, first: number, end: number): void {
  for (let i = first; i < end; i++) counts[from[i]! + 1]!++;
}

/** Turns counts into sums: each with all before it. */
function addUp(counts: Uint32Array): void {
  for (let i = 1, sum = counts[0]!; i < counts.length; i++) counts[i] = sum += counts[i]!;
}

/** Puts the places of the changes in the order of their agents. */
function orderRows(from: Int32Array, next: Uint32Array, order: Uint32Array, first: number, end: number): void {
  for (let i = first; i < end; i++) order[next[from[i]!]!++] = i;
}

const unsigned = ({ buffer, byteOffset, length }: Int32Array): Uint32Array => new Uint32Array(buffer, byteOffset, length);
