/** The findings of an experiment: each difference with whether it holds in the parts of the runs, and the effects of drawn factors. */
import { type Compared, comparisonOf, type Difference, type WantedComparison } from './comparison.js';
import type { ExperimentSensitivity } from '../../../protocol/sensitivity.js';
import { sensitivityOf } from './sensitivity.js';
import { type Parted, type Stability, stabilityOfOne } from './stability.js';

export interface ComparedInParts extends Compared {
  readonly against: readonly (Difference & { readonly parts: InParts })[];
  /** The effects of a sample's factors on the measure, in each combination of the others; empty where the sample has no such design. */
  readonly sensitivity: readonly ExperimentSensitivity[];
}

/** How many parts have values, in how many the difference has the same or the other sign, and in how many its interval excludes 0. */
interface InParts extends Pick<Stability, 'same' | 'flips' | 'clear'> {
  readonly of: number;
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
      return { ...difference, parts: { of: parts.length, same, flips, clear, by: [...new Set(parts.map(({ factor }) => factor))] } };
    }),
  };
}
