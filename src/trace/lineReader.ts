/** A long file of lines, which is read piece by piece. A piece has whole lines, so the whole file is never in memory at once. */

/** A file that is read in places, by bytes. Reading throws the system's error if the file no longer exists. */
export interface OpenFile {
  readonly size: number;
  /** The text from byte `from` up to, but without, byte `to`. */
  text(from: number, to: number): string;
  /** The byte after the last line end between two bytes; `from` if no line ends there. */
  lineEnd(from: number, to: number): number;
}

interface Piece {
  readonly text: string;
  /** Bytes of the file up to the end of the piece. */
  readonly end: number;
}

/** Bytes of a piece, which takes a few milliseconds to read and parse. A longer line is a piece of its own. */
const BYTES = 256 * 1024;

/** The pieces of a file in order, from byte `begin`. The last piece has no line end if the file has none. */
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

/** Number of line ends in a text. */
export function lineCount(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Bytes of a text in UTF-8. This room does not use the encoder of a platform. */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
