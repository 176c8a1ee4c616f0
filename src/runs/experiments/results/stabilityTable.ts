/** What an experiment finds, each difference with whether it holds in the parts of the runs, and what drawn factors do. */
import { type Compared, comparisonOf, type Difference, type WantedComparison } from './comparison.js';
import type { ExperimentSensitivity } from '../../../protocol/sensitivity.js';
import { sensitivityOf } from './sensitivity.js';
import { type Parted, type Stability, stabilityOfOne } from './stability.js';

export interface ComparedInParts extends Compared {
  readonly against: readonly (Difference & { readonly parts: InParts })[];
  /** What the factors of a sample do to the measure, in each combination of the others; none where the sample does not tell. */
  readonly sensitivity: readonly ExperimentSensitivity[];
}

/** How many parts have values, in how many the difference has the same or the other sign, and in how many its interval is clear of 0. */
interface InParts extends Pick<Stability, 'same' | 'flips' | 'clear'> {
  readonly of: number;
  /** What tells the parts apart: factors, `seeds`. */
  readonly by: readonly string[];
}

/** One comparison, whose p is not corrected yet. */
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
