/** The answers of a run folder that a file names. Only its manifest and its answers are read. */
import { type AnswerLine, answersIn, parseManifest } from '../trace/index.js';
import { dirname, fileURLToPath, hasPath, isAbsolute, join, relative, resolve } from './paths.js';
import { folderFiles } from './ports.js';
import { realPlace } from './withinRoots.js';

type RecordingRead =
  | { readonly ok: true; readonly answers: readonly AnswerLine[]; readonly withheld: boolean }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the answers of the run at `path`, relative to the file at `file`. The file may be the copy that a run keeps; then the path
 * is relative to `base`. In a workspace that is not trusted, only folders below that place are read.
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

/** The folder of a file. For the copy that a run keeps, it is the folder below `base` where the original was. */
function folderOf(file: string, base: string): string {
  if (hasPath(file)) return dirname(fileURLToPath(file));
  const kept = /^society-run:\/+(?:_\/)*(.*)$/.exec(file)?.[1];
  return kept === undefined ? base : join(base, dirname(decodeURIComponent(kept)));
}

const no = (message: string): RecordingRead => ({ ok: false, message });
