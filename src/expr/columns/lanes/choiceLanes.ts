/** Conditions of a block: `!`, `&&`, `||` and `? :`. A side that a lane does not take is not evaluated for it. */
import { type FlagLanes, type Lanes, LANES } from './block.js';

export function notLanes({ values: from, run }: FlagLanes): FlagLanes {
  const values = new Uint8Array(LANES);
  return {
    values,
    run: (at, count) => {
      run(at, count);
      for (let k = 0; k < count; k++) values[at[k]!] = 1 - from[at[k]!]!;
    },
  };
}

/** `left && right` or `left || right`. The right side is evaluated for the lanes that the left one does not decide. */
export function logicalLanes(isAnd: boolean, left: FlagLanes, right: FlagLanes, values: Uint8Array = new Uint8Array(LANES)): FlagLanes {
  const open = new Int32Array(LANES);
  const undecided = isAnd ? 1 : 0;
  return {
    values,
    run: (at, count) => {
      left.run(at, count);
      const first = left.values;
      let more = 0;
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const value = first[lane]!;
        values[lane] = value;
        if (value === undecided) open[more++] = lane;
      }
      if (more === 0) return;
      right.run(open, more);
      const second = right.values;
      for (let k = 0; k < more; k++) values[open[k]!] = second[open[k]!]!;
    },
  };
}

type Values = Float64Array | Int32Array | Uint8Array;

/** `test ? yes : no`, with its values in `values`, where its sides can put theirs. */
export function chosenLanes<V extends Values>(test: FlagLanes, yes: Lanes<V>, no: Lanes<V>, values: V): Lanes<V> {
  const [held, others] = [new Int32Array(LANES), new Int32Array(LANES)];
  return {
    values,
    run: (at, count) => {
      test.run(at, count);
      const flags = test.values;
      let yeses = 0;
      let noes = 0;
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        // Without a branch, which the processor could not foresee.
        const flag = flags[lane]!;
        held[yeses] = lane;
        others[noes] = lane;
        yeses += flag;
        noes += 1 - flag;
      }
      if (yeses > 0) {
        yes.run(held, yeses);
        const from = yes.values;
        if (from !== values) for (let k = 0; k < yeses; k++) values[held[k]!] = from[held[k]!]!;
      }
      if (noes > 0) {
        no.run(others, noes);
        const from = no.values;
        if (from !== values) for (let k = 0; k < noes; k++) values[others[k]!] = from[others[k]!]!;
      }
    },
  };
}
