/** Runs the statements of a rule for a block of rows. */
import { drawnAt } from '../../../core/random/rng.js';
import { ExprFault } from '../../values/value.js';
import type { Pass } from '../typedCode.js';
import { ALL, enterLane, isLeft } from './block.js';
import { partsOf } from './independentParts.js';
import type { Group } from './statementGroups.js';

export type Step = () => void;

/** Runs statements for the lanes at[0 … count − 1]. */
export type LaneStep = (at: Int32Array, count: number) => void;

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

/** What a block needs to know of a rule. */
interface Rule {
  readonly pass: Pass;
  readonly lines: readonly CompiledLine[];
  readonly groups: readonly Group[];
  /** The steps of a row without those of its loops. */
  readonly cost: number;
  /** The agents of the lanes that a name means; null if it means no agents. */
  readonly named: (name: string) => Int32Array | null;
}

/** Null if no statement has code for a block. */
export function blockRun(rule: Rule): RunBlock | null {
  const { pass, lines, groups, cost } = rule;
  const { block, steps } = pass;
  const codes = lines.map(({ lanes }) => lanes?.() ?? null);
  if (codes.every((one) => one === null) || (block.draws && !block.streams)) return null;
  const inParts = partsOf(block.rows);
  const work = groups.map((group): LaneStep => {
    const own = group.lines.map((place) => lines[place]!.step);
    if (!group.isSerial) return codes[group.lines[0]!] ?? eachLane(pass, own);
    const through = group.through?.map(rule.named) ?? [null];
    const known = through.flatMap((rows) => rows ?? []);
    if (known.length < through.length || group.lines.every((place) => codes[place] === null)) return eachLane(pass, own);
    const inLanes = group.lines.map((place): LaneStep => codes[place] ?? eachLane(pass, [lines[place]!.step]));
    return inParts(known, inLanes, eachLane(pass, own));
  });
  const { streams, lane } = block;
  const random = streams && ((): number => drawnAt(streams.states, 4 * lane.row));
  return (rows, from, count) => {
    if ((steps.left -= cost * count) < 0) return false;
    for (let i = 0; i < count; i++) block.rows[i] = rows[from + i]!;
    if (streams && block.draws) streams.begin(block.rows, count);
    pass.random = random;
    try {
      for (let i = 0; i < work.length; i++) work[i]!(ALL, count);
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
function eachLane(pass: Pass, steps: readonly Step[]): LaneStep {
  const [first, second] = steps as readonly [Step, Step?];
  if (!second)
    return (at, count) => {
      for (let k = 0; k < count; k++) {
        enterLane(pass, at[k]!);
        first();
      }
    };
  return (at, count) => {
    for (let k = 0; k < count; k++) {
      enterLane(pass, at[k]!);
      for (let i = 0; i < steps.length; i++) steps[i]!();
    }
  };
}
