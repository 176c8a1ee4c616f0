/**
 * Rows of ties that can change, with room for more. They hold the ties of one table at a time, so that a rule continues where the last one
 * ended instead of copying all ties.
 */
import { memoBy } from '../util/memo.js';
import type { Slices } from '../util/slices.js';
import type { TieTable } from './ties.js';

/** The ties of row r are at `start[r] … end[r] − 1`, by ascending `to`, and its places end at `room[r]`. Rows can be in any order. */
export interface TieRows {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly room: Int32Array;
  readonly to: Int32Array;
  readonly strength: Float64Array;
  /** The places that rows have. */
  readonly used: number;
  /** Whether the last rule changed so many ties that it had to compare all of them. */
  readonly isBusy: boolean;
}

/** The other ends and strengths of a table, row after row. */
export type TieArrays = Pick<TieTable, 'to' | 'strength'>;

/** Ties in rows that are read. */
type ReadRows = Pick<TieRows, 'start' | 'end' | 'to' | 'strength'>;

const holder = memoBy((_table: TieTable): { rows: TieRows | null } => ({ rows: null }));

/** Notes which table's ties the rows hold from now on. They must not change until they are taken. */
export function giveRows(table: TieTable, rows: TieRows): void {
  holder(table).rows = rows;
}

/** The rows that hold the ties of a table, if there are any. The caller may change them: they no longer hold the table. */
export function takeRows(table: TieTable): TieRows | null {
  const held = holder(table);
  const { rows } = held;
  held.rows = null;
  return rows;
}

/** Whether rows hold the ties of a table that the last rule compared one by one. */
export const areBusy = (table: TieTable): boolean => holder(table).rows?.isBusy ?? false;

/** Places that a row gets in addition. */
export const ROOM = 2;

/** How many rows are read in one slice. */
const SLICE = 1 << 11;

export function totalOf({ start, end }: ReadRows): number {
  let total = 0;
  for (let row = 0; row < end.length; row++) total += end[row]! - start[row]!;
  return total;
}

/** Copies of rows, one after another, with room for more. O(ties). */
export function* spreadRows(source: ReadRows): Slices<TieRows> {
  const agents = source.end.length;
  const used = totalOf(source) + ROOM * agents;
  const size = used + (used >> 2);
  const copy: TieRows = {
    ...{ start: new Int32Array(agents), end: new Int32Array(agents), room: new Int32Array(agents), used, isBusy: false },
    ...{ to: new Int32Array(size), strength: new Float64Array(size) },
  };
  let place = 0;
  for (let row = 0; row < agents; row += SLICE) {
    yield;
    place = copyRows(source, copy, row, Math.min(agents, row + SLICE), place);
  }
  return copy;
}

/** Copies the rows from `first` up to `last`, from a place of the copy on. Returns the next place. */
function copyRows(source: ReadRows, copy: TieRows, first: number, last: number, from: number): number {
  const { start, end, to, strength } = source;
  const { start: starts, end: ends, to: others, strength: strengths, room } = copy;
  let place = from;
  for (let row = first; row < last; row++) {
    starts[row] = place;
    const until = end[row]!;
    for (let i = start[row]!; i < until; i++) {
      others[place] = to[i]!;
      strengths[place++] = strength[i]!;
    }
    ends[row] = place;
    room[row] = place += ROOM;
  }
  return place;
}

/** Multiplies all strengths. A tie that becomes weaker than `least` is removed. O(ties). */
export function* fadeRows(rows: TieRows, factor: number, least: number): Slices<void> {
  for (let row = 0; row < rows.end.length; row += SLICE) {
    fadeSome(rows, row, Math.min(rows.end.length, row + SLICE), factor, least);
    yield;
  }
}

function fadeSome({ start, end, to, strength }: TieRows, first: number, last: number, factor: number, least: number): void {
  for (let row = first; row < last; row++) {
    const from = start[row]!;
    const until = end[row]!;
    let weak = 0;
    for (let i = from; i < until; i++) {
      const after = strength[i]! * factor;
      strength[i] = after;
      weak += Number(after < least);
    }
    if (weak === 0) continue;
    let place = from;
    for (let i = from; i < until; i++) {
      const after = strength[i]!;
      to[place] = to[i]!;
      strength[place] = after;
      // The next tie takes the place of a weak one.
      if (after >= least) place++;
    }
    end[row] = place;
  }
}

/** Where the ties of each row begin in a table, and the number of ties. */
export function startsOf({ start, end }: ReadRows): Uint32Array {
  const starts = new Uint32Array(end.length + 1);
  let total = 0;
  for (let row = 0; row < end.length; row++) {
    starts[row] = total;
    total += end[row]! - start[row]!;
  }
  starts[end.length] = total;
  return starts;
}

/** The ties of a table from the rows that hold them; null if there are none, or if they are taken meanwhile. O(ties). */
export function* packedTies(table: TieTable): Slices<TieArrays | null> {
  const held = holder(table);
  const { rows } = held;
  if (!rows) return null;
  const packed = { to: new Uint32Array(table.total), strength: new Float64Array(table.total) };
  const agents = rows.end.length;
  for (let row = 0, place = 0; row < agents; row += SLICE) {
    place = packSome(rows, packed, row, Math.min(agents, row + SLICE), place);
    yield;
    if (held.rows !== rows) return null;
  }
  return packed;
}

function packSome({ start, end, to, strength }: TieRows, packed: TieArrays, first: number, last: number, from: number): number {
  const { to: others, strength: strengths } = packed;
  let place = from;
  for (let row = first; row < last; row++) {
    const until = end[row]!;
    for (let i = start[row]!; i < until; i++) {
      others[place] = to[i]!;
      strengths[place++] = strength[i]!;
    }
  }
  return place;
}
