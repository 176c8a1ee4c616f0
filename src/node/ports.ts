/** The core's ports on Node: hashing, text files, folders. The only place of the extension and the CLI that touches `fs`. */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sha256, TextFiles } from '../core/ports.js';
import type { FolderFiles } from '../trace/index.js';

export const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Files by `file:` URI, and the library's by `society-library:/<name>.society` from `libraryDir`. */
export function nodeTextFiles(libraryDir: string): TextFiles {
  return {
    read: (uri) => {
      if (uri.startsWith(LIBRARY)) return readOrNull(join(libraryDir, decodeURIComponent(uri.slice(LIBRARY.length))));
      return uri.startsWith('file:') ? readOrNull(fileURLToPath(uri)) : Promise.resolve(null);
    },
  };
}

/** Scheme of the standard library's files. */
export const LIBRARY = 'society-library:/';

export function folderFiles(dir: string): FolderFiles {
  const made = new Set<string>();
  const path = async (name: string): Promise<string> => {
    const full = join(dir, name);
    const parent = dirname(full);
    if (!made.has(parent)) {
      await mkdir(parent, { recursive: true });
      made.add(parent);
    }
    return full;
  };
  return {
    read: (name) => readOrNull(join(dir, name)),
    write: async (name, text) => writeFile(await path(name), text),
    append: async (name, text) => appendFile(await path(name), text),
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

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as { code?: string }).code ?? '');
