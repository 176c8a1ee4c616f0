/** Writes a long file from pieces. A browser writes whole files, so the pieces are gathered in memory. */
import { type Gathering, gathered } from '../node/yieldToEventLoop.js';
import { webFiles } from './files.js';

/** Writes the pieces of a text to a file, all of them or nothing. Resolves with false if it is cancelled. */
export async function writePieces(path: string, pieces: Iterable<string>, gathering: Gathering): Promise<boolean> {
  const bytes = await gathered(pieces, gathering);
  if (bytes) await webFiles().write(path, bytes);
  return bytes !== null;
}
