/** Chances of several comparisons made at once. */
import padjust from '@stdlib/stats-padjust';

/**
 * `holm` holds the chance of any false finding at the level (Holm 1979, Scand. J. Stat. 6, 65), `bh` the expected share of false ones
 * among the findings (Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289).
 */
type Correction = 'none' | 'holm' | 'bh';

/** Each chance as it is to be compared with the level, in the order given; those that are not known stay so and do not count. */
export function corrected(ps: readonly (number | null)[], by: Correction): readonly (number | null)[] {
  const known = ps.filter((p): p is number => p !== null);
  if (by === 'none' || known.length === 0) return ps;
  const adjusted = padjust(known, by);
  let next = 0;
  return ps.map((p) => (p === null ? null : adjusted[next++]!));
}
