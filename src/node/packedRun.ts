/**
 * A run folder as one file, `.socrun`: a zip whose bytes depend on the run alone, and which any program opens. Without what belongs
 * to this machine: its lock, and the index that is made again. What comes from elsewhere is checked before any of it is unpacked.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync, type UnzipFileInfo, zipSync } from 'fflate';
import type { FolderFiles } from '../trace/index.js';

/** How such a file's name ends. */
export const SOCRUN = '.socrun';

/** What a run is made of, beside its texts. */
const FILES = ['manifest.json', 'events.jsonl', 'answers.jsonl', 'overrides.jsonl', 'calls.jsonl', 'prompts.jsonl'];
const BLOB = /^blobs\/[0-9a-f]{64}$/;

/** Bytes and files that are unpacked at most: a small file can claim to be a very large one. */
const MOST_BYTES = 1_000_000_000;
const MOST_FILES = 20_000;

/** The same for every file, in whatever time zone: the first moment that a zip can name. */
const MOMENT = new Date(1980, 0, 1);

/** Rejects with words where the folder holds no run. */
export async function packRun(dir: string): Promise<Uint8Array> {
  const blobs = await readdir(join(dir, 'blobs')).catch(() => []);
  const names = [...FILES, ...blobs.map((name) => `blobs/${name}`).filter((name) => BLOB.test(name))].sort();
  const files: Record<string, Uint8Array> = {};
  for (const name of names) {
    const bytes = await readFile(join(dir, name)).catch(() => null);
    if (bytes) files[name] = bytes;
  }
  if (!Object.hasOwn(files, 'manifest.json')) throw new Error(`There is no run in ${dir}.`);
  return zipSync(files, { mtime: MOMENT });
}

/** The files of a packed run, to be read only. Throws with words where it is none. */
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
    if (size > MOST_BYTES || ++count > MOST_FILES) problem = 'It would be too large when unpacked.';
    return problem === null;
  };
  let files: { readonly [name: string]: Uint8Array };
  try {
    files = unzipSync(bytes, { filter });
  } catch {
    throw new Error('It is no zip file, or only a part of one. Pack the run again.');
  }
  if (problem !== null) throw new Error(problem);
  if (!Object.hasOwn(files, 'manifest.json')) throw new Error('It is no packed run: it has no manifest. Pack one with `society pack`.');
  return new Map(Object.entries(files).map(([name, data]) => [name, strFromU8(data)]));
}
