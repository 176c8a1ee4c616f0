/** Small charts: lines over rounds with a band, and bars. A text and a table next to each chart have the same values. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { el, svg } from '../ui/dom.js';
import { onAxis } from '../ui/format.js';
import { bandPath, linePath, type Point, type Rims } from '../ui/sparkline.js';
import { words } from '../ui/strings.js';

interface Line {
  readonly name: string;
  /** One value for each round, from round 1. */
  readonly values: readonly (number | null)[];
  readonly low?: readonly (number | null)[];
  readonly high?: readonly (number | null)[];
}

export interface LineChart {
  readonly lines: readonly Line[];
  /** Number of rounds of the whole run. */
  readonly rounds: number;
  /** The shown round; values after it are drawn faintly. */
  readonly now: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Values that differ by less are drawn as equal. */
const LEAST_RANGE = 1e-6;
/** The width of a chart before its real width is known, in pixels. */
export const WIDTH = 340;
const HEIGHT = 96;
const LEFT = 42;
const RIGHT = 8;
const TOP = 6;
const BOTTOM = 18;

/**
 * Lines over rounds. `onRound` gets the round under the pointer, null when the pointer leaves, and whether it is pressed.
 * @param width real width of the chart in pixels, so that its text keeps its size (the same for all charts in this file)
 */
export function lineChart(
  label: string,
  chart: LineChart,
  width: number,
  onRound: (round: number | null, pressed: boolean) => void,
): HTMLElement {
  const x = scaleLinear([1, Math.max(2, chart.rounds)], [LEFT, width - RIGHT]);
  const y = scaleLinear(domainOf(chart), [HEIGHT - BOTTOM, TOP]).nice(3);
  const picture = frame(label, width);
  const shapes = chart.lines.flatMap((one, i) => lineShapes(one, i, chart.now, x, y));
  picture.append(...valueAxis(y.ticks(3), y, width), ...roundAxis(x.ticks(5).filter(Number.isInteger), x), ...shapes);
  if (chart.now >= 1) picture.append(svg('line', { class: 'now', x1: x(chart.now), x2: x(chart.now), y1: TOP, y2: HEIGHT - BOTTOM }));
  const node = el('div', { class: 'chart' }, picture as unknown as Node);
  const at = (event: PointerEvent): number => {
    const box = picture.getBoundingClientRect();
    return Math.min(chart.rounds, Math.max(1, Math.round(x.invert(((event.clientX - box.left) / box.width) * width))));
  };
  node.addEventListener('pointermove', (event) => onRound(at(event), false));
  node.addEventListener('pointerleave', () => onRound(null, false));
  node.addEventListener('click', (event) => onRound(at(event as PointerEvent), true));
  return node;
}

const frame = (label: string, width: number): SVGElement =>
  svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': label });

function domainOf({ lines, low, high }: LineChart): [number, number] {
  const all = lines.flatMap(({ values, low: below = [], high: above = [] }) => [...values, ...below, ...above]);
  const finite = all.filter((value): value is number => value !== null && Number.isFinite(value));
  const least = low ?? Math.min(0, ...finite);
  const most = high ?? Math.max(...finite, least);
  return [least, most - least > LEAST_RANGE ? most : least + 0.1];
}

type Scale = (value: number) => number;

function lineShapes({ values, low, high }: Line, place: number, now: number, x: Scale, y: Scale): SVGElement[] {
  const points = values.map((value, i): Point | null => (value !== null && Number.isFinite(value) ? [x(i + 1), y(value)] : null));
  const rims = values.map((_, i): Rims | null => (low?.[i] == null || high?.[i] == null ? null : [x(i + 1), y(low[i]), y(high[i])]));
  const band = bandPath(rims);
  const end = points.slice(0, now).findLast((point) => point !== null);
  return [
    ...(band ? [svg('path', { class: `band stroke-${place % 8}`, d: band })] : []),
    svg('path', { class: `to-come stroke-${place % 8}`, d: linePath(points) }),
    svg('path', { class: `line stroke-${place % 8} dash-${place % 4}`, d: linePath(points.slice(0, now)) }),
    ...(end ? [svg('circle', { class: `fill-${place % 8}`, cx: end[0], cy: end[1], r: 2.4 })] : []),
  ];
}

function valueAxis(ticks: readonly number[], y: Scale, width: number): SVGElement[] {
  const asText = onAxis(ticks);
  return ticks.flatMap((tick) => [
    svg('line', { class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick) }),
    text(asText(tick), { x: LEFT - 5, y: y(tick) + 3.5, 'text-anchor': 'end' }),
  ]);
}

const roundAxis = (ticks: readonly number[], x: Scale): SVGElement[] =>
  ticks.map((tick) => text(String(tick), { x: x(tick), y: HEIGHT - 4, 'text-anchor': 'middle' }));

function text(content: string, attrs: Readonly<Record<string, string | number>>): SVGElement {
  const node = svg('text', { class: 'tick', ...attrs });
  node.textContent = content;
  return node;
}

export interface Bar {
  readonly label: string;
  readonly count: number;
}

/** Bars of counts. */
export function barChart(label: string, bars: readonly Bar[], width: number): HTMLElement {
  const picture = frame(label, width);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const y = scaleLinear([0, most], [HEIGHT - BOTTOM, TOP]).nice(3);
  const step = (width - LEFT - RIGHT) / Math.max(1, bars.length);
  const every = Math.ceil((bars.length * 30) / (width - LEFT));
  picture.append(
    ...valueAxis(y.ticks(3).filter(Number.isInteger), y, width),
    ...bars.flatMap(({ label: name, count }, i) => {
      const left = LEFT + i * step;
      const title = svg('title', {});
      title.textContent = words.barTitle(name, count);
      const bar = svg(
        'rect',
        { class: 'bar-shape', x: left + 1, width: Math.max(1, step - 2), y: y(count), height: y(0) - y(count) },
        title,
      );
      return i % every === 0 ? [bar, text(name, { x: left + step / 2, y: HEIGHT - 4, 'text-anchor': 'middle' })] : [bar];
    }),
  );
  return el('div', { class: 'chart' }, picture as unknown as Node);
}

/** Points on two logarithmic axes: for each degree above 0, the share with this degree or more (the complementary cumulative distribution). */
export function logChart(label: string, degrees: readonly number[], width: number): HTMLElement {
  const picture = frame(label, width);
  const positive = degrees.filter((degree) => degree > 0).toSorted((a, b) => a - b);
  if (positive.length > 0) {
    const x = scaleLog([1, Math.max(10, positive.at(-1)!)], [LEFT, width - RIGHT]);
    const y = scaleLog([Math.min(0.1, 1 / positive.length), 1], [HEIGHT - BOTTOM, TOP]);
    const kinds = [...new Set(positive)];
    picture.append(
      ...valueAxis(
        [1, 0.1, 0.01, 0.001].filter((tick) => tick >= 1 / positive.length),
        y,
        width,
      ),
      ...roundAxis(
        [1, 10, 100, 1_000, 10_000].filter((tick) => tick <= Math.max(10, positive.at(-1)!)),
        x,
      ),
      ...kinds.map((degree) => {
        const share = positive.filter((one) => one >= degree).length / positive.length;
        return svg('circle', { class: 'fill-0', cx: x(degree), cy: y(share), r: 2.2 });
      }),
    );
  }
  return el('div', { class: 'chart' }, picture as unknown as Node);
}
