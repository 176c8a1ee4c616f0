/**
 * Tables of ties whose strengths are all multiplied. If a rule changed the ties before, it likely changes them again and then reads each
 * strength once: so the new strengths of such a table are computed when they are first read.
 */
import { compactTable, type Fading, type TieTable } from './ties.js';

/** A tie that becomes weaker than `least` is removed. O(ties). */
export function fadedTable(table: TieTable, factor: number, least: number): TieTable {
  if (table.room !== null) return fadedWhenRead(table, table.room, { table, factor, least });
  if (least > 0) return fadedCompact(table, factor, least);
  return { ...table, strength: multiplied(table, factor) };
}

function multiplied({ strength }: TieTable, factor: number): Float64Array {
  const faded = new Float64Array(strength.length);
  for (let i = 0; i < strength.length; i++) faded[i] = strength[i]! * factor;
  return faded;
}

function fadedCompact(table: TieTable, factor: number, least: number): TieTable {
  const { start, end, to, strength, total } = table;
  const faded = new Float64Array(total);
  const kept = { start: new Uint32Array(start.length), to: new Uint32Array(total) };
  let length = 0;
  for (let agent = 0; agent < end.length; agent++) {
    const last = end[agent]!;
    for (let i = start[agent]!; i < last; i++) {
      const after = strength[i]! * factor;
      // The next tie takes the place of a weak one.
      kept.to[length] = to[i]!;
      faded[length] = after;
      if (after >= least) length++;
    }
    kept.start[agent + 1] = length;
  }
  if (length === total) return { ...table, strength: faded };
  return compactTable(kept.start, shortened(kept.to, length), shortened(faded, length));
}

/** The first items. A little memory after them is kept, which costs less than a copy. */
export const shortened = <T extends Uint32Array | Float64Array>(items: T, length: number): T =>
  (8 * (items.length - length) > items.length ? items.slice(0, length) : items.subarray(0, length)) as T;

/** The ties of an agent stay at its places. */
function fadedWhenRead(table: TieTable, room: Uint32Array, fading: Fading): TieTable {
  const { start } = table;
  const weak = weakRows(fading);
  const { end, total } = weak.length === 0 ? table : withoutWeak(fading, weak);
  // What is not read yet; the table before is not kept once all is read.
  let rest: Fading | null = fading;
  let to = weak.length === 0 ? table.to : null;
  let strength: Float64Array | null = null;
  const read = (): void => {
    if (to && strength) rest = null;
  };
  return {
    ...{ start, end, room, total },
    get to() {
      to ??= keptEnds(rest!, weak);
      read();
      return to;
    },
    get strength() {
      strength ??= keptStrengths(rest!, weak);
      read();
      return strength;
    },
    get fading() {
      return strength ? null : rest;
    },
  };
}

/** The agents with ties that become too weak. */
function weakRows({ table, factor, least }: Fading): readonly number[] {
  const weak: number[] = [];
  if (least <= 0) return weak;
  const { start, end, strength } = table;
  for (let agent = 0; agent < end.length; agent++) {
    const last = end[agent]!;
    let below = 0;
    for (let i = start[agent]!; i < last; i++) below += Number(strength[i]! * factor < least);
    if (below > 0) weak.push(agent);
  }
  return weak;
}

function withoutWeak({ table, factor, least }: Fading, weak: readonly number[]): Pick<TieTable, 'end' | 'total'> {
  const { start, end, strength } = table;
  const kept = end.slice();
  let removed = 0;
  for (const agent of weak) {
    let below = 0;
    for (let i = start[agent]!; i < end[agent]!; i++) below += Number(strength[i]! * factor < least);
    kept[agent] = end[agent]! - below;
    removed += below;
  }
  return { end: kept, total: table.total - removed };
}

function keptEnds({ table, factor, least }: Fading, weak: readonly number[]): Uint32Array {
  const { start, end, strength } = table;
  const to = table.to.slice();
  for (const agent of weak)
    for (let i = start[agent]!, place = i; i < end[agent]!; i++) {
      to[place] = to[i]!;
      if (strength[i]! * factor >= least) place++;
    }
  return to;
}

function keptStrengths({ table, factor, least }: Fading, weak: readonly number[]): Float64Array {
  const faded = multiplied(table, factor);
  for (const agent of weak)
    for (let i = table.start[agent]!, place = i; i < table.end[agent]!; i++) {
      faded[place] = faded[i]!;
      if (faded[place]! >= least) place++;
    }
  return faded;
}
