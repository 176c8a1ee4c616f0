/**
 * The figure and tables of docs/experiments.md on coaching, from the experiments of examples/studies/coaching.society on the built-in
 * mind: `npm run build`, then `node scripts/figures/coachingStudy.mjs fresh` or `constants` prints a table as Markdown, and with `--figure`
 * both are played and docs/images/coaching.svg is written. With `--keep DIR` completed runs are kept there and reused. The same commands give the same bytes on
 * every machine.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scaleLinear } from 'd3';
import { runMain } from '../lib/main.mjs';
import { root } from '../lib/paths.mjs';

/** @typedef {{ readonly low: number, readonly high: number }} Interval */
/** @typedef {{ readonly label: string, readonly mean: number, readonly interval: Interval }} Point */
/** @typedef {{ readonly arm: string, readonly mean: number }} Arm */
/** @typedef {{ readonly difference: number, readonly interval: Interval, readonly p: number, readonly corrected: number }} Difference */
/** @typedef {{ readonly id: string, readonly arms: readonly Arm[], readonly against: readonly Difference[] }} Compared */
/** @typedef {{ readonly factor: string, readonly level: unknown, readonly difference: number, readonly interval: Interval }} Part */
/** @typedef {{ readonly compared: readonly Compared[], readonly stability: readonly { readonly parts: readonly Part[] }[] }} Played */

const FILE = 'examples/studies/coaching.society';
const FIGURE = join(root, 'docs', 'images', 'coaching.svg');
const TABLES = ['fresh', 'constants'];
const NAMES = new Map([
  ['threshold', 'ξ'],
  ['growth', 'Δmax'],
  ['half_life', 'half-life'],
  ['weights.addresses', 'weight of `addresses`'],
  ['edge', 'edge from'],
]);
/** Bytes of an experiment as data, at most. */
const MOST = 64_000_000;
const AS_WRITTEN = 'ξ 0.2';
const [WIDTH, LEFT, RIGHT, ROW, TOP] = [760, 190, 24, 24, 64];

const STYLE = `
  .bg { fill: #ffffff } text { font: 12px system-ui, sans-serif; fill: #1f2328 } .soft { fill: #57606a } .title { font-size: 16px; font-weight: 600 }
  .grid { stroke: #d0d7de } .zero { stroke: #57606a; stroke-dasharray: 3 3 } .mean { fill: #0072b2 } .range { stroke: #0072b2; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    .bg { fill: #0d1117 } text { fill: #e6edf3 } .soft { fill: #9da7b1 } .grid { stroke: #30363d } .zero { stroke: #9da7b1 }
    .mean { fill: #56b4e9 } .range { stroke: #56b4e9 }
  }`;

const n = (/** @type {number} */ x) => String(Math.round(x * 10) / 10);
const signed = (/** @type {number} */ x) => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}`;
const between = (/** @type {Interval} */ { low, high }) => `${signed(low)} to ${signed(high)}`;
const chance = (/** @type {number} */ p) => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** @param {number} x @param {number} y @param {string} words @param {string} more */
const text = (x, y, words, more) => `<text x="${n(x)}" y="${n(y)}" ${more}>${words}</text>`;

/**
 * Points with their intervals in rows, on one axis with 0.
 * @param {string} title @param {readonly Point[]} points @param {number} top
 */
function panel(title, points, top) {
  const ends = points.flatMap(({ interval }) => [interval.low, interval.high]);
  const x = scaleLinear([Math.min(...ends, 0), Math.max(...ends, 0)], [LEFT, WIDTH - RIGHT]).nice(6);
  const foot = top + 22 + points.length * ROW;
  return [
    text(20, top, title, 'class="soft"'),
    ...x
      .ticks(6)
      .flatMap((tick) => [
        `<line class="${tick === 0 ? 'zero' : 'grid'}" x1="${n(x(tick))}" x2="${n(x(tick))}" y1="${top + 10}" y2="${foot - 6}"/>`,
        text(x(tick), foot + 10, String(Number(tick.toFixed(3))), 'class="soft" text-anchor="middle"'),
      ]),
    ...points.flatMap(({ label, mean, interval }, i) => {
      const y = top + 26 + i * ROW;
      return [
        text(LEFT - 14, y + 4, label.replaceAll('`', ''), 'text-anchor="end"'),
        `<line class="range" x1="${n(x(interval.low))}" x2="${n(x(interval.high))}" y1="${y}" y2="${y}"/>`,
        `<circle class="mean" cx="${n(x(mean))}" cy="${y}" r="4"/>`,
      ];
    }),
  ];
}

/** @param {readonly Point[]} rounds @param {readonly Point[]} constants */
function svg(rounds, constants) {
  const second = TOP + 62 + rounds.length * ROW;
  const height = second + 74 + constants.length * ROW;
  const words = [...rounds, ...constants].map(
    ({ label, mean, interval }) => `${label.replaceAll('`', '')} ${signed(mean)}, ${between(interval)}`,
  );
  const title = 'Does a coach help? Reciprocity of ties with a coach less without';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${title}</title>`,
    `<desc id="d">${words.join('; ')}. Seeds 101 to 140, synthetic.</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="bg" width="${WIDTH}" height="${height}" rx="6"/>`,
    text(20, 32, title, 'class="title"'),
    ...panel('Over rounds: mean of 40 seeds with 95 % t intervals', rounds, TOP),
    ...panel('After round 20, under one other constant of the tie equation at a time', constants, second),
    text(20, height - 12, 'Built-in mind (rule-based), synthetic: no language model and no person said or did any of it.', 'class="soft"'),
    '</svg>',
    '',
  ].join('\n');
}

/** @param {string} id @param {string} dir @returns {Played} */
function played(id, dir) {
  const args = ['experiment', FILE, id, '--out', join(dir, id), '--json'];
  return JSON.parse(
    execFileSync(process.execPath, [join(root, 'dist', 'cli.mjs'), ...args], {
      ...{ cwd: root, encoding: 'utf8', maxBuffer: MOST, stdio: ['ignore', 'pipe', 'ignore'] },
    }),
  );
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
const table = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param {Played} played */
function roundsTable({ compared }) {
  return table(
    ['after round', 'no coach', 'coach by rule', 'difference', '95 % interval', 'p', 'corrected'],
    compared.map(({ id, arms, against: [gap] }) => [
      id.replace('round_', ''),
      ...arms.map(({ mean }) => mean.toFixed(3)),
      ...(gap ? [signed(gap.difference), between(gap.interval), chance(gap.p), chance(gap.corrected)] : []),
    ]),
  );
}

/** The difference under each constant, those as written first. @param {Played} played @returns {readonly Point[]} */
const constantsOf = ({ stability }) =>
  (stability[0]?.parts ?? []).flatMap(({ factor, level, difference, interval }) => {
    const name = NAMES.get(factor.replace('ties.friendship.change.', ''));
    return name === undefined ? [] : [{ label: `${name} ${level}`, mean: difference, interval }];
  });

/** @param {Played} played */
function constantsTable(played) {
  const [all] = played.compared[0]?.against ?? [];
  return table(
    ['constant', 'difference', '95 % interval'],
    [
      ...constantsOf(played).map(({ label, mean, interval }) => [
        label === AS_WRITTEN ? `${label}, as in the file` : label,
        signed(mean),
        between(interval),
      ]),
      ...(all ? [['mean of the twelve', signed(all.difference), between(all.interval)]] : []),
    ],
  );
}

/** @param {Played} played @returns {readonly Point[]} */
const roundsOf = ({ compared }) =>
  compared.flatMap(({ id, against: [gap] }) =>
    gap ? [{ label: id.replace('_', ' '), mean: gap.difference, interval: gap.interval }] : [],
  );

async function main() {
  const { values, positionals } = parseArgs({ options: { keep: { type: 'string' }, figure: { type: 'boolean' } }, allowPositionals: true });
  const wanted = positionals.length === 0 ? TABLES : positionals;
  if (wanted.some((id) => !TABLES.includes(id))) throw new Error(`which table? ${TABLES.join(' or ')}`);
  const dir = values.keep ?? mkdtempSync(join(tmpdir(), 'society-figure-'));
  try {
    /** @type {Map<string, Played>} */
    const found = new Map();
    for (const id of wanted) found.set(id, played(id, dir));
    const [fresh, constants] = TABLES.map((id) => found.get(id));
    console.log([...(fresh ? [roundsTable(fresh)] : []), ...(constants ? [constantsTable(constants)] : [])].join('\n\n'));
    if (values.figure && fresh && constants) writeFileSync(FIGURE, svg(roundsOf(fresh), constantsOf(constants)));
  } finally {
    if (values.keep === undefined) rmSync(dir, { recursive: true, force: true });
  }
}

await runMain(main);
