/** `society experiment merge DIR…`: collects the runs of all parts of an experiment in one folder. */
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { folderFiles } from '../../node/ports.js';
import { type KeptRuns, mergedKept, openKept, readKept, RUNS } from '../../runs/experiments/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { runFolder } from '../terminal/files.js';
import { aside, plural, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

/** Folders of experiments, including their parts. The runs are added to the first folder, or to `--out`. */
export async function mergeExperiment(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('experiment merge', args, { out: { type: 'string' } });
  const [first] = positionals;
  if (first === undefined) throw new UsageError(t('merge needs the folder of an experiment, as in .society/experiments/ID.'));
  const found = (await Promise.all(positionals.map((dir) => partsIn(runFolder(dir))))).flat();
  if (found.length === 0) throw new UsageError(t('No {0} in {1}, or in a folder below.', RUNS, positionals.join(', ')));
  const into = await openKept(folderFiles(resolve(values.out ?? first)));
  try {
    const cells = [...mergedKept([into, ...found])].flatMap(([key, cell]) => (into.cells.get(key) === cell ? [] : [cell]));
    for (const cell of cells) await into.keep(cell);
    aside(t('{0} of {1} added to {2}\n', plural(cells.length, 'run'), plural(found.length, 'file'), values.out ?? first));
  } finally {
    await into.close();
  }
  return 0;
}

/** The logs of runs in a folder, and in the folders below. */
async function partsIn(dir: string): Promise<readonly KeptRuns[]> {
  const below = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => join(dir, name));
  const texts = await Promise.all([dir, ...below].map((one) => folderFiles(one).read(RUNS)));
  return texts.filter((text) => text !== null).map(readKept);
}
