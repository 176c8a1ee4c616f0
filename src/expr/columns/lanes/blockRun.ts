/** Runs the statements of a rule for a block of rows. */
import { ExprFault } from '../../values/value.js';
import type { Pass } from '../typedCode.js';
import { drawnAt } from '../../../core/random/rng.js';
import { enterLane, isLeft } from './block.js';
import type { Group } from './statementGroups.js';

export type Step = () => void;

/** Runs a statement for the lanes from 0 up to a number. */
export type LaneStep = (count: number) => void;

export interface CompiledLine {
  readonly step: Step;
  /** Makes the code of a block; null if the statement runs lane by lane. */
  readonly lanes: (() => LaneStep) | null;
}

/**
 * Runs the statements for the rows at places `from` to `from + count − 1`, at most `LANES`. False if a row has a fault or takes too many
 * steps: then what the block has written must be taken back, and its rows run one by one.
 */
export type RunBlock = (rows: ArrayLike<number>, from: number, count: number) => boolean;

/** `cost`: the steps of a row without those of its loops. Null if no statement has code for a block. */
export function blockRun(pass: Pass, lines: readonly CompiledLine[], groups: readonly Group[], cost: number): RunBlock | null {
  const { block, steps } = pass;
  const made = groups.map(({ lines: places, isSerial }): LaneStep | null => (isSerial ? null : (lines[places[0]!]!.lanes?.() ?? null)));
  if (made.every((one) => one === null) || (block.draws && !block.streams)) return null;
  const work = made.map(
    (one, i) =>
      one ??
      serial(
        pass,
        groups[i]!.lines.map((place) => lines[place]!.step),
      ),
  );
  const { streams, lane } = block;
  const random = streams && ((): number => drawnAt(streams.states, 4 * lane.row));
  return (rows, from, count) => {
    if ((steps.left -= cost * count) < 0) return false;
    for (let i = 0; i < count; i++) block.rows[i] = rows[from + i]!;
    if (streams && block.draws) for (let i = 0; i < count; i++) streams.begin(i, block.rows[i]!);
    pass.random = random;
    try {
      for (let i = 0; i < work.length; i++) work[i]!(count);
      return true;
    } catch (error) {
      if (!isLeft(error) && !(error instanceof ExprFault)) throw error;
      return false;
    } finally {
      pass.random = null;
      lane.row = 0;
    }
  };
}

/** Statements for one lane after another. */
function serial(pass: Pass, steps: readonly Step[]): LaneStep {
  const [first, second] = steps as readonly [Step, Step?];
  if (!second)
    return (count) => {
      for (let lane = 0; lane < count; lane++) {
        enterLane(pass, lane);
        first();
      }
    };
  return (count) => {
    for (let lane = 0; lane < count; lane++) {
      enterLane(pass, lane);
      for (let i = 0; i < steps.length; i++) steps[i]!();
    }
  };
}
