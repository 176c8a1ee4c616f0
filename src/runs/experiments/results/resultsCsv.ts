/** The runs of an experiment, and its table, for other programs. */
import { csvText } from '../../../core/formats/csv.js';
import type { ExperimentInterval, ExperimentTable } from '../../../protocol/experiment.js';
import type { ExperimentSensitivity } from '../../../protocol/sensitivity.js';
import type { Arm } from '../design/design.js';
import type { Played } from '../design/runRecord.js';

/**
 * One line for each run, measure and round; a column for each factor, where there are more than named arms. Made run by run, with the
 * header first: ten thousand runs take a quarter of a second.
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

/** The table of means: a line for each arm and column. Its first line names the experiment, and says that the data are synthetic. */
export function tableCsv(about: string, arms: readonly Arm[], { columns, rows }: ExperimentTable): string {
  const lines = arms.flatMap(({ id }, a) =>
    columns.map(({ id: column, at }, c) => {
      const { n = 0, mean = null, low = null, high = null } = rows[a]?.[c] ?? {};
      return [id, column, at ?? 'end', n, mean, low, high];
    }),
  );
  return `# ${about.replace(/[\n\r]+/g, ' ')}\n${csvText([['arm', 'measure', 'round', 'n', 'mean', 'low', 'high'], ...lines])}`;
}

const SENSITIVITY_HEAD = ['measure', 'round', 'among', 'by', 'n', 'used', 'missing', 'factor', 'index', 'value', 'low', 'high'];

/** The effects of factors: a line for each measure, factor and index. Where there are no numbers, one line gives the reason. */
export function sensitivityCsv(about: string, all: readonly ExperimentSensitivity[]): string {
  const lines = all.flatMap((one) => {
    const { id, at, among, by, n, used, missing, problem } = one;
    const start = [
      id,
      at ?? 'end',
      Object.entries(among)
        .map((level) => level.join('='))
        .join(', '),
      by,
      n,
      used,
      missing,
    ];
    return problem === null ? indicesOf(one).map((line) => [...start, ...line]) : [[...start, '', problem, null, null, null]];
  });
  return `# ${about.replace(/[\n\r]+/g, ' ')}\n${csvText([SENSITIVITY_HEAD, ...lines])}`;
}

type IndexLine = readonly [factor: string, index: string, value: number, low: number | null, high: number | null];

function indicesOf(sensitivity: ExperimentSensitivity): readonly IndexLine[] {
  const line = (factor: string, index: string, value: number, interval: ExperimentInterval | null = null): IndexLine => [
    ...([factor, index, value] as const),
    ...([interval?.low ?? null, interval?.high ?? null] as const),
  ];
  return sensitivity.by === 'morris'
    ? sensitivity.factors.flatMap(({ factor, muStar, interval, mu, sigma }) => [
        line(factor, 'mu_star', muStar, interval),
        line(factor, 'mu', mu),
        line(factor, 'sigma', sigma),
      ])
    : sensitivity.factors.flatMap(({ factor, first, firstInterval, total, totalInterval }) => [
        line(factor, 'S1', first, firstInterval),
        line(factor, 'ST', total, totalInterval),
      ]);
}

/** A level as text. */
export const levelText = (level: unknown): string => (level === undefined ? '' : typeof level === 'string' ? level : JSON.stringify(level));
