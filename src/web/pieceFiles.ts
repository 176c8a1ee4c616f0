/** Writes files that are made in pieces, several at the same time, into a new folder: all or nothing. */
import { webFiles } from './files.js';
import { join } from './paths.js';

interface FilePiece {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Resolves with the names of the files. The pieces are in memory until the last is made, so nothing is written if one fails. */
export async function writePieceFiles(folder: string, pieces: AsyncIterable<FilePiece>): Promise<readonly string[]> {
  const files = new Map<string, Uint8Array[]>();
  for await (const { file, bytes } of pieces) {
    const parts = files.get(file) ?? [];
    files.set(file, parts);
    parts.push(bytes.slice());
  }
  await webFiles().makeFolder(folder);
  for (const [file, parts] of files) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    await webFiles().write(join(folder, file), whole);
  }
  return [...files.keys()];
}
