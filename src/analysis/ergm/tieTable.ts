/** A network whose ties come and go, for the simulation of random graph models: the ties of each agent, and a table of all pairs. */
import type { Graph } from '../network/graph.js';

/** Undirected ties are in the table and the lists of both of their agents, and once in `ties`. */
export interface TieTable {
  readonly n: number;
  readonly directed: boolean;
  /** Ties in no order. */
  readonly ties: { from: number; to: number }[];
  /** 1 + the index of the tie from u to v at u · n + v; 0 where there is none. */
  readonly at: Int32Array;
  /** Heads of the ties out of each agent. */
  readonly out: readonly number[][];
  /** Tails of the ties into each agent; the same lists as `out` if ties have no direction. */
  readonly into: readonly number[][];
}

export function emptyTable(n: number, directed: boolean): TieTable {
  const lists = (): number[][] => Array.from({ length: n }, () => []);
  const out = lists();
  return { n, directed, ties: [], at: new Int32Array(n * n), out, into: directed ? lists() : out };
}

/** The ties of a graph; without direction, pairs with a tie either way. */
export function tieTableOf({ n, out, both }: Graph, directed: boolean): TieTable {
  const table = emptyTable(n, directed);
  const from = directed ? out : both;
  for (let u = 0; u < n; u++)
    for (let i = from.start[u]!; i < from.start[u + 1]!; i++) if (directed || u < from.to[i]!) addTie(table, u, from.to[i]!);
  return table;
}

export const hasTie = ({ at, n }: TieTable, u: number, v: number): boolean => at[u * n + v]! !== 0;

export function addTie({ ties, at, n, directed, out, into }: TieTable, from: number, to: number): void {
  ties.push({ from, to });
  at[from * n + to] = ties.length;
  if (!directed) at[to * n + from] = ties.length;
  out[from]!.push(to);
  into[to]!.push(from);
}

export function removeTie({ ties, at, n, directed, out, into }: TieTable, from: number, to: number): void {
  const place = at[from * n + to]! - 1;
  at[from * n + to] = 0;
  if (!directed) at[to * n + from] = 0;
  const last = ties.pop()!;
  if (place < ties.length) {
    ties[place] = last;
    at[last.from * n + last.to] = place + 1;
    if (!directed) at[last.to * n + last.from] = place + 1;
  }
  without(out[from]!, to);
  without(into[to]!, from);
}

function without(list: number[], item: number): void {
  const place = list.indexOf(item);
  list[place] = list.at(-1)!;
  list.pop();
}

/** The number of agents w with u → w → v; without direction, the neighbours that both have. */
export function sharedPartners({ at, n, out, into }: TieTable, u: number, v: number): number {
  const [heads, tails] = [out[u]!, into[v]!];
  let count = 0;
  if (heads.length <= tails.length) {
    for (const w of heads) if (w !== v && at[w * n + v] !== 0) count++;
  } else for (const w of tails) if (w !== u && at[u * n + w] !== 0) count++;
  return count;
}
