/** Folders of runs: `.society/runs/<scenario>-s<seed>-<n>` next to the file, which of them exist, and how they are made. */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Makes the next free run folder below `root`, and resolves with its id and path. Rejects with the system's error if it cannot be
 * made.
 */
export async function newRunPlace(root: string, scenario: string, seed: number): Promise<{ readonly id: string; readonly dir: string }> {
  const society = join(root, '.society');
  const runs = join(society, 'runs');
  await makeFolder(runs);
  await writeFile(join(society, '.gitignore'), '*\n', { flag: 'wx' }).catch(ignoreExisting);
  for (let n = 1; ; n++) {
    const id = `${scenario}-s${seed}-${n}`;
    if (await claimed(join(runs, id))) return { id, dir: join(runs, id) };
  }
}

async function claimed(dir: string): Promise<boolean> {
  try {
    await mkdir(dir);
    return true;
  } catch (error) {
    ignoreExisting(error);
    return false;
  }
}

function ignoreExisting(error: unknown): void {
  if ((error as { code?: string }).code !== 'EEXIST') throw error;
}

// The runs and experiments that are kept below a folder. `runPlace` makes the folders of new runs.

/** Folders of all runs below `root`, in the order of their names. Empty if there are none. */
export const keptRuns = (root: string): Promise<readonly string[]> => foldersIn(join(root, '.society', 'runs'));

/** The folders directly in a folder, in the order of their names; none if it cannot be read. `society run --out` makes a run there too. */
export async function foldersIn(dir: string): Promise<readonly string[]> {
  const found = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(dir, name))
    .sort();
}

/** The folder in which an experiment keeps its runs by default. */
export const experimentPlace = (root: string, id: string): string => join(root, '.society', 'experiments', id);

/** The folder in which the runs and cards of claims are kept, next to their file. */
export const claimsPlace = (root: string): string => join(root, '.society', 'claims');

/** The folder in which a calibration keeps its runs. */
export const calibrationPlace = (root: string, id: string): string => join(root, '.society', 'calibrations', id);

// Makes a folder, with the missing folders above it.

/**
 * Makes a folder, and the missing folders above it. Node's own method repeats without end if the system says that a folder is
 * missing and it cannot be made, as below `/proc`. Rejects with the system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const found = await stat(at).catch(absent);
    if (found?.isDirectory()) break;
    missing.unshift(at);
    if (found || at === dirname(at)) break;
  }
  for (const folder of missing) await mkdir(folder).catch((error: unknown) => unlessMade(error, folder));
}

function absent(error: unknown): null {
  if (['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')) return null;
  throw error;
}

/** Another process may have made the folder in the meantime. */
async function unlessMade(error: unknown, folder: string): Promise<void> {
  const made = (error as { code?: string }).code === 'EEXIST' && (await stat(folder)).isDirectory();
  if (!made) throw error;
}
