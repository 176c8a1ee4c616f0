/** Ties between groups of agents, and the ties of one agent, read from the table of a network in passes over its arrays. */
import { at, eachItem } from '../../core/util/chunkedList.js';
import { lowerBound, upperBound } from '../../core/util/search.js';
import { readTiesIn } from '../../core/events/lazyTies.js';
import { type Network, rowCount, rowOf } from '../../core/events/ties.js';
import { SLICE, type Sliced } from '../../core/util/slices.js';
import { AWAY } from './codes.js';

/**
 * The number of ties from each group to each: `from · groups + to`. A tie counts from the strength `edge` on. `of` has the group of each
 * agent.
 */
export function* tiesBetween(network: Network, edge: number, of: Uint8Array, groups: number): Sliced<Float64Array> {
  const counts = new Float64Array(groups * groups);
  const { table, rows } = network;
  const { start } = table;
  const { to, strength } = yield* readTiesIn(table);
  const agents = Math.min(of.length, rowCount(network));
  let size = 0;
  for (let from = 0; from < agents; from++) {
    const group = of[from]!;
    const row = rows.length === 0 ? undefined : at(rows, from);
    const [targets, strengths] = row ? [row.to, row.strength] : [to, strength];
    const first = row ? 0 : from + 1 < start.length ? start[from]! : 0;
    const end = row ? row.to.length : from + 1 < start.length ? start[from + 1]! : 0;
    size += 1 + end - first;
    if (group !== AWAY)
      for (let i = first; i < end; i++) {
        const other = of[targets[i]!];
        if (other !== undefined && other !== AWAY && strengths[i]! >= edge) counts[group * groups + other]!++;
      }
    if (size < SLICE) continue;
    yield size;
    size = 0;
  }
  return counts;
}

/** A tie of one agent: the other agent and the strength. */
export type TieEnd = readonly [other: number, strength: number];

/** The ties from an agent, ascending by the other agent. */
export const tiesFrom = (network: Network, index: number): readonly TieEnd[] => {
  const { to, strength } = rowOf(network, index);
  return to.map((other, i) => [other, strength[i]!]);
};

/** The ties to an agent. O(ties). */
export function* tiesTo({ table, rows }: Network, index: number): Sliced<readonly TieEnd[]> {
  const found: TieEnd[] = [];
  const { start } = table;
  const { to, strength } = yield* readTiesIn(table);
  for (let from = 0; from < to.length; from += SLICE) {
    const end = Math.min(to.length, from + SLICE);
    for (let i = from; i < end; i++) {
      if (to[i] !== index) continue;
      const other = upperBound(start, i) - 1;
      if (rows.length === 0 || at(rows, other) === undefined) found.push([other, strength[i]!]);
    }
    yield end - from;
  }
  let size = 0;
  for (const [other, row] of eachItem(rows)) {
    const i = lowerBound(row.to, index);
    if (row.to[i] === index) found.push([other, row.strength[i]!]);
    if (++size % ROWS === 0) yield ROWS;
  }
  return found;
}

/** Rows of their own in a slice. */
const ROWS = 16_384;
