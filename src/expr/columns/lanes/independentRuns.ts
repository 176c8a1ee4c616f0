/**
 * Parts of a block whose rows reach no agent that another row of the part reaches, as in the talks of pairs: there the rows do not depend on
 * each other, whatever their statements do with these agents.
 */
import { ALL, LANES } from './block.js';
import type { LaneStep } from './blockRun.js';

/** Parts that are shorter on average run one row after another. */
const SHORTEST = 8;

/** `own`: the row of each lane; `agents`: how many agents there are. */
export function runsOf(
  own: Int32Array,
  agents: number,
): (reached: readonly Int32Array[], inLanes: readonly LaneStep[], each: LaneStep) => LaneStep {
  // For each agent, the last part that reached it.
  let lastPart: Int32Array | null = null;
  let part = 0;
  const ends = new Int32Array(LANES);
  return (reached, inLanes, each) => (at, count) => {
    const seen = (lastPart ??= new Int32Array(agents));
    let parts = 0;
    part++;
    for (let lane = 0; lane < count; lane++) {
      const row = own[lane]!;
      let isNew = seen[row] !== part;
      for (let i = 0; i < reached.length; i++) {
        const other = reached[i]![lane]!;
        if (other >= 0 && seen[other] === part) isNew = false;
      }
      if (!isNew) {
        ends[parts++] = lane;
        part++;
      }
      seen[row] = part;
      for (let i = 0; i < reached.length; i++) if (reached[i]![lane]! >= 0) seen[reached[i]![lane]!] = part;
    }
    ends[parts++] = count;
    if (parts * SHORTEST > count) return each(at, count);
    for (let i = 0, from = 0; i < parts; from = ends[i++]!) {
      const lanes = ALL.subarray(from, ends[i]!);
      for (let k = 0; k < inLanes.length; k++) inLanes[k]!(lanes, lanes.length);
    }
  };
}
