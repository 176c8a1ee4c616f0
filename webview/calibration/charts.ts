/** The pictures of a calibration: histograms, predictions of targets, ranks. Each has a text, and a table with the same values is near it. */
import type { CalibrationParameter, CalibrationTarget } from '../../src/protocol/calibration.js';
import { svg } from '../ui/dom.js';
import { decimal } from '../ui/format.js';
import { words } from './words.js';
import { t } from '../../src/core/util/l10n.js';

const WIDTH = 340;
const HEIGHT = 130;
const AXIS = 20;
const LEFT = 44;
const RIGHT = 12;

type Scale = (value: number) => number;

const scale =
  (from: readonly [number, number], to: readonly [number, number]): Scale =>
  (value) =>
    from[1] === from[0] ? (to[0] + to[1]) / 2 : to[0] + ((value - from[0]) / (from[1] - from[0])) * (to[1] - to[0]);

const picture = (title: string, height: number): SVGElement =>
  svg('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': title });

function tick(content: string, attrs: Readonly<Record<string, string | number>>): SVGElement {
  const node = svg('text', { class: 'tick', ...attrs });
  node.textContent = content;
  return node;
}

/** Shares after the runs as bars, and before as a line, over equal steps of the scale of the prior. */
export function histogram(parameter: CalibrationParameter): SVGElement {
  const { bins, choice } = parameter;
  const node = picture(words.histogram(parameter), HEIGHT);
  const most = Math.max(...bins.flatMap(({ before, after }) => [before, after]), 1e-9);
  const x = scale([0, bins.length], [RIGHT, WIDTH - RIGHT]);
  const y = scale([0, most], [HEIGHT - AXIS, 6]);
  const base = HEIGHT - AXIS;
  const gap = choice ? 0.15 : 0.04;
  node.append(
    ...bins.map(({ after }, i) =>
      svg('rect', { class: 'after', x: x(i + gap), width: x(1 - 2 * gap) - x(0), y: y(after), height: base - y(after) }),
    ),
  );
  const path = bins.map(({ before }, i) => `${i === 0 ? 'M' : 'L'}${x(i)},${y(before)}L${x(i + 1)},${y(before)}`).join('');
  node.append(svg('path', { class: 'before', d: path }), svg('line', { class: 'grid', x1: x(0), x2: x(bins.length), y1: base, y2: base }));
  if (choice)
    node.append(...choice.map(({ value }, i) => tick(value.slice(0, 14), { x: x(i + 0.5), y: HEIGHT - 5, 'text-anchor': 'middle' })));
  else {
    const middle = Math.floor(bins.length / 2);
    node.append(
      tick(decimal(bins[0]?.from), { x: x(0), y: HEIGHT - 5 }),
      tick(decimal(bins[middle]?.from), { x: x(middle), y: HEIGHT - 5, 'text-anchor': 'middle' }),
      tick(decimal(bins.at(-1)?.to), { x: x(bins.length), y: HEIGHT - 5, 'text-anchor': 'end' }),
    );
  }
  return node;
}

/** The data as circles, what the priors gave as wide bands and what the result predicts as narrow ones, over rounds or in one row. */
export function targetPicture(target: CalibrationTarget): SVGElement {
  const { points } = target;
  const said = points.map((point) => `${words.at(point)}: ${decimal(point.value)}, ${words.spread(point.predicted ?? point.prior)}`);
  const node = picture(words.targetPicture(target, said.slice(0, 40)), HEIGHT);
  const all = points.flatMap(({ value, prior, predicted }) => [
    value,
    ...[prior, predicted].flatMap((one) => (one ? [one.low, one.high] : [])),
  ]);
  const y = scale([Math.min(...all), Math.max(...all)], [HEIGHT - AXIS - 8, 10]);
  const x = scale([0, points.length], [LEFT, WIDTH - RIGHT]);
  for (const value of [Math.min(...all), Math.max(...all)])
    node.append(
      svg('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
      tick(decimal(value), { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }),
    );
  const every = Math.ceil(points.length / 8);
  const width = Math.min(24, 0.7 * (x(1) - x(0)));
  points.forEach((point, i) => {
    const at = x(i + 0.5);
    const band = (one: typeof point.prior, name: string, share: number): void => {
      if (!one) return;
      const [top, bottom] = [y(one.high), y(one.low)];
      node.append(
        svg('rect', { class: name, x: at - (width * share) / 2, width: width * share, y: top, height: Math.max(1.5, bottom - top) }),
      );
    };
    band(point.prior, 'band', 1);
    band(point.predicted, 'after', 0.5);
    node.append(svg('circle', { class: 'data', cx: at, cy: y(point.value), r: 4 }));
    if (i % every === 0)
      node.append(tick(point.round === null ? t('end') : String(point.round), { x: at, y: HEIGHT - 5, 'text-anchor': 'middle' }));
  });
  return node;
}

/** Data sets in each tenth of the ranks, with a line where all are equally frequent. */
export function rankPicture(path: string, { counts, p }: NonNullable<CalibrationParameter['ranks']>): SVGElement {
  const node = picture(words.rank(path, counts, p), HEIGHT);
  const x = scale([0, counts.length], [RIGHT, WIDTH - RIGHT]);
  const y = scale([0, Math.max(...counts, 1)], [HEIGHT - AXIS, 6]);
  node.append(
    ...counts.map((count, i) =>
      svg('rect', { class: 'after', x: x(i + 0.06), width: x(0.88) - x(0), y: y(count), height: y(0) - y(count) }),
    ),
  );
  const equal = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  node.append(svg('line', { class: 'before', x1: x(0), x2: x(counts.length), y1: y(equal), y2: y(equal) }));
  return node;
}
