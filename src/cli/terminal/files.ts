/** Files for the command line: the language service over the file system, run folders, and the frozen expectations next to a run. */
import { statSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join, resolve, sep, basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLanguageService, type LanguageService, seedCount, tooManySeeds, type Seeds } from '../../language/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { packedFiles, SOCRUN } from '../../node/packedRun.js';
import { fileUri as uriOf, folderFiles, nodeTextFiles } from '../../node/ports.js';
import { rootFolderOf } from '../../node/withinRoots.js';
import type { FolderFiles } from '../../trace/index.js';
import { folderAbove } from './access.js';
import { UsageError } from './output.js';
import { claimsRoom, frozenRoom } from '../../runs/index.js';
import { claimsPlace } from '../../node/runPlace.js';
import type { RecordedRun } from '../../runs/live/recordedRun.js';
import { t } from '../../core/util/l10n.js';

/** Milliseconds after which the check of a long file lets a stop signal through. */
const SLICE = 50;

/** Folders that files may be read in: those of `--root`, and for each named file its project, or else its own folder. */
const roots = new Set<string>();
/** Files that the user names. They are read wherever their links lead. */
const named = new Set<string>();

/** Forgets the files and folders of an earlier command of the process. */
export function forgetFiles(): void {
  roots.clear();
  named.clear();
}

/** Adds a folder that the user names to the folders that may be read. */
export function addRoot(folder: string): void {
  if (!statSync(resolve(folder), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(t('The folder {0} does not exist.', folder));
  roots.add(resolve(folder));
}

/** The folders of `--root`, before any file is named. */
export const namedRoots = (): readonly string[] => [...roots];

/** Among nested roots, only the outer one counts. */
const outermost = (): readonly string[] => [...roots].filter((one) => ![...roots].some((other) => one.startsWith(`${other}${sep}`)));

/** Imports and links cannot lead out of the roots. */
export const openLanguage = (): LanguageService =>
  createLanguageService(nodeTextFiles(fileURLToPath(new URL('../library/', import.meta.url)), outermost, named), {
    pause: breather(SLICE),
  });

/** URIs of files given on the command line, and of all societies below a folder; at least one. */
export async function fileUris(paths: readonly string[]): Promise<readonly string[]> {
  const found = paths.map(async (path): Promise<readonly string[]> => {
    if (!statSync(resolve(path), { throwIfNoEntry: false })?.isDirectory()) return [fileUri(path)];
    roots.add(rootFolderOf(join(resolve(path), 'any')));
    const below = (await nodeTextFiles('').list?.(uriOf(resolve(path)))) ?? [];
    if (below.length === 0) throw new UsageError(t('The folder {0} has no .society file.', path));
    return below;
  });
  return [...new Set((await Promise.all(found)).flat())];
}

/** URI of a file given on the command line; the file must exist. */
export function fileUri(path: string): string {
  const full = resolve(path);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) throw new UsageError(t('The file {0} does not exist.', path));
  if (found.isDirectory()) throw new UsageError(t('{0} is a folder. Name its .society files, as in {0}/*.society.', path));
  if (!full.endsWith('.society')) throw new UsageError(t('{0} is not a .society file.', path));
  roots.add(rootFolderOf(full));
  named.add(full);
  return uriOf(full);
}

/** URI of the file of a run: above `.society/runs`, next to a packed run, for other runs in the working folder. Null where it is not there. */
export function fileOfRun(path: string, { sources }: Pick<RecordedRun, 'sources'>): string | null {
  const folder = folderAbove(path) ?? (path.endsWith(SOCRUN) ? dirname(resolve(path)) : '.');
  const file = join(folder, basename(sources[0]?.uri ?? ''));
  return file.endsWith('.society') && statSync(file, { throwIfNoEntry: false })?.isFile() ? fileUri(file) : null;
}

/** Path of a file of any kind given on the command line; the file must exist. */
export function plainFile(path: string): string {
  const found = statSync(resolve(path), { throwIfNoEntry: false });
  if (!found) throw new UsageError(t('The file {0} does not exist.', path));
  if (found.isDirectory()) throw new UsageError(t('{0} is a folder, not a file.', path));
  return resolve(path);
}

/** Path of a run folder given on the command line; the folder must exist. */
export function runFolder(path: string): string {
  const dir = resolve(path);
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(t('The folder {0} does not exist.', path));
  return dir;
}

/** The files of a run given on the command line, from its folder or from a packed file. */
export async function runFiles(path: string): Promise<FolderFiles> {
  if (!path.endsWith(SOCRUN)) return folderFiles(runFolder(path));
  const bytes = await readFile(resolve(path)).catch(() => null);
  if (!bytes) throw new UsageError(t('The file {0} does not exist.', path));
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
    throw new UsageError(t('--{0} takes a whole number from {1}, not `{2}`.', name, least, value));
  // A greater number would be rounded.
  if (!Number.isSafeInteger(Number(value)))
    throw new UsageError(t('--{0} takes a whole number up to {1}, not `{2}`.', name, Number.MAX_SAFE_INTEGER, value));
  return Number(value);
}

/** `--seeds 20` or `--seeds 101..140`. */
export function seedsGiven(value: string | undefined): Seeds | undefined {
  const seeds = value?.includes('..') ? value : wholeNumber('seeds', value, 1);
  if (seeds === undefined) return undefined;
  if (typeof seeds === 'string' && !(/^\d{1,15}\.\.\d{1,15}$/.test(seeds) && seedCount({ seeds }) > 0))
    throw new UsageError(t('--seeds takes a whole number from 1, or the first and the last as in 101..140, not `{0}`.', seeds));
  const many = tooManySeeds(seedCount({ seeds }));
  if (many !== null) throw new UsageError(many);
  return seeds;
}

/** For a file that may be missing: null where it is; throws the system's error where it cannot be read for another reason. */
export function notThere(error: { readonly code?: string }): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

// The frozen expectations of a file or a run, on the command line.

/** The frozen expectations of a run's file: above `.society/runs`, or next to a packed run. Null where there are none. */
export async function frozenBeside(path: string, { sources }: Pick<RecordedRun, 'sources'>) {
  const { frozenFile } = await frozenRoom();
  return frozenAt(join(homeOf(path), frozenFile(basename(sources[0]?.uri ?? ''))));
}

/** The folder of the file that a run was made from, where the run is at its usual place. */
const homeOf = (path: string): string => (path.endsWith('.socrun') ? dirname(resolve(path)) : resolve(path, '..', '..', '..'));

/** The claim cards that are kept next to a run's file. */
export async function cardsBeside(path: string, { sources, manifest }: Pick<RecordedRun, 'sources' | 'manifest'>) {
  const { foundCards } = await claimsRoom();
  return foundCards(await cardsAt(join(homeOf(path), basename(sources[0]?.uri ?? ''))), manifest.sources);
}

/** The text of the claim cards that are kept for a file; null where there are none. */
export async function cardsAt(file: string): Promise<string | null> {
  const { cardsFile } = await claimsRoom();
  return folderFiles(claimsPlace(dirname(file))).read(cardsFile(file));
}

/** The frozen expectations in a file; null where it does not exist. */
export async function frozenAt(path: string) {
  const { readFrozen } = await frozenRoom();
  return readFrozen(await readFile(path, 'utf8').catch(notThere));
}

/** Rejects where a file exists: no file is overwritten without --force, and nothing is played for a file that cannot be written. */
export async function checkUnused(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UsageError(t('{0} already exists. Choose another file, or add --force to overwrite it.', path));
}
