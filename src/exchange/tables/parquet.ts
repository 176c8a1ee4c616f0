/**
 * Tables as Apache Parquet (https://github.com/apache/parquet-format), written in pieces: a group of rows is in memory, never the table.
 * Texts that repeat are in a dictionary. `compress` is GZIP (RFC 1952) or absent.
 */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import type { Cell } from '../../core/formats/csv.js';

/** What a column holds. `integer` has 32 bits, `long` is a whole number up to 2^53. */
type ColumnType = 'text' | 'number' | 'integer' | 'long' | 'boolean';

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

/** Groups of this size are mostly freed as young objects. Larger ones take longer, because V8 then copies them. */
const ROWS = 16_384;
const CHARACTERS = 8_000_000;

/** Characters of the least and greatest text of a group, which readers use to skip groups. */
const STATISTICS = 64;

/** A table that is being written. The pieces that its methods give are the file, in order. */
export class ParquetTable {
  readonly #columns: readonly ParquetColumn[];
  readonly #options: ParquetOptions;
  readonly #bytes = new ByteWriter();
  readonly #writer: ParquetWriter;
  #cells: (Cell | bigint)[][];
  #waiting = 0;
  #characters = 0;
  #last = { value: 0, long: 0n };

  constructor(columns: readonly ParquetColumn[], options: ParquetOptions = {}) {
    this.#columns = columns;
    this.#options = options;
    this.#cells = columns.map(() => []);
    const { compress, notes = {} } = options;
    this.#writer = new ParquetWriter({
      ...{ writer: this.#bytes, schema: schemaOf(columns), createdBy: 'Society Studio', statisticsTruncateLength: STATISTICS },
      kvMetadata: Object.entries(notes).map(([key, value]) => ({ key, value })),
      ...(compress ? { codec: 'GZIP', compressors: { GZIP: compress } } : { codec: 'UNCOMPRESSED' }),
    });
  }

  /** Adds a row with a cell for each column. Throws a `RangeError` if a required value is missing, or a value is not of its type. */
  add(row: readonly Cell[]): Uint8Array | null {
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i]!;
      const cell = row[i] ?? null;
      if (!fits(column, cell)) throw new RangeError(`${column.name} is ${column.type} and cannot be ${JSON.stringify(cell)}`);
      this.#cells[i]!.push(column.type === 'long' && typeof cell === 'number' ? this.#long(cell) : cell);
      if (typeof cell === 'string') this.#characters += cell.length;
    }
    this.#waiting++;
    const { rows = ROWS, characters = CHARACTERS } = this.#options;
    return this.#waiting >= rows || this.#characters >= characters ? this.#group() : null;
  }

  /** A number as INT64. Rows that follow each other often have the same. */
  #long(value: number): bigint {
    if (value !== this.#last.value) this.#last = { value, long: BigInt(value) };
    return this.#last.long;
  }

  /** The rows that are left, and the end of the file. */
  end(): Uint8Array {
    this.#write();
    // In memory, the writer has nothing to wait for.
    void this.#writer.finish();
    return this.#taken();
  }

  /** The rows so far as a group. */
  #group(): Uint8Array {
    this.#write();
    return this.#taken();
  }

  #write(): void {
    if (this.#waiting === 0) return;
    const columnData = this.#columns.map(({ name }, i) => ({ name, data: this.#cells[i]!, offsetIndex: false }));
    void this.#writer.write({ columnData, rowGroupSize: this.#waiting });
    [this.#cells, this.#waiting, this.#characters] = [this.#columns.map(() => []), 0, 0];
  }

  /** The bytes since the last time. `offset` of the writer still counts all of them. */
  #taken(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return bytes;
  }
}

const TYPES: { readonly [T in ColumnType]: Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'> } = {
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT32' },
  long: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
};

const schemaOf = (columns: readonly ParquetColumn[]): SchemaElement[] => [
  { name: 'schema', num_children: columns.length },
  ...columns.map(
    ({ name, type, required }): SchemaElement => ({ name, repetition_type: required ? 'REQUIRED' : 'OPTIONAL', ...TYPES[type] }),
  ),
];

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
