/** The frozen expectations of a file or a run, on the command line. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { methodsRoom } from '../../runs/index.js';
import type { RecordedRun } from '../../runs/live/recordedRun.js';
import { notThere } from './files.js';

/** Of the file that a run was made from: it lies above `.society/runs`, or beside a run in one file. Null where there are none. */
export async function frozenBeside(path: string, { sources }: Pick<RecordedRun, 'sources'>) {
  const { frozenFile } = await methodsRoom();
  const home = path.endsWith('.socrun') ? dirname(resolve(path)) : resolve(path, '..', '..', '..');
  return frozenAt(join(home, frozenFile(basename(sources[0]?.uri ?? ''))));
}

/** What a file of them says; null where there is none. */
export async function frozenAt(path: string) {
  const { readFrozen } = await methodsRoom();
  return readFrozen(await readFile(path, 'utf8').catch(notThere));
}
