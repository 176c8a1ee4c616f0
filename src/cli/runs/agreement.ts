/** `society agreement TABLE`: how far coders agree, from a table with a row for each case and a column for each coder. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Agreement, type CodedCase, type CodeLevel, fleissKappa, krippendorffAlpha } from '../../analysis/statistics/manyRaters.js';
import { LEAST_CLUSTERS, LEAST_HUMAN, type PredictionPowered, predictionPowered } from '../../analysis/statistics/predictionPowered.js';
import { reliabilities } from '../../analysis/statistics/reliability.js';
import { mean } from '../../analysis/statistics/samples.js';
import { rng } from '../../core/random/rng.js';
import type { Json } from '../../core/util/json.js';
import { noSuch } from '../../core/util/suggest.js';
import { figureText } from '../../core/util/textPosition.js';
import { type Table, tableOf } from '../../engine/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { plainFile } from '../terminal/files.js';
import { aside, jsonText, plural, printable, UsageError } from '../terminal/output.js';
import { marked, t } from '../../core/util/l10n.js';

const LEVELS: readonly CodeLevel[] = ['nominal', 'ordinal', 'interval'];

const LEVEL_WORDS: Readonly<Record<CodeLevel, string>> = {
  nominal: marked('nominal codes'),
  ordinal: marked('ordinal codes'),
  interval: marked('interval codes'),
};

export async function agreement(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('agreement', args, {
    columns: { type: 'string' },
    level: { type: 'string' },
    human: { type: 'string' },
    judge: { type: 'string' },
    by: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError(t('agreement needs one table.'));
  const text = await readFile(plainFile(path), 'utf8');
  const table = tableOf(basename(path), text);
  for (const { line, message } of table.problems) aside(`${path}:${line}: ${message}\n`);
  if (table.problems.some(({ fatal }) => fatal)) return 1;
  const isJudged = values.human !== undefined || values.judge !== undefined;
  const by = clusterColumn(table, values.by);
  const found = isJudged ? judged(table, values, by) : agreed(table, values, by);
  process.stdout.write(values.json ? jsonText(found.data) : `${printable(found.lines.join('\n'))}\n`);
  return 0;
}

/** The column of cases that are not independent when `--by` names none. */
const OF_RUNS = 'run';
const NONE = 'none';

/** The column of which cases with the same value are one cluster; null for independent cases. */
function clusterColumn(table: Table, given: string | undefined): string | null {
  if (given === NONE) return null;
  if (given !== undefined) return columnOf(table, given);
  return table.columns.includes(OF_RUNS) ? OF_RUNS : null;
}

/** The cluster of each row. */
function clustersOf({ rows }: Pick<Table, 'rows'>, by: string): readonly string[] {
  return rows.map(({ cells, line }) => {
    const cell = cells[by];
    if (cell === undefined || cell === null || cell === '') throw new UsageError(t('Line {0} has no value in the column `{1}`.', line, by));
    return String(cell);
  });
}

const clusterLine = (clusters: readonly string[], by: string): string =>
  t('{0} by {1}: cases of one count together', plural(new Set(clusters).size, 'cluster'), by);

interface Result {
  readonly data: unknown;
  readonly lines: readonly string[];
}

// How far coders agree.

function agreed(
  table: Table,
  { columns, level: given }: { readonly columns?: string; readonly level?: string },
  by: string | null,
): Result {
  const level = LEVELS.find((one) => one === (given ?? 'nominal'));
  if (!level) throw new UsageError(t('--level takes {0}, not `{1}`.', LEVELS.join(', '), given));
  const names =
    columns === undefined ? table.columns.filter((name) => name !== by) : columns.split(',').map((name) => columnOf(table, name.trim()));
  if (names.length < 2) throw new UsageError(t('Agreement needs two columns or more, one for each coder: --columns ada,ben.'));
  const cases = table.rows.map(({ cells, line }): CodedCase => names.map((name) => codeOf(cells[name], level, line)));
  const clusters = by === null ? undefined : clustersOf(table, by);
  const isWithoutGaps = (one: CodedCase): one is readonly number[] => one.every((code) => typeof code === 'number');
  const numbers = cases.filter(isWithoutGaps);
  const ofNumbers = clusters?.filter((_, i) => isWithoutGaps(cases[i]!));
  const isWhole = level !== 'nominal' && numbers.length > 1;
  const whole = isWhole ? reliabilities(numbers, rng(0, 'agreement', 'reliability'), ofNumbers) : { icc: null, cronbach: null };
  const data = {
    ...{ coders: names, level, cases: cases.length, whole: numbers.length },
    ...(clusters && { by, clusters: new Set(clusters).size }),
    krippendorff: krippendorffAlpha(cases, level, rng(0, 'agreement', 'alpha'), clusters),
    fleiss: level === 'nominal' ? fleissKappa(cases, rng(0, 'agreement', 'kappa'), clusters) : null,
    ...whole,
  };
  const { krippendorff, fleiss, icc, cronbach } = data;
  return {
    data,
    lines: [
      t('{0}, {1}, {2}', plural(names.length, 'coder'), plural(cases.length, 'case'), t(LEVEL_WORDS[level])),
      ...(clusters ? [clusterLine(clusters, by!)] : []),
      krippendorff
        ? t("Krippendorff's alpha {0}", agreementText(krippendorff))
        : t("Krippendorff's alpha has no value: codes do not vary, or no case has two."),
      ...(fleiss ? [t("Fleiss' kappa {0}", agreementText(fleiss))] : []),
      ...(icc
        ? [
            t(
              'ICC(1) {0}, ICC(2,1) {1}, ICC(2,{2}) {3}, {4} without gaps',
              text(icc.icc1),
              text(icc.icc2),
              names.length,
              text(icc.icc2k),
              plural(numbers.length, 'case'),
            ),
          ]
        : []),
      ...(cronbach ? [t("Cronbach's alpha {0}, {1} without gaps", text(cronbach), plural(numbers.length, 'case'))] : []),
    ],
  };
}

const text = ({ value, interval }: Pick<Agreement, 'value' | 'interval'>): string =>
  `${figureText(value)}${interval ? ` [${figureText(interval.low)}, ${figureText(interval.high)}]` : ''}`;

const agreementText = (one: Agreement): string => `${text(one)}, ${plural(one.cases, 'case')}`;

function codeOf(cell: Json | undefined, level: CodeLevel, line: number): string | number | null {
  if (cell === undefined || cell === null || cell === '') return null;
  if (typeof cell === 'number') return cell;
  if (level === 'nominal') return typeof cell === 'string' ? cell : JSON.stringify(cell);
  throw new UsageError(
    t('Line {0}: `{1}` is not a number. Codes of {2} level are numbers; use --level nominal.', line, String(cell), level),
  );
}

function columnOf({ columns, name }: Table, wanted: string): string {
  if (columns.includes(wanted)) return wanted;
  throw new UsageError(`${name}: ${noSuch('column', wanted, columns)}`);
}

// What people would code, from a judge's codes and those of people for some cases.

function judged(table: Table, { human, judge }: { readonly human?: string; readonly judge?: string }, by: string | null): Result {
  if (human === undefined || judge === undefined) throw new UsageError(t('--human and --judge belong together: each names a column.'));
  const [own, other] = [columnOf(table, human), columnOf(table, judge)];
  const clusters = by === null ? null : clustersOf(table, by);
  const rows = table.rows.map(({ cells, line }, i) => ({
    ...{ human: numberIn(cells[own], line), judge: numberIn(cells[other], line), cluster: clusters?.[i] ?? '' },
  }));
  const both = rows.filter((row): row is typeof row & { human: number; judge: number } => row.human !== null && row.judge !== null);
  const alone = rows.filter((row): row is typeof row & { judge: number } => row.human === null && row.judge !== null);
  const only = alone.map((row) => row.judge);
  const humans = both.map((row) => row.human);
  const judges = both.map((row) => row.judge);
  const of = { both: both.map((row) => row.cluster), only: alone.map((row) => row.cluster) };
  const powered = predictionPowered(humans, judges, only, clusters ? of : undefined);
  const coded = new Set(of.both).size;
  if (!powered && clusters && coded < LEAST_CLUSTERS && both.length >= LEAST_HUMAN)
    throw new UsageError(
      t(
        'Codes of people are in {0} by {1} only, and {2} are needed. With --by none, cases count as independent.',
        plural(coded, 'cluster'),
        by,
        LEAST_CLUSTERS,
      ),
    );
  if (!powered)
    throw new UsageError(
      t(
        '{0} with both codes and {1} of the judge alone are too few: {2} and 2 are needed.',
        plural(both.length, 'case'),
        plural(only.length, 'case'),
        LEAST_HUMAN,
      ),
    );
  const judgeAlone = mean([...judges, ...only]);
  return {
    data: {
      ...{ both: both.length, only: only.length, judge: judgeAlone, human: mean(humans), powered },
      ...(clusters && { by, clusters: new Set([...of.both, ...of.only]).size }),
    },
    lines: [
      ...(clusters ? [clusterLine([...of.both, ...of.only], by!)] : []),
      ...judgedLines(powered, { alone: judgeAlone, humans, only }),
    ],
  };
}

function judgedLines(
  { value, interval, weight, bias }: PredictionPowered,
  { alone, humans, only }: { readonly alone: number; readonly humans: readonly number[]; readonly only: readonly number[] },
): readonly string[] {
  const wrong = bias && `${figureText(bias.value)}, ${bias.p < 0.001 ? 'p < 0.001' : `p = ${bias.p.toFixed(3)}`}`;
  return [
    t('judge alone {0}, {1}', figureText(alone), plural(humans.length + only.length, 'case')),
    t('people alone {0}, {1}', figureText(mean(humans)), plural(humans.length, 'case')),
    t(
      'people and judge {0} [{1}, {2}], weight of the judge {3}',
      figureText(value),
      figureText(interval.low),
      figureText(interval.high),
      figureText(weight),
    ),
    t('error of the judge {0}', wrong ?? t('is the same in every case')),
  ];
}

function numberIn(cell: Json | undefined, line: number): number | null {
  if (cell === undefined || cell === null || cell === '') return null;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'number') return cell;
  throw new UsageError(t('Line {0}: `{1}` is not a number, true or false.', line, String(cell)));
}
