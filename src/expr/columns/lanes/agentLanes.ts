/** Agents of a block: columns of agents, lists of ties, and draws. */
import { drawnAt } from '../../../core/random/rng.js';
import { placeBetween } from '../../../core/util/search.js';
import { type ChangingTies, NOBODY, type RowLists } from '../columnScope.js';
import { type Block, type FlagLanes, LANES, leave, type ListLanes, type NumberLanes, type RowLanes } from './block.js';

/** A column of agents or of yes and no at the rows of lanes. */
export function fieldLanes<V extends Int32Array | Uint8Array>(
  column: V,
  { values: rows, run }: RowLanes,
  values: V,
): { values: V; run: RowLanes['run'] } {
  return {
    values,
    run: (at, count) => {
      run(at, count);
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const row = rows[lane]!;
        if (row < 0) leave();
        values[lane] = column[row]!;
      }
    },
  };
}

/** The same list for all lanes. */
export const sameList = (rows: Int32Array): ListLanes => ({
  ...{ rows: () => rows, from: new Int32Array(LANES), to: new Int32Array(LANES).fill(rows.length) },
  run: () => undefined,
});

/** The list of the agent of each lane, which rows can change. A missing agent has an empty list. */
export function nearLanes(lists: RowLists & Pick<ChangingTies, 'hints'>, agents: RowLanes): ListLanes {
  const [from, to] = [new Int32Array(LANES), new Int32Array(LANES)];
  return {
    ...{ rows: () => lists.to, from, to, hints: lists.hints },
    run: (at, count) => {
      agents.run(at, count);
      const { values } = agents;
      const { start, end } = lists;
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const row = values[lane]!;
        from[lane] = row < 0 ? 0 : start[row]!;
        to[lane] = row < 0 ? 0 : end[row]!;
      }
    },
  };
}

/** `list.length`. */
export function lengthLanes({ from, to, run }: ListLanes): NumberLanes {
  const values = new Float64Array(LANES);
  return {
    values,
    run: (at, count) => {
      run(at, count);
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        values[lane] = to[lane]! - from[lane]!;
      }
    },
  };
}

/** `tie(from, to)`: the strength, or 0. */
export function strengthLanes(
  sources: RowLanes,
  targets: RowLanes,
  ties: ChangingTies,
  values: Float64Array = new Float64Array(LANES),
): NumberLanes {
  const hints = ties.hints ?? new Int32Array(LANES);
  return {
    values,
    run: (at, count) => {
      sources.run(at, count);
      targets.run(at, count);
      const { start, end, to, strength } = ties;
      const from = sources.values;
      const other = targets.values;
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const row = from[lane]!;
        const target = other[lane]!;
        values[lane] = 0;
        if (row < 0 || target < 0) continue;
        const first = start[row]!;
        const last = end[row]!;
        let place = hints[lane]!;
        if (!(place >= first && place < last && to[place] === target)) place = placeBetween(to, first, last, target);
        hints[lane] = place;
        if (place < last && to[place] === target) values[lane] = strength[place]!;
      }
    },
  };
}

/** `chance(p)` for a constant p. */
export function chanceLanes(block: Block, p: number): FlagLanes {
  const values = new Uint8Array(LANES);
  return {
    values,
    run: (at, count) => {
      const { states } = block.streams!;
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        values[lane] = drawnAt(states, 4 * lane) < p ? 1 : 0;
      }
    },
  };
}

/** `pick(list)`. A number is drawn for an empty list too. */
export function pickLanes(block: Block, { rows, from, to, hints, run }: ListLanes, values: Int32Array = new Int32Array(LANES)): RowLanes {
  return {
    values,
    run: (at, count) => {
      run(at, count);
      const { states } = block.streams!;
      const all = rows();
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const first = from[lane]!;
        const size = to[lane]! - first;
        const place = Math.floor(drawnAt(states, 4 * lane) * size);
        values[lane] = size === 0 ? NOBODY : all[first + place]!;
        if (hints) hints[lane] = first + place;
      }
    },
  };
}
