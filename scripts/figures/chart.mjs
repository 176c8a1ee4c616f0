/** Small panels side by side, lines over rounds with a band, as one SVG that is readable on light and on dark. */
import { area, curveLinear, line, scaleLinear } from 'd3';

/** @typedef {{ readonly mean: number, readonly half: number }} Point */
/** @typedef {{ readonly id: string, readonly name: string, readonly band: boolean, readonly points: readonly (Point | null)[] }} Line */
/** @typedef {{ readonly title: string, readonly lines: readonly Line[] }} Panel */
/** @typedef {{ readonly title: string, readonly subtitle: string, readonly note: string, readonly desc: string, readonly x: string, readonly y: string, readonly top: number, readonly panels: readonly Panel[] }} Chart */

const WIDTH = 960;
const COLUMNS = 3;
const PANEL = { width: 270, height: 180, left: 44, gap: 32, top: 84, row: 244 };

/** Okabe and Ito 2008: distinct with any colour vision; dashes distinguish them without colour. */
const STYLE = `
  .bg { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #1f2328 } .soft { fill: #57606a } .title { font-size: 17px; font-weight: 600 }
  .panel { font-weight: 600 } .grid { stroke: #d0d7de; stroke-width: 1 } path.line { fill: none; stroke-width: 2; stroke-linejoin: round }
  .s0 { stroke: #0072b2 } .s1 { stroke: #d55e00; stroke-dasharray: 7 3 } .s2 { stroke: #a0478c; stroke-dasharray: 2 3 }
  .s3 { stroke: #57606a; stroke-dasharray: 9 3 2 3 } .s4 { stroke: #00795a; stroke-dasharray: 1 4; stroke-linecap: round }
  .b0 { fill: #0072b2; opacity: .16 } .b1 { fill: #d55e00; opacity: .16 }
  @media (prefers-color-scheme: dark) {
    .bg { fill: #0d1117 } text { fill: #e6edf3 } .soft { fill: #9da7b1 } .grid { stroke: #30363d }
    .s0 { stroke: #56b4e9 } .s1 { stroke: #f0934e } .s2 { stroke: #d89ac4 } .s3 { stroke: #9da7b1 } .s4 { stroke: #3ecf9f }
    .b0 { fill: #56b4e9 } .b1 { fill: #f0934e }
  }`;

const escaped = (/** @type {string} */ text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const n = (/** @type {number} */ x) => String(Math.round(x * 10) / 10);

/** @param {number} x @param {number} y @param {string} words @param {string} [more] */
const text = (x, y, words, more = '') => `<text x="${n(x)}" y="${n(y)}"${more === '' ? '' : ` ${more}`}>${escaped(words)}</text>`;

/** @param {Chart} chart */
export function chartSvg({ title, subtitle, note, desc, x, y, top, panels }) {
  const rows = Math.ceil((panels.length + 1) / COLUMNS);
  const height = PANEL.top + rows * PANEL.row + 22;
  const legend = place(panels.length);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escaped(title)}</title>`,
    `<desc id="d">${escaped(desc)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="bg" width="${WIDTH}" height="${height}" rx="6"/>`,
    text(20, 30, title, 'class="title"'),
    text(20, 52, subtitle, 'class="soft"'),
    ...panels.map((panel, i) => panelSvg(panel, place(i), x, y, top)),
    legendSvg(panels[0]?.lines ?? [], legend),
    text(20, height - 14, note, 'class="soft"'),
    '</svg>',
    '',
  ].join('\n');
}

/** @param {number} i */
const place = (i) => ({
  left: 20 + PANEL.left + (i % COLUMNS) * (PANEL.width + PANEL.gap),
  top: PANEL.top + Math.floor(i / COLUMNS) * PANEL.row + 18,
});

/**
 * @param {Panel} panel
 * @param {{ readonly left: number, readonly top: number }} at
 * @param {string} xName
 * @param {string} yName
 * @param {number} most
 */
function panelSvg({ title, lines }, { left, top }, xName, yName, most) {
  const rounds = Math.max(...lines.map(({ points }) => points.length));
  const width = PANEL.width - PANEL.left;
  const x = scaleLinear([1, rounds], [left, left + width]);
  const y = scaleLinear([0, most], [top + PANEL.height, top]);
  const known = (/** @type {Line} */ { points }) => points.flatMap((point, i) => (point === null ? [] : [{ ...point, round: i + 1 }]));
  const stroke = /** @type {import('d3').Line<Point & { round: number }>} */ (line())
    .x(({ round }) => x(round))
    .y(({ mean }) => y(mean))
    .curve(curveLinear)
    .digits(1);
  const band = /** @type {import('d3').Area<Point & { round: number }>} */ (area())
    .x(({ round }) => x(round))
    .y0(({ mean, half }) => y(Math.max(0, mean - half)))
    .y1(({ mean, half }) => y(Math.min(most, mean + half)))
    .digits(1);
  const ticks = [1, ...x.ticks(4).filter((tick) => tick > 1)];
  return [
    `<g>${text(left, top - 10, title, 'class="panel"')}`,
    ...y
      .ticks(4)
      .map(
        (tick) =>
          `<line class="grid" x1="${n(left)}" x2="${n(left + width)}" y1="${n(y(tick))}" y2="${n(y(tick))}"/>${text(left - 6, y(tick) + 4, String(tick), 'class="soft" text-anchor="end"')}`,
      ),
    ...ticks.map((tick) => text(x(tick), top + PANEL.height + 17, String(tick), 'class="soft" text-anchor="middle"')),
    text(left + width, top + PANEL.height + 32, xName, 'class="soft" text-anchor="end"'),
    text(-top - PANEL.height / 2, left - 30, yName, 'class="soft" text-anchor="middle" transform="rotate(-90)"'),
    ...lines.flatMap((one, i) => (one.band ? [`<path class="b${i}" d="${band(known(one)) ?? ''}"/>`] : [])),
    ...lines.map((one, i) => `<path class="line s${i}" d="${stroke(known(one)) ?? ''}"/>`).reverse(),
    '</g>',
  ].join('\n');
}

/** @param {readonly Line[]} lines @param {{ readonly left: number, readonly top: number }} at */
const legendSvg = (lines, { left, top }) =>
  lines
    .map(
      ({ name }, i) => `<path class="line s${i}" d="M${n(left)},${n(top + 16 + i * 24)}h36"/>${text(left + 46, top + 20 + i * 24, name)}`,
    )
    .join('\n');
