/**
 * The ties of one network while a rule changes them over columns. Changes of an evaluation that fails are taken back, and at the end the
 * ties that differ from those before the rule become one event.
 */
import type { TieEnds } from '../../core/columns/tieText.js';
import type { ChangingTies, TieLists } from '../../expr/columns/columnScope.js';

/** Ties with other strengths than before the rule, sorted by `from`, then `to`; 0 is no tie. */
export interface ChangedTies {
  readonly ends: TieEnds;
  readonly after: Float64Array;
}

/** Places that a row gets in addition when it has to move. */
const ROOM = 4;

export class RuleTies implements ChangingTies {
  readonly #before: TieLists;
  start: Int32Array;
  end: Int32Array;
  to: Int32Array;
  strength: Float64Array;
  /** Where the places of each row end; null before the first change. */
  #room: Int32Array | null = null;
  /** The places that rows have. */
  #used: number;
  /** All changes in their order, with the strengths before and after, and how many of them stay. */
  readonly #log = { from: new Int32Array(16), to: new Int32Array(16), before: new Float64Array(16), after: new Float64Array(16), count: 0 };
  #kept = 0;

  constructor(before: TieLists) {
    this.#before = before;
    this.start = before.start;
    this.end = before.start.subarray(1);
    this.to = before.to;
    this.strength = before.strength;
    this.#used = before.to.length;
  }

  /** Sets a tie; a strength of 0 removes it. O(ties of the agent). */
  set(from: number, to: number, strength: number): void {
    const place = this.#placeOf(from, to);
    const isThere = place < this.end[from]! && this.to[place] === to;
    const before = isThere ? this.strength[place]! : 0;
    if (before === strength) return;
    this.#note(from, to, before, strength);
    this.#write(from, to, strength, place, isThere);
  }

  /** The changes since the last `keep` or `rewind` stay. */
  keep(): void {
    this.#kept = this.#log.count;
  }

  /** Takes back the changes since the last `keep` or `rewind`. */
  rewind(): void {
    const { from, to, before } = this.#log;
    for (let i = this.#log.count - 1; i >= this.#kept; i--) {
      const place = this.#placeOf(from[i]!, to[i]!);
      this.#write(from[i]!, to[i]!, before[i]!, place, place < this.end[from[i]!]! && this.to[place] === to[i]);
    }
    this.#log.count = this.#kept;
  }

  /** O(changes + agents). */
  changes(): ChangedTies {
    const { from, to, before, after, count } = this.#log;
    const agents = this.#before.start.length - 1;
    const order = sortedBy(
      from,
      sortedBy(
        to,
        new Int32Array(count).map((_, i) => i),
        agents,
      ),
      agents,
    );
    const found = { from: new Uint32Array(count), to: new Uint32Array(count), after: new Float64Array(count) };
    let length = 0;
    for (let i = 0; i < count; ) {
      const first = order[i]!;
      let last = first;
      for (i++; i < count && from[order[i]!] === from[first] && to[order[i]!] === to[first]; i++) last = order[i]!;
      if (before[first] === after[last]) continue;
      found.from[length] = from[first]!;
      found.to[length] = to[first]!;
      found.after[length++] = after[last]!;
    }
    return { ends: { from: found.from.subarray(0, length), to: found.to.subarray(0, length) }, after: found.after.subarray(0, length) };
  }

  /** The place of a tie, or where it would be. */
  #placeOf(from: number, to: number): number {
    const ends = this.to;
    let low = this.start[from]!;
    let high = this.end[from]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < to) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #note(from: number, to: number, before: number, after: number): void {
    const log = this.#log;
    const { count } = log;
    if (count === log.from.length) {
      log.from = doubled(log.from);
      log.to = doubled(log.to);
      log.before = doubled(log.before);
      log.after = doubled(log.after);
    }
    log.from[count] = from;
    log.to[count] = to;
    log.before[count] = before;
    log.after[count] = after;
    log.count = count + 1;
  }

  #write(from: number, to: number, strength: number, at: number, isThere: boolean): void {
    const room = (this.#room ??= this.#copied());
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
    const [start, end] = [this.start[from]!, this.end[from]!];
    const first = this.#used;
    this.#used += end - start + Math.max(ROOM, (end - start) >> 1);
    while (this.#used > this.to.length) {
      this.to = doubled(this.to, ROOM);
      this.strength = doubled(this.strength, ROOM);
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

  /** Copies the ties before the first change, with room for some more. Returns where the places of each row end. */
  #copied(): Int32Array {
    const { start, to, strength } = this.#before;
    const agents = start.length - 1;
    this.start = start.slice(0, agents);
    this.end = start.slice(1);
    const room = to.length + (to.length >> 1) + ROOM;
    this.to = new Int32Array(room);
    this.to.set(to);
    this.strength = new Float64Array(room);
    this.strength.set(strength);
    return start.slice(1);
  }
}

/** The places in ascending order of their keys, which are below `size`; places with the same key keep their order. */
function sortedBy(keys: Int32Array, places: Int32Array, size: number): Int32Array {
  const next = new Int32Array(size + 1);
  for (let i = 0; i < places.length; i++) next[keys[i]! + 1]!++;
  for (let key = 0; key < size; key++) next[key + 1]! += next[key]!;
  const sorted = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    sorted[next[keys[place]!]!++] = place;
  }
  return sorted;
}

function doubled<T extends Int32Array | Float64Array>(values: T, least = 0): T {
  const more = new (values.constructor as new (length: number) => T)(2 * values.length + least);
  more.set(values);
  return more;
}
