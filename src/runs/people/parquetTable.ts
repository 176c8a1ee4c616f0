/** Tables of people as Apache Parquet (https://parquet.apache.org/docs/file-format): one column of one group of rows is decoded at a time. */
import { Gunzip } from 'fflate';
import { type FileMetaData, parquetMetadata, parquetScan, parquetSchema, snappyUncompress } from 'hyparquet';
import { english, marked } from '../../core/util/l10n.js';
import { cellOf, type TableRead } from './peopleTable.js';

/** The most rows of a table, and the most bytes of a column of a group without compression: small files can claim any number. */
const MOST_ROWS = 20_000_000;
const MOST_BYTES = 1_000_000_000;

/** The first bytes of each file. */
const MAGIC = 'PAR1';

const CODECS: ReadonlySet<string> = new Set(['UNCOMPRESSED', 'SNAPPY', 'GZIP']);

/**
 * Decompression that gives at most `MOST_BYTES` until it begins again. A page gives no more than its header says: with GZIP, a small page
 * could give a thousand times its size.
 */
class BoundedCodecs {
  #left = MOST_BYTES;
  readonly GZIP = (bytes: Uint8Array, length: number): Uint8Array => gunzipped(bytes, this.#page(length));

  readonly SNAPPY = (bytes: Uint8Array, length: number): Uint8Array => {
    const page = this.#page(length);
    snappyUncompress(bytes, page);
    return page;
  };

  begin(): void {
    this.#left = MOST_BYTES;
  }

  #page(length: number): Uint8Array {
    this.#left -= length;
    if (!(length >= 0 && this.#left >= 0)) throw new Error(english(marked('the pages of a column have more than {0} bytes'), MOST_BYTES));
    return new Uint8Array(length);
  }
}

/** Bytes of compressed input that are taken at once. */
const INPUT = 1 << 14;

/** Fills `page`, and throws if the bytes have another length. */
function gunzipped(bytes: Uint8Array, page: Uint8Array): Uint8Array {
  let end = 0;
  const stream = new Gunzip((piece) => {
    if (end + piece.length > page.length)
      throw new Error(english(marked('a page has more than the {0} bytes that it claims'), page.length));
    page.set(piece, end);
    end += piece.length;
  });
  for (let at = 0; at < bytes.length; at += INPUT) stream.push(bytes.subarray(at, at + INPUT), at + INPUT >= bytes.length);
  if (end < page.length) throw new Error(english(marked('a page has only {0} of the {1} bytes that it claims'), end, page.length));
  return page;
}

/** The columns of the file that are wanted, with cells as they are in CSV. A failure names the file. */
export async function parquetTable(name: string, bytes: Uint8Array, wanted: ReadonlySet<string>): Promise<TableRead> {
  try {
    // The reader looks at the end only, so it would take a file without its beginning and read wrong values.
    if (String.fromCharCode(...bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new Error(marked('it does not begin as such a file'));
    // A copy of exactly these bytes: the buffer under a Node Buffer can hold others as well.
    const whole = new Uint8Array(bytes).buffer;
    const metadata = parquetMetadata(whole);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    const fault = faultOf(name, metadata, wanted);
    if (fault !== null) return { ok: false, message: fault };
    const columns = new Map<string, readonly string[]>();
    for (const column of names.filter((one) => wanted.has(one))) {
      const cells: string[] = [];
      const file = { byteLength: whole.byteLength, slice: whole.slice.bind(whole) };
      const codecs = new BoundedCodecs();
      const { GZIP, SNAPPY } = codecs;
      const scan = await parquetScan({ file, metadata, compressors: { GZIP, SNAPPY }, columns: [column] });
      let rowStart = 0;
      for (const group of metadata.row_groups) {
        const rowEnd = rowStart + Number(group.num_rows);
        codecs.begin();
        for (const value of await scan.readColumn({ column, rowStart, rowEnd })) cells.push(cellOf(value));
        rowStart = rowEnd;
      }
      if (cells.length !== rowStart) throw new Error(english(marked('the column {0} has {1} rows of {2}'), column, cells.length, rowStart));
      columns.set(column, cells);
    }
    return { ok: true, table: { name, names, rows: Number(metadata.num_rows), columns } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `${name} cannot be read as Parquet: ${reason.replace(/\.$/, '')}.` };
  }
}

/** What the reader refuses before it decodes anything. */
function faultOf(name: string, { num_rows, row_groups }: FileMetaData, wanted: ReadonlySet<string>): string | null {
  if (num_rows > MOST_ROWS) return `${name} has ${num_rows} rows. At most ${MOST_ROWS} are read.`;
  for (const { columns } of row_groups)
    for (const { meta_data } of columns) {
      if (!meta_data || !wanted.has(meta_data.path_in_schema[0] ?? '')) continue;
      const { codec, path_in_schema, total_uncompressed_size } = meta_data;
      if (!CODECS.has(codec))
        return `${name} is compressed with ${codec}, which is not read here. Save it with Snappy, GZIP or no compression.`;
      if (total_uncompressed_size > MOST_BYTES) return `${name} has more than ${MOST_BYTES} bytes in the column ${path_in_schema[0]}.`;
    }
  return null;
}
