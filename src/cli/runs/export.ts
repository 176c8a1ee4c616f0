/** `society export FILE|RUN… --to FORMAT`: the agents of a file as files of another tool, or a run as a file for other programs. */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { didYouMean } from '../../core/util/suggest.js';
import type { RunFile } from '../../exchange/index.js';
import { writePieces } from '../../node/longFile.js';
import { machineMemory } from '../../node/machine.js';
import { makeFolder } from '../../node/runPlace.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { hasPrivate, redactionOf, runFolderExtras, peopleOf, problemLine, timelineOf } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage, runFiles, wholeNumber } from '../terminal/files.js';
import { aside, displayPath, jsonText, plural, UsageError } from '../terminal/output.js';
import { exportTables, tableForm } from './exportTables.js';
import { announceSize } from './exportSize.js';
import { openRecording } from './replay.js';
import { t } from '../../core/util/l10n.js';

const OPTIONS = {
  to: { type: 'string' },
  out: { type: 'string' },
  seed: { type: 'string' },
  network: { type: 'string' },
  round: { type: 'string' },
  history: { type: 'boolean' },
  least: { type: 'string' },
  waves: { type: 'string' },
  text: { type: 'boolean' },
  shared: { type: 'boolean' },
  private: { type: 'boolean' },
  tables: { type: 'string' },
  kept: { type: 'string' },
  seeds: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof argumentsOf<typeof OPTIONS>>['values'];

export async function exportFile(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('export', args, OPTIONS);
  const [path] = positionals;
  const { to = '' } = values;
  const form = tableForm(to);
  if (path !== undefined && form !== null) return exportTables(positionals, form, tableValues(values));
  if (path === undefined || positionals.length > 1) throw new UsageError(t('export needs one file, or one run folder.'));
  if (values.tables !== undefined || values.kept !== undefined || values.seeds !== undefined)
    throw new UsageError(t('--tables, --kept and --seeds are for `tidy` and `parquet`.'));
  const { csvExportIds, exportIds, runExportIds } = await import('../../exchange/index.js');
  if (runExportIds.includes(to)) return exportOfRun(path, to, values);
  if (exportIds.includes(to)) return exportOfPeople(path, to, values);
  throw new UsageError(formatRefusal(to, { people: exportIds, tables: csvExportIds, run: runExportIds }));
}

/** The options of tables; a usage error for those of other formats. */
function tableValues({ to: _, out, kept, seeds, tables, shared, json, ...others }: Values) {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UsageError(t('--{0} is not for `tidy` and `parquet`.', other));
  return { out, kept, seeds, tables, shared, json };
}

/** The formats of `--to`, by what they export. */
function formatRefusal(
  to: string,
  known: { readonly people: readonly string[]; readonly tables: readonly string[]; readonly run: readonly string[] },
): string {
  const { people, tables, run } = known;
  const csv = ['csv', 'table', 'tables', 'tsv', 'xlsx'].includes(to.toLowerCase());
  const others = run.filter((id) => !tables.includes(id));
  const list = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(', ');
  if (csv) return t('`{0}` is not one format. All tables as CSV: `tidy`. One table: {1}.', to, list(tables));
  const head = to === '' ? t('export needs --to FORMAT.') : t('There is no format `{0}`.{1}', to, didYouMean(to, [...people, ...run]));
  return t(
    '{0} For a run, all tables: `parquet`, `tidy` (CSV); one table as CSV: {1}; other files: {2}. For the people of a file: {3}.',
    head,
    list(tables),
    list(others),
    list(people),
  );
}

async function exportOfPeople(
  path: string,
  to: string,
  { out, seed, network, round, history, least, waves, text, shared, private: all, json }: Values,
): Promise<number> {
  if (network !== undefined || round !== undefined || history || least !== undefined || waves !== undefined || text || shared)
    throw new UsageError(t('--network, --round, --history, --least, --waves, --text and --shared are for exports of a run.'));
  const { exportPeople, havePrivate, withoutPrivate } = await import('../../exchange/index.js');
  const found = await peopleOf(openLanguage(), fileUri(path), wholeNumber('seed', seed, 0));
  for (const problem of found.problems) aside(`${problemLine(problem, displayPath)}\n`);
  if (!found.ok) return 1;
  if (found.people.length === 0) throw new UsageError(t('{0} has no people: no personas and no populations.', path));
  const dir = out ?? `${basename(path, '.society')}-${to}`;
  if (existsSync(dir)) throw new UsageError(t('{0} already exists. Choose another folder with --out.', dir));
  const isHeld = !all && havePrivate(found.people);
  const files = exportPeople(to, isHeld ? found.people.map(withoutPrivate) : found.people, found.ties) ?? [];
  await makeFolder(dir);
  for (const { name, text } of files) writeFileSync(join(dir, name), text, { flag: 'wx' });
  if (json) process.stdout.write(jsonText({ folder: dir, files: files.map(({ name }) => name), people: found.people.length }));
  aside(
    t(
      '{0} in {1}{2}: {3}\n',
      found.people.length === 1 ? t('1 person') : t('{0} people', found.people.length),
      plural(files.length, 'file'),
      isHeld ? t(', without secrets and private fields (--private includes them)') : '',
      dir,
    ),
  );
  return 0;
}

async function exportOfRun(path: string, to: string, values: Values): Promise<number> {
  const { out, seed, network, round, history = false, least, text: texts = false, shared, private: all } = values;
  if (seed !== undefined) throw new UsageError(t('--seed is for the people of a file; a run has its own seed.'));
  if (all)
    throw new UsageError(t('--private is for the people of a file; of a run, private fields are written unless --shared omits them.'));
  const { exportRun, isTrace } = await import('../../exchange/index.js');
  if (texts && !isTrace(to)) throw new UsageError(t('--text is for `otlp`; other formats either always include texts or never do.'));
  if (history && to !== 'graphml' && to !== 'gexf')
    throw new UsageError(t('--history is for `graphml` and `gexf`; tables have all rounds.'));
  if (history && round !== undefined) throw new UsageError(t('--history and --round exclude each other.'));
  if (values.waves !== undefined && to !== 'rsiena') throw new UsageError(t('--waves is for `rsiena`.'));
  const run = await openRecording(path);
  const { manifest, model } = run;
  const choice = {
    network: network ?? null,
    round: wholeNumber('round', round, 0) ?? null,
    history,
    least: share('least', least),
    texts,
    waves: wavesIn(values.waves),
  };
  const timeline = timelineOf(run);
  const held = shared ? redactionOf(model, timeline.head) : null;
  const kept = isTrace(to) ? await runFolderExtras(await runFiles(path), texts && !shared) : null;
  const made = exportRun(to, { id: manifest.id, model, timeline, held, ...(kept ? { kept } : {}) }, choice);
  if (!made.ok) throw new UsageError(made.message);
  const file = out ?? made.file.name;
  if (existsSync(file)) throw new UsageError(t('{0} already exists. Choose another file with --out.', file));
  await announceSize(to, made.file.expected, machineMemory());
  await written(file, made.file);
  if (values.json) process.stdout.write(jsonText({ file, run: manifest.id, format: to }));
  const told = !shared && hasPrivate(model) ? t(', including private fields (--shared omits them)') : '';
  aside(t('{0} of {1}, synthetic data{2}: {3}\n', to, manifest.title, told, file));
  return 0;
}

/** Writes a file while it is made. On a terminal, its size so far is shown. */
async function written(path: string, { pieces }: RunFile): Promise<void> {
  const { isTTY } = process.stderr;
  let told = 0;
  const tell = (words: string): void => void process.stderr.write(`\r\u001b[K${words}`);
  const done = (_pieces: number, bytes: number): void => {
    if (isTTY && bytes >= told + TOLD) tell(t('{0} MB written', Math.floor((told = bytes) / 1_000_000)));
  };
  try {
    await writePieces(path, pieces, { breathe: breather(BREATH_MS), token: { isCancellationRequested: false }, done });
  } finally {
    if (told > 0) tell('');
  }
}

/** Milliseconds of work before a pause, and bytes between two notes of the size. */
const BREATH_MS = 50;
const TOLD = 10_000_000;
/** Rounds with commas between them, ascending; null where none are given. */
function wavesIn(text: string | undefined): readonly number[] | null {
  if (text === undefined) return null;
  const rounds = text.split(',').map((one) => wholeNumber('waves', one.trim(), 0)!);
  if (rounds.length < 2) throw new UsageError(t('--waves takes at least two rounds, such as 5,10,20.'));
  return [...new Set(rounds)].sort((a, b) => a - b);
}

/** A number from 0 to 1 given as an option, or null. */
function share(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1))
    throw new UsageError(t('--{0} takes a number from 0 to 1, not `{1}`.', name, value));
  return number;
}
