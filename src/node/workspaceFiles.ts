/** Files and folders as tools for assistants look at them: what exists, where links lead, and texts. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/** What is at a path; null where there is nothing. */
export async function kindAt(path: string): Promise<'file' | 'folder' | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? 'file' : found?.isDirectory() ? 'folder' : null;
}

/** The names in a folder, or of the folders in it, in order; none where it cannot be read. */
export async function namesIn(folder: string, only?: 'folders'): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => only === undefined || entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** The text of a file; null where it does not exist. Rejects with the system's error where it cannot be read. */
export async function textAt(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether a path is a folder or lies below it, by its text. */
export const isBeneath = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The same after all links, also for a path that does not exist yet. */
export const isReallyBeneath = async (path: string, folder: string): Promise<boolean> =>
  isBeneath(await realPlace(path), await realPlace(folder));

/** The real path of the nearest folder that exists, with the rest of the path. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(await realPlace(above), basename(path));
  }
}

/** A text that differs where one of the files was written since. */
export async function stampOf(paths: readonly string[]): Promise<string> {
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return found.map((one) => `${one?.size} ${one?.mtimeMs}`).join(' ');
}

/** A path from a folder as people write it, with `/`. */
export const withSlashes = (path: string): string => path.split(sep).join('/');
