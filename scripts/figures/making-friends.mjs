/**
 * The figure and tables of docs/systems/making-friends.md, from real runs on the built-in mind: `npm run build`, then
 * `node scripts/figures/making-friends.mjs [FIRST..LAST] [--keep FILE] [--figure]`. Prints the tables as Markdown; `--figure` writes the figure. The same
 * commands give the same bytes on every machine. With `--keep` runs are kept in a file of JSON lines, which a later call reuses.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from '../lib/main.mjs';
import { root } from '../lib/paths.mjs';
import { chartSvg } from './chart.mjs';
import { runAll } from './runs.mjs';
import { over, summary } from './statistics.mjs';

const FILE = 'examples/studies/friends_beside_chance.society';
const FIGURE = join(root, 'docs', 'images', 'making-friends-rewards.svg');
const ROUNDS = 20;
/** Seeds that were not used to choose any number or word of the example. */
const SEEDS = '101..120';

/** @type {{ readonly [condition: string]: { readonly name: string, readonly args: readonly string[] } }} */
const CONDITIONS = {
  coached: { name: 'coached', args: measured() },
  uncoached: { name: 'uncoached', args: measured('uncoached') },
  unrewarded: { name: 'unrewarded', args: measured('unrewarded') },
  forgetful: { name: 'forgetful', args: measured('forgetful') },
  memoryless: { name: 'memoryless', args: measured('memoryless') },
  isolated: { name: 'isolated', args: measured('isolated') },
  random: { name: 'random', args: measured('random') },
  evaluated: { name: 'coached, evaluated', args: ['--scenario', 'evaluated_measured'] },
};
const DRAWN = ['coached', 'uncoached', 'memoryless', 'isolated', 'random'];

const REWARDS = [
  ['social_interaction', 'SOC', 'Social interaction'],
  ['information_seeking', 'INF', 'Information seeking'],
  ['self_presentation', 'PRE', 'Self-presentation'],
  ['coordination', 'COORD', 'Coordination'],
  ['emotional_support', 'EMO', 'Emotional support'],
].map(([id = '', short = '', name = '']) => ({ measure: `reward_${id}`, short, name }));

const NETWORK = [
  ['reciprocity', 'reciprocity'],
  ['density', 'density'],
  ['largest_component', 'largest component'],
  ['mean_path', 'mean path'],
  ['modularity', 'modularity'],
  ['clustering', 'clustering'],
  ['degree_assortativity', 'assortativity'],
  ['friendship_paradox', 'friendship paradox'],
  ['alike', 'homophily of interests'],
  ['ties_kept', 'edges kept over 5 rounds'],
  ['groups_kept', 'communities kept over 5 rounds'],
];

const BESIDE = ['reciprocity', 'clustering', 'modularity'];

/** Null runs that leave out a part, and the measures to compare in them. */
const PARTS = ['uncoached', 'unrewarded', 'forgetful', 'memoryless'];
const LASTING = [
  ['reciprocity', 'reciprocity'],
  ['alike', 'homophily'],
  ['ties_kept', 'edges kept'],
  ['groups_kept', 'communities kept'],
];

const SHARES = [
  ['growth_by_up_votes', 'growth of ties by up votes alone'],
  ['growth_by_direct_messages', 'growth of ties by direct messages alone'],
  ['votes_down', 'votes that are down'],
  ['updates_by_down_votes', 'updates of ties by down votes alone'],
  ['held_by_down_votes', 'updates of ties that exist by down votes alone'],
  ['answered', 'acts toward others that are answered'],
  ['answered_by_down_votes', 'of these, by down votes alone'],
];

const ACTS = [
  ['act.post', 'posts'],
  ['act.comment', 'comments'],
  ['act.direct_message', 'direct messages'],
  ['act.question', 'of these with a question'],
  ['act.vote', 'votes'],
];

/** @typedef {Awaited<ReturnType<typeof runAll>>} Runs */

/** Arguments of the scenario with all measures, as a null run or as it is. @param {readonly string[]} nulls @returns {readonly string[]} */
function measured(...nulls) {
  return ['--scenario', 'coached_measured', ...nulls.flatMap((kind) => ['--null', kind])];
}

async function main() {
  const { values, positionals } = parseArgs({ options: { keep: { type: 'string' }, figure: { type: 'boolean' } }, allowPositionals: true });
  const [first = 0, last = 0] = (positionals[0] ?? SEEDS).split('..').map(Number);
  const count = last - first + 1;
  if (!(first >= 0 && count >= 2)) throw new Error(`which seeds? the first and the last, as in ${SEEDS}`);
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  const runs = await runAll(FILE, Object.fromEntries(Object.entries(CONDITIONS).map(([id, { args }]) => [id, args])), seeds, values.keep);
  if (values.figure) await writeFile(FIGURE, chartSvg(chartOf(runs, count)));
  console.log(tables(runs, count));
}

/** @param {Runs} runs @param {number} count @returns {import('./chart.mjs').Chart} */
function chartOf(runs, count) {
  const panels = REWARDS.map(({ measure, short, name }) => ({
    title: `${short} · ${name}`,
    lines: DRAWN.map((id, i) => ({
      id,
      name: CONDITIONS[id]?.name ?? id,
      band: i < 2,
      points: Array.from({ length: ROUNDS }, (_, round) => summary((runs.get(id) ?? []).map((series) => series.get(measure)?.[round]))),
    })),
  }));
  const late = (/** @type {string} */ id, /** @type {string} */ measure) => mean(stat(runs, id, measure, 16, 20));
  return {
    title: 'Five rewards over rounds, with and without a coach, compared with null runs',
    subtitle: `Built-in mind, rule-based; synthetic; not a language model. 20 agents, ${count} seeds each. Lines: means. Bands: 95 % of the mean.`,
    note: 'Rewards, coach and mind are our own operational definitions; the five policies are those of arXiv 2510.19299.',
    desc: `Mean reward from 0 to 1 over ${ROUNDS} rounds. In the last five rounds: ${REWARDS.map(
      ({ measure, short }) => `${short} ${DRAWN.map((id) => `${id} ${late(id, measure)}`).join(', ')}`,
    ).join('; ')}.`,
    x: 'round',
    y: 'reward (0 to 1)',
    top: 0.8,
    panels,
  };
}

/** A measure of each run as its mean over some rounds, summed up over the seeds. @param {Runs} runs @param {string} id @param {string} measure @param {number} from @param {number} to */
const stat = (runs, id, measure, from, to) => summary((runs.get(id) ?? []).map((series) => over(series, measure, from, to)));

/** @param {import('./statistics.mjs').Summary | null} s */
const mean = (s) => (s ? s.mean.toFixed(2) : '–');
/** @param {import('./statistics.mjs').Summary | null} s */
const spread = (s) => (s ? `${s.mean.toFixed(2).replace('-', '−')} ± ${s.sd.toFixed(2)}` : '–');
/** @param {import('./statistics.mjs').Summary | null} s */
const interval = (s) => (s ? `${signed(s.mean)} (${signed(s.mean - s.half)} to ${signed(s.mean + s.half)})` : '–');
const signed = (/** @type {number} */ x) => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}`;

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
const table = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param {Runs} runs @param {number} count */
function tables(runs, count) {
  const ids = Object.keys(CONDITIONS);
  const named = (/** @type {string} */ id) => CONDITIONS[id]?.name ?? id;
  const shorts = REWARDS.map(({ short }) => short);
  const rewards = (/** @type {number} */ from, /** @type {number} */ to) =>
    table(
      ['', ...shorts],
      ids.map((id) => [named(id), ...REWARDS.map(({ measure }) => spread(stat(runs, id, measure, from, to)))]),
    );
  const beside = BESIDE.flatMap((measure) =>
    [measure, `${measure}_same_edges`, `${measure}_same_degrees`].map((id, i) => [
      ['', 'as many ties, at random', 'the same degrees'].map((words) => (words === '' ? measure : `… ${words}`))[i] ?? '',
      ...ids.map((condition) => spread(stat(runs, condition, id, ROUNDS, ROUNDS))),
    ]),
  );
  const above = ids.map((id) => [
    named(id),
    ...BESIDE.map((measure) => interval(aboveNulls(runs, id, measure, `${measure}_same_degrees`))),
  ]);
  const shares = SHARES.map(([name = '', words = '']) => [words, ...ids.map((id) => spread(stat(runs, id, `share.${name}`, 1, 1)))]);
  const rows = NETWORK.map(([measure = '', name = '']) => [name, ...ids.map((id) => spread(stat(runs, id, measure, ROUNDS, ROUNDS)))]);
  const acts = ACTS.map(([measure = '', name = '']) => [name, ...ids.map((id) => spread(stat(runs, id, measure, 2, ROUNDS)))]);
  const differences = [
    ...[
      [2, 6],
      [7, 13],
      [14, 20],
    ].map(([from = 1, to = 1]) => [
      `rounds ${from}–${to}`,
      ...REWARDS.map(({ measure }) => interval(paired(runs, 'coached', 'uncoached', measure, from, to))),
    ]),
  ];
  const parts = PARTS.map((id) => [
    named(id),
    ...LASTING.map(([measure = '']) => interval(paired(runs, id, 'coached', measure, ROUNDS, ROUNDS))),
  ]);
  const distinct = (/** @type {string} */ id) => spread(stat(runs, id, 'distinct', ROUNDS, ROUNDS));
  return [
    `Rewards, mean over rounds 2–6 ± SD over ${count} seeds`,
    rewards(2, 6),
    `Rewards, mean over rounds 16–20 ± SD over ${count} seeds`,
    rewards(16, 20),
    `Coached less uncoached, same seeds, mean and 95 % interval (t, ${count - 1} degrees of freedom)`,
    table(['', ...shorts], differences),
    'Acts a round, rounds 2–20, of all 20 agents',
    table(['', ...ids.map(named)], acts),
    `Network after round ${ROUNDS}, mean ± SD over seeds in which it is defined`,
    table(['', ...ids.map(named)], rows),
    `Network after round ${ROUNDS}, a part left out less coached, same seeds, mean and 95 % interval`,
    table(['', ...LASTING.map(([, name = '']) => name)], parts),
    `Network after round ${ROUNDS} compared with null graphs, mean of 20 drawn graphs a run`,
    table(['', ...ids.map(named)], beside),
    `Network after round ${ROUNDS} less its null graphs of the same degrees, run by run, mean and 95 % interval`,
    table(['', ...BESIDE], above),
    'Where ties come from, shares of a run',
    table(['', ...ids.map(named)], shares),
    `Distinctness of the pre-survey: built-in ${distinct('uncoached')}, random ${distinct('random')}`,
  ].join('\n\n');
}

/**
 * Difference of two conditions, seed by seed.
 * @param {Runs} runs
 * @param {string} one
 * @param {string} other
 * @param {string} measure
 * @param {number} from
 * @param {number} to
 */
function paired(runs, one, other, measure, from, to) {
  const others = runs.get(other) ?? [];
  return summary(
    (runs.get(one) ?? []).map((series, i) => {
      const beside = others[i];
      const [a, b] = [over(series, measure, from, to), beside ? over(beside, measure, from, to) : null];
      return a === null || b === null ? null : a - b;
    }),
  );
}

/**
 * A measure after the last round less its mean in the null graphs of the same run.
 * @param {Runs} runs
 * @param {string} id
 * @param {string} measure
 * @param {string} atChance
 */
function aboveNulls(runs, id, measure, atChance) {
  return summary(
    (runs.get(id) ?? []).map((series) => {
      const [value, chance] = [over(series, measure, ROUNDS, ROUNDS), over(series, atChance, ROUNDS, ROUNDS)];
      return value === null || chance === null ? null : value - chance;
    }),
  );
}

await runMain(main);
