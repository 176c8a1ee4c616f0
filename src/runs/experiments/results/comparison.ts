/** The comparisons of an experiment: each arm with its interval, and arms with each other. The independent units are seeds. */
import { corrected, hedgesG, kolmogorovSmirnov, mannWhitney, tTest } from '../../../analysis/statistics/twoSampleTests.js';
import { intervalOfDifference, intervalOfMean } from '../../../analysis/statistics/meanInterval.js';
import type { Component } from '../../../analysis/sensitivity/varianceComponents.js';
import { bootstrap, type Interval, permutationTest } from '../../../analysis/statistics/resampling.js';
import { isRounding, mean } from '../../../analysis/statistics/samples.js';
import { detectable } from '../../../analysis/statistics/power.js';
import { spreadOfDifference } from '../../../analysis/statistics/studentT.js';
import { rng } from '../../../core/random/rng.js';
import { leastFactor, leastP, LEVEL, seedsNeeded } from '../../../language/api.js';
import type { Comparison, Experiment } from '../../../language/generated/society.js';
import { type Across, aligned, Crossing, EACH_OTHER, cellsOf, type Sample, samplesOf, seedMeans, sizeOf } from './meansBySeed.js';
import type { Arm } from '../design/design.js';
import type { Played } from '../design/runRecord.js';
import { missingWords } from '../design/compileArm.js';
import { canMislead } from './missingValues.js';

type Test = NonNullable<Comparison['test']>;

interface ArmSummary {
  readonly arm: string;
  /** The number of seeds. */
  readonly n: number;
  /** Runs with a value: those of each seed count together. */
  readonly runs: number;
  /** Runs that ended without a value: no part of the mean, of the interval and of any test. */
  readonly without: number;
  /** Over the values of the seeds, each the mean of its runs. */
  readonly mean: number | null;
  /** 95 %, by Student's t; null for fewer than two seeds, and where all seeds give the same value. */
  readonly interval: Interval | null;
  /** How many runs have no value and why, in a sentence; null where all have one. */
  readonly missing: string | null;
  /** Variance between seeds and between the levels of each crossed factor; null where nothing is crossed, or runs are missing. */
  readonly components: readonly Component[] | null;
}

export interface Compared {
  readonly id: string;
  readonly measure: string;
  /** Round, or null for the end. */
  readonly at: number | null;
  /** Factors that each arm is averaged across: its n is the number of seeds, times these levels. */
  readonly across: readonly Across[];
  readonly arms: readonly ArmSummary[];
  /** Each arm after the first compared with the first, or as the file asks. */
  readonly against: readonly Difference[];
}

export interface Difference {
  readonly arm: string;
  readonly from: string;
  /** Mean of `arm` minus mean of `from`. */
  readonly difference: number | null;
  /** 95 %, by Student's t, and with the test `bootstrap` by bootstrap. Null where there is none, or all seeds give the same value. */
  readonly interval: Interval | null;
  readonly test: Test;
  /** Two-sided; null where there is only an interval, or nothing to test. */
  readonly p: number | null;
  /** `p` corrected for all tests of the experiment. */
  readonly corrected: number | null;
  /** Hedges' g. */
  readonly effect: number | null;
  /** Pairs of seeds, or seeds of both arms, that were compared. */
  readonly n: number;
  readonly paired: boolean;
  /** Every seed of both arms gave the same value, so there is nothing to test. */
  readonly isSame: boolean;
  /** The smallest p that the test can give with these seeds; null where it has none. */
  readonly least: number | null;
  /** The number of seeds that p < 0.05 needs after correction, where there are too few. */
  readonly needed: number | null;
  /** The smallest true difference that a t test of these seeds at 0.05 finds with a power of 80 %; null where nothing varies. */
  readonly detectable: number | null;
  /** For the differences between runs of one seed and the same settings, as in `ArmSummary`. */
  readonly components: readonly Component[] | null;
  /** Whether runs have no value so that the difference of the others can mislead. */
  readonly canMislead: boolean;
}

export type Comparable = Pick<Played, 'experiment' | 'arms' | 'cells'>;

/** The comparisons of the file; where it has none, its own measures at the end. */
export const comparisonsOf = (played: Comparable): readonly Compared[] =>
  withCorrected(
    played.experiment,
    wantedIn(played).map((wanted) => comparisonOf(wanted, played)),
  );

/** All comparisons of an experiment, with p corrected for their number, and whether it can then be small enough at all. */
export function withCorrected<C extends Compared>({ correct = 'holm' }: Experiment, all: readonly C[]): readonly C[] {
  const ps = corrected(
    all.flatMap(({ against }) => against.map(({ p }) => p)),
    correct,
  );
  const times = leastFactor(correct, ps.filter((p) => p !== null).length);
  let next = 0;
  return all.map((one) => ({
    ...one,
    against: one.against.map((difference) => ({ ...difference, corrected: ps[next++]!, needed: neededFor(difference, times) })),
  }));
}

const neededFor = ({ p, least, test, paired }: Difference, times: number): number | null =>
  p === null || least === null || least * times < LEVEL ? null : seedsNeeded(test, paired, times);

/** A comparison by its id. */
export type WantedComparison = readonly [id: string, comparison: Comparison];

export function wantedIn({ experiment, cells }: Pick<Comparable, 'experiment' | 'cells'>): readonly WantedComparison[] {
  const given = Object.entries(experiment.compare ?? {});
  return given.length > 0 ? given : Object.keys(cells[0]?.measures ?? {}).map((measure) => [measure, { measure }]);
}

/** One comparison, before the correction of p. */
export function comparisonOf([id, comparison]: WantedComparison, { experiment, arms, cells }: Comparable): Compared {
  const { measure, at, test = 'permutation', paired = false } = comparison;
  const samples = samplesOf(comparison, arms, cells);
  const crossing = new Crossing(comparison, experiment, arms);
  const summaries = [...samples].map(([arm, sample]): ArmSummary => {
    const values = seedMeans(sample);
    const middle = values.length > 0 ? mean(values) : null;
    const cellsHere = cellsOf(arm, comparison, arms, cells);
    return {
      arm,
      n: values.length,
      runs: sizeOf(sample),
      without: cellsHere.length - sizeOf(sample),
      mean: middle,
      interval: intervalOfMean(values),
      missing:
        sizeOf(sample) === cellsHere.length && values.length > 0
          ? null
          : missingWords(comparison, cellsHere, cellsHere.length - sizeOf(sample)),
      components: crossing.components(sample),
    };
  });
  const against = pairsOf(comparison, arms, [...samples.keys()]).map(({ arm, from }): Difference => {
    const [one, other]: readonly Sample[] = [samples.get(arm)!, samples.get(from)!];
    const stream = rng(0, 'experiment', id, `${from} ${arm}`);
    const [a, b] = aligned(one!, other!, paired);
    const found = { ...differenceOf(a, b, { test, paired }, stream), ...chancesOf(test, a, b, paired, stream) };
    const both = summaries.filter((summary) => summary.arm === arm || summary.arm === from);
    return {
      ...{ arm, from, paired, test, ...found, corrected: null, needed: null },
      ...{
        components: crossing.components(one!, other!),
        canMislead: canMislead(both.map((all) => ({ ...all, runs: all.runs + all.without }))),
      },
    };
  });
  return { id, measure, at: typeof at === 'number' ? at : null, across: crossing.across, arms: summaries, against };
}

/** Two arms that are compared: `arm` minus `from`. */
export interface ArmPair {
  readonly arm: string;
  readonly from: string;
}

/** Which arms are compared: each with the first, each with the named one, or all with each other. */
export function pairsOf(comparison: Comparison, arms: readonly Arm[], ids: readonly string[]): readonly ArmPair[] {
  if (isOfPoints(comparison, arms)) return [];
  const { against } = comparison;
  if (against === EACH_OTHER) return ids.flatMap((from, i) => ids.slice(i + 1).map((arm) => ({ arm, from })));
  const from = against !== undefined && ids.includes(against) ? against : ids[0];
  return from === undefined ? [] : ids.filter((id) => id !== from).map((arm) => ({ arm, from }));
}

/** The effects of factors come from all points of their sample together: a comparison of each point with the first would mean nothing. */
export const isOfPoints = ({ arms: wanted }: Comparison, arms: readonly Arm[]): boolean =>
  !wanted && arms.some(({ point }) => point !== undefined);

/** The test for a difference. */
type Judged = Pick<Difference, 'test' | 'paired'>;

/** The difference of two samples, with one value for each seed, and its uncertainty. */
export function differenceOf(
  a: readonly number[],
  b: readonly number[],
  { test, paired }: Judged,
  random: () => number,
): Pick<Difference, 'difference' | 'interval' | 'effect' | 'n' | 'isSame'> {
  if (a.length === 0 || b.length === 0) return { difference: null, interval: null, effect: null, n: 0, isSame: false };
  const gaps = (): readonly number[] => a.map((value, i) => value - b[i]!);
  const drawn = (): Interval | null => (paired ? bootstrap(random, gaps()) : bootstrap(random, a, b));
  return {
    difference: mean(a) - mean(b),
    interval: test === 'bootstrap' ? drawn() : intervalOfDifference(a, b, paired),
    effect: hedgesG(a, b),
    n: paired ? a.length : a.length + b.length,
    isSame: isSame(a, b, paired),
  };
}

/** Whether all seeds of both samples give the same value, or no pair differs. For a single seed that is unknown. */
function isSame(a: readonly number[], b: readonly number[], paired: boolean): boolean {
  if (a.length < 2 || b.length < 2) return false;
  const [first] = a;
  const isFirst = (value: number): boolean => isRounding(Math.abs(value - first!), a, b);
  return paired ? a.every((value, i) => isRounding(Math.abs(value - b[i]!), a, b)) : [...a, ...b].every(isFirst);
}

/** The p value of a difference, and what the test can show with these seeds. */
function chancesOf(
  test: Test,
  a: readonly number[],
  b: readonly number[],
  paired: boolean,
  random: () => number,
): Pick<Difference, 'p' | 'least' | 'detectable'> {
  const spread = spreadOfDifference(a, b, paired);
  const can = {
    least: a.length === 0 || b.length === 0 ? null : leastP(test, paired, a.length, b.length),
    detectable: spread && detectable(spread),
  };
  return { ...can, p: isSame(a, b, paired) ? null : pValue(test, a, b, paired, random) };
}

function pValue(test: Test, a: readonly number[], b: readonly number[], paired: boolean, random: () => number): number | null {
  // A single seed shows nothing about the effect of chance.
  if (Math.min(a.length, b.length) < 2) return null;
  switch (test) {
    case 'permutation':
      return permutationTest(a, b, paired, random);
    case 't':
      return tTest(a, b, paired)?.p ?? null;
    case 'mann_whitney':
      return mannWhitney(a, b)?.p ?? null;
    case 'kolmogorov_smirnov':
      return kolmogorovSmirnov(a, b)?.p ?? null;
    case 'bootstrap':
      return null;
  }
}
