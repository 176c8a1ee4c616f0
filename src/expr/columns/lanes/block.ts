/**
 * A block of rows that statements run for together: one loop for each operation instead of one call for each row. Each row has a lane
 * of the block. A block in which something fails is left, and its rows then run one by one, so that the fault is the right one.
 *
 * Loops over lanes are written once for each kind of array: V8 compiles a loop for the kinds that it has seen, and one that has seen arrays
 * of three kinds took 2.3 times as long as one that has seen one kind (200,000 blocks in one process).
 */
import type { StreamBlock } from '../../../core/random/rng.js';
import type { Cell, FlagRun, NumberRun, Pass, RowRun } from '../typedCode.js';
import { flagOf } from '../columnScope.js';

/** Rows of a block. */
export const LANES = 512;

export interface Block {
  /** The row of each lane. */
  readonly rows: Int32Array;
  /** The lane of code that runs for one row. It is 0 where rows run one by one. */
  readonly lane: Cell;
  /** The random streams of the lanes; null if nothing is drawn in blocks. */
  streams: StreamBlock | null;
  /** Whether code of the pass draws. */
  draws: boolean;
}

export const newBlock = (): Block => ({ rows: new Int32Array(LANES), lane: { row: 0 }, streams: null, draws: false });

/** Evaluates the lanes at[0 … count − 1]: afterwards `values` has their values. */
export interface Lanes<Values> {
  readonly values: Values;
  readonly run: (at: Int32Array, count: number) => void;
}

export type NumberLanes = Lanes<Float64Array>;
/** Values as in `FLAGS`. */
export type FlagLanes = Lanes<Uint8Array>;
export type RowLanes = Lanes<Int32Array>;

/** Lists of agents: that of a lane is `rows()[from[lane] … to[lane] − 1]`. */
export interface ListLanes {
  readonly rows: () => Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Gets the place of the item that is picked, as in `ChangingTies`. */
  readonly hints?: Int32Array | undefined;
  readonly run: (at: Int32Array, count: number) => void;
}

/** All lanes in order. */
export const ALL = Int32Array.from({ length: LANES }, (_, lane) => lane);

const LEFT = new Error('the block is left');

/** Leaves the block, because a lane has a fault or a missing value. */
export function leave(): never {
  throw LEFT;
}

/** Whether an error comes from leaving the block. */
export const isLeft = (error: unknown): boolean => error === LEFT;

/** Lets code for one row run for a lane. */
export function enterLane({ row, block }: Pass, lane: number): void {
  row.row = block.rows[lane]!;
  block.lane.row = lane;
}

const noWork = (): void => undefined;

/** Lanes whose values are there already. */
export const given = <Values>(values: Values): Lanes<Values> => ({ values, run: noWork });

/** Numbers of code for one row, lane by lane. */
export function eachNumber(pass: Pass, run: NumberRun): NumberLanes {
  const values = new Float64Array(LANES);
  const each = (at: Int32Array, count: number): void => {
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      enterLane(pass, lane);
      values[lane] = run();
    }
  };
  return { values, run: each };
}

export function eachFlag(pass: Pass, run: FlagRun): FlagLanes {
  const values = new Uint8Array(LANES);
  const each = (at: Int32Array, count: number): void => {
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      enterLane(pass, lane);
      values[lane] = flagOf(run());
    }
  };
  return { values, run: each };
}

export function eachRow(pass: Pass, run: RowRun): RowLanes {
  const values = new Int32Array(LANES);
  const each = (at: Int32Array, count: number): void => {
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      enterLane(pass, lane);
      values[lane] = run();
    }
  };
  return { values, run: each };
}
