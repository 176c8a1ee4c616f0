/**
 * The ties of one network while a rule changes them over columns. Changes of an evaluation that fails are taken back, and at the end the
 * ties that differ from those before the rule become one event.
 */
import { depthOf, readDeep, readTies, tableWhenRead } from '../../core/events/lazyTies.js';
import { changedTable } from '../../core/events/tieChanges.js';
import { areBusy, giveRows, ROOM, spreadRows, startsOf, takeRows, type TieRows, totalOf } from '../../core/events/tieRows.js';
import type { Network, TieTable } from '../../core/events/ties.js';
import { finished, type Slices } from '../../core/util/slices.js';
import { placeBetween } from '../../core/util/search.js';
import { LANES } from '../../expr/columns/lanes/block.js';
import type { ChangingTies, TieLists } from '../../expr/columns/columnScope.js';
import { addDifferences, type ChangedTies, changesOf, type Found, longer } from './tieDifferences.js';
import { giveLog, isLong, loggedChanges, NO_CHANGES, noteChange, takeLog, type TieLog } from './tieLog.js';

/** Places that a row gets in addition when it has to move. */
const MORE_ROOM = 4;

/** The ties of how many agents are compared in one slice. */
const ROWS = 1 << 14;

const NO_ENDS = new Int32Array(0);
const NO_STRENGTHS = new Float64Array(0);

/** The strength before a change of a tie that is there, but has faded to 0: to take the change back is not to remove the tie. */
const NOTHING_THERE = -0;

/** All rows get their room again where, apart from that room, more than one place in so many is empty. */
const MOST_EMPTY = 8;

/** The same where less than one place in so many is left for rows that move, since a rule cannot pause while it makes more. */
const LEAST_LEFT = 8;

export class RuleTies implements ChangingTies {
  readonly #before: TieLists;
  /** The network before the rule; null if it has no ties. */
  readonly #network: Network | null;
  /** Its table, if all its ties are there. */
  readonly #table: TieTable | null;
  start: Int32Array;
  end: Int32Array;
  to: Int32Array;
  strength: Float64Array;
  readonly #one = new Float64Array(1);
  readonly hints = new Int32Array(LANES);
  /** Where the places of each row end; null before the first change. */
  #room: Int32Array | null = null;
  /** The same as soon as the ties are in rows that can change. */
  #ready: Int32Array | null = null;
  /** The places that rows have. */
  #used = 0;
  /** The agents whose ties were changed. */
  #changed = new Uint8Array(0);
  /** The changes. Those before `kept` stay. */
  #log: TieLog = NO_CHANGES;
  /** Whether the log has all changes that stay. A log of many changes is not kept. */
  #hasAll = true;
  /** Whether the rows have the ties that the event gives. A tie that fades until its strength is 0 stays, and none of its changes may have removed it. */
  #isExact = true;

  constructor(before: TieLists, network: Network | null) {
    this.#before = before;
    this.#network = network;
    this.#table = network && network.rows.length === 0 && network.table.end.length === before.end.length ? network.table : null;
    this.start = before.start;
    this.end = before.end;
    this.to = before.isUnread ? NO_ENDS : before.to;
    this.strength = before.isUnread ? NO_STRENGTHS : before.strength;
  }

  /** Whether the ties are in rows that can change. */
  get isCopied(): boolean {
    return this.#ready !== null;
  }

  /** Gets ties that were not computed. No agent can read them before, also if another reader has computed them since. */
  *begin(): Slices<void> {
    if (this.to !== NO_ENDS) return;
    if (!this.#table || depthOf(this.#table) > 0) return yield* this.copy();
    // Ties that no rule has changed likely stay as they are.
    yield* readTies(this.#table);
    this.to = this.#before.to;
    this.strength = this.#before.strength;
  }

  /** Gets the rows that hold the ties, or copies the ties, which a change otherwise does without a pause. */
  *copy(): Slices<void> {
    // Ties that are compared with those after the rule are computed while rows still hold them.
    if (this.#table && areBusy(this.#table)) yield* readTies(this.#table);
    const held = this.#table && takeRows(this.#table);
    if (this.#table && !held) yield* readTies(this.#table);
    const { start, end, to, strength, room, used } = held && !areWorn(held) ? held : yield* spreadRows(held ?? this.#before);
    this.start = start;
    this.end = end;
    this.to = to;
    this.strength = strength;
    this.#used = used;
    this.#ready = room;
  }

  /** Sets a tie; a strength of 0 removes it. O(ties of the agent). */
  set(from: number, to: number, strength: number): void {
    this.#one[0] = strength;
    this.#set(from, to, this.#one, 0, -1);
  }

  /** The same for the agent in that lane of a block. */
  setLane(from: number, to: number, strengths: Float64Array, lane: number): void {
    this.#set(from, to, strengths, lane, this.hints[lane]!);
  }

  /** The strength is in a list: V8 would allocate a number that is passed by itself. `hint`: a place where the tie likely is, or -1. */
  #set(from: number, to: number, strengths: Float64Array, at: number, hint: number): void {
    // A negative zero is no tie too.
    const strength = strengths[at]! + 0;
    const room = this.#room ?? this.#opened();
    const isHere = hint >= this.start[from]! && hint < this.end[from]! && this.to[hint] === to;
    const place = isHere ? hint : this.#placeOf(from, to);
    const isThere = place < this.end[from]! && this.to[place] === to;
    const before = isThere ? this.strength[place]! : 0;
    if (before === strength) return;
    const isNothing = isThere && before === 0;
    if (isNothing) this.#isExact = false;
    noteChange(this.#log, this.end.length, from, to, isNothing ? NOTHING_THERE : before, strength);
    this.#changed[from] = 1;
    this.#write(room, from, to, strength, place, isThere);
  }

  /** The changes since the last `keep` or `rewind` stay. */
  keep(): void {
    const log = this.#log;
    if (isLong(log, this.end.length)) this.#hasAll = false;
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
    const changed = this.#hasAll ? yield* loggedChanges(this.#log, this.#changed.length) : yield* this.#differences();
    giveLog(this.#log);
    this.#log = NO_CHANGES;
    return changed;
  }

  *#differences(): Slices<ChangedTies> {
    if (this.#table) yield* readTies(this.#table);
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

  /** All ties after these changes, which are those of the rule; null if nothing changed. The rule must not change ties afterwards. */
  *table({ ends, after }: ChangedTies): Slices<TieTable | null> {
    const room = this.#ready;
    if (!room || !this.#isExact) return null;
    const { start, end, to, strength } = this;
    const rows: TieRows = { start, end, to, strength, room, used: this.#used, isBusy: !this.#hasAll };
    const { length } = after;
    const network = this.#network;
    if (length === 0 || !network) {
      if (length === 0 && this.#table) giveRows(this.#table, rows);
      return null;
    }
    const table = tableWhenRead(startsOf(rows), {
      before: network.table,
      make: () => changedTable(network, ends, { kind: 'numbers', length, numbers: after }),
    });
    giveRows(table, rows);
    yield* readDeep(table);
    return table;
  }

  /** The place of a tie, or where it would be. */
  #placeOf(from: number, to: number): number {
    return placeBetween(this.to, this.start[from]!, this.end[from]!, to);
  }

  #write(room: Int32Array, from: number, to: number, strength: number, at: number, isThere: boolean): void {
    let place = at;
    if (Object.is(strength, 0)) {
      if (isThere) this.#remove(from, place);
      return;
    }
    if (!isThere) {
      if (this.end[from] === room[from]) place += this.#moved(from, room);
      this.#insert(from, to, place);
    }
    this.strength[place] = strength + 0;
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
    this.#log = takeLog();
    this.#room = this.#ready!;
    return this.#room;
  }
}

/** Whether many places are empty, or few are left for rows that move. */
function areWorn(rows: TieRows): boolean {
  const { used, to, end } = rows;
  if (LEAST_LEFT * (to.length - used) < used) return true;
  const total = totalOf(rows);
  return used - ROOM * end.length > total + total / MOST_EMPTY;
}
