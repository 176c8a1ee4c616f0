/** A long file of lines, read a piece at a time: whole lines each, so that none of it has to be in memory at once. */

/** A file that is read in places, by bytes. Reading throws the system's error where the file is gone meanwhile. */
export interface OpenFile {
  readonly size: number;
  /** The text of bytes from one place to another. */
  text(from: number, to: number): string;
  /** Where the last line ends that ends between two places; `from` where none does. */
  lineEnd(from: number, to: number): number;
}

interface Piece {
  readonly text: string;
  /** Bytes of the file up to its end. */
  readonly end: number;
}

/** Bytes of a piece: read and understood in a few milliseconds. A longer line is a piece of its own. */
const BYTES = 256 * 1024;

/** The pieces of a file in order, from a byte on. The last lacks the end of its line where the file does. */
export function* piecesOf(file: OpenFile, begin = 0): Generator<Piece> {
  for (let from = begin; from < file.size; ) {
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

/** Bytes of a file up to the end of its last whole line. */
export function lastLineEnd(file: OpenFile): number {
  for (let to = file.size; to > 0; ) {
    const from = Math.max(0, to - BYTES);
    const end = file.lineEnd(from, to);
    if (end > from) return end;
    to = from;
  }
  return 0;
}

/** Lines of a text, the last of which may lack its end. */
export function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Bytes that a text takes in UTF-8. This room knows no encoder of its platform. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
