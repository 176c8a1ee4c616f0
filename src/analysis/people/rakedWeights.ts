/** Raking: weights that give known shares of several groups at once. */

/** One group: the part of each row by its place in `shares`, −1 where it is missing; the wanted shares add up to 1. */
export interface Margin {
  readonly parts: Int32Array;
  readonly shares: readonly number[];
}

/** `unmet`: a part, by margin and place, that is wanted and that no row is in. */
type Raked =
  | { readonly ok: true; readonly weights: Float64Array; readonly rounds: number }
  | { readonly ok: false; readonly reason: 'unmet'; readonly margin: number; readonly part: number }
  | { readonly ok: false; readonly reason: 'endless' };

const MOST_ROUNDS = 1000;
/** The largest difference between a share and the wanted one. */
const CLOSE = 1e-10;

/**
 * Weights that are fitted to each margin in turn until all hold (Deming and Stephan 1940, Ann. Math. Stat. 11, 427; as `rake` of R's
 * survey). They add up to what they added up to before. A row with a missing part gets the weight 0.
 */
export function rake(weights: Float64Array, margins: readonly Margin[]): Raked {
  const fitted = Float64Array.from(weights, (weight, i) => (margins.every(({ parts }) => parts[i]! >= 0) ? weight : 0));
  const before = weights.reduce((sum, weight) => sum + weight, 0);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    let furthest = 0;
    for (const [m, { parts, shares }] of margins.entries()) {
      const sums = new Float64Array(shares.length);
      for (let i = 0; i < fitted.length; i++) if (parts[i]! >= 0) sums[parts[i]!]! += fitted[i]!;
      const all = sums.reduce((sum, one) => sum + one, 0);
      const unmet = shares.findIndex((share, part) => share > 0 && !(sums[part]! > 0));
      if (unmet >= 0) return { ok: false, reason: 'unmet', margin: m, part: unmet };
      shares.forEach((share, part) => {
        furthest = Math.max(furthest, Math.abs(share - sums[part]! / all));
      });
      const factors = Float64Array.from(sums, (sum, part) => (sum > 0 ? (shares[part]! * before) / sum : 0));
      for (let i = 0; i < fitted.length; i++) if (parts[i]! >= 0) fitted[i]! *= factors[parts[i]!]!;
    }
    if (furthest < CLOSE) return { ok: true, weights: fitted, rounds: round };
  }
  return { ok: false, reason: 'endless' };
}
