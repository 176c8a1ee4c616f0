/** A calibration as text: findings, parameters, targets, generations. */
import { aligned } from '../../core/util/columns.js';
import { shownMinds } from '../../core/mindLabels.js';
import { groupedFor, marked, t } from '../../core/util/l10n.js';
import {
  type CalibrationParameter,
  type CalibrationReport,
  type CalibrationSpread,
  isPredicted,
  priorWords,
} from '../../protocol/calibration.js';
import { translated } from '../../core/util/recordedText.js';
import { short } from './calibrationReport.js';

const IDENTIFIED = { well: marked('identified'), weakly: marked('weakly identified'), none: marked('not identified') } as const;

export function calibrationText(report: CalibrationReport): string {
  const { id, title, scenario, runs, parameters, targets, generations, check, speakers } = report;
  const head = `${id}: ${title === id ? t('scenario {0}', scenario) : t('{0} (scenario {1})', title, scenario)}`;
  const lost = runs.lost > 0 ? t(', {0} without all values', groupedFor(runs.lost)) : '';
  return [
    head,
    ...report.findings.map((line) => `  ${translated(line)}`),
    '',
    ...table([[t('parameter'), t('prior'), t('median'), t('95 % interval'), t('contraction'), ''], ...parameters.map(parameterRow)]),
    '',
    ...table([
      [t('target'), t('at'), t('in the data'), t('before'), check > 0 ? t('predicted by {0} runs', check) : '', ''],
      ...targets.flatMap((target) =>
        target.points.map((point) => [
          target.isHeldOut ? t('{0} (held out)', target.id) : target.id,
          point.round === null ? t('end') : String(point.round),
          `${short(point.value)}${target.within === null ? '' : ` ± ${short(target.within)}`}`,
          spreadText(point.prior),
          spreadText(point.predicted),
          point.predicted === null ? '' : isPredicted(point) ? '' : t('not predicted'),
        ]),
      ),
    ]),
    ...rankLines(parameters),
    '',
    ...table([
      [t('generation'), t('tolerance'), t('runs'), t('near enough'), t('count as')],
      ...generations.map((one, i) => [
        String(i + 1),
        one.tolerance === null ? t('priors') : short(one.tolerance),
        String(one.runs),
        String(one.accepted),
        one.size.toFixed(0),
      ]),
    ]),
    '',
    t(
      '  {0} runs, {1} of them played before{2}. Synthetic data. Minds: {3}.',
      ...[groupedFor(runs.all), groupedFor(runs.known), lost, shownMinds(speakers)],
    ),
  ].join('\n');
}

const spreadText = (spread: CalibrationSpread | null): string =>
  spread === null ? '' : `${short(spread.median)} [${short(spread.low)}, ${short(spread.high)}]`;

function parameterRow({ path, prior, number, choice, contraction, identified }: CalibrationParameter): readonly string[] {
  const how = [short(Number(contraction.toFixed(2))), t(IDENTIFIED[identified])];
  if (number) return [path, priorWords(prior), short(number.median), `[${short(number.low)}, ${short(number.high)}]`, ...how];
  return [
    path,
    priorWords(prior),
    (choice ?? []).map(({ value, share }) => `${value} ${(100 * share).toFixed(0)} %`).join(', '),
    '',
    ...how,
  ];
}

function rankLines(parameters: readonly CalibrationParameter[]): readonly string[] {
  const rows = parameters.flatMap(({ path, ranks }) =>
    ranks ? [[path, ranks.counts.join(' '), `χ² = ${ranks.chiSquared.toFixed(1)}`, `p = ${ranks.p.toFixed(3)}`]] : [],
  );
  return rows.length === 0 ? [] : ['', ...table([[t('ranks of'), t('data sets in each tenth'), '', ''], ...rows])];
}

const table = (rows: readonly (readonly string[])[]): readonly string[] => aligned(rows).map((line) => `  ${line}`);
