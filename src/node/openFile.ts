/** A file that is read in places. It is opened anew for each, so that nothing is held: it can be moved or deleted meanwhile. */
import { closeSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { OpenFile } from '../trace/index.js';

const NEWLINE = 10;

/** Null where there is no such file. */
export async function openOrNull(path: string): Promise<OpenFile | null> {
  const found = await stat(path).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  });
  if (!found?.isFile()) return null;
  // What is asked for where a line ends is asked for as a text right after.
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

/** Fewer bytes where the file has become shorter. */
function read(path: string, from: number, to: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(to - from);
    return bytes.subarray(0, readSync(file, bytes, 0, to - from, from));
  } finally {
    closeSync(file);
  }
}
