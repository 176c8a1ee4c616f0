/** Changes of columns: one row, or many. */
import type { Json } from '../util/json.js';
import { bisect } from '../util/search.js';
import { CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS, type Column, columnAt, type ColumnChunk, type Dictionary } from './column.js';
import { indexAt, type Indices } from './indexText.js';
import { isWord, MOST_WORDS, type Values, valueIn, type Word } from './valueText.js';

/** Chunks and lists of chunks that were made for a state that is still being made, and that may be changed in place. */
export type Fresh = Set<object>;

/** The column with the value of one row set. `fresh` allows several changes to copy a chunk once. */
export function withValue(column: Column, row: number, value: Json, fresh: Fresh = new Set()): Column {
  const place = row >> CHUNK_BITS;
  const { dictionary } = column;
  const chunks = fresh.has(column.chunks) ? (column.chunks as (ColumnChunk | undefined)[]) : column.chunks.slice();
  const chunk = chunks[place];
  const kind = chunk && value === null ? chunk.kind : kindOf(value);
  const mutable = chunk && fresh.has(chunk) ? chunk : copyOf(chunk ?? emptyChunk(kind));
  const code = kind === 'words' && mutable.kind === 'words' ? added(dictionary, value as Word) : -1;
  while (chunks.length < place) chunks.push(undefined);
  chunks[place] = written(mutable, row & CHUNK_MASK, value, code, dictionary);
  fresh.add(chunks).add(chunks[place]);
  return { dictionary, chunks };
}

/**
 * All numbers of a column after a change of most of its rows, where they are known already, with NaN after the last row up to the end of
 * its chunk. No row lacks a value. The chunks of the column then share the list.
 */
export interface ColumnAfter {
  readonly before: Column | undefined;
  readonly numbers: Float64Array;
}

/**
 * The column with the values of several rows set: those at places `first` to `end` of `rows`, or all. Each chunk is copied once, or it is
 * that of `after`, if that was made from this column.
 */
export function withValues(
  column: Column,
  rows: Indices,
  values: Values,
  first = 0,
  end = rows.length,
  after: ColumnAfter | null = null,
): Column {
  const { dictionary, chunks: known } = column;
  const all = after?.before === column ? after.numbers : null;
  const chunks = known.slice();
  const codes = codesOf(dictionary, values);
  const last = end > first ? indexAt(rows, end - 1) >> CHUNK_BITS : -1;
  const [newNumbers, newCodes] = [chunkLists((length) => new Float64Array(length)), chunkLists((length) => new Uint16Array(length))];
  // The new chunks whose rows all get one value are one chunk.
  let even: ColumnChunk | null = null;
  for (let i = first; i < end; ) {
    const place = indexAt(rows, i) >> CHUNK_BITS;
    const next = (place + 1) << CHUNK_BITS;
    const { list } = rows;
    const until = list ? bisect(i + 1, Math.min(end, i + CHUNK_ROWS), (at) => list[at]! < next) : Math.min(end, next - rows.first);
    while (chunks.length <= place) chunks.push(undefined);
    const chunk = chunks[place];
    if (all && chunk?.kind === 'numbers') {
      const from = place << CHUNK_BITS;
      chunks[place] = { kind: 'numbers', numbers: all.subarray(from, from + CHUNK_ROWS), absent: chunk.absent };
    } else if (even && !chunk && until - i === CHUNK_ROWS) chunks[place] = even;
    else {
      const needed = Math.min(last - place + 1, end - i);
      const lists = { numbers: () => newNumbers(needed), codes: () => newCodes(needed) };
      const made = chunkWith(chunk, { rows, values, codes, from: i, until, lists }, dictionary);
      if (values.kind === 'one' && !chunk && until - i === CHUNK_ROWS) even = made;
      chunks[place] = made;
    }
    i = until;
  }
  return { dictionary, chunks };
}

/** The most chunks in one list. All are kept as long as one of them is. */
const TOGETHER = 16;

/** Gives the lists of new chunks, several in one allocation. The argument is the most chunks that are still needed. */
function chunkLists<T extends Float64Array | Uint16Array>(make: (length: number) => T): (needed: number) => T {
  let list = make(0);
  let used = 0;
  return (needed) => {
    if (used === list.length) {
      list = make(CHUNK_ROWS * Math.min(TOGETHER, needed));
      used = 0;
    }
    return list.subarray(used, (used += CHUNK_ROWS)) as T;
  };
}

/** A part of a change, all in one chunk: `from` and `until` are places in its rows. */
interface Part {
  readonly rows: Indices;
  readonly values: Values;
  /** The codes of its words in the dictionary; null unless all its values are words that the dictionary holds. */
  readonly codes: Uint16Array | null;
  readonly from: number;
  readonly until: number;
  /** Give the list of the new chunk. */
  readonly lists: { readonly numbers: () => Float64Array; readonly codes: () => Uint16Array };
}

/** For each word of `words`, or for the one value, its code in the dictionary. */
function codesOf(dictionary: Dictionary, values: Values): Uint16Array | null {
  const words = values.kind === 'words' ? values.words : values.kind === 'one' && isWord(values.value) ? [values.value] : null;
  const codes = words?.map((word) => added(dictionary, word));
  return codes && !codes.includes(-1) ? Uint16Array.from(codes) : null;
}

function chunkWith(chunk: ColumnChunk | undefined, part: Part, dictionary: Dictionary): ColumnChunk {
  const { values, codes, until } = part;
  const { rows, from } = part;
  const isNull = values.kind === 'one' && values.value === null;
  const kind: ColumnChunk['kind'] =
    isNull && chunk
      ? chunk.kind
      : codes
        ? 'words'
        : values.kind === 'numbers' || typeof valueIn(values, from) === 'number'
          ? 'numbers'
          : 'list';
  if (kind === 'words' && codes && (!chunk || chunk.kind === 'words')) {
    const next = part.lists.codes();
    if (chunk) next.set(chunk.codes);
    const first = indexAt(rows, from) & CHUNK_MASK;
    if (!rows.list && values.kind === 'one') next.fill(codes[0]!, first, first + until - from);
    else for (let i = from; i < until; i++) next[indexAt(rows, i) & CHUNK_MASK] = codes[values.kind === 'words' ? values.codes[i]! : 0]!;
    return { kind, codes: next };
  }
  if (kind === 'numbers' && (isNull || values.kind === 'numbers' || values.kind === 'one') && (!chunk || chunk.kind === 'numbers')) {
    if (until - from === CHUNK_ROWS && values.kind === 'numbers' && values.numbers instanceof Float64Array)
      // Agents without gaps are nearly all of them, so that the chunks share the list.
      return { kind, numbers: rows.list ? values.numbers.slice(from, until) : values.numbers.subarray(from, until), absent: null };
    const absent = chunk ? (chunk.absent?.slice() ?? null) : new Uint8Array(CHUNK_ROWS).fill(1);
    const numbers = part.lists.numbers();
    if (chunk) numbers.set(chunk.numbers);
    else numbers.fill(NaN);
    for (let i = from; i < until; i++) {
      const at = indexAt(rows, i) & CHUNK_MASK;
      numbers[at] = values.kind === 'numbers' ? values.numbers[i]! : isNull ? NaN : (values as { value: number }).value;
      if (absent) absent[at] = 0;
    }
    return { kind, numbers, absent: absent?.includes(1) ? absent : null };
  }
  const list = listOf(chunk, dictionary);
  for (let i = from; i < until; i++) list[indexAt(rows, i) & CHUNK_MASK] = valueIn(values, i);
  return typed(list, dictionary);
}

const kindOf = (value: Json): ColumnChunk['kind'] => (typeof value === 'number' ? 'numbers' : isWord(value) ? 'words' : 'list');

function emptyChunk(kind: ColumnChunk['kind']): ColumnChunk {
  if (kind === 'words') return { kind, codes: new Uint16Array(CHUNK_ROWS) };
  if (kind === 'list') return { kind, list: new Array<undefined>(CHUNK_ROWS).fill(undefined) };
  return { kind, numbers: new Float64Array(CHUNK_ROWS).fill(NaN), absent: new Uint8Array(CHUNK_ROWS).fill(1) };
}

function copyOf(chunk: ColumnChunk): ColumnChunk {
  if (chunk.kind === 'words') return { kind: 'words', codes: chunk.codes.slice() };
  if (chunk.kind === 'list') return { kind: 'list', list: chunk.list.slice() };
  return { kind: 'numbers', numbers: chunk.numbers.slice(), absent: chunk.absent?.slice() ?? null };
}

/** The chunk with one value, changed in place if the value has the kind of the chunk. */
function written(chunk: ColumnChunk, at: number, value: Json, code: number, dictionary: Dictionary): ColumnChunk {
  if (chunk.kind === 'words' && code > 0) chunk.codes[at] = code;
  else if (chunk.kind === 'numbers' && (value === null || typeof value === 'number')) {
    chunk.numbers[at] = value ?? NaN;
    if (chunk.absent) chunk.absent[at] = 0;
  } else {
    const list = chunk.kind === 'list' ? (chunk.list as (Json | undefined)[]) : listOf(chunk, dictionary);
    list[at] = value;
    return chunk.kind === 'list' ? chunk : typed(list, dictionary);
  }
  return chunk;
}

/** The values of a chunk as a new list. */
function listOf(chunk: ColumnChunk | undefined, dictionary: Dictionary): (Json | undefined)[] {
  const column: Column = { dictionary, chunks: [chunk] };
  return Array.from({ length: CHUNK_ROWS }, (_, row) => columnAt(column, row));
}

/** The chunk of a list: numbers or words if all its values are, otherwise the list. */
function typed(list: readonly (Json | undefined)[], dictionary: Dictionary): ColumnChunk {
  const first = list.find((value) => value !== undefined && value !== null);
  if (typeof first === 'number' && list.every((value) => value === undefined || value === null || typeof value === 'number')) {
    const absent = Uint8Array.from(list, (value) => (value === undefined ? 1 : 0));
    return { kind: 'numbers', numbers: Float64Array.from(list, (value) => value ?? NaN), absent: absent.includes(1) ? absent : null };
  }
  if (!list.every((value) => value === undefined || isWord(value))) return { kind: 'list', list };
  const codes = list.map((value) => (value === undefined ? 0 : added(dictionary, value as Word)));
  return codes.includes(-1) ? { kind: 'list', list } : { kind: 'words', codes: Uint16Array.from(codes) };
}

/** The code of a word, which joins the dictionary if it is new; −1 if the dictionary is full. */
function added({ words, codes }: Dictionary, word: Word): number {
  const known = codes.get(word);
  if (known !== undefined) return known;
  if (words.length > MOST_WORDS) return -1;
  (words as Word[]).push(word);
  (codes as Map<Word, number>).set(word, words.length - 1);
  return words.length - 1;
}
