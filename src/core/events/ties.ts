/**
 * A network of directed, weighted ties as state. Ties that many agents set together are in one table of compressed sparse rows. An agent
 * whose ties changed singly has a row of its own instead.
 */
import type { TieEnds } from '../columns/indexText.js';
import { type Values, valueIn } from '../columns/valueText.js';
import { lowerBound } from '../util/search.js';
import { at, type Chunked, emptyChunked, mapChunked, setSparse } from '../util/chunkedList.js';

/** Outgoing ties of one agent: parallel arrays, `to` ascending agent indices, `strength` in 0..1. */
interface Row {
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

const emptyRow: Row = { to: [], strength: [] };

const emptyTable: TieTable = { start: new Uint32Array(1), to: new Uint32Array(0), strength: new Float64Array(0) };

export const emptyNetwork = (name: string): Network => ({ name, table: emptyTable, rows: emptyChunked });

/** The number of agents that the network has rows for: one more than the highest index of an agent with outgoing ties, or more. */
const rowCount = ({ table, rows }: Network): number => Math.max(rows.length, table.start.length - 1);

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

/** The network with the tie set; a strength of 0 removes it. O(degree). */
export function withTie(network: Network, from: number, to: number, strength: number): Network {
  const row = rowWith(rowOf(network, from), to, strength);
  return { name: network.name, table: network.table, rows: setSparse(network.rows, from, row) };
}

function rowWith(row: Row, to: number, strength: number): Row {
  const i = lowerBound(row.to, to);
  const known = row.to[i] === to;
  if (known && strength > 0) return { to: row.to, strength: row.strength.with(i, strength) };
  if (strength > 0) return { to: row.to.toSpliced(i, 0, to), strength: row.strength.toSpliced(i, 0, strength) };
  return known ? { to: row.to.toSpliced(i, 1), strength: row.strength.toSpliced(i, 1) } : row;
}

/** The network with many ties set; a strength of 0 removes a tie. The ends are sorted. All ties are in the table afterwards. O(ties). */
export function withTies(network: Network, { from, to }: TieEnds, strengths: Values): Network {
  const agents = Math.max(rowCount(network), from.length === 0 ? 0 : from.at(-1)! + 1);
  const most = tieTotal(network) + from.length;
  const made = { start: new Uint32Array(agents + 1), to: new Uint32Array(most), strength: new Float64Array(most) };
  let length = 0;
  const add = (other: number, strength: number): void => {
    made.to[length] = other;
    made.strength[length++] = strength;
  };
  for (let agent = 0, change = 0; agent < agents; agent++) {
    const old = cursorOf(network, agent);
    for (; from[change] === agent; change++) {
      const other = to[change]!;
      for (; old.at < old.end && old.to[old.at]! < other; old.at++) add(old.to[old.at]!, old.strength[old.at]!);
      if (old.at < old.end && old.to[old.at] === other) old.at++;
      const strength = Number(valueIn(strengths, change));
      if (strength > 0) add(other, strength);
    }
    for (; old.at < old.end; old.at++) add(old.to[old.at]!, old.strength[old.at]!);
    made.start[agent + 1] = length;
  }
  const isFull = length === most;
  const table = isFull ? made : { start: made.start, to: made.to.slice(0, length), strength: made.strength.slice(0, length) };
  return { name: network.name, table, rows: emptyChunked };
}

/** The ties of one agent, wherever they are. */
interface RowCursor {
  at: number;
  readonly end: number;
  readonly to: ArrayLike<number>;
  readonly strength: ArrayLike<number>;
}

function cursorOf({ table, rows }: Network, agent: number): RowCursor {
  const row = at(rows, agent);
  if (row) return { at: 0, end: row.to.length, ...row };
  if (agent + 1 >= table.start.length) return { at: 0, end: 0, ...emptyRow };
  return { at: table.start[agent]!, end: table.start[agent + 1]!, to: table.to, strength: table.strength };
}

/** The network with every strength multiplied. O(ties). */
export const decayed = (network: Network, factor: number): Network => ({
  name: network.name,
  table: network.table.to.length === 0 ? network.table : { ...network.table, strength: network.table.strength.map((s) => s * factor) },
  rows: mapChunked(network.rows, (row) =>
    row === undefined || row.to.length === 0 ? row : { to: row.to, strength: row.strength.map((s) => s * factor) },
  ),
});

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
