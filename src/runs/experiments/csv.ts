/** The runs of an experiment, and its table, for other programs. */
import { csvText } from '../../core/csv.js';
import type { ExperimentTable } from '../../protocol/experiment.js';
import type { Arm } from './design.js';
import type { Played } from './play.js';

/**
 * One line for each run, measure and round; a column for each factor, where there are more than named arms. Run by run, with the names
 * of the columns before the first: of ten thousand runs it takes a quarter of a second.
 */
export function* experimentCsv({ cells, arms }: Pick<Played, 'cells' | 'arms'>): Generator<string> {
  const factors = [...new Set(arms.flatMap(({ levels }) => Object.keys(levels)))].filter((factor) => factor !== 'arm');
  const levelsOf = new Map(arms.map(({ id, levels }) => [id, factors.map((factor) => levelText(levels[factor]))]));
  yield csvText([['arm', ...factors, 'seed', 'measure', 'round', 'value']]);
  for (const { arm, seed, measures } of cells) {
    const rows = Object.entries(measures).flatMap(([measure, values]) =>
      values.map((value, i) => [arm, ...levelsOf.get(arm)!, seed, measure, i + 1, value]),
    );
    yield csvText(rows);
  }
}

/** The table of means: a line for each arm and column. Its first line says what it is of, and that it is synthetic. */
export function tableCsv(about: string, arms: readonly Arm[], { columns, rows }: ExperimentTable): string {
  const lines = arms.flatMap(({ id }, a) =>
    columns.map(({ id: column, at }, c) => {
      const { n = 0, mean = null, low = null, high = null } = rows[a]?.[c] ?? {};
      return [id, column, at ?? 'end', n, mean, low, high];
    }),
  );
  return `# ${about.replace(/[\n\r]+/g, ' ')}\n${csvText([['arm', 'measure', 'round', 'n', 'mean', 'low', 'high'], ...lines])}`;
}

/** A level as a word. */
export const levelText = (level: unknown): string => (level === undefined ? '' : typeof level === 'string' ? level : JSON.stringify(level));
