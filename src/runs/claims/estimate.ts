/** What the runs under one condition say of a claim: its effect, how sure it is, and whether the claim is supported. */
import { binomialAbove } from '../../analysis/evidence/binomial.js';
import { chanceAbove, type TwoValues, twoValuesIn } from '../../analysis/evidence/marginChance.js';
import type { Interval } from '../../analysis/statistics/resampling.js';
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
  /** One-sided for a margin or a share, which is compared with one half; two-sided for a difference. Null where there is no test. */
  readonly p: number | null;
  /** Seeds that were played to the end, seeds with a value, and seeds in which an expectation holds. */
  readonly runs: number;
  readonly n: number;
  readonly held: number;
  /** Runs that did not end. */
  readonly lost: number;
  /** Of each arm, its runs that ended and those of them that have no value. */
  readonly values: readonly ArmValues[];
  /** Of a comparison in which every seed has one of two values: what a test of shares needs; null otherwise. */
  readonly shares: Shares | null;
  /** Of margins that have two values: what an exact test of one share needs; null otherwise. */
  readonly twoValues: TwoValues | null;
  /** Whether each arm of a comparison, or the margin, varies from seed to seed. */
  readonly varies: boolean;
  /** The effect in each seed that has one, where seeds can be compared with themselves. */
  readonly bySeed: ReadonlyMap<number, number>;
}

interface Shares {
  /** The difference of the two values: 1 where they are 0 and 1. */
  readonly unit: number;
  /** Seeds of the arm, and of the arm that is compared with, that have the larger value; and all of each. */
  readonly arm: { readonly k: number; readonly n: number };
  readonly from: { readonly k: number; readonly n: number };
  /** Of pairs: those in which only the arm, and only the other, has the larger value. Null without pairs. */
  readonly pairs: { readonly more: number; readonly less: number } | null;
}

/** `all`: every value of the measure, in any round and arm. Where no seed differs, it shows whether the measure only says yes or no. */
function sharesOf(a: readonly number[], b: readonly number[], paired: boolean, all: readonly number[]): Shares | null {
  if (a.length < 2 || b.length < 2) return null;
  const isYesNo = all.every((value) => value === 0 || value === 1);
  const { low, high } = twoValuesIn(a, b) ?? (isYesNo ? { low: 0, high: 1 } : { low: 0, high: 0 });
  if (high === low) return null;
  const of = (values: readonly number[]) => ({ k: values.filter((value) => value === high).length, n: values.length });
  const only = (one: readonly number[], other: readonly number[]): number => one.filter((value, i) => value > other[i]!).length;
  return { unit: high - low, arm: of(a), from: of(b), pairs: paired ? { more: only(a, b), less: only(b, a) } : null };
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
  const held = [...holds.values()].filter((one) => one === 1).length;
  return {
    effect: values.length > 0 ? mean(values) : null,
    interval: hasMargin ? intervalOfMean(values) : null,
    spread,
    p: values.length < 2 ? null : hasMargin ? chanceAbove(values, rng(0, 'claim', id, 'signs')) : binomialAbove(held, cells.length, 0.5),
    runs: cells.length,
    n: values.length,
    held,
    lost: lost.length,
    values: [{ arm: '', runs: cells.length, without: cells.length - values.length }],
    shares: null,
    twoValues: hasMargin ? twoValuesIn(values) : null,
    varies: spread !== null,
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
    shares: sharesOf(a, b, comparison.paired ?? false, valuesOf(comparison.measure, cells)),
    twoValues: null,
    varies: [a, b].every((values) => spreadOfMean(values) !== null),
    bySeed: new Map([...one].flatMap(([seed, own]) => differenceIn(seed, own, other.get(seed)))),
  };
}

const valuesOf = (measure: string, cells: readonly ExperimentRun[]): readonly number[] =>
  cells.flatMap(({ measures }) => (measures[measure] ?? []).filter((value) => value !== null));

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
