/** Numbers of a block: arithmetic, comparisons and functions of numbers, each in one loop over lanes. */
import type { Operator, Order } from '../blocks.js';
import { type FlagLanes, given, LANES, leave, type NumberLanes, type RowLanes } from './block.js';

export const constantLanes = (value: number): NumberLanes => given(new Float64Array(LANES).fill(value));

/** A column at the rows of lanes. */
export function columnLanes(
  column: Float64Array,
  { values: rows, run }: RowLanes,
  values: Float64Array = new Float64Array(LANES),
): NumberLanes {
  return {
    values,
    run: (at, count) => {
      run(at, count);
      const first = at[0]!;
      const end = first + count;
      if (at[count - 1]! === end - 1)
        for (let lane = first; lane < end; lane++) {
          const row = rows[lane]!;
          if (row < 0) leave();
          values[lane] = column[row]!;
        }
      else
        for (let k = 0; k < count; k++) {
          const lane = at[k]!;
          const row = rows[lane]!;
          if (row < 0) leave();
          values[lane] = column[row]!;
        }
    },
  };
}

export function operationLanes(
  operator: Operator,
  left: NumberLanes,
  right: NumberLanes,
  values: Float64Array = new Float64Array(LANES),
): NumberLanes {
  const combine = COMBINED[operator];
  return {
    values,
    run: (at, count) => {
      left.run(at, count);
      right.run(at, count);
      combine(left.values, right.values, at, count, values);
    },
  };
}

type Combine = (a: Float64Array, b: Float64Array, at: Int32Array, count: number, out: Float64Array) => void;

/** A result that is not finite leaves the block. Lanes without gaps, which ascend, have a loop that does not look them up. */
const COMBINED: { readonly [O in Operator]: Combine } = {
  '+': (a, b, at, count, out) => {
    let finite = 0;
    const first = at[0]!;
    const end = first + count;
    if (at[count - 1]! === end - 1)
      for (let lane = first; lane < end; lane++) {
        const result = a[lane]! + b[lane]!;
        finite += result - result;
        out[lane] = result;
      }
    else
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const result = a[lane]! + b[lane]!;
        finite += result - result;
        out[lane] = result;
      }
    if (finite !== 0) leave();
  },
  '-': (a, b, at, count, out) => {
    let finite = 0;
    const first = at[0]!;
    const end = first + count;
    if (at[count - 1]! === end - 1)
      for (let lane = first; lane < end; lane++) {
        const result = a[lane]! - b[lane]!;
        finite += result - result;
        out[lane] = result;
      }
    else
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const result = a[lane]! - b[lane]!;
        finite += result - result;
        out[lane] = result;
      }
    if (finite !== 0) leave();
  },
  '*': (a, b, at, count, out) => {
    let finite = 0;
    const first = at[0]!;
    const end = first + count;
    if (at[count - 1]! === end - 1)
      for (let lane = first; lane < end; lane++) {
        const result = a[lane]! * b[lane]!;
        finite += result - result;
        out[lane] = result;
      }
    else
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const result = a[lane]! * b[lane]!;
        finite += result - result;
        out[lane] = result;
      }
    if (finite !== 0) leave();
  },
  '/': (a, b, at, count, out) => {
    let finite = 0;
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      const result = a[lane]! / b[lane]!;
      finite += result - result;
      out[lane] = result;
    }
    if (finite !== 0) leave();
  },
};

/** A function of one number. A missing number leaves the block. */
export function mappedLanes(
  compute: 'abs' | 'floor' | 'negative',
  argument: NumberLanes,
  values: Float64Array = new Float64Array(LANES),
): NumberLanes {
  const map = MAPPED[compute];
  return {
    values,
    run: (at, count) => {
      argument.run(at, count);
      map(argument.values, at, count, values);
    },
  };
}

type MapLanes = (from: Float64Array, at: Int32Array, count: number, out: Float64Array) => void;

const MAPPED: { readonly [name in 'abs' | 'floor' | 'negative']: MapLanes } = {
  abs: (from, at, count, out) => {
    let missing = 0;
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      const result = Math.abs(from[lane]!);
      missing += result - result;
      out[lane] = result;
    }
    if (missing !== 0) leave();
  },
  floor: (from, at, count, out) => {
    let missing = 0;
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      const result = Math.floor(from[lane]!);
      missing += result - result;
      out[lane] = result;
    }
    if (missing !== 0) leave();
  },
  negative: (from, at, count, out) => {
    let missing = 0;
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      const result = -from[lane]!;
      missing += result - result;
      out[lane] = result;
    }
    if (missing !== 0) leave();
  },
};

/** `clamp(argument, low, high)`. */
export function clampedLanes(argument: NumberLanes, low: NumberLanes, high: NumberLanes): NumberLanes {
  const values = new Float64Array(LANES);
  return {
    values,
    run: (at, count) => {
      argument.run(at, count);
      low.run(at, count);
      high.run(at, count);
      const given = argument.values;
      const least = low.values;
      const most = high.values;
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const value = given[lane]!;
        const from = least[lane]!;
        const to = most[lane]!;
        if (!(from <= to && value - value === 0)) leave();
        values[lane] = Math.min(to, Math.max(from, value));
      }
    },
  };
}

/** `min` and `max` of two numbers. */
export function extremeLanes(isMax: boolean, left: NumberLanes, right: NumberLanes): NumberLanes {
  const values = new Float64Array(LANES);
  return {
    values,
    run: (at, count) => {
      left.run(at, count);
      right.run(at, count);
      const a = left.values;
      const b = right.values;
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        const result = isMax ? Math.max(a[lane]!, b[lane]!) : Math.min(a[lane]!, b[lane]!);
        if (Number.isNaN(result)) leave();
        values[lane] = result;
      }
    },
  };
}

/** The order or equality of numbers that are not missing; equality with one missing number is no. */
export function comparedLanes(
  operator: Order | '==' | '!=',
  left: NumberLanes,
  right: NumberLanes,
  values: Uint8Array = new Uint8Array(LANES),
): FlagLanes {
  const compare = COMPARED[operator];
  return {
    values,
    run: (at, count) => {
      left.run(at, count);
      right.run(at, count);
      compare(left.values, right.values, at, count, values);
    },
  };
}

type Compare = (a: Float64Array, b: Float64Array, at: Int32Array, count: number, out: Uint8Array) => void;

const COMPARED: { readonly [O in Order | '==' | '!=']: Compare } = {
  '<': (a, b, at, count, out) => {
    const first = at[0]!;
    const end = first + count;
    if (at[count - 1]! === end - 1) for (let lane = first; lane < end; lane++) out[lane] = a[lane]! < b[lane]! ? 1 : 0;
    else
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        out[lane] = a[lane]! < b[lane]! ? 1 : 0;
      }
  },
  '<=': (a, b, at, count, out) => {
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      out[lane] = a[lane]! <= b[lane]! ? 1 : 0;
    }
  },
  '>': (a, b, at, count, out) => {
    const first = at[0]!;
    const end = first + count;
    if (at[count - 1]! === end - 1) for (let lane = first; lane < end; lane++) out[lane] = a[lane]! > b[lane]! ? 1 : 0;
    else
      for (let k = 0; k < count; k++) {
        const lane = at[k]!;
        out[lane] = a[lane]! > b[lane]! ? 1 : 0;
      }
  },
  '>=': (a, b, at, count, out) => {
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      out[lane] = a[lane]! >= b[lane]! ? 1 : 0;
    }
  },
  '==': (a, b, at, count, out) => {
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      out[lane] = a[lane]! === b[lane]! ? 1 : 0;
    }
  },
  '!=': (a, b, at, count, out) => {
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      out[lane] = a[lane]! !== b[lane]! ? 1 : 0;
    }
  },
};
