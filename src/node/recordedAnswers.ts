/** The answers of a run folder that a file names. Reads its manifest and its answers and nothing else. */
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnswerLine, answersIn, parseManifest } from '../trace/index.js';
import { folderFiles } from './ports.js';

type RecordingRead =
  | { readonly ok: true; readonly answers: readonly AnswerLine[]; readonly withheld: boolean }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the answers of the run at `path`, relative to the file at `file`; a file
 * that a run keeps lies below `base`. Without
 * trust only what lies below that folder is read.
 */
export async function readRecording(path: string, file: string, base: string, trusted: boolean): Promise<RecordingRead> {
  const from = folderOf(file, base);
  const dir = resolve(from, path);
  const inside = relative(from, dir);
  if (!trusted && (inside.startsWith('..') || isAbsolute(inside)))
    return no(`The run ${path} lies outside the folder of this file, and this workspace is not trusted. Trust it, or move the run.`);
  const linked = trusted ? '' : relative(await realPlace(from), await realPlace(dir));
  if (!trusted && (linked.startsWith('..') || isAbsolute(linked)))
    return no(`The run ${path} is reached through a link that leads out of the folder of this file, and this workspace is not trusted.`);
  const files = folderFiles(dir);
  try {
    const manifest = parseManifest((await files.read('manifest.json')) ?? '');
    if (!manifest) return no(`There is no run at ${path}. Name the folder of a run, relative to this file, as in .society/runs/main-s1-1.`);
    const { answers } = await answersIn(files);
    if (answers.length === 0)
      return no(`The run ${path} keeps no answers: no language model or person was asked in it. Name another, or use \`builtin\`.`);
    return { ok: true, answers, withheld: answers.some(({ mind }) => manifest.withheld.includes(mind)) };
  } catch {
    return no(`The run ${path} cannot be read. Look at the rights of its folder.`);
  }
}

/** Where a folder really lies; where it would be, if it is not there. */
const realPlace = (dir: string): Promise<string> => realpath(dir).catch(() => dir);

/** The folder of a file; of one that a run keeps, where it lay below `base`. */
function folderOf(file: string, base: string): string {
  if (file.startsWith('file:')) return dirname(fileURLToPath(file));
  const kept = /^society-run:\/+(?:_\/)*(.*)$/.exec(file)?.[1];
  return kept === undefined ? base : join(base, dirname(decodeURIComponent(kept)));
}

const no = (message: string): RecordingRead => ({ ok: false, message });
