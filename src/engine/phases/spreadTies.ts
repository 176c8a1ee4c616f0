/** Copies of the ties of a network in which each row has room for more ties. */
import type { Slices } from '../../core/util/slices.js';
import type { TieLists } from '../../expr/columns/columnScope.js';

/** Places that a row gets in addition. */
export const ROOM = 1;

export interface SpreadTies {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly to: Int32Array;
  readonly strength: Float64Array;
  readonly room: Int32Array;
  /** The places that rows have. */
  readonly used: number;
}

export function totalOf({ start, end }: TieLists): number {
  let total = 0;
  for (let row = 0; row < end.length; row++) total += end[row]! - start[row]!;
  return total;
}

/** How many rows are copied in one slice. */
const SLICE = 1 << 11;

/** Copies the rows one after another. Ties that are to fade do so where they are copied. O(ties). */
export function* spreadTies(ties: TieLists): Slices<SpreadTies> {
  const { fading } = ties;
  const source = fading ? fading.before : ties;
  const agents = source.end.length;
  const size = totalOf(source) + ROOM * agents;
  const start = new Int32Array(agents);
  const end = new Int32Array(agents);
  const room = new Int32Array(agents);
  const to = new Int32Array(size + (size >> 4));
  const strength = new Float64Array(to.length);
  const copy = { start, end, to, strength, room, used: size };
  let place = 0;
  for (let row = 0; row < agents; row += SLICE) {
    yield;
    place = spreadRows(source, copy, row, Math.min(agents, row + SLICE), place, fading?.factor ?? 1, fading?.least ?? 0);
  }
  return copy;
}

/** Copies the rows from `first` up to `last`, from a place of the copy on. Returns the next place. */
function spreadRows(source: TieLists, copy: SpreadTies, first: number, last: number, from: number, factor: number, least: number): number {
  const start = source.start;
  const end = source.end;
  const to = source.to;
  const strength = source.strength;
  const starts = copy.start;
  const ends = copy.end;
  const others = copy.to;
  const strengths = copy.strength;
  const room = copy.room;
  let place = from;
  for (let row = first; row < last; row++) {
    starts[row] = place;
    const until = end[row]!;
    for (let i = start[row]!; i < until; i++) {
      const after = strength[i]! * factor;
      // The next tie takes the place of a weak one.
      others[place] = to[i]!;
      strengths[place] = after;
      if (after >= least) place++;
    }
    ends[row] = place;
    room[row] = place += ROOM;
  }
  return place;
}
