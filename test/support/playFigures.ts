/** Plays the commands of figures in documents, and compares what they print with what the documents say. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { runSociety } from './commandLine.js';
import { type Figure, type Files, figuresOf, type Marked, numberOf, type Quoted, squeezed } from './figures.js';

export { figuresOf } from './figures.js';

/** Documents that people read: the README, the docs and the pages of the gallery. Paths from the root. */
export function pagesOf(root: string): readonly string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
      .filter((path) => path.endsWith('.md'))
      .map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
  return ['README.md', ...below('docs'), ...below('examples/gallery')].sort();
}

/** All figures and societies of these pages. */
export function readFigures(root: string, pages: readonly string[]): Marked {
  const read = pages.map((page) => figuresOf(page, readFileSync(join(root, page), 'utf8')));
  return {
    figures: read.flatMap(({ figures }) => figures),
    files: read.flatMap(({ files }) => files),
    faults: read.flatMap(({ faults }) => faults),
  };
}

export interface Stage {
  /** The output of a command with these files. Each command runs once. Rejects where the command fails. */
  readonly print: (command: string, files?: Files) => Promise<string>;
  readonly clear: () => void;
}

/** A folder with a copy of the examples, where the built command line plays. */
export function setStage(root: string): Stage {
  const dir = mkdtempSync(join(tmpdir(), 'society-figures-'));
  cpSync(join(root, 'examples'), join(dir, 'examples'), { recursive: true });
  // A repository like the one of the documents: files can import from all of it.
  mkdirSync(join(dir, '.git'));
  const printed = new Map<string, Promise<string>>();
  // One after another: commands of a page find its files as they are above them.
  let busy: Promise<unknown> = Promise.resolve();
  const printAll = async (commands: string): Promise<string> => {
    let last = '';
    for (const command of commands.split(' && ')) last = await printOne(root, dir, command);
    return last;
  };
  return {
    print: (command, files = new Map()) => {
      const key = JSON.stringify([command, ...files]);
      const play = async (): Promise<string> => {
        for (const [name, text] of files) writeFileSync(join(dir, name), text);
        return printAll(command);
      };
      const played = printed.get(key) ?? busy.then(play);
      busy = played.catch(() => null);
      printed.set(key, played);
      return played;
    },
    clear: () => rmSync(dir, { recursive: true, force: true }),
  };
}

const run = promisify(execFile);

/** Milliseconds of the longest command: a study with many runs. */
const LONGEST = 3_600_000;

async function printOne(root: string, dir: string, command: string): Promise<string> {
  const [program = '', ...args] = wordsOf(command);
  if (program === 'cat') return readFileSync(join(dir, basename(args[0] ?? '')), 'utf8');
  if (program !== 'society') return (await run(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })).stdout;
  const { status, stdout, stderr } = runSociety(dir, args, process.env, LONGEST);
  // Expectations that fail are a result: `test` prints them and ends with 1.
  if (status === 0 || (args[0] === 'test' && status === 1 && stdout)) return stdout;
  throw new Error(`exit code ${status}\n${stderr}`);
}

/** Words of a command line; a quoted text is one. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');

/** Differences between a document and the output of its command; empty where they agree. */
export async function differences(figure: Figure, stage: Stage): Promise<readonly string[]> {
  const say = (words: string): string => `${figure.page}:${figure.line}: ${words} (${figure.command})`;
  try {
    const printed = await stage.print(figure.command, figure.files);
    return [...missingLines(figure.lines, printed), ...figure.quoted.flatMap((one) => wrongNumber(one, printed))].map(say);
  } catch (error) {
    return [say(`the command fails: ${error instanceof Error ? error.message : String(error)}`)];
  }
}

/** Lines that the output does not have, or not in this order. */
export function missingLines(lines: readonly string[], printed: string): readonly string[] {
  const has = printed.split('\n').map(squeezed);
  const missing: string[] = [];
  let from = 0;
  for (const line of lines) {
    if (line === '…') continue;
    const at = has.indexOf(line, from);
    if (at < 0) missing.push(`is not printed: ${line}${nearest(line, has)}`);
    else from = at + 1;
  }
  return missing;
}

/** The printed line that begins like this one, where there is one: the correct text for the document. */
function nearest(line: string, printed: readonly string[]): string {
  const start = /^[^\d]{3,}/.exec(line)?.[0];
  const like = start && printed.find((one) => one.startsWith(start));
  return like ? `; printed is: ${like}` : '';
}

/** What is wrong with a quoted number, if anything. */
export function wrongNumber({ place, relation, value }: Quoted, printed: string): readonly string[] {
  const { number, digits, scale } = numberOf(value);
  const found = valueAt(place, printed);
  if (found === null) return [`the output has no ${place}`];
  const actual = found * scale;
  // As `toFixed` would, but half away from zero and without the error of the product.
  const rounded = Number(
    (Math.sign(actual) * (Math.round(Number((Math.abs(actual) * 10 ** digits).toPrecision(12))) / 10 ** digits)).toFixed(digits),
  );
  const holds = relation === '<' ? actual < number : relation === '>' ? actual > number : rounded === number;
  return holds ? [] : [`${place} is ${actual}, not ${relation === '=' ? '' : `${relation} `}${value}`];
}

/** The number at a place of an output; null where there is none. */
function valueAt(place: string, printed: string): number | null {
  const [, pattern] = /^\/(.*)\/$/.exec(place) ?? [];
  if (pattern !== undefined) {
    const found = new RegExp(pattern, 'm').exec(printed)?.[1]?.replaceAll('−', '-').replace(/[,\s]/g, '');
    return found === undefined || Number.isNaN(Number(found)) ? null : Number(found);
  }
  let at: unknown = JSON.parse(printed);
  for (const [, key, element] of place.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g))
    at = key === undefined ? elementOf(at, element ?? '') : fieldOf(at, key);
  return typeof at === 'number' ? at : null;
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as { readonly [key: string]: unknown })[key] : undefined;

const NAMES = ['id', 'arm', 'factor', 'scenario', 'measure', 'name', 'seed'];

function elementOf(value: unknown, name: string): unknown {
  if (!Array.isArray(value)) return fieldOf(value, name);
  const list: readonly unknown[] = value;
  return (
    list.find((one) => NAMES.some((key) => String(fieldOf(one, key)) === name)) ??
    (/^-?\d+$/.test(name) ? list.at(Number(name)) : undefined)
  );
}

/**
 * One of several, by the bytes of a program: the same one until the program changes.
 * @param seed any text
 */
export function sampleOf<T>(all: readonly T[], seed: string | Uint8Array): readonly T[] {
  if (all.length === 0) return [];
  const hash = createHash('sha256').update(seed).digest().readUInt32BE(0);
  return [all[hash % all.length] as T];
}
