/** Places in a text. Lines and characters count from 0, characters in UTF-16 units, as editors do. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Half open: `end` is the first position behind the range. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A range in a named source (a URI as text). */
export interface Span {
  readonly source: string;
  readonly range: Range;
}
