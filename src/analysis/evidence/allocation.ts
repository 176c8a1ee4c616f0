/** How a number of runs is best divided between seeds and wordings, from the variances that a first study shows. */

/** Variances of a result: between seeds, between wordings, and of what is left in each run. */
interface VarianceComponents {
  readonly seeds: number;
  readonly wordings: number;
  readonly rest: number;
}

/**
 * From a table with a row for each seed and a column for each wording, by analysis of variance (Searle, Casella and McCulloch 1992, Variance
 * Components, §4.4): a negative estimate counts as 0. Null for fewer than two rows or columns.
 */
export function varianceComponents(table: readonly (readonly number[])[]): VarianceComponents | null {
  const [s, w] = [table.length, table[0]?.length ?? 0];
  if (s < 2 || w < 2) return null;
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rows = table.map(meanOf);
  const columns = table[0]!.map((_, j) => meanOf(table.map((row) => row[j]!)));
  const all = meanOf(rows);
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - all) ** 2, 0);
  const rest = table.reduce(
    (sum, row, i) => sum + row.reduce((part, value, j) => part + (value - rows[i]! - columns[j]! + all) ** 2, 0),
    0,
  );
  const [ofRows, ofColumns, left] = [(w * squares(rows)) / (s - 1), (s * squares(columns)) / (w - 1), rest / ((s - 1) * (w - 1))];
  return { seeds: Math.max(0, (ofRows - left) / w), wordings: Math.max(0, (ofColumns - left) / s), rest: left };
}

interface Allocation {
  readonly seeds: number;
  readonly wordings: number;
  /** Standard error of the mean over seeds and wordings, as if both were drawn at random. */
  readonly error: number;
}

/** The standard error of so many seeds under so many wordings. */
export const allocatedError = ({ seeds, wordings, rest }: VarianceComponents, s: number, w: number): number =>
  Math.sqrt(seeds / s + wordings / w + rest / (s * w));

/** Nobody writes more paraphrases of a prompt. */
const MOST_WORDINGS = 20;

/** The division of at most `runs` with the smallest standard error, with at least two seeds and two wordings. Null for fewer than four runs. */
export function bestAllocation(components: VarianceComponents, runs: number): Allocation | null {
  let best: Allocation | null = null;
  for (let wordings = 2; wordings <= MOST_WORDINGS && wordings * 2 <= runs; wordings++) {
    const seeds = Math.floor(runs / wordings);
    const error = allocatedError(components, seeds, wordings);
    if (best === null || error < best.error * (1 - 1e-12)) best = { seeds, wordings, error };
  }
  return best;
}
