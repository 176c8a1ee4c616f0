/** A file that is read in places. It is opened for each read and closed again, so it can be moved or deleted between two reads. */
import { closeSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { OpenFile } from '../trace/index.js';

const NEWLINE = 10;

/**
 * Opens a file to be read in places, by bytes. Resolves with null if it does not exist. Rejects with the system's error otherwise.
 */
export async function openOrNull(path: string): Promise<OpenFile | null> {
  const found = await stat(path).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  });
  if (!found?.isFile()) return null;
  // Callers ask for a line end first, and then for the text up to it. The last bytes are kept for that.
  let last: { readonly from: number; readonly bytes: Buffer } = { from: 0, bytes: Buffer.alloc(0) };
  const bytes = (from: number, to: number): Buffer => {
    const [start, end] = [from - last.from, to - last.from];
    if (start < 0 || end > last.bytes.length) last = { from, bytes: read(path, from, to) };
    return last.bytes.subarray(from - last.from, to - last.from);
  };
  return {
    size: found.size,
    text: (from, to) => bytes(from, to).toString('utf8'),
    lineEnd: (from, to) => from + bytes(from, to).lastIndexOf(NEWLINE) + 1,
  };
}

/** Bytes of a file. They are fewer if the file has become shorter. */
function read(path: string, from: number, to: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(to - from);
    return bytes.subarray(0, readSync(file, bytes, 0, to - from, from));
  } finally {
    closeSync(file);
  }
}
