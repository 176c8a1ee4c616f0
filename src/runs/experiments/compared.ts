/** What an experiment compares: each arm with its interval, and each behind the first against it. */
import { corrected } from '../../analysis/statistics/correction.js';
import { hedgesG } from '../../analysis/statistics/effects.js';
import { bootstrap, type Interval, permutationTest } from '../../analysis/statistics/resampling.js';
import { mean } from '../../analysis/statistics/samples.js';
import { kolmogorovSmirnov, mannWhitney, tTest } from '../../analysis/statistics/twoSamples.js';
import { canonical, type Json } from '../../core/json.js';
import { rng } from '../../core/rng.js';
import type { Comparison, Experiment } from '../../language/generated/society.js';
import type { Cell } from './cell.js';
import type { Arm } from './design.js';
import type { Played } from './play.js';

export type Test = NonNullable<Comparison['test']>;

export interface ArmSummary {
  readonly arm: string;
  readonly n: number;
  readonly mean: number | null;
  readonly interval: Interval | null;
}

export interface Compared {
  readonly id: string;
  readonly measure: string;
  /** Round, or null for the end. */
  readonly at: number | null;
  readonly arms: readonly ArmSummary[];
  /** Each arm behind the first against it. */
  readonly against: readonly Difference[];
}

export interface Difference {
  readonly arm: string;
  readonly from: string;
  /** Mean of `arm` less that of `from`, with its 95 % interval. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly test: Test;
  /** Two-sided; null where there is an interval only, or nothing to test. */
  readonly p: number | null;
  /** `p` corrected for all tests of the experiment. */
  readonly corrected: number | null;
  /** Hedges' g. */
  readonly effect: number | null;
  /** Values, or pairs, that were compared. */
  readonly n: number;
  readonly paired: boolean;
}

export type Comparable = Pick<Played, 'experiment' | 'arms' | 'cells'>;

/** What the file compares; where it compares nothing, what it measures itself, at the end. */
export const comparisonsOf = (played: Comparable): readonly Compared[] =>
  withCorrected(
    played.experiment,
    wantedIn(played).map((wanted) => comparisonOf(wanted, played)),
  );

/** All comparisons of an experiment, with p corrected for their number. */
export function withCorrected<C extends Compared>({ correct = 'holm' }: Experiment, all: readonly C[]): readonly C[] {
  const ps = corrected(
    all.flatMap(({ against }) => against.map(({ p }) => p)),
    correct,
  );
  let next = 0;
  return all.map((one) => ({ ...one, against: one.against.map((difference) => ({ ...difference, corrected: ps[next++]! })) }));
}

/** A comparison by its id. */
export type WantedComparison = readonly [id: string, comparison: Comparison];

export function wantedIn({ experiment, cells }: Pick<Comparable, 'experiment' | 'cells'>): readonly WantedComparison[] {
  const given = Object.entries(experiment.compare ?? {});
  return given.length > 0 ? given : Object.keys(cells[0]?.measures ?? {}).map((measure) => [measure, { measure }]);
}

/** Values by what they were measured in: a seed, and what else was set there. */
type Sample = ReadonlyMap<string, number>;

/** One comparison, whose p is not corrected yet. */
export function comparisonOf([id, comparison]: WantedComparison, { arms, cells }: Pick<Comparable, 'arms' | 'cells'>): Compared {
  const { measure, at, test = 'permutation', paired = false } = comparison;
  const samples = [...samplesOf(comparison, arms, cells)];
  const random = (arm: string) => rng(0, 'experiment', id, arm);
  const summaries = samples.map(([arm, sample]): ArmSummary => {
    const values = [...sample.values()];
    return { arm, n: values.length, mean: values.length > 0 ? mean(values) : null, interval: bootstrap(random(arm), values) };
  });
  const [first, ...others] = isOfPoints(comparison, arms) ? [] : samples;
  const against = others.map(([arm, sample]): Difference => {
    const [from, other] = first!;
    const stream = random(`${from} ${arm}`);
    const [a, b] = aligned(sample, other, paired);
    return { arm, from, paired, test, corrected: null, ...differenceOf(a, b, paired, stream), p: chance(test, a, b, paired, stream) };
  });
  return { id, measure, at: roundOf(at), arms: summaries, against };
}

/** What factors do is told from all points of their sample together: that each is compared with the first would say nothing. */
export const isOfPoints = ({ arms: wanted }: Comparison, arms: readonly Arm[]): boolean =>
  !wanted && arms.some(({ point }) => point !== undefined);

const roundOf = (at: Comparison['at']): number | null => (typeof at === 'number' ? at : null);

/**
 * The values of each arm that is compared. Arms that the comparison names stand for all that have this name, whatever else was set
 * in them; where it names none, each is one of its own.
 */
export function samplesOf(
  { measure, at, arms: wanted }: Comparison,
  arms: readonly Arm[],
  cells: readonly Cell[],
): ReadonlyMap<string, Sample> {
  const round = roundOf(at);
  const samples = new Map((wanted ?? arms.map(({ id }) => id)).map((id) => [id, new Map<string, number>()]));
  const placed = new Map(arms.map((arm) => [arm.id, placeOf(arm, wanted)]));
  for (const cell of cells) {
    const { group, rest } = placed.get(cell.arm) ?? { group: cell.arm, rest: '' };
    const values = cell.measures[measure] ?? [];
    const value = values[(round ?? values.length) - 1];
    if (value !== null && value !== undefined) samples.get(group)?.set(`${cell.seed} ${rest}`, value);
  }
  return samples;
}

function placeOf({ id, levels }: Arm, wanted: readonly string[] | undefined): { readonly group: string; readonly rest: string } {
  const { arm, ...rest } = levels;
  return wanted && !wanted.includes(id) && typeof arm === 'string'
    ? { group: arm, rest: canonical(rest as Json) }
    : { group: id, rest: '' };
}

/** All values of both; or those of what was measured in both, side by side. */
export function aligned(one: Sample, other: Sample, paired: boolean): readonly [readonly number[], readonly number[]] {
  if (!paired) return [[...one.values()], [...other.values()]];
  const both = [...one.keys()].filter((key) => other.has(key));
  return [both.map((key) => one.get(key)!), both.map((key) => other.get(key)!)];
}

/** How far apart two samples are, and how sure that is. */
export function differenceOf(
  a: readonly number[],
  b: readonly number[],
  paired: boolean,
  random: () => number,
): Pick<Difference, 'difference' | 'interval' | 'effect' | 'n'> {
  if (a.length === 0 || b.length === 0) return { difference: null, interval: null, effect: null, n: 0 };
  const gaps = (): readonly number[] => a.map((value, i) => value - b[i]!);
  return {
    difference: mean(a) - mean(b),
    interval: paired ? bootstrap(random, gaps()) : bootstrap(random, a, b),
    effect: hedgesG(a, b),
    n: paired ? a.length : a.length + b.length,
  };
}

/** Of a difference at least as large where there is none. */
function chance(test: Test, a: readonly number[], b: readonly number[], paired: boolean, random: () => number): number | null {
  if (a.length === 0 || b.length === 0) return null;
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
