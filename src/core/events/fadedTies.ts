/** Tables of ties whose strengths are all multiplied. */
import { memoBy } from '../util/memo.js';
import { inSlices } from '../util/pauses.js';
import type { Slices } from '../util/slices.js';
import { readDeep, tableWhenRead } from './lazyTies.js';
import { fadeRows, giveRows, startsOf, takeRows, type TieArrays } from './tieRows.js';
import { compactTable, type TieTable } from './ties.js';

/** The last fade of a table. What it gave is not kept alive. */
interface Fade {
  readonly factor: number;
  readonly least: number;
  readonly after: WeakRef<TieTable>;
}

const fades = memoBy((_table: TieTable): { last: Fade | null } => ({ last: null }));

/**
 * A tie that becomes weaker than `least` is removed. The rows of the table, if there are any, then hold the new one. A step that is folded
 * while it is planned is folded again afterwards, and the second fade gives the table of the first, which has the rows. O(ties).
 */
export function fadedTable(table: TieTable, factor: number, least: number): TieTable {
  const { last } = fades(table);
  const known = last?.factor === factor && last.least === least ? last.after.deref() : undefined;
  if (known) return known;
  const after = inSlices(`ties times ${factor} from ${least}`, table, () => faded(table, factor, least));
  fades(table).last = { factor, least, after: new WeakRef(after) };
  return after;
}

function* faded(table: TieTable, factor: number, least: number): Slices<TieTable> {
  const rows = takeRows(table);
  if (!rows) return yield* fadedTies(table, factor, least);
  yield* fadeRows(rows, factor, least);
  const after = tableWhenRead(startsOf(rows), { before: table, make: () => fadedTies(table, factor, least) });
  giveRows(after, rows);
  yield* readDeep(after);
  return after;
}

/** How many agents are read in one slice. */
const SLICE = 1 << 14;

function* fadedTies(table: TieTable, factor: number, least: number): Slices<TieTable> {
  const { start, total } = table;
  const kept: Kept = { start: new Uint32Array(start.length), to: new Uint32Array(total), strength: new Float64Array(total), length: 0 };
  for (let agent = 0; agent < table.end.length; agent += SLICE) {
    if (agent > 0) yield;
    keepStrong(table, kept, agent, Math.min(table.end.length, agent + SLICE), factor, least);
  }
  const { length, strength } = kept;
  // Ties that all stay share the memory of their ends.
  if (length === total) return compactTable(start, table.to, strength);
  return compactTable(kept.start, shortened(kept.to, length), shortened(strength, length));
}

/** A table while it is made. */
interface Kept extends TieArrays {
  readonly start: Uint32Array;
  length: number;
}

/** Adds the ties of the agents from `first` up to `last`. */
function keepStrong(table: TieTable, kept: Kept, first: number, last: number, factor: number, least: number): void {
  const { start, end, to: others, strength: strengths } = table;
  const { to, strength } = kept;
  let { length } = kept;
  for (let agent = first; agent < last; agent++) {
    const until = end[agent]!;
    for (let i = start[agent]!; i < until; i++) {
      const after = strengths[i]! * factor;
      // The next tie takes the place of a weak one.
      to[length] = others[i]!;
      strength[length] = after;
      if (after >= least) length++;
    }
    kept.start[agent + 1] = length;
  }
  kept.length = length;
}

/** The first items. A little memory after them is kept, which costs less than a copy. */
export const shortened = <T extends Uint32Array | Float64Array>(items: T, length: number): T =>
  (8 * (items.length - length) > items.length ? items.slice(0, length) : items.subarray(0, length)) as T;
