/** The core's ports in a browser: hashing and folders. */
import type { FolderLock } from '../node/lock.js';
import type { FolderFiles, OpenFile } from '../trace/index.js';
import { unlessMissing, webFiles } from './files.js';
import { append, bytesInMemory, shut } from './growingFile.js';
import { lockFolder } from './lock.js';
import { join } from './paths.js';

export { sha256 } from './sha256.js';
export { fileUri, nodeTextFiles } from './textFiles.js';

/** The bytes of a file; null if it cannot be read. */
export const bytesOrNull = (path: string): Promise<Uint8Array | null> => bytesOf(path).catch(() => null);

/** The names in a folder; empty if it cannot be read. */
export async function namesIn(path: string): Promise<readonly string[]> {
  const found = await webFiles()
    .list(path)
    .catch(() => []);
  return found.map(({ name }) => name);
}

const bytesOf = async (path: string): Promise<Uint8Array | null> => bytesInMemory(path) ?? unlessMissing(webFiles().read(path));

/**
 * Files of a run folder. The lock can be taken several times, and is released with the last of them.
 */
export function folderFiles(dir: string): FolderFiles {
  const growing = new Set<string>();
  let held: Promise<FolderLock> | null = null;
  let times = 0;
  return {
    read: async (name) => {
      const bytes = await bytesOf(join(dir, name));
      return bytes && new TextDecoder().decode(bytes);
    },
    open: async (name) => {
      const bytes = await bytesOf(join(dir, name));
      return bytes && opened(bytes);
    },
    write: async (name, text) => {
      await shut(join(dir, name));
      await webFiles().write(join(dir, name), new TextEncoder().encode(text));
    },
    append: (name, text) => {
      growing.add(name);
      return append(join(dir, name), text);
    },
    cut: async (name, size) => {
      await shut(join(dir, name));
      const bytes = await bytesOf(join(dir, name));
      if (bytes) await webFiles().write(join(dir, name), bytes.slice(0, size));
    },
    close: async () => {
      for (const name of growing) await shut(join(dir, name));
      growing.clear();
    },
    lock: async () => {
      times++;
      held ??= lockFolder(dir);
      try {
        await held;
      } catch (error) {
        times--;
        held = null;
        throw error;
      }
      let isOver = false;
      return async () => {
        if (isOver) return;
        isOver = true;
        if (--times > 0) return;
        const lock = held;
        held = null;
        await (await lock)?.release();
      };
    },
  };
}

const NEWLINE = 10;

/** A file that is in memory as a whole, because a browser reads no parts of files. */
function opened(bytes: Uint8Array): OpenFile {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    size: bytes.length,
    text: (from, to) => decoder.decode(bytes.subarray(from, to)),
    lineEnd: (from, to) => from + bytes.subarray(from, to).lastIndexOf(NEWLINE) + 1,
  };
}
