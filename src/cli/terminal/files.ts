/** The language over the file system, with the library that ships beside the program. */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLanguageService, type LanguageService, seedCount, type Seeds } from '../../language/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { packedFiles, SOCRUN } from '../../node/packedRun.js';
import { fileUri as uriOf, folderFiles, nodeTextFiles } from '../../node/ports.js';
import { rootFolderOf } from '../../node/withinRoots.js';
import type { FolderFiles } from '../../trace/index.js';
import { UsageError } from './output.js';

/** Milliseconds after which a long file lets a signal to stop be heard. */
const SLICE = 50;

/** Folders that files may be read in: those of `--root`, and of each file that is named, its project or else its own folder. */
const roots = new Set<string>();
/** Files that the user names. They are read wherever a link leads from them. */
const named = new Set<string>();

/** Widens what may be read to a folder that the user names. */
export function addRoot(folder: string): void {
  if (!statSync(resolve(folder), { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${folder}.`);
  roots.add(resolve(folder));
}

/** Of roots within each other the outer one counts. */
const outermost = (): readonly string[] => [...roots].filter((one) => ![...roots].some((other) => one.startsWith(`${other}${sep}`)));

/** Neither imports nor links lead out of the roots. */
export const openLanguage = (): LanguageService =>
  createLanguageService(nodeTextFiles(fileURLToPath(new URL('../library/', import.meta.url)), outermost, named), {
    pause: breather(SLICE),
  });

/** URIs of files given on the command line, and of all societies below a folder; there must be some. */
export async function fileUris(paths: readonly string[]): Promise<readonly string[]> {
  const found = paths.map(async (path): Promise<readonly string[]> => {
    if (!statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory()) return [fileUri(path)];
    roots.add(rootFolderOf(join(resolve(path), 'any')));
    const below = (await nodeTextFiles('').list?.(uriOf(resolve(path)))) ?? [];
    if (below.length === 0) throw new UsageError(`There is no .society file in ${path}.`);
    return below;
  });
  return [...new Set((await Promise.all(found)).flat())];
}

/** URI of a file given on the command line; it must be there. */
export function fileUri(path: string): string {
  const full = resolve(path);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`There is no file ${path}.`);
  if (found.isDirectory()) throw new UsageError(`${path} is a folder. Name its .society files, as in ${path}/*.society.`);
  if (!full.endsWith('.society')) throw new UsageError(`${path} is not a .society file.`);
  roots.add(rootFolderOf(full));
  named.add(full);
  return uriOf(full);
}

/** Path of a run folder given on the command line; it must be there. */
export function runFolder(path: string): string {
  const dir = resolve(path);
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${path}.`);
  return dir;
}

/** The files of a run given on the command line: of its folder, or packed as one. */
export async function runFiles(path: string): Promise<FolderFiles> {
  if (!path.endsWith(SOCRUN)) return folderFiles(runFolder(path));
  const bytes = await readFile(resolve(path)).catch(() => null);
  if (!bytes) throw new UsageError(`There is no file ${path}.`);
  try {
    return packedFiles(bytes);
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`);
  }
}

/** A whole number of at least `least` given as an option, or undefined. */
export function wholeNumber(name: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value) || Number(value) < least)
    throw new UsageError(`--${name} takes a whole number from ${least}, not \`${value}\`.`);
  return Number(value);
}

/** `--seeds 20` or `--seeds 101..140`. */
export function seedsGiven(value: string | undefined): Seeds | undefined {
  if (value === undefined || !value.includes('..')) return wholeNumber('seeds', value, 1);
  if (/^\d{1,15}\.\.\d{1,15}$/.test(value) && seedCount({ seeds: value }) > 0) return value;
  throw new UsageError(`--seeds takes a whole number from 1, or the first and the last as in 101..140, not \`${value}\`.`);
}

/** Of a file that may be missing: null where it is, and the system's error where it cannot be read for another reason. */
export function notThere(error: { readonly code?: string }): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
