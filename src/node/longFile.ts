/** Writes a long file from pieces that are made while it is written, so that it is never in memory as a whole. */
import { open, rename, rm } from 'node:fs/promises';
import type { Gathering } from './yieldToEventLoop.js';

/** Bytes that are written together. */
const CHUNK = 1 << 20;

/**
 * Writes the pieces of a text to a file, all of them or nothing. Resolves with false if it is cancelled. `done` is told the number of
 * pieces and of bytes so far. Rejects with the error of the file system or of the pieces.
 */
export async function writePieces(path: string, pieces: Iterable<string>, { breathe, token, done }: Gathering): Promise<boolean> {
  const part = `${path}.part`;
  const file = await open(part, 'w');
  let isWhole = false;
  try {
    let [count, bytes, size] = [0, 0, 0];
    let chunk: Buffer[] = [];
    const write = async (): Promise<void> => {
      await file.writeFile(Buffer.concat(chunk));
      [chunk, size] = [[], 0];
    };
    for (const piece of pieces) {
      const made = Buffer.from(piece);
      chunk.push(made);
      count++;
      bytes += made.length;
      size += made.length;
      if (size >= CHUNK) await write();
      const pause = breathe();
      if (!pause) continue;
      done(count, bytes);
      await pause;
      if (token.isCancellationRequested) return false;
    }
    await write();
    await file.close();
    await rename(part, path);
    isWhole = true;
    return true;
  } finally {
    if (!isWhole) {
      await file.close().catch(() => undefined);
      await rm(part, { force: true }).catch(() => undefined);
    }
  }
}
