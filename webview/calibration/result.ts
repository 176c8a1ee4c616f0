/** The result of a calibration: findings, parameters, targets, ranks, generations. */
import { translated } from '../../src/core/util/recordedText.js';
import { type CalibrationReport, type CalibrationTarget, isPredicted, priorWords } from '../../src/protocol/calibration.js';
import { el, untrusted } from '../ui/dom.js';
import { decimal, group } from '../ui/format.js';
import { histogram, rankPicture, targetPicture } from './charts.js';
import { words } from './words.js';

export function resultNodes(report: CalibrationReport): readonly HTMLElement[] {
  const { findings, parameters, targets, generations, check } = report;
  const ranks = parameters.flatMap(({ path, ranks: found }) => (found ? [{ path, found }] : []));
  return [
    section(words.findings, el('ul', { class: 'findings' }, ...findings.map((line) => el('li', {}, untrusted(translated(line)))))),
    ...(parameters.length === 0
      ? []
      : [
          section(
            words.parameters,
            el('p', { class: 'quiet' }, words.parametersAbout),
            multiples(parameters.map((one) => multiple(one.path, histogram(one)))),
            table(
              words.parameters,
              words.parameterHeads,
              parameters.map((one) => [
                one.path,
                priorWords(one.prior),
                words.middle(one),
                words.interval(one),
                one.contraction.toFixed(2),
                words.identified(one),
              ]),
            ),
          ),
        ]),
    section(
      words.targets,
      el('p', { class: 'quiet' }, words.targetsAbout(check)),
      multiples(targets.map((target) => multiple(words.target(target), targetPicture(target), targetTable(target)))),
    ),
    ...(ranks.length === 0
      ? []
      : [
          section(
            words.ranks,
            el('p', { class: 'quiet' }, words.ranksAbout),
            multiples(ranks.map(({ path, found }) => multiple(words.rank(path, found.counts, found.p), rankPicture(path, found)))),
          ),
        ]),
    section(
      words.generations,
      table(
        words.generations,
        words.generationHeads,
        generations.map(({ tolerance, runs, accepted, size }, i) => [
          String(i + 1),
          tolerance === null ? words.prior : decimal(tolerance),
          group(runs),
          group(accepted),
          group(Math.floor(size)),
        ]),
      ),
    ),
    section(words.limitsHead, el('ul', { class: 'limits' }, ...words.limits.map((line) => el('li', {}, line)))),
  ];
}

const section = (title: string, ...content: readonly Node[]): HTMLElement => el('section', {}, el('h2', {}, title), ...content);

const multiples = (nodes: readonly HTMLElement[]): HTMLElement => el('div', { class: 'multiples' }, ...nodes);

const multiple = (title: string, picture: SVGElement, ...more: readonly Node[]): HTMLElement =>
  el('figure', { class: 'multiple' }, el('figcaption', {}, untrusted(title)), picture as unknown as Node, ...more);

/** A target outside of its prediction is shown as a table at once. */
function targetTable(target: CalibrationTarget): HTMLElement {
  const rows = target.points.map((point) => [
    words.at(point),
    decimal(point.value),
    words.spread(point.prior),
    words.spread(point.predicted),
    words.fits(isPredicted(point)),
  ]);
  const open = target.points.length === 1 || target.points.some((point) => isPredicted(point) === false);
  return el(
    'details',
    open ? { attrs: { open: '' } } : {},
    el('summary', {}, words.asTable),
    table(words.target(target), words.targetHeads, rows),
  );
}

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const head = el('tr', {}, ...heads.map((one) => el('th', { attrs: { scope: 'col' } }, one)));
  const body = rows.map(([first = '', ...cells]) =>
    el('tr', {}, el('th', { attrs: { scope: 'row' } }, untrusted(first)), ...cells.map((cell) => el('td', {}, untrusted(cell)))),
  );
  return el(
    'div',
    { class: 'table-frame', attrs: { tabindex: '0', role: 'region', 'aria-label': title } },
    el('table', { class: 'figures' }, el('thead', {}, head), el('tbody', {}, ...body)),
  );
}
