/** Folders of runs: `.society/runs/<scenario>-s<seed>-<n>`, in the workspace or in the storage of the extension. */
import { unlessMissing, webFiles } from './files.js';
import { alone } from './lock.js';
import { join } from './paths.js';

/** Makes the next free run folder below `root`. Rejects with the system's error if it cannot be made. */
export function newRunPlace(root: string, scenario: string, seed: number): Promise<{ readonly id: string; readonly dir: string }> {
  const society = join(root, '.society');
  const runs = join(society, 'runs');
  return alone(`places in ${runs}`, async () => {
    const files = webFiles();
    await files.makeFolder(runs);
    const ignored = join(society, '.gitignore');
    if (!(await unlessMissing(files.stat(ignored)))) await files.write(ignored, new TextEncoder().encode('*\n'));
    for (let n = 1; ; n++) {
      const id = `${scenario}-s${seed}-${n}`;
      const dir = join(runs, id);
      if (await unlessMissing(files.stat(dir))) continue;
      await files.makeFolder(dir);
      return { id, dir };
    }
  });
}

/** Folders of all runs below `root`, in the order of their names. Empty if there are none. */
export const keptRuns = (root: string): Promise<readonly string[]> => foldersIn(join(root, '.society', 'runs'));

/** The folders directly in a folder, in the order of their names; none if it cannot be read. */
export async function foldersIn(dir: string): Promise<readonly string[]> {
  const found = await webFiles()
    .list(dir)
    .catch(() => []);
  return found
    .filter(({ isFolder }) => isFolder)
    .map(({ name }) => join(dir, name))
    .sort();
}

/** The folder in which an experiment keeps its runs by default. */
export const experimentPlace = (root: string, id: string): string => join(root, '.society', 'experiments', id);

/** The folder in which the runs and cards of claims are kept, next to their file. */
export const claimsPlace = (root: string): string => join(root, '.society', 'claims');

/** The folder in which a calibration keeps its runs. */
export const calibrationPlace = (root: string, id: string): string => join(root, '.society', 'calibrations', id);
