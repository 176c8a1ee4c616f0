/** The core's ports on Node: hashing, text files, folders. Only this room of the extension and the command line uses `fs`. */
import * as crypto from 'node:crypto';
import { type FileHandle, open, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Sha256, TextFiles } from '../core/util/ports.js';
import { canonicalUri } from '../core/util/uri.js';
import type { FolderFiles } from '../trace/index.js';
import { type FolderLock, lockFolder } from './lock.js';
import { openOrNull } from './openFile.js';
import { realFileWithin } from './withinRoots.js';
import { makeFolder } from './runPlace.js';

/**
 * SHA-256 of a text, in hexadecimal digits. Node 20.12 and later has one call for it, which takes half the time for short texts.
 */
export const sha256: Sha256 = crypto.hash
  ? (text) => crypto.hash('sha256', text)
  : (text) => crypto.createHash('sha256').update(text).digest('hex');

/**
 * Files by `file:` URI, and files of the library by `society-library:/<name>.society` from `libraryDir`. `folders` are paths of
 * folders that imports and links cannot leave. `named` are paths of files that the user names. They may be links to any place.
 */
export function nodeTextFiles(
  libraryDir: string,
  folders: readonly string[] | (() => readonly string[]) = [],
  named: ReadonlySet<string> = new Set(),
): TextFiles {
  const folderPaths = typeof folders === 'function' ? folders : () => folders;
  return {
    roots: () => folderPaths().map((folder) => fileUri(folder).replace(/\/+$/, '')),
    list: async (folder, endings = ['.society'], root) => {
      if (!folder.startsWith('file:')) return [];
      const path = fileURLToPath(folder === 'file://' ? 'file:///' : folder);
      await folderWithin(path, folderPaths(), pathOf(root));
      const paths = await filesBelow(path, endings);
      return paths.map(fileUri).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },
    read: (uri, root) => {
      if (uri.startsWith(LIBRARY)) return readOrNull(join(libraryDir, decodeURIComponent(uri.slice(LIBRARY.length))));
      if (!uri.startsWith('file:')) return Promise.resolve(null);
      const path = fileURLToPath(uri);
      return named.has(path) ? readOrNull(path) : readWithin(path, folderPaths(), pathOf(root));
    },
    bytes: async (uri, root) => {
      if (!uri.startsWith('file:')) return null;
      const path = fileURLToPath(uri);
      return named.has(path) ? orNull(() => readFile(path)) : bytesWithin(path, folderPaths(), pathOf(root));
    },
  };
}

const pathOf = (uri: string | undefined): string | undefined => (uri?.startsWith('file:///') ? fileURLToPath(uri) : undefined);

/** The text of a file, which no link outside the roots leads to. Resolves with null if there is none. */
const readWithin = async (...given: Parameters<typeof bytesWithin>): Promise<string | null> =>
  (await bytesWithin(...given))?.toString('utf8') ?? null;

async function bytesWithin(path: string, roots: readonly string[], root: string | undefined): Promise<Buffer | null> {
  return orNull(async () => readFile(await realFileWithin(path, roots, root)));
}

/** Rejects if a link leads from this folder out of the roots. */
async function folderWithin(path: string, roots: readonly string[], root: string | undefined): Promise<void> {
  if (path === root || roots.includes(path) || (root === undefined && roots.length === 0)) return;
  await realFileWithin(path, roots, root).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
}

/** The URI of a path, in the one form that the language uses. */
export const fileUri = (path: string): string => canonicalUri(pathToFileURL(path).href);

/** Does not follow links. Their target is found in its own place, or lies outside. */
async function filesBelow(folder: string, endings: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error) || isForbidden(error)) return [];
    throw error;
  });
  const found = entries.map(async (entry): Promise<readonly string[]> => {
    const { name } = entry;
    if (entry.isFile()) return endings.some((ending) => name.endsWith(ending)) ? [join(folder, name)] : [];
    return entry.isDirectory() && !name.startsWith('.') && name !== 'node_modules' ? filesBelow(join(folder, name), endings) : [];
  });
  return (await Promise.all(found)).flat();
}

/** Scheme of the standard library's files. */
export const LIBRARY = 'society-library:/';

/**
 * Files of a run folder. A file that is written whole is first written next to its place, and then put there, so a kill leaves the
 * old or the new file. A file that is appended to stays open until `close`. The lock can be taken several times, and is released
 * with the last of them. While it is held, nothing is written once another process has it.
 */
export function folderFiles(dir: string): FolderFiles {
  const made = new Set<string>();
  const growing = new Map<string, Promise<FileHandle>>();
  let held: Promise<FolderLock> | null = null;
  let times = 0;
  const own = async (): Promise<void> => (await held)?.check();
  const path = async (name: string): Promise<string> => {
    const full = join(dir, name);
    const parent = dirname(full);
    if (!made.has(parent)) {
      await makeFolder(parent);
      made.add(parent);
    }
    return full;
  };
  const shut = async (name: string): Promise<void> => {
    const file = growing.get(name);
    growing.delete(name);
    await (await file?.catch(() => undefined))?.close();
  };
  return {
    read: (name) => readOrNull(join(dir, name)),
    open: (name) => openOrNull(join(dir, name)),
    write: async (name, text) => {
      await own();
      const full = await path(name);
      await shut(name);
      await writeFile(`${full}.part`, text);
      await rename(`${full}.part`, full);
    },
    append: async (name, text) => {
      await own();
      const file = growing.get(name) ?? path(name).then((full) => open(full, 'a'));
      growing.set(name, file);
      await (await file).appendFile(text);
    },
    cut: async (name, bytes) => {
      await own();
      await truncate(join(dir, name), bytes);
    },
    close: async () => {
      await Promise.all([...growing.keys()].map(shut));
    },
    lock: async () => {
      times++;
      held ??= path('lock').then(() => lockFolder(dir));
      try {
        await held;
      } catch (error) {
        times--;
        held = null;
        throw error;
      }
      return once(async () => {
        if (--times > 0) return;
        const lock = held;
        held = null;
        await (await lock)?.release();
      });
    },
  };
}

/**
 * Writes a file whole or not at all: first next to its place, and then into it. If it fails, rejects with the system's error and
 * leaves no file.
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, data);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A function that acts on its first call only. */
function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= act());
}

const readOrNull = (path: string): Promise<string | null> => orNull(() => readFile(path, 'utf8'));

/** What is read; null if there is no file. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The bytes of a file; null if it cannot be read. */
export const bytesOrNull = (path: string): Promise<Uint8Array | null> => readFile(path).catch(() => null);

/** The names in a folder; empty if it cannot be read. */
export const namesIn = (path: string): Promise<readonly string[]> => readdir(path).catch(() => []);

const isForbidden = (error: unknown): boolean => ['EACCES', 'EPERM'].includes((error as { code?: string }).code ?? '');
const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as { code?: string }).code ?? '');
