/** What the runs under one condition say of a claim: its effect, how sure it is, and whether the claim is supported. */
import { type Interval, permutationAbove } from '../../analysis/statistics/resampling.js';
import { mean } from '../../analysis/statistics/samples.js';
import { type Spread, spreadOfDifference, spreadOfMean } from '../../analysis/statistics/studentT.js';
import { intervalOfMean } from '../../analysis/statistics/meanInterval.js';
import { rng } from '../../core/random/rng.js';
import type { Comparison, Experiment } from '../../language/generated/society.js';
import type { Arm } from '../experiments/design/design.js';
import type { ExperimentRun, Lost } from '../experiments/design/runRecord.js';
import { comparisonOf } from '../experiments/results/comparison.js';
import { measuredIn } from '../experiments/results/liveTable.js';
import { aligned, samplesOf } from '../experiments/results/meansBySeed.js';
import { heldMeasure, marginMeasure } from '../experiments/design/expectationMeasures.js';
import type { ComparisonClaim, ExpectationClaim } from './claim.js';
import type { ArmValues } from '../experiments/results/missingValues.js';

/** The runs of one condition. */
interface ConditionRuns {
  readonly arms: readonly Arm[];
  readonly seeds: readonly number[];
  readonly cells: readonly ExperimentRun[];
  readonly lost: readonly Lost[];
}

export interface Estimate {
  /** The mean margin, the share of seeds in which an expectation without a margin holds, or the difference of two arms. Null without values. */
  readonly effect: number | null;
  /** 95 %, by Student's t; null of fewer than two seeds, and where nothing varies. */
  readonly interval: Interval | null;
  /** The standard error of the effect; null of fewer than two seeds, where nothing varies, and for shares. */
  readonly spread: Spread | null;
  /** One-sided for a margin, two-sided for a difference; null where there is no test. */
  readonly p: number | null;
  /** Seeds that were played to the end, seeds with a value, and seeds in which an expectation holds. */
  readonly runs: number;
  readonly n: number;
  readonly held: number;
  /** Runs that did not end. */
  readonly lost: number;
  /** Of each arm, its runs that ended and those of them that have no value. */
  readonly values: readonly ArmValues[];
  /** Of a comparison in which every seed has 0 or 1: what a test of shares needs; null otherwise. */
  readonly shares: Shares | null;
  /** The effect in each seed that has one, where seeds can be compared with themselves. */
  readonly bySeed: ReadonlyMap<number, number>;
}

interface Shares {
  /** Of the arm that is compared with. */
  readonly from: number;
  /** Of pairs, the share in which the two arms differ; null without pairs. */
  readonly differ: number | null;
}

function sharesOf(a: readonly number[], b: readonly number[], paired: boolean): Shares | null {
  if (b.length < 2 || ![...a, ...b].every((value) => value === 0 || value === 1)) return null;
  return { from: mean(b), differ: paired ? mean(a.map((value, i) => Number(value !== b[i]))) : null };
}

/** Of an expectation: its margins, or how often it is true. */
export function expectationEstimate({ id, expectation, hasMargin }: ExpectationClaim, { cells, lost }: ConditionRuns): Estimate {
  const valuesOf = (measure: string): ReadonlyMap<number, number> =>
    new Map(
      cells.flatMap((cell) => {
        const value = measuredIn(cell, { measure, at: null });
        return value === null ? [] : [[cell.seed, value] as const];
      }),
    );
  const holds = valuesOf(heldMeasure(expectation));
  const bySeed = hasMargin ? valuesOf(marginMeasure(expectation)) : holds;
  const values = [...bySeed.values()];
  const spread = hasMargin ? spreadOfMean(values) : null;
  return {
    effect: values.length > 0 ? mean(values) : null,
    interval: hasMargin ? intervalOfMean(values) : null,
    spread,
    p: spread ? permutationAbove(values, rng(0, 'claim', id, 'signs')) : null,
    runs: cells.length,
    n: values.length,
    held: [...holds.values()].filter((held) => held === 1).length,
    lost: lost.length,
    values: [{ arm: '', runs: cells.length, without: cells.length - values.length }],
    shares: null,
    bySeed,
  };
}

/** Of a comparison: the difference of its two arms, by the test that the file names. `arms` are those of the condition. */
export function comparisonEstimate(
  claim: ComparisonClaim,
  experiment: Experiment,
  written: readonly Arm[],
  { arms, cells, lost }: ConditionRuns,
): Estimate {
  const comparison = experiment.compare?.[claim.comparison] ?? { measure: claim.comparison };
  // The arms of a condition count under their written names.
  const names = new Map(arms.map(({ id }, i) => [id, written[i]!.id]));
  const renamed = cells.map((cell) => ({ ...cell, arm: names.get(cell.arm) ?? cell.arm }));
  const compared = comparisonOf([claim.comparison, comparison], { experiment, arms: written, cells: renamed });
  const found = compared.against.find(({ arm, from }) => arm === claim.arm && from === claim.from);
  const [one, other] = samplesBoth(claim, comparison, written, renamed);
  const [a, b] = aligned(one, other, comparison.paired ?? false);
  return {
    effect: found?.difference ?? null,
    interval: found?.interval ?? null,
    spread: spreadOfDifference(a, b, comparison.paired ?? false),
    p: found?.p ?? null,
    runs: Math.min(a.length, b.length),
    n: Math.min(a.length, b.length),
    held: 0,
    lost: lost.length,
    values: [claim.arm, claim.from].map((arm) => {
      const { runs = 0, without = 0 } = compared.arms.find((one) => one.arm === arm) ?? {};
      return { arm, runs: runs + without, without };
    }),
    shares: sharesOf(a, b, comparison.paired ?? false),
    bySeed: new Map([...one].flatMap(([seed, own]) => differenceIn(seed, own, other.get(seed)))),
  };
}

type Values = ReadonlyMap<string, number>;

const samplesBoth = (
  { arm, from }: ComparisonClaim,
  comparison: Comparison,
  arms: readonly Arm[],
  cells: readonly ExperimentRun[],
): readonly [ReadonlyMap<number, Values>, ReadonlyMap<number, Values>] => {
  const samples = samplesOf(comparison, arms, cells);
  return [samples.get(arm) ?? new Map(), samples.get(from) ?? new Map()];
};

/** Both arms have the same seeds, so a seed has a difference also where the test does not pair them. */
function differenceIn(seed: number, own: Values, other: Values | undefined): readonly (readonly [number, number])[] {
  return other && own.size > 0 && other.size > 0 ? [[seed, mean([...own.values()]) - mean([...other.values()])]] : [];
}
