/** Where runs are kept: `.society/runs/<scenario>-s<seed>-<n>` in the workspace, with a `.gitignore` of its own. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './makeFolder.js';

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
