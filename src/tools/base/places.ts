/** Paths that a caller names: files and folders within the workspace, and run folders below it. */
import { noSuch } from '../../core/util/suggest.js';
import { basename, dirname, fileURLToPath, isAbsolute, join, relative, resolve } from '../../node/paths.js';
import { keptRuns } from '../../node/runPlace.js';
import { isBeneath, isReallyBeneath, kindAt, namesIn, withSlashes } from '../../node/workspaceFiles.js';
import type { ToolHost } from './host.js';
import { ToolFault } from './tool.js';

const ENDING = '.society';

/** The absolute path of a file or folder in the workspace. No link leads out of it. It need not exist. */
export async function placeIn(host: Pick<ToolHost, 'roots'>, path: string): Promise<string> {
  const roots = host.roots();
  if (roots.length === 0) throw new ToolFault('No folder is open. Open a folder, or start the server with --root FOLDER.');
  const candidates = isAbsolute(path) ? [resolve(path)] : roots.map((root) => resolve(root, path));
  const there = await Promise.all(candidates.map(kindAt));
  const full = candidates.find((_, i) => there[i] !== null) ?? candidates[0]!;
  const root = roots.find((one) => isBeneath(full, one));
  if (root !== undefined && (await isReallyBeneath(full, root))) return full;
  throw new ToolFault(`${path} is outside of the workspace. Name a path inside it.`);
}

/** The absolute path of a society file that exists. */
export async function societyFile(host: Pick<ToolHost, 'roots'>, path: string): Promise<string> {
  const full = await placeIn(host, path);
  if (!full.endsWith(ENDING)) throw new ToolFault(`${path} is not a ${ENDING} file.`);
  if ((await kindAt(full)) !== 'file') throw new ToolFault(`The file ${path} does not exist.`);
  return full;
}

/** The absolute path of a society file that may be written: no hidden folder, and no folder of packages. Its folder exists. */
export async function writablePlace(host: Pick<ToolHost, 'roots'>, path: string): Promise<string> {
  const full = await placeIn(host, path);
  if (!full.endsWith(ENDING)) throw new ToolFault(`Only ${ENDING} files can be written, not ${path}.`);
  if (
    shownPath(host, full)
      .split('/')
      .some((part) => part.startsWith('.') || part === 'node_modules')
  )
    throw new ToolFault(`${path} is in a hidden folder or in a folder of packages.`);
  if ((await kindAt(dirname(full))) !== 'folder') throw new ToolFault(`The folder of ${path} does not exist.`);
  return full;
}

/** A path as callers write it: from the folder of the workspace, with `/`. */
export function shownPath(host: Pick<ToolHost, 'roots'>, path: string): string {
  const root = host.roots().find((one) => isBeneath(path, one));
  return withSlashes(root === undefined ? path : relative(root, path));
}

/** The same for the URI of a source: `library/…` for files of the library. */
export function shownSource(host: Pick<ToolHost, 'roots'>, uri: string): string {
  if (uri.startsWith('file:')) return shownPath(host, fileURLToPath(uri));
  return uri.replace(/^society-library:\/+/, 'library/').replace(/^society-run:\/+(_\/)*/, '');
}

// Run folders.

/** The most folders that are searched for runs, and how deep. */
const MOST_FOLDERS = 2_000;
const DEEPEST = 6;

export interface RunPlace {
  readonly id: string;
  readonly dir: string;
}

/** All run folders of the workspace and of the program's own storage, in the order of their paths. */
export async function runPlaces(host: Pick<ToolHost, 'roots' | 'runHomes'>): Promise<readonly RunPlace[]> {
  const budget = { left: MOST_FOLDERS };
  const homes = [...new Set([...host.roots(), ...host.runHomes])];
  const found: string[] = [];
  for (const home of homes) found.push(...(await runsBelow(home, DEEPEST, budget)));
  return [...new Set(found)].map((dir) => ({ id: basename(dir), dir }));
}

async function runsBelow(folder: string, depth: number, budget: { left: number }): Promise<readonly string[]> {
  if (budget.left-- <= 0) return [];
  const found = [...(await keptRuns(folder))];
  if (depth === 0) return found;
  for (const name of await namesIn(folder, 'folders'))
    if (!name.startsWith('.') && name !== 'node_modules') found.push(...(await runsBelow(join(folder, name), depth - 1, budget)));
  return found;
}

/** The run with an id, or in a folder of the workspace. */
export async function runPlace(host: Pick<ToolHost, 'roots' | 'runHomes' | 'live'>, run: string): Promise<RunPlace> {
  const live = host.live().find(({ id, dir }) => id === run || dir === run);
  if (live) return live;
  const all = await runPlaces(host);
  const found = all.filter(({ id, dir }) => id === run || dir === run || shownPath(host, dir) === run);
  if (found.length > 1)
    throw new ToolFault(
      `Several runs are named \`${run}\`. Name one by its folder: ${found.map(({ dir }) => shownPath(host, dir)).join(', ')}.`,
    );
  if (found[0]) return found[0];
  throw new ToolFault(
    noSuch(
      'run',
      run,
      all.map(({ id }) => id),
    ),
  );
}
