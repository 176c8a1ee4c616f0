/** Files and folders as tools for assistants look at them, in a browser. */
import { unlessMissing, webFiles } from './files.js';

export async function kindAt(path: string): Promise<'file' | 'folder' | null> {
  const found = await webFiles()
    .stat(path)
    .catch(() => null);
  return found && (found.isFolder ? 'folder' : 'file');
}

/** The names in a folder, or of the folders in it, in order; none where it cannot be read. */
export async function namesIn(folder: string, only?: 'folders'): Promise<readonly string[]> {
  const entries = await webFiles()
    .list(folder)
    .catch(() => []);
  return entries
    .filter(({ isFolder }) => only === undefined || isFolder)
    .map(({ name }) => name)
    .toSorted();
}

/** The text of a file; null where it does not exist. Rejects with the system's error where it cannot be read. */
export async function textAt(path: string): Promise<string | null> {
  const bytes = await unlessMissing(webFiles().read(path));
  return bytes && new TextDecoder().decode(bytes);
}

/** Whether a path is a folder or lies below it, by its text. */
export const isBeneath = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

/** A browser does not report where links lead, so this is the same. */
export const isReallyBeneath = (path: string, folder: string): Promise<boolean> => Promise.resolve(isBeneath(path, folder));

/** A text that differs where one of the files was written since. */
export async function stampOf(paths: readonly string[]): Promise<string> {
  const files = webFiles();
  const found = await Promise.all(paths.map((path) => files.stat(path).catch(() => null)));
  return found.map((one) => `${one?.size} ${one?.changed}`).join(' ');
}

export const withSlashes = (path: string): string => path;
