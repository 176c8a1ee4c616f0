/** A calibration as text: findings, parameters, targets, generations. */
import { type CalibrationParameter, type CalibrationReport, type CalibrationSpread, isPredicted } from '../../protocol/calibration.js';
import { translated } from '../../core/util/recordedText.js';
import { short } from './calibrationReport.js';

const IDENTIFIED = { well: 'identified', weakly: 'weakly identified', none: 'not identified' } as const;

export function calibrationText(report: CalibrationReport): string {
  const { id, title, scenario, runs, parameters, targets, generations, check, speakers } = report;
  const head = `${id}: ${title === id ? `scenario ${scenario}` : `${title} (scenario ${scenario})`}`;
  const lost = runs.lost > 0 ? `, ${runs.lost} without all values` : '';
  return [
    head,
    ...report.findings.map((line) => `  ${translated(line)}`),
    '',
    ...aligned([['parameter', 'prior', 'median', '95 % interval', 'contraction', ''], ...parameters.map(parameterRow)]),
    '',
    ...aligned([
      ['target', 'at', 'in the data', 'before', check > 0 ? `predicted by ${check} runs` : '', ''],
      ...targets.flatMap((target) =>
        target.points.map((point) => [
          `${target.id}${target.isHeldOut ? ' (held out)' : ''}`,
          point.round === null ? 'end' : String(point.round),
          `${short(point.value)}${target.within === null ? '' : ` ± ${short(target.within)}`}`,
          spreadText(point.prior),
          spreadText(point.predicted),
          point.predicted === null ? '' : isPredicted(point) ? '' : 'not predicted',
        ]),
      ),
    ]),
    ...rankLines(parameters),
    '',
    ...aligned([
      ['generation', 'tolerance', 'runs', 'near enough', 'count as'],
      ...generations.map((one, i) => [
        String(i + 1),
        one.tolerance === null ? 'priors' : short(one.tolerance),
        String(one.runs),
        String(one.accepted),
        one.size.toFixed(0),
      ]),
    ]),
    '',
    `  ${runs.all} runs, ${runs.known} of them played before${lost}. Synthetic data. Minds: ${speakers}.`,
  ].join('\n');
}

const spreadText = (spread: CalibrationSpread | null): string =>
  spread === null ? '' : `${short(spread.median)} [${short(spread.low)}, ${short(spread.high)}]`;

function parameterRow({ path, prior, number, choice, contraction, identified }: CalibrationParameter): readonly string[] {
  const how = [short(Number(contraction.toFixed(2))), IDENTIFIED[identified]];
  if (number) return [path, prior, short(number.median), `[${short(number.low)}, ${short(number.high)}]`, ...how];
  return [path, prior, (choice ?? []).map(({ value, share }) => `${value} ${(100 * share).toFixed(0)} %`).join(', '), '', ...how];
}

function rankLines(parameters: readonly CalibrationParameter[]): readonly string[] {
  const rows = parameters.flatMap(({ path, ranks }) =>
    ranks ? [[path, ranks.counts.join(' '), `χ² = ${ranks.chiSquared.toFixed(1)}`, `p = ${ranks.p.toFixed(3)}`]] : [],
  );
  return rows.length === 0 ? [] : ['', ...aligned([['ranks of', 'data sets in each tenth', '', ''], ...rows])];
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd());
}
