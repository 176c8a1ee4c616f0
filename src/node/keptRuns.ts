/** Which runs are kept below a folder, beside `runPlace`. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of all runs, in the order of their names; none where there are none. */
export async function keptRuns(root: string): Promise<readonly string[]> {
  const runs = join(root, '.society', 'runs');
  const found = await readdir(runs, { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(runs, name))
    .sort();
}

/** The folder in which an experiment keeps its runs, unless it is told another. */
export const experimentPlace = (root: string, id: string): string => join(root, '.society', 'experiments', id);
