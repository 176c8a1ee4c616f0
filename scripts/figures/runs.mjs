/** Runs of a scenario from the command line, over seeds, and their measures. */
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/command.mjs';
import { root } from '../lib/paths.mjs';
import { contactShares } from './contacts.mjs';

/** @typedef {ReadonlyMap<string, readonly (number | null)[]>} Series values by round, by measure */

/**
 * Runs one file over all seeds in each condition, a few at a time.
 * @param {string} file
 * @param {{ readonly [condition: string]: readonly string[] }} conditions arguments of `society run`
 * @param {readonly number[]} seeds
 * @param {string} [keep] JSON lines of runs; one that is listed is not played again
 * @returns {Promise<ReadonlyMap<string, readonly Series[]>>} by condition, in the order of the seeds
 */
export async function runAll(file, conditions, seeds, keep) {
  const kept = await keptIn(keep);
  const dir = await mkdtemp(join(tmpdir(), 'society-figure-'));
  const jobs = Object.entries(conditions).flatMap(([condition, args]) => seeds.map((seed) => ({ condition, args, seed })));
  /** @type {Map<string, Series[]>} */
  const found = new Map(Object.keys(conditions).map((condition) => [condition, []]));
  const queue = jobs.entries();
  const worker = async () => {
    for (const [i, { condition, args, seed }] of queue) {
      const key = [file, ...args, seed].join(' ');
      const series = kept.get(key) ?? (await runOne(join(dir, String(i)), file, [...args, '--seed', String(seed)]));
      if (keep !== undefined && !kept.has(key)) await appendFile(keep, `${JSON.stringify([key, [...series]])}\n`);
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

/** @param {string | undefined} keep @returns {Promise<ReadonlyMap<string, Series>>} */
async function keptIn(keep) {
  const text = keep === undefined ? '' : await readFile(keep, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => JSON.parse(line)).map(([key, series]) => [key, new Map(series)]));
}

/**
 * @param {string} out
 * @param {string} file
 * @param {readonly string[]} args
 */
async function runOne(out, file, args) {
  await run(process.execPath, [join(root, 'dist', 'cli.mjs'), 'run', file, ...args, '--quiet', '--out', out], { cwd: root });
  const text = await readFile(join(out, 'events.jsonl'), 'utf8');
  await rm(out, { recursive: true, force: true });
  return seriesOf(text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])));
}

/**
 * Measures by round, and how often each action was taken in a round as `act.<action>`; questions are messages with a question mark.
 * Of the whole run, with one value: `rounds`, how many there are, and where its ties come from, as `share.<name>`.
 * @param {readonly any[]} events
 * @returns {Series}
 */
function seriesOf(events) {
  /** @type {Map<string, (number | null)[]>} */
  const series = new Map();
  let rounds = 0;
  const of = (/** @type {string} */ name) => series.get(name) ?? series.set(name, []).get(name) ?? [];
  const count = (/** @type {string} */ name) => {
    const values = of(name);
    while (values.length < rounds) values.push(0);
    values[rounds - 1] = (values[rounds - 1] ?? 0) + 1;
  };
  for (const event of events) {
    if (event.type === 'round.started') rounds++;
    else if (event.type === 'measure.taken') of(event.measure).push(event.value);
    else if (event.type === 'reaction.given') count('act.vote');
    else if (event.type === 'message.sent' && event.kind === 'said') {
      count(`act.${event.action}`);
      if (event.text.includes('?')) count('act.question');
    }
  }
  for (const [name, values] of series) while (name.startsWith('act.') && values.length < rounds) values.push(0);
  series.set('rounds', [rounds]);
  for (const [name, value] of Object.entries(contactShares(events))) series.set(`share.${name}`, [value]);
  return series;
}
