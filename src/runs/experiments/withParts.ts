/** What an experiment finds, each difference with whether it holds in the parts of the runs. */
import { type Compared, comparisonOf, type Difference, type WantedComparison } from './compared.js';
import { type Parted, type Stability, stabilityOfOne } from './stability.js';

export interface ComparedInParts extends Compared {
  readonly against: readonly (Difference & { readonly parts: InParts })[];
}

/** How many parts there are, in how many the difference has the other sign, and in how many its interval is clear of 0. */
export interface InParts extends Pick<Stability, 'flips' | 'clear'> {
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
    against: compared.against.map((difference) => {
      const found = stability.find(({ arm, from }) => arm === difference.arm && from === difference.from);
      const { parts = [], flips = 0, clear = 0 } = found ?? {};
      return { ...difference, parts: { of: parts.length, flips, clear, by: [...new Set(parts.map(({ factor }) => factor))] } };
    }),
  };
}
