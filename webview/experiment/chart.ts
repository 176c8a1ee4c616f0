/** One chart of small multiples: points with intervals, in rows of levels or along a numeric axis. A table next to it has the same values. */
import { scaleLinear } from 'd3-scale';
import { svg } from '../ui/dom.js';
import { decimal } from '../ui/format.js';
import type { Facet, Point } from './comparisons.js';
import { words } from './words.js';

const WIDTH = 340;
const LEFT = 112;
const RIGHT = 12;
const ROW = 22;
const AXIS = 20;
/** Maximum length of a label. The table has the full label. */
const MOST = 18;
const SCATTER = 160;

/** The range of values that all charts of a comparison share, with a small margin. */
export function domainOf(facets: readonly Facet[]): readonly [number, number] {
  const all = facets.flatMap(({ points }) => points.flatMap(({ mean, low, high }) => [mean, low, high]));
  const there = all.filter((value): value is number => value !== null && Number.isFinite(value));
  if (there.length === 0) return [0, 1];
  const [least, most] = [Math.min(...there), Math.max(...there)];
  const room = (most - least || Math.abs(most) || 1) * 0.06;
  return [least - room, most + room];
}

export const facetChart = (title: string, facet: Facet, domain: readonly [number, number]): SVGElement =>
  facet.points.some(({ x }) => x !== null) ? alongAxis(title, facet, domain) : inRows(title, facet, domain);

function frame(title: string, points: readonly Point[], height: number): SVGElement {
  const said = points.map(({ label, mean, low, high }) => words.point(label, mean, low, high));
  return svg('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': words.chart(title, said) });
}

function inRows(title: string, { points }: Facet, domain: readonly [number, number]): SVGElement {
  const height = points.length * ROW + AXIS;
  const x = scaleLinear(domain, [LEFT, WIDTH - RIGHT]);
  const picture = frame(title, points, height);
  for (const tick of x.ticks(4))
    picture.append(
      svg('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: 2, y2: height - AXIS }),
      text(decimal(tick), { x: x(tick), y: height - 6, 'text-anchor': 'middle' }),
    );
  points.forEach(({ label, mean, low, high }, i) => {
    const y = (i + 0.5) * ROW;
    picture.append(text(short(label), { x: LEFT - 8, y: y + 4, 'text-anchor': 'end' }));
    if (low !== null && high !== null) picture.append(svg('line', { class: 'whisker', x1: x(low), x2: x(high), y1: y, y2: y }));
    if (mean !== null) picture.append(svg('circle', { class: 'mean', cx: x(mean), cy: y, r: 4 }));
  });
  return picture;
}

function alongAxis(title: string, { points, axis }: Facet, domain: readonly [number, number]): SVGElement {
  const values = points.map((point) => point.x ?? 0);
  const x = scaleLinear([Math.min(...values), Math.max(...values)], [44, WIDTH - RIGHT]).nice(4);
  const y = scaleLinear(domain, [SCATTER - AXIS - 14, 6]);
  const picture = frame(`${title}, ${axis}`, points.slice(0, 40), SCATTER);
  for (const tick of y.ticks(4))
    picture.append(
      svg('line', { class: 'grid', x1: 44, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick) }),
      text(decimal(tick), { x: 38, y: y(tick) + 4, 'text-anchor': 'end' }),
    );
  for (const tick of x.ticks(5)) picture.append(text(decimal(tick), { x: x(tick), y: SCATTER - AXIS, 'text-anchor': 'middle' }));
  picture.append(text(axis, { x: (WIDTH + 44 - RIGHT) / 2, y: SCATTER - 4, 'text-anchor': 'middle' }));
  for (const { x: at, mean, low, high } of points) {
    if (low !== null && high !== null)
      picture.append(svg('line', { class: 'whisker faint', x1: x(at ?? 0), x2: x(at ?? 0), y1: y(low), y2: y(high) }));
    if (mean !== null) picture.append(svg('circle', { class: 'mean', cx: x(at ?? 0), cy: y(mean), r: 3 }));
  }
  return picture;
}

const short = (label: string): string => (label.length > MOST ? `${label.slice(0, MOST - 1)}…` : label);

function text(content: string, attrs: Readonly<Record<string, string | number>>): SVGElement {
  const node = svg('text', { class: 'tick', ...attrs });
  node.textContent = content;
  return node;
}
