/** Shares of groups over rounds as bands, and distributions of numbers as bars. */
import { scaleLinear } from 'd3-scale';
import type { PanelDistribution, PanelGroups } from '../../../src/protocol/groups.js';
import { el, svg } from '../../ui/dom.js';
import { decimal } from '../../ui/format.js';
import { words } from '../../ui/strings.js';
import { bands } from './geometry.js';

const HEIGHT = 120;
const LEFT = 38;
const RIGHT = 10;
const BOTTOM = 18;
const TOP = 6;

/** Shares by round. `go` gets the round that the user clicks; 0 is the start. */
export function sharesChart(
  answer: PanelGroups,
  { width, now, colours }: { readonly width: number; readonly now: number; readonly colours: readonly string[] },
  go: (round: number) => void,
): HTMLElement {
  const { rounds, groups } = answer;
  const inner = { width: Math.max(40, width - LEFT - RIGHT), height: HEIGHT };
  const last = rounds.length - 1;
  const x = (round: number): number => LEFT + (round / Math.max(1, last)) * inner.width;
  const picture = svg('svg', {
    ...{ width, height: HEIGHT + TOP + BOTTOM, viewBox: `0 0 ${width} ${HEIGHT + TOP + BOTTOM}`, role: 'img', class: 'shares' },
    'aria-label': words.groups.sharesSaid(
      groups.map(({ label }, i) => [label, rounds[0]?.[i] ?? 0, rounds.at(-1)?.[i] ?? 0] as const),
      last,
    ),
  });
  const area = svg('g', { transform: `translate(${LEFT} ${TOP})` });
  for (const [i, d] of bands(rounds, inner).entries())
    area.append(svg('path', { class: `band ${colours[i]!}`, d }, svg('title', {}, document.createTextNode(groups[i]!.label))));
  const text = (of: string, at: number, y: number, anchor: string): SVGElement =>
    svg('text', { class: 'axis', x: at, y, 'text-anchor': anchor }, document.createTextNode(of));
  picture.append(area);
  for (const share of [0, 0.5, 1])
    picture.append(
      svg('line', { class: 'grid', x1: LEFT, x2: LEFT + inner.width, y1: TOP + HEIGHT * (1 - share), y2: TOP + HEIGHT * (1 - share) }),
      text(`${share * 100} %`, LEFT - 5, TOP + HEIGHT * (1 - share) + 4, 'end'),
    );
  for (const round of scaleLinear([0, Math.max(1, last)], [0, 1])
    .ticks(6)
    .filter(Number.isInteger))
    picture.append(text(round === 0 ? words.groups.start : String(round), x(round), TOP + HEIGHT + 14, round === 0 ? 'start' : 'middle'));
  if (now <= last) picture.append(svg('line', { class: 'now', x1: x(now), x2: x(now), y1: TOP, y2: TOP + HEIGHT }));
  picture.addEventListener('click', (event) => {
    const left = event.clientX - picture.getBoundingClientRect().left;
    go(Math.max(0, Math.min(last, Math.round(((left - LEFT) / inner.width) * last))));
  });
  return el('div', { class: 'shares-chart' }, picture as unknown as Node);
}

const BARS = 64;

/** The values of a number variable as bars, with the mean. */
export function distributionChart(one: PanelDistribution, width: number): SVGElement {
  const { counts, from, to, mean } = one;
  const most = Math.max(1, ...counts);
  const inner = Math.max(40, width - LEFT - RIGHT);
  const wide = inner / counts.length;
  const picture = svg('svg', {
    ...{ width, height: BARS + TOP + BOTTOM, viewBox: `0 0 ${width} ${BARS + TOP + BOTTOM}`, role: 'img', class: 'distribution' },
    'aria-label': words.groups.distributionSaid(one.id, decimal(mean), decimal(one.least), decimal(one.most), one.agents),
  });
  for (const [i, count] of counts.entries()) {
    const height = count === 0 ? 0 : Math.max(1, (count / most) * BARS);
    const box = { x: LEFT + i * wide + 0.5, y: TOP + BARS - height, width: Math.max(1, wide - 1), height };
    picture.append(svg('rect', { class: 'bar-shape', ...box }));
  }
  const at = LEFT + ((mean - from) / (to - from || 1)) * inner;
  picture.append(
    svg('line', { class: 'grid', x1: LEFT, x2: LEFT + inner, y1: TOP + BARS, y2: TOP + BARS }),
    svg('line', { class: 'now', x1: at, x2: at, y1: TOP, y2: TOP + BARS }),
  );
  for (const count of [0, most]) {
    const y = TOP + BARS * (1 - count / most) + (count === 0 ? 0 : 4);
    picture.append(
      svg('text', { class: 'axis', x: LEFT - 5, y, 'text-anchor': 'end' }, document.createTextNode(words.groups.onAxis(count))),
    );
  }
  for (const [value, x, anchor] of [
    [from, LEFT, 'start'],
    [to, LEFT + inner, 'end'],
  ] as const)
    picture.append(svg('text', { class: 'axis', x, y: TOP + BARS + 14, 'text-anchor': anchor }, document.createTextNode(decimal(value))));
  return picture;
}
