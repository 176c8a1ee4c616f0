/** The table of an experiment while its runs arrive: each arm's mean of each measure, from running sums. */
import { meanInterval, type Moments, NO_MOMENTS, withValue } from '../../../analysis/statistics/meanInterval.js';
import type { Experiment } from '../../../language/generated/society.js';
import type { ExperimentCell, ExperimentColumn, ExperimentTable } from '../../../protocol/experiment.js';
import type { ExperimentRun } from '../design/runRecord.js';
import type { Arm } from '../design/design.js';

/** The value of a measure in a run; null where it is not defined, or was not taken. */
export function measuredIn(
  { measures }: Pick<ExperimentRun, 'measures'>,
  { measure, at }: Pick<ExperimentColumn, 'measure' | 'at'>,
): number | null {
  const values = Object.hasOwn(measures, measure) ? (measures[measure] ?? []) : [];
  return values[(at ?? values.length) - 1] ?? null;
}

export class Tally {
  readonly #columns: ExperimentColumn[];
  readonly #places: ReadonlyMap<string, number>;
  /** By arm, then by column. */
  readonly #moments: Moments[][];

  constructor({ compare = {} }: Experiment, arms: readonly Arm[]) {
    this.#columns = Object.entries(compare).map(([id, { measure, at }]) => ({ id, measure, at: typeof at === 'number' ? at : null }));
    this.#places = new Map(arms.map(({ id }, i) => [id, i]));
    this.#moments = arms.map(() => []);
  }

  get columns(): readonly ExperimentColumn[] {
    return this.#columns;
  }

  /** Adds a run. A measure that is not compared gets its own column, with the value at the end of the run. */
  add(cell: ExperimentRun): void {
    const row = this.#moments[this.#places.get(cell.arm) ?? -1];
    if (!row) return;
    for (const measure of Object.keys(cell.measures))
      if (!this.#columns.some((one) => one.measure === measure)) this.#columns.push({ id: measure, measure, at: null });
    this.#columns.forEach((column, i) => {
      const value = measuredIn(cell, column);
      if (value !== null) row[i] = withValue(row[i] ?? NO_MOMENTS, value);
    });
  }

  /** For the first arms, or for all. */
  table(arms?: number): ExperimentTable {
    const rows = this.#moments.slice(0, arms).map((row) => this.#columns.map((_, i) => cellOf(row[i] ?? NO_MOMENTS)));
    return { columns: [...this.#columns], rows };
  }
}

function cellOf(moments: Moments): ExperimentCell {
  const interval = meanInterval(moments);
  return { n: moments.n, mean: moments.n > 0 ? moments.mean : null, low: interval?.low ?? null, high: interval?.high ?? null };
}
