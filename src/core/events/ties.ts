/** A network of directed, weighted ties as state: a row of outgoing ties per agent, sorted by target. */
import { lowerBound } from '../util/search.js';
import { at, type Chunked, emptyChunked, items, mapChunked, setAt } from '../util/chunkedList.js';

/** Outgoing ties of one agent: parallel arrays, `to` ascending agent indices, `strength` in 0..1. */
interface Row {
  readonly to: readonly number[];
  readonly strength: readonly number[];
}

export interface Network {
  readonly name: string;
  readonly rows: Chunked<Row>;
}

const emptyRow: Row = { to: [], strength: [] };

export const emptyNetwork = (name: string): Network => ({ name, rows: emptyChunked });

export const rowOf = (network: Network, from: number): Row => at(network.rows, from) ?? emptyRow;

/** Strength of the tie, 0 if there is none. */
export function strengthOf(network: Network, from: number, to: number): number {
  const row = rowOf(network, from);
  const i = lowerBound(row.to, to);
  return row.to[i] === to ? row.strength[i]! : 0;
}

/** The network with the tie set; a strength of 0 removes it. O(degree). */
export function withTie(network: Network, from: number, to: number, strength: number): Network {
  const row = rowOf(network, from);
  let { rows } = network;
  while (rows.length < from) rows = setAt(rows, rows.length, emptyRow);
  return { name: network.name, rows: setAt(rows, from, rowWith(row, to, strength)) };
}

function rowWith(row: Row, to: number, strength: number): Row {
  const i = lowerBound(row.to, to);
  const known = row.to[i] === to;
  if (known && strength > 0) return { to: row.to, strength: row.strength.with(i, strength) };
  if (strength > 0) return { to: row.to.toSpliced(i, 0, to), strength: row.strength.toSpliced(i, 0, strength) };
  return known ? { to: row.to.toSpliced(i, 1), strength: row.strength.toSpliced(i, 1) } : row;
}

/** The network with every strength multiplied. O(ties). */
export const decayed = (network: Network, factor: number): Network => ({
  ...network,
  rows: mapChunked(network.rows, (row) => (row.to.length === 0 ? row : { to: row.to, strength: row.strength.map((s) => s * factor) })),
});

/** Calls `visit(from, to, strength)` for every tie, by ascending `from`, then `to`. */
export function eachTie(network: Network, visit: (from: number, to: number, strength: number) => void): void {
  let from = 0;
  for (const row of items(network.rows)) {
    for (let i = 0; i < row.to.length; i++) visit(from, row.to[i]!, row.strength[i]!);
    from++;
  }
}
