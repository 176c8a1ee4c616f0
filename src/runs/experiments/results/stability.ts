/**
 * Whether the finding of an experiment holds in its parts: with other wordings, other minds, other settings, other seeds. If the
 * sign changes in one of them, the conclusion depends on that part.
 */
import {
  type ArmPair,
  type Comparable,
  type Compared,
  comparisonOf,
  type Difference,
  differenceOf,
  pairsOf,
  type WantedComparison,
  wantedIn,
} from './comparison.js';
import type { ExperimentSensitivity } from '../../../protocol/sensitivity.js';
import { sensitivityOf } from './sensitivity.js';
import { rng } from '../../../core/random/rng.js';
import type { Comparison } from '../../../language/generated/society.js';
import type { Interval } from '../../../analysis/statistics/resampling.js';
import type { ExperimentRun } from '../design/runRecord.js';
import { aligned, namedIn, samplesOf } from './meansBySeed.js';
import type { Arm } from '../design/design.js';

/** The same difference in a part of the runs. */
export interface InPart {
  /** A factor that is not compared, or `seeds`. */
  readonly factor: string;
  readonly level: string;
  readonly difference: number | null;
  readonly interval: Interval | null;
  /** Pairs of seeds, or seeds of both arms. */
  readonly n: number;
}

export interface Stability {
  readonly id: string;
  readonly arm: string;
  readonly from: string;
  /** Over all runs. */
  readonly difference: number | null;
  readonly parts: readonly InPart[];
  /** Parts whose difference has the same sign. */
  readonly same: number;
  /** Parts whose difference has the other sign. */
  readonly flips: number;
  /** Parts whose interval is on the same side of 0. */
  readonly clear: number;
}

interface Part {
  readonly factor: string;
  readonly level: string;
  readonly holds: (cell: ExperimentRun) => boolean;
}

/** The data that the parts of an experiment are computed from. */
export type Parted = Comparable & { readonly seeds: readonly number[] };

/** For each difference of each comparison, in each level of every factor that it is averaged across, and in two halves of the seeds. */
export const stabilityOf = (played: Parted): readonly Stability[] => wantedIn(played).flatMap((wanted) => stabilityOfOne(wanted, played));

/** For each difference of one comparison. */
function stabilityOfOne([id, comparison]: WantedComparison, played: Parted): readonly Stability[] {
  const pairs = pairsOf(comparison, played.arms, [...samplesOf(comparison, played.arms, []).keys()]);
  if (pairs.length === 0) return [];
  const parts = [...levelsBeside(comparison, played.arms), ...halves(played.seeds)];
  return pairs.map((pair) => stable(id, comparison, pair, parts, played));
}

function stable(
  id: string,
  comparison: Comparison,
  { arm, from }: ArmPair,
  parts: readonly Part[],
  { arms, cells }: Comparable,
): Stability {
  const { paired = false, test = 'permutation' } = comparison;
  const within = (holds: Part['holds'], ...name: readonly string[]) => {
    const samples = samplesOf(comparison, arms, cells.filter(holds));
    const [a, b] = aligned(samples.get(arm)!, samples.get(from)!, paired);
    return differenceOf(a, b, { test, paired }, rng(0, 'experiment.stability', id, arm, from, ...name));
  };
  const { difference } = within(() => true);
  const found = parts.map(({ factor, level, holds }): InPart => {
    const { difference: own, interval, n } = within(holds, factor, level);
    return { factor, level, difference: own, interval, n };
  });
  const side = Math.sign(difference ?? 0);
  const signed = (sign: number) => found.filter((part) => part.difference !== null && Math.sign(part.difference) === sign).length;
  const [same, flips] = side === 0 ? [0, 0] : [signed(side), signed(-side)];
  const clear = found.filter(({ interval }) => interval && (side > 0 ? interval.low > 0 : side < 0 && interval.high < 0)).length;
  return { id, arm, from, difference, parts: found, same, flips, clear };
}

/** Arms that are compared by name are averaged across the other factors; arms that are not named are compared as they are. */
function levelsBeside(comparison: Comparison, arms: readonly Arm[]): readonly Part[] {
  if (!namedIn(comparison, arms)) return [];
  const levels = new Map<string, Map<string, Set<string>>>();
  for (const { id, levels: own } of arms)
    for (const [factor, value] of Object.entries(own)) {
      if (factor === 'arm') continue;
      const level = typeof value === 'string' ? value : JSON.stringify(value);
      const known = levels.get(factor) ?? new Map<string, Set<string>>();
      levels.set(factor, known.set(level, (known.get(level) ?? new Set()).add(id)));
    }
  return [...levels].flatMap(([factor, known]) =>
    known.size < 2 ? [] : [...known].map(([level, ids]): Part => ({ factor, level, holds: ({ arm }) => ids.has(arm) })),
  );
}

function halves(seeds: readonly number[]): readonly Part[] {
  const middle = Math.ceil(seeds.length / 2);
  const part = (level: string, own: readonly number[]): Part => {
    const isOwn = new Set(own);
    return { factor: 'seeds', level, holds: ({ seed }) => isOwn.has(seed) };
  };
  return seeds.length < 4 ? [] : [part('first half', seeds.slice(0, middle)), part('second half', seeds.slice(middle))];
}

// The findings of an experiment: each difference with whether it holds in the parts of the runs, and the effects of drawn factors.

export interface ComparedInParts extends Compared {
  readonly against: readonly (Difference & { readonly parts: InParts })[];
  /** The effects of a sample's factors on the measure, in each combination of the others; empty where the sample has no such design. */
  readonly sensitivity: readonly ExperimentSensitivity[];
}

/** How many parts have values, in how many the difference has the same or the other sign, and in how many its interval excludes 0. */
interface InParts extends Pick<Stability, 'same' | 'flips' | 'clear'> {
  readonly of: number;
  /** Parts in which no run has a value. */
  readonly blank: number;
  /** What distinguishes the parts: factors, `seeds`. */
  readonly by: readonly string[];
}

/** One comparison, before the correction of p. */
export function comparedInParts(wanted: WantedComparison, played: Parted): ComparedInParts {
  const stability = stabilityOfOne(wanted, played);
  const compared = comparisonOf(wanted, played);
  return {
    ...compared,
    sensitivity: sensitivityOf(wanted, played),
    against: compared.against.map((difference) => {
      const found = stability.find(({ arm, from }) => arm === difference.arm && from === difference.from);
      const { same = 0, flips = 0, clear = 0 } = found ?? {};
      const parts = (found?.parts ?? []).filter((part) => part.difference !== null);
      return {
        ...difference,
        parts: {
          of: parts.length,
          blank: (found?.parts ?? []).length - parts.length,
          same,
          flips,
          clear,
          by: [...new Set(parts.map(({ factor }) => factor))],
        },
      };
    }),
  };
}
