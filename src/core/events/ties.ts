/**
 * A network of directed, weighted ties as state. Ties that many agents set together are in one table of compressed sparse rows. An agent
 * whose ties changed singly has a row of its own instead.
 */
import { lowerBound } from '../util/search.js';
import { at, type Chunked, emptyChunked } from '../util/chunkedList.js';

/** Outgoing ties of one agent: parallel arrays, `to` ascending agent indices, `strength` in 0..1. */
export interface Row {
  readonly to: readonly number[];
  readonly strength: readonly number[];
}

/** Outgoing ties of all agents: those of agent i are at `start[i] … start[i + 1] − 1`, by ascending `to`. Later agents have none. */
interface TieTable {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
  readonly strength: Float64Array;
}

export interface Network {
  readonly name: string;
  readonly table: TieTable;
  /** The ties of an agent, instead of its ties in the table; undefined if its ties are in the table. */
  readonly rows: Chunked<Row | undefined>;
}

export const emptyRow: Row = { to: [], strength: [] };

const emptyTable: TieTable = { start: new Uint32Array(1), to: new Uint32Array(0), strength: new Float64Array(0) };

export const emptyNetwork = (name: string): Network => ({ name, table: emptyTable, rows: emptyChunked });

/** The number of agents that the network has rows for: one more than the highest index of an agent with outgoing ties, or more. */
export const rowCount = ({ table, rows }: Network): number => Math.max(rows.length, table.start.length - 1);

export const rowOf = ({ table, rows }: Network, from: number): Row => at(rows, from) ?? rowIn(table, from);

function rowIn({ start, to, strength }: TieTable, from: number): Row {
  if (from + 1 >= start.length || start[from] === start[from + 1]) return emptyRow;
  const [first, end] = [start[from]!, start[from + 1]!];
  return { to: Array.from(to.subarray(first, end)), strength: Array.from(strength.subarray(first, end)) };
}

/** Strength of the tie, 0 if there is none. */
export function strengthOf({ table, rows }: Network, from: number, to: number): number {
  const row = at(rows, from);
  if (row) {
    const i = lowerBound(row.to, to);
    return row.to[i] === to ? row.strength[i]! : 0;
  }
  if (from + 1 >= table.start.length) return 0;
  let [low, high] = [table.start[from]!, table.start[from + 1]!];
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
    else if (from + 1 < table.start.length)
      for (let i = table.start[from]!; i < table.start[from + 1]!; i++) visit(from, table.to[i]!, table.strength[i]!);
  }
}

/** The number of ties from the agents `first` to `end` with at least a strength. O(ties of these agents). */
export function tiesFromRange({ table, rows }: Network, first: number, end: number, least: number): number {
  const { start, strength } = table;
  let total = 0;
  for (let from = first; from < end; from++) {
    const row = rows.length === 0 ? undefined : at(rows, from);
    if (row) for (const one of row.strength) total += one >= least ? 1 : 0;
    else if (from + 1 < start.length) for (let i = start[from]!; i < start[from + 1]!; i++) if (strength[i]! >= least) total++;
  }
  return total;
}

/** The number of ties. */
export function tieTotal(network: Network): number {
  const { table, rows } = network;
  if (rows.length === 0) return table.to.length;
  let total = 0;
  for (let from = rowCount(network) - 1; from >= 0; from--) {
    const row = at(rows, from);
    if (row) total += row.to.length;
    else if (from + 1 < table.start.length) total += table.start[from + 1]! - table.start[from]!;
  }
  return total;
}
