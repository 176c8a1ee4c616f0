/**
 * A network of directed, weighted ties as state. Ties that many agents set together are in one table of compressed sparse rows. An agent
 * whose ties changed singly has a row of its own instead.
 */
import { memoBy } from '../util/memo.js';
import { lowerBound } from '../util/search.js';
import { at, type Chunked, emptyChunked } from '../util/chunkedList.js';

/** Outgoing ties of one agent: parallel arrays, `to` ascending agent indices, `strength` in 0..1. */
export interface Row {
  readonly to: readonly number[];
  readonly strength: readonly number[];
}

/**
 * Outgoing ties of all agents in compressed rows: those of agent i are at `start[i] … end[i] − 1`, by ascending `to`. They follow those of the
 * agent before: `start` has one item more, and `end` shares its memory. Agents from `end.length` on have none. The ends and strengths may be
 * computed when they are first read (`tableWhenRead`).
 */
export interface TieTable {
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly to: Uint32Array;
  readonly strength: Float64Array;
  /** The number of ties. */
  readonly total: number;
}

export interface Network {
  readonly name: string;
  readonly table: TieTable;
  /** The ties of an agent, instead of its ties in the table; undefined if its ties are in the table. */
  readonly rows: Chunked<Row | undefined>;
}

export const emptyRow: Row = { to: [], strength: [] };

/** A table of ties that are known. `start` has one item more than there are agents with rows. */
export const compactTable = (start: Uint32Array, to: Uint32Array, strength: Float64Array): TieTable => ({
  ...{ start, end: start.subarray(1), to, strength, total: to.length },
});

/** Whether each tie of a table has a tie back, by the other ends of its ties; null if nobody has found out yet. */
export const mutualTies = memoBy((_to: Uint32Array): { are: boolean | null } => ({ are: null }));

/** The least strength of the ties of a table; null if nobody has found out yet. */
export const leastStrength = memoBy((_table: TieTable): { of: number | null } => ({ of: null }));

const emptyTable = compactTable(new Uint32Array(1), new Uint32Array(0), new Float64Array(0));

export const emptyNetwork = (name: string): Network => ({ name, table: emptyTable, rows: emptyChunked });

/** The number of agents that the network has rows for: one more than the highest index of an agent with outgoing ties, or more. */
export const rowCount = ({ table, rows }: Network): number => Math.max(rows.length, table.end.length);

export const rowOf = ({ table, rows }: Network, from: number): Row => at(rows, from) ?? rowIn(table, from);

function rowIn({ start, end, to, strength }: TieTable, from: number): Row {
  if (from >= end.length || start[from] === end[from]) return emptyRow;
  const first = start[from]!;
  const last = end[from]!;
  return { to: Array.from(to.subarray(first, last)), strength: Array.from(strength.subarray(first, last)) };
}

/** Strength of the tie, 0 if there is none. */
export function strengthOf({ table, rows }: Network, from: number, to: number): number {
  const row = at(rows, from);
  if (row) {
    const i = lowerBound(row.to, to);
    return row.to[i] === to ? row.strength[i]! : 0;
  }
  if (from >= table.end.length) return 0;
  let low = table.start[from]!;
  let high = table.end[from]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table.to[middle]! < to) low = middle + 1;
    else high = middle;
  }
  return low < end && table.to[low] === to ? table.strength[low]! : 0;
}

/** Calls `visit(from, to, strength)` for every tie, by ascending `from`, then `to`. */
export function eachTie(network: Network, visit: (from: number, to: number, strength: number) => void): void {
  const { table, rows } = network;
  const agents = rowCount(network);
  for (let from = 0; from < agents; from++) {
    const row = at(rows, from);
    if (row) for (let i = 0; i < row.to.length; i++) visit(from, row.to[i]!, row.strength[i]!);
    else if (from < table.end.length)
      for (let i = table.start[from]!; i < table.end[from]!; i++) visit(from, table.to[i]!, table.strength[i]!);
  }
}

/** The number of ties from the agents `first` to `until − 1` with at least a strength. O(ties of these agents). */
export function tiesFromRange({ table, rows }: Network, first: number, until: number, least: number): number {
  const { start, end, strength } = table;
  let total = 0;
  for (let from = first; from < until; from++) {
    const row = rows.length === 0 ? undefined : at(rows, from);
    if (row) for (const one of row.strength) total += one >= least ? 1 : 0;
    else if (from < end.length) for (let i = start[from]!; i < end[from]!; i++) if (strength[i]! >= least) total++;
  }
  return total;
}

/** The number of ties. */
export function tieTotal(network: Network): number {
  const { table, rows } = network;
  if (rows.length === 0) return table.total;
  let total = 0;
  for (let from = rowCount(network) - 1; from >= 0; from--) {
    const row = at(rows, from);
    if (row) total += row.to.length;
    else if (from < table.end.length) total += table.end[from]! - table.start[from]!;
  }
  return total;
}
