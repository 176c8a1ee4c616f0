/**
 * Parts of a block whose rows reach no agent that another row of the part reaches, as in the talks of pairs: there the rows do not depend on
 * each other, whatever their statements do with these agents.
 */
import { ALL, LANES } from './block.js';
import type { LaneStep } from './blockRun.js';

/** Parts that are shorter on average run one row after another. */
const SHORTEST = 8;

/** Places of a table of agents. Agents that share a place count as one agent, which only makes parts shorter. */
const PLACES = 1 << 14;

/** Runs statements part by part; `each` runs them one row after another. */
type InParts = (reached: readonly Int32Array[], inLanes: readonly LaneStep[], each: LaneStep) => LaneStep;

/** `own`: the row of each lane. */
export function partsOf(own: Int32Array): InParts {
  // For each place, the last part that reached an agent there.
  const seen = new Int32Array(PLACES);
  const ends = new Int32Array(LANES);
  let part = 0;
  /** Puts the place after each part but the last one into `ends`. Returns how many. */
  const divided = (reached: readonly Int32Array[], count: number): number => {
    let parts = 0;
    part++;
    for (let lane = 0; lane < count; lane++) {
      const place = own[lane]! % PLACES;
      let isNew = seen[place] !== part;
      for (let i = 0; i < reached.length; i++) {
        const other = reached[i]![lane]!;
        if (other >= 0 && seen[other % PLACES] === part) isNew = false;
      }
      if (!isNew) {
        ends[parts++] = lane;
        part++;
      }
      seen[place] = part;
      for (let i = 0; i < reached.length; i++) if (reached[i]![lane]! >= 0) seen[reached[i]![lane]! % PLACES] = part;
    }
    return parts;
  };
  /** The same for one other agent of each lane. */
  const dividedByOne = (others: Int32Array, count: number): number => {
    let parts = 0;
    let now = part + 1;
    for (let lane = 0; lane < count; lane++) {
      const place = own[lane]! & (PLACES - 1);
      const other = others[lane]!;
      // A missing agent is at the place of the own one.
      const there = other < 0 ? place : other & (PLACES - 1);
      if (seen[place] === now || seen[there] === now) {
        ends[parts++] = lane;
        now++;
      }
      seen[place] = now;
      seen[there] = now;
    }
    part = now;
    return parts;
  };
  return (reached, inLanes, each) => (at, count) => {
    let parts = reached.length === 1 ? dividedByOne(reached[0]!, count) : divided(reached, count);
    ends[parts++] = count;
    if (parts * SHORTEST > count) return each(at, count);
    if (parts === 1) {
      for (let k = 0; k < inLanes.length; k++) inLanes[k]!(at, count);
      return;
    }
    for (let i = 0, from = 0; i < parts; from = ends[i++]!) {
      const lanes = ALL.subarray(from, ends[i]!);
      for (let k = 0; k < inLanes.length; k++) inLanes[k]!(lanes, lanes.length);
    }
  };
}
