/** The real places of files. Links are followed before a file is read, so that none leads out of the folders that may be read. */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, parse, sep } from 'node:path';
import { homedir } from 'node:os';
import { LEADS_OUTSIDE } from '../core/util/ports.js';

const known = new Map<string, Promise<string>>();

/**
 * The real place of a folder, which does not change while it is in use. A folder that does not exist has the place that it would
 * have.
 */
function realFolder(path: string): Promise<string> {
  const found = known.get(path) ?? realPlace(path);
  known.set(path, found);
  return found;
}

/**
 * The real path of a file, for reading. It lies below one of `roots`. If the file is named below none of them, it lies below
 * `root`. Rejects with code `LEADS_OUTSIDE` if a link leads elsewhere, and with the system's error if the file does not exist.
 */
export async function realFileWithin(path: string, roots: readonly string[], root = dirname(path)): Promise<string> {
  const real = await realpath(path);
  const around = roots.some((root) => isBeneath(path, root)) ? roots : [root];
  const folders = await Promise.all(around.map(realFolder));
  if (folders.some((folder) => isBeneath(real, folder))) return real;
  throw Object.assign(new Error('A link leads out of the folders that may be read.'), { code: LEADS_OUTSIDE });
}

const isBeneath = (path: string, folder: string): boolean => path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** The place of a folder after its links are followed now. A folder that does not exist has the place that it would have. */
export const realPlace = (dir: string): Promise<string> => realpath(dir).catch(() => dir);

/** Files and folders at the top of a project, the surest sign first. */
const MARKS = [
  ['.git', '.hg'],
  ['package.json', '.vscode'],
];

/**
 * The folder that a file named by the user may read in. It is the project of the file (a repository, else a folder with a package
 * or with settings of the editor), or the folder of the file. The user's home, and the folders above it, are not a project.
 */
export function rootFolderOf(path: string): string {
  const own = dirname(path);
  const home = homedir();
  for (const names of MARKS)
    for (let folder = own; folder !== parse(folder).root && !isBeneath(home, folder) && folder !== home; folder = dirname(folder))
      if (names.some((name) => existsSync(join(folder, name)))) return folder;
  return own;
}
