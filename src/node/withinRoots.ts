/** Where files really lie: links are followed before anything is read, so that none leads out of the folders that may be read. */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join, parse, sep } from 'node:path';
import { homedir } from 'node:os';
import { LEADS_OUTSIDE } from '../core/util/ports.js';

const known = new Map<string, Promise<string>>();

/** Of a folder that stays where it is. One that is not there is where it would be. */
function realFolder(path: string): Promise<string> {
  const found = known.get(path) ?? realpath(path).catch(() => path);
  known.set(path, found);
  return found;
}

/**
 * The real path of a file, for reading. It lies beneath one of `roots`; where the file is named beneath none of them, beneath `root`. Rejects with code `LEADS_OUTSIDE` where a link leads elsewhere, and as the system does where there is no such file.
 */
export async function realFileWithin(path: string, roots: readonly string[], root = dirname(path)): Promise<string> {
  const real = await realpath(path);
  const around = roots.some((root) => isBeneath(path, root)) ? roots : [root];
  const folders = await Promise.all(around.map(realFolder));
  if (folders.some((folder) => isBeneath(real, folder))) return real;
  throw Object.assign(new Error('A link leads out of the folder.'), { code: LEADS_OUTSIDE });
}

const isBeneath = (path: string, folder: string): boolean => path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** What is at the top of a project, the surest first. */
const MARKS = [
  ['.git', '.hg'],
  ['package.json', '.vscode'],
];

/**
 * The folder that a file named by the user may read in: the project that it lies in (a repository, else a folder with a
 * package or with settings of the editor), or its own folder. The user's home, and what holds it, is no project.
 */
export function rootFolderOf(path: string): string {
  const own = dirname(path);
  const home = homedir();
  for (const names of MARKS)
    for (let folder = own; folder !== parse(folder).root && !isBeneath(home, folder) && folder !== home; folder = dirname(folder))
      if (names.some((name) => existsSync(join(folder, name)))) return folder;
  return own;
}
