/**
 * The ties of one network while a rule changes them over columns. Changes of an evaluation that fails are taken back, and at the end the
 * ties that differ from those before the rule become one event.
 */
import type { TieEnds } from '../../core/columns/tieText.js';
import { placeBetween } from '../../core/util/search.js';
import type { ChangingTies, TieLists } from '../../expr/columns/columnScope.js';

/** Ties with other strengths than before the rule, sorted by `from`, then `to`; 0 is no tie. */
export interface ChangedTies {
  readonly ends: TieEnds;
  readonly after: Float64Array;
}

/** Places that a row gets in addition at first, and when it has to move. */
const ROOM = 2;
const MORE_ROOM = 4;

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
  /** The agents whose ties were changed. */
  #changed = new Uint8Array(0);
  /** The changes since the last `keep` or `rewind`, with the strengths before. */
  readonly #log = { from: new Int32Array(16), to: new Int32Array(16), before: new Float64Array(16), count: 0 };

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
    const room = (this.#room ??= this.#copied());
    const place = this.#placeOf(from, to);
    const isThere = place < this.end[from]! && this.to[place] === to;
    const before = isThere ? this.strength[place]! : 0;
    if (before === strength) return;
    this.#note(from, to, before);
    this.#write(room, from, to, strength, place, isThere);
  }

  /** The changes since the last `keep` or `rewind` stay. */
  keep(): void {
    this.#log.count = 0;
  }

  /** Takes back the changes since the last `keep` or `rewind`. */
  rewind(): void {
    const { from, to, before } = this.#log;
    for (let i = this.#log.count - 1; i >= 0; i--) {
      const place = this.#placeOf(from[i]!, to[i]!);
      this.#write(this.#room!, from[i]!, to[i]!, before[i]!, place, place < this.end[from[i]!]! && this.to[place] === to[i]);
    }
    this.#log.count = 0;
  }

  /** O(agents + ties of the agents whose ties were changed). */
  changes(): ChangedTies {
    const { start, to, strength } = this.#before;
    let rows = 0;
    for (let row = 0; row < this.#changed.length; row++) rows += this.#changed[row]!;
    const found: Found = { from: new Uint32Array(2 * rows), to: new Uint32Array(2 * rows), after: new Float64Array(2 * rows), length: 0 };
    const [before, now] = [
      { to, strength, at: 0, end: 0 },
      { to: this.to, strength: this.strength, at: 0, end: 0 },
    ];
    for (let row = 0; row < this.#changed.length; row++) {
      if (this.#changed[row] === 0) continue;
      before.at = start[row]!;
      before.end = start[row + 1]!;
      now.at = this.start[row]!;
      now.end = this.end[row]!;
      const most = found.length + before.end - before.at + now.end - now.at;
      if (most > found.to.length) {
        found.from = doubled(found.from, most);
        found.to = doubled(found.to, most);
        found.after = doubled(found.after, most);
      }
      addDifferences(row, before, now, found);
    }
    const { length } = found;
    return { ends: { from: found.from.slice(0, length), to: found.to.slice(0, length) }, after: found.after.slice(0, length) };
  }

  /** The place of a tie, or where it would be. */
  #placeOf(from: number, to: number): number {
    return placeBetween(this.to, this.start[from]!, this.end[from]!, to);
  }

  #note(from: number, to: number, before: number): void {
    const log = this.#log;
    const { count } = log;
    if (count === log.from.length) {
      log.from = doubled(log.from);
      log.to = doubled(log.to);
      log.before = doubled(log.before);
    }
    log.from[count] = from;
    log.to[count] = to;
    log.before[count] = before;
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
    const [start, end] = [this.start[from]!, this.end[from]!];
    const first = this.#used;
    this.#used += end - start + Math.max(MORE_ROOM, (end - start) >> 1);
    while (this.#used > this.to.length) {
      this.to = doubled(this.to, MORE_ROOM);
      this.strength = doubled(this.strength, MORE_ROOM);
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

  /** Copies the ties before the first change, with room for more in each row. Returns where the places of each row end. */
  #copied(): Int32Array {
    const { start, to, strength } = this.#before;
    const agents = start.length - 1;
    const [starts, ends, room] = [new Int32Array(agents), new Int32Array(agents), new Int32Array(agents)];
    const size = to.length + ROOM * agents;
    const [others, strengths] = [new Int32Array(size), new Float64Array(size)];
    let place = 0;
    for (let row = 0; row < agents; row++) {
      starts[row] = place;
      const last = start[row + 1]!;
      for (let i = start[row]!; i < last; i++, place++) {
        others[place] = to[i]!;
        strengths[place] = strength[i]!;
      }
      ends[row] = place;
      room[row] = place += ROOM;
    }
    this.start = starts;
    this.end = ends;
    this.to = others;
    this.strength = strengths;
    this.#used = size;
    this.#changed = new Uint8Array(agents);
    return room;
  }
}

/** The ties of one agent, from `at` up to `end`. */
interface Ties {
  readonly to: Int32Array;
  readonly strength: Float64Array;
  at: number;
  end: number;
}

interface Found {
  from: Uint32Array;
  to: Uint32Array;
  after: Float64Array;
  length: number;
}

/** Adds the ties of an agent that are not as they were. */
function addDifferences(row: number, before: Ties, now: Ties, found: Found): void {
  const { from, to, after } = found;
  const [olds, news] = [before.to, now.to];
  const { end: oldEnd } = before;
  const { end: newEnd } = now;
  let [i, j, length] = [before.at, now.at, found.length];
  while (i < oldEnd || j < newEnd) {
    const old = i < oldEnd ? olds[i]! : MOST;
    const other = j < newEnd ? news[j]! : MOST;
    const strength = other <= old ? now.strength[j]! : 0;
    const isSame = other === old && strength === before.strength[i]!;
    if (old <= other) i++;
    if (other <= old) j++;
    if (isSame) continue;
    from[length] = row;
    to[length] = Math.min(old, other);
    after[length++] = strength;
  }
  found.length = length;
}

/** Above all indices of agents. */
const MOST = 0x7fffffff;

function doubled<T extends Int32Array | Uint32Array | Float64Array>(values: T, least = 0): T {
  const more = new (values.constructor as new (length: number) => T)(2 * values.length + least);
  more.set(values);
  return more;
}
