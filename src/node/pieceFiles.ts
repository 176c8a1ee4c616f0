/** Writes files that are made in pieces, several at the same time, into a new folder: all or nothing. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './runPlace.js';

interface FilePiece {
  /** Name of the file in the folder. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes pieces as they are made. The folder must not exist, and is removed if something fails or `pieces` throws. Resolves with the
 * names of the files.
 */
export async function writePieceFiles(folder: string, pieces: AsyncIterable<FilePiece>): Promise<readonly string[]> {
  const files = new Map<string, FileHandle>();
  await makeFolder(folder);
  try {
    for await (const { file, bytes } of pieces) {
      const handle = files.get(file) ?? (await open(join(folder, file), 'wx'));
      files.set(file, handle);
      await handle.write(bytes);
    }
  } catch (error) {
    for (const handle of files.values()) await handle.close();
    files.clear();
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    for (const handle of files.values()) await handle.close();
  }
  return [...files.keys()];
}
