/** What an experiment finds, each difference with whether it holds in the parts of the runs. */
import { type Comparable, type Compared, comparisonsOf, type Difference } from './compared.js';
import { type Stability, stabilityOf } from './stability.js';

export interface ComparedInParts extends Compared {
  readonly against: readonly (Difference & { readonly parts: InParts })[];
}

/** How many parts there are, in how many the difference has the other sign, and in how many its interval is clear of 0. */
export interface InParts extends Pick<Stability, 'flips' | 'clear'> {
  readonly of: number;
  /** What tells the parts apart: factors, `seeds`. */
  readonly by: readonly string[];
}

export function comparedInParts(played: Comparable & { readonly seeds: readonly number[] }): readonly ComparedInParts[] {
  const stability = stabilityOf(played);
  return comparisonsOf(played).map((one) => ({
    ...one,
    against: one.against.map((difference) => {
      const found = stability.find(({ id, arm, from }) => id === one.id && arm === difference.arm && from === difference.from);
      const { parts = [], flips = 0, clear = 0 } = found ?? {};
      return { ...difference, parts: { of: parts.length, flips, clear, by: [...new Set(parts.map(({ factor }) => factor))] } };
    }),
  }));
}
