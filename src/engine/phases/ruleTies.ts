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
  /** All changes in their order, with the strengths before and after, and how many of them stay. */
  readonly #log: { from: Int32Array; to: Int32Array; before: Float64Array; after: Float64Array; count: number };
  #kept = 0;

  /** `changes`: how many changes are expected. */
  constructor(before: TieLists, changes = 16) {
    const [ends, strengths] = [() => new Int32Array(changes), () => new Float64Array(changes)];
    this.#log = { from: ends(), to: ends(), before: strengths(), after: strengths(), count: 0 };
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
    this.#note(from, to, before, strength);
    this.#write(room, from, to, strength, place, isThere);
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
      this.#write(this.#room!, from[i]!, to[i]!, before[i]!, place, place < this.end[from[i]!]! && this.to[place] === to[i]);
    }
    this.#log.count = this.#kept;
  }

  /** O(changes + agents), if no agent has very many changes. */
  changes(): ChangedTies {
    const { from, to, before, after, count } = this.#log;
    const order = byEnds(from, to, count, this.#before.start.length - 1);
    const found = { from: new Uint32Array(count), to: new Uint32Array(count), after: new Float64Array(count) };
    let length = 0;
    for (let i = 0; i < count; ) {
      const first = order[i]!;
      let last = first;
      for (i++; i < count && to[order[i]!] === to[first] && from[order[i]!] === from[first]; i++) last = order[i]!;
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
    return room;
  }
}

/** Most changes of one row that are sorted by insertion. */
const FEW = 32;

/** The places of changes by their ends; changes of one tie keep their order. */
function byEnds(from: Int32Array, to: Int32Array, count: number, agents: number): Int32Array {
  const next = new Int32Array(agents + 1);
  for (let i = 0; i < count; i++) next[from[i]! + 1]!++;
  for (let row = 0; row < agents; row++) next[row + 1]! += next[row]!;
  const sorted = new Int32Array(count);
  for (let i = 0; i < count; i++) sorted[next[from[i]!]!++] = i;
  // Now each element of `next` is where its row ends.
  for (let row = 0, first = 0; row < agents; first = next[row++]!) {
    const end = next[row]!;
    if (end - first > FEW) sorted.subarray(first, end).sort((a, b) => to[a]! - to[b]! || a - b);
    else
      for (let i = first + 1; i < end; i++) {
        const place = sorted[i]!;
        const key = to[place]!;
        let j = i - 1;
        for (; j >= first && to[sorted[j]!]! > key; j--) sorted[j + 1] = sorted[j]!;
        sorted[j + 1] = place;
      }
  }
  return sorted;
}

function doubled<T extends Int32Array | Float64Array>(values: T, least = 0): T {
  const more = new (values.constructor as new (length: number) => T)(2 * values.length + least);
  more.set(values);
  return more;
}
