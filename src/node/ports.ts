/** The core's ports on Node: hashing, text files, folders. The only place of the extension and the CLI that touches `fs`. */
import * as crypto from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Sha256, TextFiles } from '../core/ports.js';
import { canonicalUri } from '../core/uri.js';
import type { FolderFiles } from '../trace/index.js';
import { lockFolder } from './lock.js';
import { openOrNull } from './openFile.js';

/** In one call where Node has it (20.12 and later), which takes half the time for short texts. */
export const sha256: Sha256 = crypto.hash
  ? (text) => crypto.hash('sha256', text)
  : (text) => crypto.createHash('sha256').update(text).digest('hex');

/**
 * Files by `file:` URI, and the library's by `society-library:/<name>.society` from `libraryDir`. `folders`: paths of those
 * that imports do not lead out of.
 */
export function nodeTextFiles(libraryDir: string, folders: readonly string[] = []): TextFiles {
  const roots = folders.map((folder) => fileUri(folder).replace(/\/+$/, ''));
  return {
    roots: () => roots,
    list: async (folder, endings = ['.society']) => {
      if (!folder.startsWith('file:')) return [];
      const paths = await filesBelow(fileURLToPath(folder === 'file://' ? 'file:///' : folder), endings);
      return paths.map(fileUri).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },
    read: (uri) => {
      if (uri.startsWith(LIBRARY)) return readOrNull(join(libraryDir, decodeURIComponent(uri.slice(LIBRARY.length))));
      return uri.startsWith('file:') ? readOrNull(fileURLToPath(uri)) : Promise.resolve(null);
    },
  };
}

/** URI of a path, in the one form that the language knows. */
export const fileUri = (path: string): string => canonicalUri(pathToFileURL(path).href);

/** Links are not followed: what they lead to is found where it is, or lies elsewhere. */
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
 * Files of a run folder. What is written anew is written beside and put in place, so that a kill leaves the old or the new.
 * What is added to stays open until `close`.
 */
export function folderFiles(dir: string): FolderFiles {
  const made = new Set<string>();
  const growing = new Map<string, Promise<FileHandle>>();
  const path = async (name: string): Promise<string> => {
    const full = join(dir, name);
    const parent = dirname(full);
    if (!made.has(parent)) {
      await mkdir(parent, { recursive: true });
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
      const full = await path(name);
      await shut(name);
      await writeFile(`${full}.part`, text);
      await rename(`${full}.part`, full);
    },
    append: async (name, text) => {
      const file = growing.get(name) ?? path(name).then((full) => open(full, 'a'));
      growing.set(name, file);
      await (await file).appendFile(text);
    },
    close: async () => {
      await Promise.all([...growing.keys()].map(shut));
    },
    lock: async () => {
      await path('lock');
      return lockFolder(dir);
    },
  };
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const isForbidden = (error: unknown): boolean => ['EACCES', 'EPERM'].includes((error as { code?: string }).code ?? '');
const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as { code?: string }).code ?? '');
