/**
 * A run folder as one file, `.socrun`. It is a zip whose bytes depend only on the run, and that any zip program opens. It leaves
 * out what belongs to this machine: the lock, and the index, which is made again. A file from elsewhere is checked before it is
 * unpacked.
 */
import { strFromU8, strToU8, unzipSync, type UnzipFileInfo, zipSync } from 'fflate';
import type { FolderFiles } from '../trace/index.js';
import { join } from './paths.js';
import { bytesOrNull, namesIn } from './ports.js';

/** The ending of the file's name. */
export const SOCRUN = '.socrun';

/** The files of a run, in addition to its blobs. */
const FILES = ['manifest.json', 'events.jsonl', 'answers.jsonl', 'overrides.jsonl', 'calls.jsonl', 'control.jsonl', 'prompts.jsonl'];
const BLOB = /^blobs\/[0-9a-f]{64}$/;

/** Most bytes and files that are unpacked. A small zip can claim to be a very large one. */
const MOST_BYTES = 1_000_000_000;
const MOST_FILES = 20_000;

/** The time of all files in the zip: the first that a zip can name. It does not depend on the time zone. */
const MOMENT = new Date(1980, 0, 1);

/**
 * Packs the run in a folder, as the bytes of a zip. Rejects, in words for the user, if the folder holds no run.
 * @param label a text about the run, which its manifest then has and the panel shows
 */
export async function packRun(dir: string, label?: string): Promise<Uint8Array> {
  const blobs = await namesIn(join(dir, 'blobs'));
  const names = [...FILES, ...blobs.map((name) => `blobs/${name}`).filter((name) => BLOB.test(name))].sort();
  const files: Record<string, Uint8Array> = {};
  for (const name of names) {
    const bytes = await bytesOrNull(join(dir, name));
    if (bytes) files[name] = bytes;
  }
  const manifest = files['manifest.json'];
  if (!manifest) throw new Error(`There is no run in ${dir}.`);
  if (label !== undefined) files['manifest.json'] = labelled(manifest, label);
  return zipSync(files, { mtime: MOMENT });
}

function labelled(manifest: Uint8Array, label: string): Uint8Array {
  const value = JSON.parse(strFromU8(manifest)) as object;
  return strToU8(`${JSON.stringify({ ...value, label }, null, 2)}\n`);
}

/** The files of a packed run, which can only be read. Throws, in words for the user, if the bytes are not a packed run. */
export function packedFiles(bytes: Uint8Array): FolderFiles {
  const texts = unpacked(bytes);
  const refuse = async (): Promise<never> => {
    throw new Error('A packed run is read only.');
  };
  return { read: async (name) => texts.get(name) ?? null, write: refuse, append: refuse };
}

function unpacked(bytes: Uint8Array): ReadonlyMap<string, string> {
  let [size, count] = [0, 0];
  let problem: string | null = null;
  const filter = ({ name, originalSize }: UnzipFileInfo): boolean => {
    if (!FILES.includes(name) && !BLOB.test(name)) return false;
    size += originalSize;
    if (size > MOST_BYTES || ++count > MOST_FILES) problem = 'The file is too large when it is unpacked.';
    return problem === null;
  };
  let files: { readonly [name: string]: Uint8Array };
  try {
    files = unzipSync(bytes, { filter });
  } catch {
    throw new Error('The file is not a zip file, or not a whole one. Pack the run again.');
  }
  if (problem !== null) throw new Error(problem);
  if (!Object.hasOwn(files, 'manifest.json'))
    throw new Error('The file is not a packed run: it has no manifest. Pack a run with `society pack`.');
  return new Map(Object.entries(files).map(([name, data]) => [name, strFromU8(data)]));
}
