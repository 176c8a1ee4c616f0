/** Copies of the ties of a network in which each row has room for more ties. */
import type { TieLists } from '../../expr/columns/columnScope.js';

/** Places that a row gets in addition. */
export const ROOM = 2;

interface SpreadTies {
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

/** Copies the rows one after another. Ties that are to fade do so where they are copied. O(ties). */
export const spreadTies = (ties: TieLists): SpreadTies =>
  ties.fading ? copied(ties.fading.before, totalOf(ties), ties.fading.factor, ties.fading.least) : copied(ties, totalOf(ties), 1, 0);

function copied({ start, end, to, strength }: TieLists, total: number, factor: number, least: number): SpreadTies {
  const agents = end.length;
  const starts = new Int32Array(agents);
  const ends = new Int32Array(agents);
  const room = new Int32Array(agents);
  const size = total + ROOM * agents;
  const others = new Int32Array(size + (size >> 4));
  const strengths = new Float64Array(others.length);
  let place = 0;
  for (let row = 0; row < agents; row++) {
    starts[row] = place;
    const last = end[row]!;
    for (let i = start[row]!; i < last; i++) {
      const after = strength[i]! * factor;
      // The next tie takes the place of a weak one.
      others[place] = to[i]!;
      strengths[place] = after;
      if (after >= least) place++;
    }
    ends[row] = place;
    room[row] = place += ROOM;
  }
  return { start: starts, end: ends, to: others, strength: strengths, room, used: size };
}
