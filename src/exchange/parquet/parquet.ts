/**
 * Tables as Apache Parquet (https://github.com/apache/parquet-format), written in pieces: a group of rows is in memory, never the table.
 * Texts that repeat are in a dictionary. `compress` is GZIP (RFC 1952) or absent. Reading is left to other programs.
 */
import type { Cell } from '../../core/formats/csv.js';
import { bitsFor, type ColumnType, hybridBytes, plainBytes } from './pages.js';
import { i32, i64, struct, text, type Thrift, thriftBytes } from './thrift.js';

export interface ParquetColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** No value is missing. */
  readonly required?: boolean;
}

interface ParquetOptions {
  readonly compress?: (bytes: Uint8Array) => Uint8Array;
  /** Notes about the whole table, by name. */
  readonly notes?: { readonly [name: string]: string };
  /** The most rows of a group, and the most characters of its texts. */
  readonly rows?: number;
  readonly characters?: number;
}

/** Numbers of the format. */
const TYPES: { readonly [type in ColumnType]: number } = { boolean: 0, integer: 1, long: 2, number: 5, text: 6 };
const UTF8 = 0;
const PLAIN = 0;
const RLE = 3;
const DICTIONARY = 8;
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const GZIP = 2;
const MAGIC = new TextEncoder().encode('PAR1');

const ROWS = 65_536;
const CHARACTERS = 8_000_000;

/** A table that is being written. The pieces that its methods give are the file, in order. */
export class ParquetTable {
  readonly #columns: readonly ParquetColumn[];
  readonly #options: ParquetOptions;
  readonly #groups: Thrift[] = [];
  #cells: Cell[][];
  #waiting = 0;
  #characters = 0;
  #rows = 0;
  #length = 0;

  constructor(columns: readonly ParquetColumn[], options: ParquetOptions = {}) {
    this.#columns = columns;
    this.#options = options;
    this.#cells = columns.map(() => []);
  }

  /** Adds a row with a cell for each column. Throws a `RangeError` if a required value is missing, or a value is not of its type. */
  add(row: readonly Cell[]): Uint8Array | null {
    for (const [i, column] of this.#columns.entries()) {
      const cell = row[i] ?? null;
      if (!fits(column, cell)) throw new RangeError(`${column.name} is ${column.type} and cannot be ${JSON.stringify(cell)}`);
      this.#cells[i]!.push(cell);
      if (typeof cell === 'string') this.#characters += cell.length;
    }
    this.#waiting++;
    const { rows = ROWS, characters = CHARACTERS } = this.#options;
    return this.#waiting >= rows || this.#characters >= characters ? this.#group() : null;
  }

  /** The rows that are left, and the end of the file. */
  end(): Uint8Array {
    const rest = this.#waiting > 0 || this.#length === 0 ? this.#group() : new Uint8Array();
    const footer = thriftBytes(this.#description());
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, footer.length, true);
    return joined([rest, footer, length, MAGIC]);
  }

  /** The rows so far as a group. */
  #group(): Uint8Array {
    const pieces: Uint8Array[] = this.#length === 0 ? [MAGIC] : [];
    const start = this.#length === 0 ? MAGIC.length : this.#length;
    this.#length = start;
    if (this.#waiting === 0) return joined(pieces);
    const chunks: Thrift[] = [];
    let plain = 0;
    for (const [i, column] of this.#columns.entries()) {
      const chunk = chunkOf(column, this.#cells[i]!, this.#length, this.#options.compress);
      pieces.push(...chunk.pieces);
      chunks.push(chunk.description);
      this.#length += chunk.length;
      plain += chunk.plain;
    }
    const group = {
      1: { list: chunks, of: 'struct' },
      2: i64(plain),
      3: i64(this.#waiting),
      5: i64(start),
      6: i64(this.#length - start),
    } as const;
    this.#groups.push(struct(group));
    this.#rows += this.#waiting;
    [this.#cells, this.#waiting, this.#characters] = [this.#columns.map(() => []), 0, 0];
    return joined(pieces);
  }

  #description() {
    const notes = Object.entries(this.#options.notes ?? {}).map(([name, value]) => struct({ 1: text(name), 2: text(value) }));
    const root = struct({ 4: text('schema'), 5: i32(this.#columns.length) });
    const columns = this.#columns.map(({ name, type, required }) => {
      const isText = type === 'text';
      return struct({
        1: i32(TYPES[type]),
        3: i32(required ? 0 : 1),
        4: text(name),
        6: isText ? i32(UTF8) : undefined,
        10: isText ? struct({ 1: struct({}) }) : undefined,
      });
    });
    return struct({
      1: i32(1),
      2: { list: [root, ...columns], of: 'struct' },
      3: i64(this.#rows),
      4: { list: this.#groups, of: 'struct' },
      5: notes.length > 0 ? { list: notes, of: 'struct' } : undefined,
      6: text('Society Studio'),
    });
  }
}

/** The most that an `integer` holds. */
const MOST = 2 ** 31 - 1;

/** Whether a column can hold a cell. */
function fits({ type, required }: ParquetColumn, cell: Cell): boolean {
  if (cell === null || cell === undefined) return required !== true;
  if (type === 'text') return typeof cell === 'string';
  if (type === 'boolean') return typeof cell === 'boolean';
  if (typeof cell !== 'number') return false;
  return type === 'number' || (type === 'integer' ? Number.isInteger(cell) && Math.abs(cell) <= MOST : Number.isSafeInteger(cell));
}

interface Chunk {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
  /** Its length without compression. */
  readonly plain: number;
  readonly description: Thrift;
}

/** The pages of one column in a group that begins at a place of the file. */
function chunkOf({ name, type, required }: ParquetColumn, cells: readonly Cell[], at: number, compress: ParquetOptions['compress']): Chunk {
  const values = cells.filter((cell) => cell !== null);
  const levels = required
    ? []
    : [
        withLength(
          hybridBytes(
            Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1)),
            1,
          ),
        ),
      ];
  const words = type === 'text' ? wordsIn(values as readonly string[]) : null;
  const page = (
    kind: number,
    body: Uint8Array,
    fields: { readonly [field: number]: Thrift },
  ): readonly [Uint8Array, Uint8Array, number] => {
    const sent = compress ? compress(body) : body;
    const head = thriftBytes(struct({ 1: i32(kind), 2: i32(body.length), 3: i32(sent.length), ...fields }));
    return [head, sent, head.length + body.length];
  };
  const dictionary =
    words && page(DICTIONARY_PAGE, plainBytes(type, words.list), { 7: struct({ 1: i32(words.list.length), 2: i32(PLAIN) }) });
  const body = words ? indexBytes(words) : plainBytes(type, values);
  const header = { 1: i32(cells.length), 2: i32(words ? DICTIONARY : PLAIN), 3: i32(RLE), 4: i32(RLE) };
  const data = page(DATA_PAGE, joined([...levels, body]), { 5: struct(header) });
  const pages = dictionary ? [dictionary, data] : [data];
  const pieces = pages.flatMap(([head, sent]) => [head, sent]);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const plain = pages.reduce((sum, [, , bytes]) => sum + bytes, 0);
  const before = dictionary ? dictionary[0].length + dictionary[1].length : 0;
  const meta = struct({
    1: i32(TYPES[type]),
    2: { list: [...(words ? [DICTIONARY] : []), PLAIN, RLE].map(i32), of: 'i32' },
    3: { list: [text(name)], of: 'text' },
    4: i32(compress ? GZIP : 0),
    5: i64(cells.length),
    6: i64(plain),
    7: i64(length),
    9: i64(at + before),
    11: dictionary ? i64(at) : undefined,
    12: struct({ 3: i64(cells.length - values.length) }),
  });
  return { pieces, length, plain, description: struct({ 2: i64(at), 3: meta }) };
}

interface Words {
  readonly list: readonly string[];
  readonly indices: Uint32Array;
}

/** Texts that repeat, each once, with the place of each value; null if a dictionary would be longer than the texts. */
function wordsIn(values: readonly string[]): Words | null {
  const places = new Map<string, number>();
  const indices = new Uint32Array(values.length);
  for (const [i, value] of values.entries()) {
    let place = places.get(value);
    if (place === undefined) places.set(value, (place = places.size));
    indices[i] = place;
  }
  return places.size > 0 && places.size <= values.length / 2 ? { list: [...places.keys()], indices } : null;
}

function indexBytes({ list, indices }: Words): Uint8Array {
  const width = bitsFor(list.length - 1);
  return joined([Uint8Array.of(width), hybridBytes(indices, width)]);
}

function withLength(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + bytes.length);
  new DataView(out.buffer).setUint32(0, bytes.length, true);
  out.set(bytes, 4);
  return out;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    out.set(piece, end);
    end += piece.length;
  }
  return out;
}
