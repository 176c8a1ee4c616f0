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
  /** Where the places of each row end, and which rows have changed; null before the first change. */
  #rows: { readonly room: Int32Array; readonly isChanged: Uint8Array } | null = null;
  /** The places that rows have. */
  #used: number;
  #sets = 0;
  #undo = { from: new Int32Array(16), to: new Int32Array(16), before: new Float64Array(16), count: 0 };

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
    this.#note(from, to, before);
    this.#write(from, to, strength, place, isThere);
  }

  /** The changes since the last `keep` or `rewind` stay. */
  keep(): void {
    this.#undo.count = 0;
  }

  /** Takes back the changes since the last `keep` or `rewind`. */
  rewind(): void {
    const { from, to, before } = this.#undo;
    for (let i = this.#undo.count - 1; i >= 0; i--) {
      const place = this.#placeOf(from[i]!, to[i]!);
      this.#write(from[i]!, to[i]!, before[i]!, place, place < this.end[from[i]!]! && this.to[place] === to[i]);
    }
    this.#undo.count = 0;
  }

  changes(): ChangedTies {
    const [from, others, after] = [new Uint32Array(this.#sets), new Uint32Array(this.#sets), new Float64Array(this.#sets)];
    let count = 0;
    const add = (row: number, other: number, strength: number): void => {
      from[count] = row;
      others[count] = other;
      after[count++] = strength;
    };
    const old = this.#before;
    const isChanged = this.#rows?.isChanged ?? [];
    for (let row = 0; row < isChanged.length; row++) {
      if (isChanged[row] === 0) continue;
      let [i, j] = [old.start[row]!, this.start[row]!];
      const [oldEnd, end] = [old.start[row + 1]!, this.end[row]!];
      while (i < oldEnd || j < end) {
        const [was, is] = [i < oldEnd ? old.to[i]! : Infinity, j < end ? this.to[j]! : Infinity];
        if (was < is) add(row, was, 0);
        else if (is < was || old.strength[i] !== this.strength[j]) add(row, is, this.strength[j]!);
        if (was <= is) i++;
        if (is <= was) j++;
      }
    }
    return { ends: { from: from.subarray(0, count), to: others.subarray(0, count) }, after: after.subarray(0, count) };
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

  #note(from: number, to: number, before: number): void {
    const undo = this.#undo;
    const { count } = undo;
    if (count === undo.from.length) this.#undo = { from: doubled(undo.from), to: doubled(undo.to), before: doubled(undo.before), count };
    const { from: sources, to: targets, before: strengths } = this.#undo;
    sources[count] = from;
    targets[count] = to;
    strengths[count] = before;
    this.#undo.count = count + 1;
    this.#sets++;
  }

  #write(from: number, to: number, strength: number, at: number, isThere: boolean): void {
    const { isChanged, room } = (this.#rows ??= this.#copied());
    isChanged[from] = 1;
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
    this.to.copyWithin(first, start, end);
    this.strength.copyWithin(first, start, end);
    this.start[from] = first;
    this.end[from] = first + end - start;
    room[from] = this.#used;
    return first - start;
  }

  /** Copies the ties before the first change, with room for some more. */
  #copied(): { readonly room: Int32Array; readonly isChanged: Uint8Array } {
    const { start, to, strength } = this.#before;
    const agents = start.length - 1;
    this.start = start.slice(0, agents);
    this.end = start.slice(1);
    const room = to.length + (to.length >> 1) + ROOM;
    this.to = new Int32Array(room);
    this.to.set(to);
    this.strength = new Float64Array(room);
    this.strength.set(strength);
    return { room: start.slice(1), isChanged: new Uint8Array(agents) };
  }
}

function doubled<T extends Int32Array | Float64Array>(values: T, least = 0): T {
  const more = new (values.constructor as new (length: number) => T)(2 * values.length + least);
  more.set(values);
  return more;
}
