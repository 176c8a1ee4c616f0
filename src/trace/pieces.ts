/** A long file of lines, read a piece at a time: whole lines each, so that none of it has to be in memory at once. */

/** A file that is read in places, by bytes. Reading throws the system's error where the file is gone meanwhile. */
export interface OpenFile {
  readonly size: number;
  /** The text of bytes from one place to another. */
  text(from: number, to: number): string;
  /** Where the last line ends that ends between two places; `from` where none does. */
  lineEnd(from: number, to: number): number;
}

export interface Piece {
  readonly text: string;
  /** Bytes of the file up to its end. */
  readonly end: number;
}

/** Bytes of a piece: read and understood in a few milliseconds. A longer line is a piece of its own. */
const BYTES = 256 * 1024;

/** The pieces of a file in order. The last lacks the end of its line where the file does. */
export function* piecesOf(file: OpenFile): Generator<Piece> {
  for (let from = 0; from < file.size; ) {
    const end = pieceEnd(file, from);
    yield { text: file.text(from, end), end };
    from = end;
  }
}

function pieceEnd({ size, lineEnd }: OpenFile, from: number): number {
  for (let bytes = BYTES; from + bytes < size; bytes *= 2) {
    const end = lineEnd(from, from + bytes);
    if (end > from) return end;
  }
  return size;
}

/** Lines of a text, the last of which may lack its end. */
export function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
