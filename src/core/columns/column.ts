/**
 * One variable of many agents: an immutable list of values by agent index, in chunks of typed arrays. States share the chunks that do
 * not differ. A row without a value is not the same as a row with null.
 */
import type { Json } from '../util/json.js';
import type { Word } from './valueText.js';

/** The rows of a chunk, as a power of two. */
export const CHUNK_BITS = 10;
export const CHUNK_ROWS = 1 << CHUNK_BITS;
/** The row in its chunk, as a mask of the index. */
export const CHUNK_MASK = CHUNK_ROWS - 1;

/** Codes of words in the dictionary of the column; 0 for a row without a value. */
interface WordChunk {
  readonly kind: 'words';
  readonly codes: Uint16Array;
}

/** Numbers; NaN is null or a row without a value. `absent` has 1 for each row without a value, and is null if all rows have one. */
interface NumberChunk {
  readonly kind: 'numbers';
  readonly numbers: Float64Array;
  readonly absent: Uint8Array | null;
}

/** Any values; undefined for a row without a value. */
interface ListChunk {
  readonly kind: 'list';
  readonly list: readonly (Json | undefined)[];
}

export type ColumnChunk = WordChunk | NumberChunk | ListChunk;

/**
 * The words of a column by code, and their codes. States share a dictionary, which only grows. A code never changes its meaning, so a
 * word that another state added changes nothing.
 */
export interface Dictionary {
  readonly words: readonly (Word | undefined)[];
  readonly codes: ReadonlyMap<Word, number>;
}

export interface Column {
  readonly dictionary: Dictionary;
  /** The chunk of row r is at `r >> CHUNK_BITS`; undefined if none of its rows has a value. */
  readonly chunks: readonly (ColumnChunk | undefined)[];
}

/** A column without values. */
export const emptyColumn = (): Column => ({ dictionary: { words: [undefined], codes: new Map() }, chunks: [] });

/** The value of a row; undefined if it has none. */
export function columnAt({ dictionary, chunks }: Column, row: number): Json | undefined {
  const chunk = chunks[row >> CHUNK_BITS];
  if (!chunk) return undefined;
  const i = row & CHUNK_MASK;
  if (chunk.kind === 'words') return dictionary.words[chunk.codes[i]!];
  if (chunk.kind === 'list') return chunk.list[i];
  const number = chunk.numbers[i]!;
  return Number.isNaN(number) ? (chunk.absent?.[i] === 1 ? undefined : null) : number;
}
