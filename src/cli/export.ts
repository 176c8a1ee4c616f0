/** `society export FILE|RUN --to FORMAT`: the people of a file as files of another tool, or a run as a file for other programs. */
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunFile } from '../exchange/index.js';
import { hasPrivate, heldBackOf, keptBeside, peopleOf, problemLine, timelineOf } from '../runs/index.js';
import { fileUri, openLanguage, runFiles, wholeNumber } from './files.js';
import { aside, displayPath, plural, UsageError } from './output.js';
import { recorded } from './replay.js';

const OPTIONS = {
  to: { type: 'string' },
  out: { type: 'string' },
  seed: { type: 'string' },
  network: { type: 'string' },
  round: { type: 'string' },
  least: { type: 'string' },
  text: { type: 'boolean' },
  shared: { type: 'boolean' },
  private: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

export async function exportFile(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError('export needs one file, or one run folder.');
  const { exportIds, runExportIds } = await import('../exchange/index.js');
  const { to = '' } = values;
  if (runExportIds.includes(to)) return exportOfRun(path, to, values);
  if (exportIds.includes(to)) return exportOfPeople(path, to, values);
  const list = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(', ');
  throw new UsageError(`--to takes one of ${list(exportIds)} for the people of a file, ${list(runExportIds)} for a run.`);
}

async function exportOfPeople(
  path: string,
  to: string,
  { out, seed, network, round, least, text, shared, private: all }: Values,
): Promise<number> {
  if (network !== undefined || round !== undefined || least !== undefined || text || shared)
    throw new UsageError('--network, --round, --least, --text and --shared are for what is exported of a run.');
  const { exportPeople, havePrivate, withoutPrivate } = await import('../exchange/index.js');
  const found = await peopleOf(openLanguage(), fileUri(path), wholeNumber('seed', seed, 0));
  for (const problem of found.problems) aside(`${problemLine(problem, displayPath)}\n`);
  if (!found.ok) return 1;
  if (found.people.length === 0) throw new UsageError(`There is nobody in ${path}: it has no personas and no populations.`);
  const dir = out ?? `${basename(path, '.society')}-${to}`;
  if (existsSync(dir)) throw new UsageError(`${dir} is there already. Name another folder with --out.`);
  const isHeld = !all && havePrivate(found.people);
  const files = exportPeople(to, isHeld ? found.people.map(withoutPrivate) : found.people, found.ties) ?? [];
  mkdirSync(dir, { recursive: true });
  for (const { name, text } of files) writeFileSync(join(dir, name), text, { flag: 'wx' });
  aside(
    `${found.people.length === 1 ? '1 person' : `${found.people.length} people`} in ${plural(files.length, 'file')}${isHeld ? ', without secrets and what is private (--private writes them)' : ''}: ${dir}\n`,
  );
  return 0;
}

async function exportOfRun(path: string, to: string, values: Values): Promise<number> {
  const { out, seed, network, round, least, text: texts = false, shared, private: all } = values;
  if (seed !== undefined) throw new UsageError('--seed is for the people of a file: a run has its own.');
  if (all)
    throw new UsageError('--private is for the people of a file: of a run what is private is written, unless --shared leaves it out.');
  const { exportRun, isTrace } = await import('../exchange/index.js');
  if (texts && !isTrace(to)) throw new UsageError('--text is for `otlp`: other formats say what was said, or never do.');
  const run = await recorded(path);
  const { manifest, model } = run;
  const choice = { network: network ?? null, round: wholeNumber('round', round, 0) ?? null, least: share('least', least), texts };
  const timeline = timelineOf(run);
  const held = shared ? heldBackOf(model, timeline.head) : null;
  const kept = isTrace(to) ? await keptBeside(await runFiles(path), texts && !shared) : null;
  const made = exportRun(to, { id: manifest.id, model, timeline, held, ...(kept ? { kept } : {}) }, choice);
  if (!made.ok) throw new UsageError(made.message);
  const file = out ?? made.file.name;
  if (existsSync(file)) throw new UsageError(`${file} is there already. Name another file with --out.`);
  writePieces(file, made.file);
  const told = !shared && hasPrivate(model) ? ', with what is private (--shared leaves it out)' : '';
  aside(`${to} of ${manifest.title}, synthetic data${told}: ${file}\n`);
  return 0;
}

/** All of it or nothing: what is cut off by a full disk would stand in the way of the next try. */
function writePieces(path: string, { pieces }: RunFile): void {
  const file = openSync(path, 'wx');
  try {
    for (const piece of pieces) appendFileSync(file, piece);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** A number from 0 to 1 given as an option, or null. */
function share(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1)) throw new UsageError(`--${name} takes a number from 0 to 1, not \`${value}\`.`);
  return number;
}
