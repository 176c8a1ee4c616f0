/** Statements of a block: names that `let` gives, variables that are set, and ties. */
import type { FieldSink, TieSetter } from '../columnScope.js';
import type { Overlay } from '../overlay.js';
import type { Context, FlagCode, NumberCode, RowCode, Typed } from '../typedCode.js';
import { enterLane, type Lanes, leave } from './block.js';
import type { LaneStep, Step } from './blockRun.js';
import { flagLanes, numberLanes, rowLanes } from './codeLanes.js';
import { constantLanes } from './numberLanes.js';

/** Evaluates the lanes and keeps their values. */
export function keptLanes<V extends Float64Array | Int32Array | Uint8Array>({ values: from, run }: Lanes<V>, values: V): LaneStep {
  if (from === values) return run;
  return (at, count) => {
    run(at, count);
    for (let k = 0; k < count; k++) values[at[k]!] = from[at[k]!]!;
  };
}

/** Sets a variable that is a number, yes or no, or an agent; null for others. */
export function writtenLanes(
  context: Context,
  field: FieldSink,
  owner: RowCode,
  value: Typed,
  overlay: Overlay | undefined,
): (() => LaneStep) | null {
  if (value.kind === 'number' && field.number && value.lanes) {
    const set = field.number;
    const { numbers } = field;
    if (numbers && !overlay) return () => listWritten(rowLanes(context, owner), numberLanes(context, value), numbers);
    return () => numbersWritten(rowLanes(context, owner), numberLanes(context, value), set, overlay);
  }
  return null;
}

/** Adds numbers to a variable, or takes them away; null if rows do not read what is written. */
export function addedLanes(context: Context, field: FieldSink, owner: RowCode, value: Typed, sign: 1 | -1): (() => LaneStep) | null {
  const { added } = field;
  if (value.kind !== 'number' || !value.lanes || !added) return null;
  return () => {
    const owners = rowLanes(context, owner);
    const numbers = numberLanes(context, value);
    return (at, count) => {
      owners.run(at, count);
      numbers.run(at, count);
      if (!added(at, count, owners.values, numbers.values, sign)) leave();
    };
  };
}

function listWritten(owners: Lanes<Int32Array>, numbers: Lanes<Float64Array>, set: NonNullable<FieldSink['numbers']>): LaneStep {
  return (at, count) => {
    owners.run(at, count);
    numbers.run(at, count);
    if (!set(at, count, owners.values, numbers.values)) leave();
  };
}

function numbersWritten(
  owners: Lanes<Int32Array>,
  numbers: Lanes<Float64Array>,
  set: (row: number, value: number) => void,
  overlay: Overlay | undefined,
): LaneStep {
  const [rows, values] = [owners.values, numbers.values];
  return (at, count) => {
    owners.run(at, count);
    numbers.run(at, count);
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      const row = rows[lane]!;
      if (row < 0) leave();
      set(row, values[lane]!);
      overlay?.number(row, values[lane]!);
    }
  };
}

/** Runs a statement for the lanes where the test is `holds`. */
export function whereLanes(context: Context, test: FlagCode, holds: boolean, step: Step): LaneStep {
  const { pass } = context;
  const { values, run } = flagLanes(context, test);
  const wanted = holds ? 1 : 0;
  return (at, count) => {
    run(at, count);
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      if (values[lane] !== wanted) continue;
      enterLane(pass, lane);
      step();
    }
  };
}

/** Sets one tie of each lane. `isList`: a tie of an agent to itself is not set, and no fault. */
export function tieLanes(
  context: Context,
  set: TieSetter,
  source: RowCode,
  target: RowCode,
  strength: NumberCode | number,
  isList: boolean,
): LaneStep {
  const [sources, targets] = [rowLanes(context, source), rowLanes(context, target)];
  const strengths = typeof strength === 'number' ? constantLanes(strength) : numberLanes(context, strength);
  const [from, to, values] = [sources.values, targets.values, strengths.values];
  return (at, count) => {
    sources.run(at, count);
    targets.run(at, count);
    strengths.run(at, count);
    for (let k = 0; k < count; k++) {
      const lane = at[k]!;
      const row = from[lane]!;
      const other = to[lane]!;
      const value = values[lane]!;
      if (row < 0 || other < 0 || !(value >= 0 && value <= 1)) leave();
      if (row !== other) set(row, other, values, lane);
      else if (!isList) leave();
    }
  };
}
