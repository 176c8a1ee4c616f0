/** One measure in the header: its name, its value, and a small line chart. Also the paths of lines and bands. */
import { el, setText, svg } from './dom.js';
import { figure } from './format.js';
import { words } from './strings.js';

const WIDTH = 56;
const HEIGHT = 16;

export interface Measure {
  readonly node: HTMLElement;
  set(values: readonly (number | null)[]): void;
}

export function createMeasure(id: string): Measure {
  const value = el('span', { class: 'number' });
  const line = svg('path', { class: 'line' });
  const dot = svg('circle', { class: 'end', r: 1.8 });
  const picture = svg(
    'svg',
    { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' },
    line,
    dot,
  );
  const node = el(
    'div',
    { class: 'measure', title: words.measureTitle(id), attrs: { role: 'img' } },
    el('span', { class: 'label' }, words.measure(id)),
    value,
    picture,
  );
  return {
    node,
    set(values) {
      const shown = figure(values[values.length - 1], values);
      setText(value, shown);
      node.setAttribute('aria-label', words.measureSpoken(id, shown, values.length));
      line.setAttribute('d', sparkPath(values, WIDTH, HEIGHT));
      const end = endOf(values, WIDTH, HEIGHT);
      dot.setAttribute('cx', String(end?.[0] ?? 0));
      dot.setAttribute('cy', String(end?.[1] ?? 0));
      dot.classList.toggle('none', end === null);
    },
  };
}

/** A curve without text; its meaning is in the text next to it. */
export const sparkline = (values: readonly (number | null)[]): SVGElement =>
  svg(
    'svg',
    { class: 'spark', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' },
    svg('path', { class: 'line', d: sparkPath(values, WIDTH, HEIGHT) }),
  );

/** The scale starts at 0 and ends at the highest value, at least a tenth, so that noise near 0 stays small. */
function point(values: readonly (number | null)[], i: number, width: number, height: number): Point | null {
  const value = values[i];
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  const most = values.reduce<number>((a, b) => Math.max(a, b ?? 0), 0.1);
  const x = values.length === 1 ? width - 3 : 2 + (i / (values.length - 1)) * (width - 5);
  return [Math.round(x * 10) / 10, Math.round((height - 2.5 - (Math.max(0, value) / most) * (height - 5)) * 10) / 10];
}

/** The path of a line. It has a gap where the measure is not defined. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  return linePath(values.map((_, i) => point(values, i, width, height)));
}

const endOf = (values: readonly (number | null)[], width: number, height: number): Point | null =>
  point(values, values.length - 1, width, height);

// Straight lines and bands as the `d` of an SVG path, with gaps for missing values, in the same format as d3-shape. With d3-shape,
// the panel would load 20 kB more before its first picture, a twentieth of its script. A test compares the two.

export type Point = readonly [x: number, y: number];
/** A place of a band: its lower and its upper edge. */
export type Rims = readonly [x: number, low: number, high: number];

/** The line through points; null is a gap. With round line ends, a point between two gaps is a dot. */
export const linePath = (points: readonly (Point | null)[]): string =>
  unbroken(points)
    .map((run) => (run.length === 1 ? `${through(run)}Z` : through(run)))
    .join('');

/** The area between two lines; null is a gap. */
export const bandPath = (rims: readonly (Rims | null)[]): string =>
  unbroken(rims)
    .map((run) => {
      const upper = run.map(([x, , high]): Point => [x, high]);
      const lower = run.map(([x, low]): Point => [x, low]);
      return `${through([...upper, ...lower.reverse()])}Z`;
    })
    .join('');

function unbroken<T>(list: readonly (T | null)[]): readonly (readonly T[])[] {
  const runs: T[][] = [];
  let run: T[] | null = null;
  for (const item of list) {
    if (item === null) run = null;
    else if (run) run.push(item);
    else runs.push((run = [item]));
  }
  return runs;
}

const through = (points: readonly Point[]): string => `M${points.map(([x, y]) => `${digits(x)},${digits(y)}`).join('L')}`;

/** Rounds to three decimals. Smaller differences are not visible. */
const digits = (value: number): number => Math.round(value * 1_000) / 1_000;
