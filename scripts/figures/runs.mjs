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
  /** @type {Map<string, (number | null)[]>} */
  const series = new Map();
  for (const line of (await readFile(join(out, 'events.jsonl'), 'utf8')).split('\n')) {
    if (!line.includes('"measure.taken"')) continue;
    const { type, measure, value } = JSON.parse(line);
    if (type !== 'measure.taken') continue;
    const values = series.get(measure) ?? [];
    values.push(value);
    series.set(measure, values);
  }
  return series;
}
