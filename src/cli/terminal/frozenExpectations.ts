/** The frozen expectations of a file or a run, on the command line. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { frozenRoom } from '../../runs/index.js';
import type { RecordedRun } from '../../runs/live/recordedRun.js';
import { notThere } from './files.js';

/** The frozen expectations of a run's file: above `.society/runs`, or next to a packed run. Null where there are none. */
export async function frozenBeside(path: string, { sources }: Pick<RecordedRun, 'sources'>) {
  const { frozenFile } = await frozenRoom();
  const home = path.endsWith('.socrun') ? dirname(resolve(path)) : resolve(path, '..', '..', '..');
  return frozenAt(join(home, frozenFile(basename(sources[0]?.uri ?? ''))));
}

/** The frozen expectations in a file; null where it does not exist. */
export async function frozenAt(path: string) {
  const { readFrozen } = await frozenRoom();
  return readFrozen(await readFile(path, 'utf8').catch(notThere));
}
