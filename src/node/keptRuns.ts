/** The runs and experiments that are kept below a folder. `runPlace` makes the folders of new runs. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of all runs below `root`, in the order of their names. Empty if there are none. */
export async function keptRuns(root: string): Promise<readonly string[]> {
  const runs = join(root, '.society', 'runs');
  const found = await readdir(runs, { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(runs, name))
    .sort();
}

/** The folder in which an experiment keeps its runs by default. */
export const experimentPlace = (root: string, id: string): string => join(root, '.society', 'experiments', id);
