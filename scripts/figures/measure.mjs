/**
 * Prints measures of runs of scenarios over seeds, as a Markdown table: mean (least to most), to four digits.
 *
 *   node scripts/figures/measure.mjs FILE --scenario A,B --seeds 1-10 [--null KIND] [--rounds N] [--spread] MEASURE…
 *
 * A row for each scenario; with `--null` another one for each null run of it, `A (KIND)`. A measure is one that the scenario takes, at
 * the end; `NAME@7` is its value after round 7, `NAME@mean` its mean over rounds, and `rounds` counts the rounds, of which `--rounds`
 * is the maximum. A run without such a value does not count. `--spread` prints mean ± SD instead. Needs `npm run build`; the same command prints the same on every
 * machine.
 */
import { parseArgs } from 'node:util';
import { runMain } from '../lib/main.mjs';
import { runAll } from './runs.mjs';
import { summary } from './statistics.mjs';

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      scenario: { type: 'string' },
      seeds: { type: 'string' },
      null: { type: 'string' },
      rounds: { type: 'string' },
      spread: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [file, ...measures] = positionals;
  if (!file || !values.scenario || measures.length === 0) throw new Error('FILE --scenario A,B --seeds 1-10 MEASURE…');
  const rounds = values.rounds === undefined ? [] : ['--rounds', values.rounds];
  const rows = conditions(values.scenario.split(','), values.null?.split(',') ?? [], rounds);
  const runs = await runAll(file, rows, seedsOf(values.seeds ?? '1-10'));
  console.log(`| scenario | ${measures.join(' | ')} |\n|---|${'---|'.repeat(measures.length)}`);
  for (const [condition, found] of runs) {
    const cells = measures.map((measure) =>
      cell(
        found.map((series) => valueIn(series, measure)),
        values.spread === true,
      ),
    );
    console.log(`| ${condition} | ${cells.join(' | ')} |`);
  }
}

/**
 * @param {readonly string[]} scenarios
 * @param {readonly string[]} nulls
 * @param {readonly string[]} more arguments of all runs
 */
function conditions(scenarios, nulls, more) {
  const rows = scenarios.flatMap((one) => [
    [`\`${one}\``, ['--scenario', one, ...more]],
    ...nulls.map((kind) => [`\`${one}\` (${kind})`, ['--scenario', one, '--null', kind, ...more]]),
  ]);
  return /** @type {{ [condition: string]: string[] }} */ (Object.fromEntries(rows));
}

/**
 * @param {import('./runs.mjs').Series} series
 * @param {string} measure `NAME`, `NAME@ROUND` or `NAME@mean`
 */
function valueIn(series, measure) {
  const [name = '', round] = measure.split('@');
  if (round === 'mean') return summary(series.get(name) ?? [])?.mean ?? null;
  return series.get(name)?.at(round === undefined ? -1 : Number(round) - 1) ?? null;
}

/** @param {string} range `1-10`, or seeds with commas */
function seedsOf(range) {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  return from && to ? Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i) : range.split(',').map(Number);
}

/**
 * @param {readonly (number | null)[]} values of each run
 * @param {boolean} spread
 */
function cell(values, spread) {
  const found = summary(values);
  const known = values.filter((value) => value !== null);
  if (found === null) return '–';
  const [least, most] = [Math.min(...known), Math.max(...known)].map(short);
  if (spread) return `${short(found.mean)} ± ${short(found.sd)}`;
  return least === most ? `${least}` : `${short(found.mean)} (${least} to ${most})`;
}

/** @param {number} x */
const short = (x) => String(Number(x.toPrecision(4)));

await runMain(main);
