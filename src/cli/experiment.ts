/** `society experiment FILE [ID]`: plays the arms of an experiment with the same seeds, and compares them. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { neverCancelled } from '../core/cancellation.js';
import { type Cell, type Compared, comparisonsOf, type Difference, type Played, playExperiment } from '../runs/experiments.js';
import { terminalAccess } from './access.js';
import { fileUri, openLanguage, wholeNumber } from './files.js';
import { aside, plural, printable, UsageError } from './output.js';

export async function experiment(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seeds: { type: 'string' }, out: { type: 'string' }, csv: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [path, given] = positionals;
  if (path === undefined || positionals.length > 2) throw new UsageError('experiment needs a file, and the id of an experiment in it.');
  const uri = fileUri(path);
  const language = openLanguage();
  const ids = Object.keys((await language.resolve(uri)).society.experiments ?? {});
  const id = given ?? ids[0];
  if (id === undefined) throw new UsageError(`${path} has no experiment. Write one under experiments:.`);
  if (!ids.includes(id)) throw new UsageError(`There is no experiment \`${id}\`. ${path} has ${ids.length > 0 ? ids.join(', ') : 'none'}.`);
  const home = dirname(fileURLToPath(uri));
  const dir = values.out === undefined ? join(home, '.society', 'experiments', id) : resolve(values.out);
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'runs.jsonl');
  const { known, isCutOff } = await knownIn(file);
  if (isCutOff) await appendFile(file, '\n');
  let kept = 0;
  const played = await playExperiment(uri, id, {
    ...{ language, access: terminalAccess(home), token: neverCancelled, seeds: wholeNumber('seeds', values.seeds, 1) },
    known,
    keep: async (cell, again, done, of) => {
      if (!again) await appendFile(file, `${JSON.stringify(cell)}\n`);
      if (again) kept++;
      if (done % 10 === 0 || done === of) aside(`${done} of ${of} runs\n`);
    },
  });
  if (kept > 0) aside(`${plural(kept, 'run')} had been played before and ${kept === 1 ? 'is' : 'are'} taken from ${dir}\n`);
  const compared = comparisonsOf(played);
  if (values.csv !== undefined) await writeFile(values.csv, csv(played));
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ id, seeds: played.seeds, compared, lost: played.lost }, null, 2)}\n`
      : `${printable(words(id, played, compared))}\n`,
  );
  return played.lost.length > 0 ? 1 : 0;
}

/** What was played before. A line that was cut off is no run; what is written behind it needs a line of its own. */
async function knownIn(file: string): Promise<{ readonly known: ReadonlyMap<string, Cell>; readonly isCutOff: boolean }> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const known = new Map<string, Cell>();
  for (const line of text.split('\n').slice(0, -1)) {
    try {
      const { key, measures, ...of } = JSON.parse(line) as Cell;
      if (typeof key !== 'string' || typeof measures !== 'object') throw new TypeError('no run');
      known.set(key, { key, measures, ...of });
    } catch {
      aside(`a line of ${file} is broken and is left out\n`);
    }
  }
  return { known, isCutOff: text !== '' && !text.endsWith('\n') };
}

const number = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 1e4) / 1e4));

const interval = (one: { readonly low: number; readonly high: number } | null): string =>
  one ? ` [${number(one.low)}, ${number(one.high)}]` : '';

function words(id: string, { experiment: { title, scenario }, arms, seeds, lost }: Played, compared: readonly Compared[]): string {
  const head = `${title ?? id}: ${scenario}, ${plural(arms.length, 'arm')}, ${plural(seeds.length, 'seed')} each; synthetic data`;
  const parts = compared.flatMap((one) => [
    '',
    `${one.id}: ${one.measure} ${one.at === null ? 'at the end' : `in round ${one.at}`}, means with 95 % bootstrap intervals`,
    ...one.arms.map(({ arm, n, mean, interval: range }) => `  ${arm}: ${number(mean)}${interval(range)}, n = ${n}`),
    ...one.against.map(differenceWords),
  ]);
  return [head, ...parts, ...lost.map(({ arm, seed, problem }) => `lost: ${arm}, seed ${seed}: ${problem}`)].join('\n');
}

function differenceWords({ arm, from, difference, interval: range, p, effect, n, paired }: Difference): string {
  const test = p === null ? '' : `, p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`} (permutation${paired ? ', paired' : ''})`;
  return `  ${arm} − ${from}: ${number(difference)}${interval(range)}${test}, g = ${number(effect)}, n = ${n}`;
}

/** One line for each run, measure and round. */
function csv({ cells }: Played): string {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = cells.flatMap(({ arm, seed, measures }) =>
    Object.entries(measures).flatMap(([measure, values]) =>
      values.map((value, i) => [quoted(arm), seed, quoted(measure), i + 1, value ?? ''].join(',')),
    ),
  );
  return `${['arm,seed,measure,round,value', ...lines].join('\n')}\n`;
}
