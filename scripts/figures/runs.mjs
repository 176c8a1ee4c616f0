/** Runs of a scenario from the command line, over seeds, and what was measured in them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { root } from '../lib/paths.mjs';

/** @typedef {ReadonlyMap<string, readonly (number | null)[]>} Series values by round, by measure */

/**
 * Runs one file over all seeds in each condition, a few at a time.
 * @param {string} file
 * @param {{ readonly [condition: string]: readonly string[] }} conditions arguments of `society run`
 * @param {readonly number[]} seeds
 * @returns {Promise<ReadonlyMap<string, readonly Series[]>>} by condition, in the order of the seeds
 */
export async function runAll(file, conditions, seeds) {
  const dir = await mkdtemp(join(tmpdir(), 'society-figure-'));
  const jobs = Object.entries(conditions).flatMap(([condition, args]) => seeds.map((seed) => ({ condition, args, seed })));
  /** @type {Map<string, Series[]>} */
  const found = new Map(Object.keys(conditions).map((condition) => [condition, []]));
  const queue = jobs.entries();
  const worker = async () => {
    for (const [i, { condition, args, seed }] of queue) {
      const series = await runOne(join(dir, String(i)), file, [...args, '--seed', String(seed)]);
      /** @type {Series[]} */ (found.get(condition))[i % seeds.length] = series;
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return found;
}

/**
 * @param {string} out
 * @param {string} file
 * @param {readonly string[]} args
 */
async function runOne(out, file, args) {
  await run(process.execPath, [join(root, 'dist', 'cli.mjs'), 'run', file, ...args, '--quiet', '--out', out], { cwd: root });
  return seriesOf((await readFile(join(out, 'events.jsonl'), 'utf8')).split('\n'));
}

/**
 * Measures by round, and how often each action was taken in a round as `act.<action>`; questions are messages with a question mark.
 * @param {readonly string[]} lines
 * @returns {Series}
 */
function seriesOf(lines) {
  /** @type {Map<string, (number | null)[]>} */
  const series = new Map();
  let rounds = 0;
  const of = (/** @type {string} */ name) => series.get(name) ?? series.set(name, []).get(name) ?? [];
  const count = (/** @type {string} */ name) => {
    const values = of(name);
    while (values.length < rounds) values.push(0);
    values[rounds - 1] = (values[rounds - 1] ?? 0) + 1;
  };
  for (const line of lines) {
    const event = line === '' ? {} : JSON.parse(line);
    if (event.type === 'round.started') rounds++;
    else if (event.type === 'measure.taken') of(event.measure).push(event.value);
    else if (event.type === 'reaction.given') count('act.vote');
    else if (event.type === 'message.sent' && event.kind === 'said') {
      count(`act.${event.action}`);
      if (event.text.includes('?')) count('act.question');
    }
  }
  for (const [name, values] of series) while (name.startsWith('act.') && values.length < rounds) values.push(0);
  return series;
}
