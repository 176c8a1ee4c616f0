/**
 * The figure of docs/experiments.md, from the experiment `coaching` of examples/making_friends.society on the built-in mind:
 * `npm run build`, then `node scripts/figures/coaching.mjs`. The same command gives the same bytes on every machine.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaleLinear } from 'd3';
import { runMain } from '../lib/main.mjs';
import { root } from '../lib/paths.mjs';

/** @typedef {{ readonly low: number, readonly high: number }} Interval */
/** @typedef {{ readonly label: string, readonly mean: number, readonly interval: Interval }} Point */
/** @typedef {{ readonly arm: string, readonly n: number, readonly mean: number, readonly interval: Interval }} Arm */
/** @typedef {{ readonly arm: string, readonly from: string, readonly difference: number, readonly interval: Interval }} Difference */
/** @typedef {{ readonly id: string, readonly measure: string, readonly arms: readonly Arm[], readonly against: readonly Difference[] }} Compared */

const FIGURE = join(root, 'docs', 'images', 'coaching.svg');
const SEEDS = 20;
const [WIDTH, LEFT, RIGHT, ROW, TOP] = [760, 150, 24, 30, 64];

const STYLE = `
  .bg { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #1f2328 } .soft { fill: #57606a } .title { font-size: 16px; font-weight: 600 }
  .grid { stroke: #d0d7de } .zero { stroke: #57606a; stroke-dasharray: 3 3 } .mean { fill: #0072b2 } .range { stroke: #0072b2; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    .bg { fill: #0d1117 } text { fill: #e6edf3 } .soft { fill: #9da7b1 } .grid { stroke: #30363d } .zero { stroke: #9da7b1 }
    .mean { fill: #56b4e9 } .range { stroke: #56b4e9 }
  }`;

const n = (/** @type {number} */ x) => String(Math.round(x * 10) / 10);

/** @param {number} x @param {number} y @param {string} words @param {string} more */
const text = (x, y, words, more) => `<text x="${n(x)}" y="${n(y)}" ${more}>${words}</text>`;

/**
 * Points with their intervals in rows, on one axis.
 * @param {string} title @param {readonly Point[]} points @param {number} top @param {boolean} hasZero
 */
function panel(title, points, top, hasZero) {
  const ends = points.flatMap(({ interval }) => [interval.low, interval.high]);
  const x = scaleLinear(
    [Math.min(...ends, hasZero ? 0 : Infinity), Math.max(...ends, hasZero ? 0 : -Infinity)],
    [LEFT, WIDTH - RIGHT],
  ).nice(6);
  const foot = top + 22 + points.length * ROW;
  return [
    text(20, top, title, 'class="soft"'),
    ...x
      .ticks(6)
      .flatMap((tick) => [
        `<line class="${hasZero && tick === 0 ? 'zero' : 'grid'}" x1="${n(x(tick))}" x2="${n(x(tick))}" y1="${top + 10}" y2="${foot - 6}"/>`,
        text(x(tick), foot + 10, String(Number(tick.toFixed(3))), 'class="soft" text-anchor="middle"'),
      ]),
    ...points.flatMap(({ label, mean, interval }, i) => {
      const y = top + 26 + i * ROW;
      return [
        text(LEFT - 14, y + 4, label, 'text-anchor="end"'),
        `<line class="range" x1="${n(x(interval.low))}" x2="${n(x(interval.high))}" y1="${y}" y2="${y}"/>`,
        `<circle class="mean" cx="${n(x(mean))}" cy="${y}" r="5"/>`,
      ];
    }),
  ];
}

async function main() {
  const dir = mkdtempSync(join(tmpdir(), 'society-figure-'));
  const args = ['experiment', 'examples/making_friends.society', 'coaching', '--seeds', String(SEEDS), '--out', dir, '--json'];
  const said = execFileSync(process.execPath, [join(root, 'dist', 'cli.mjs'), ...args], { cwd: root, encoding: 'utf8' });
  rmSync(dir, { recursive: true, force: true });
  /** @type {{ readonly compared: readonly Compared[] }} */
  const { compared } = JSON.parse(said);
  const friends = compared.find(({ id }) => id === 'friends');
  if (!friends) throw new Error('the experiment compares no friends');
  const arms = friends.arms.map(({ arm, mean, interval }) => ({ label: arm === 'none' ? 'no coach' : 'coach by rule', mean, interval }));
  const gaps = friends.against.map(({ difference, interval }) => ({ label: 'coach − none', mean: difference, interval }));
  const words = [...arms, ...gaps].map(
    ({ label, mean, interval }) => `${label} ${mean.toFixed(3)}, ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
  );
  const second = TOP + 64 + arms.length * ROW;
  const height = second + 70 + ROW;
  writeFileSync(
    FIGURE,
    [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="t d">`,
      '<title id="t">Does a coach help? Reciprocity of ties at the end</title>',
      `<desc id="d">${words.join('; ')}. ${SEEDS} seeds each, synthetic.</desc>`,
      `<style>${STYLE}</style>`,
      `<rect class="bg" width="${WIDTH}" height="${height}" rx="6"/>`,
      text(20, 32, 'Does a coach help? Reciprocity of ties at the end', 'class="title"'),
      ...panel(`Means of ${SEEDS} seeds with 95 % bootstrap intervals`, arms, TOP, false),
      ...panel('Difference within each seed', gaps, second, true),
      text(
        20,
        height - 12,
        'Built-in mind (rule-based), synthetic: no language model and no person said or did any of it.',
        'class="soft"',
      ),
      '</svg>',
      '',
    ].join('\n'),
  );
}

await runMain(main);
