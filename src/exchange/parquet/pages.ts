/** Values of one column as the bytes of Parquet's pages (https://parquet.apache.org/docs/file-format/data-pages/encodings). */
import type { Cell } from '../../core/formats/csv.js';
import { pushVarint } from './thrift.js';

/** What a column holds. `integer` has 32 bits, `long` is a whole number up to 2^53. */
export type ColumnType = 'text' | 'number' | 'integer' | 'long' | 'boolean';

/** Values one after the other, each in its own width (PLAIN). All have the type of the column; none is missing. */
export function plainBytes(type: ColumnType, values: readonly Cell[]): Uint8Array {
  if (type === 'text') return textBytes(values as readonly string[]);
  if (type === 'boolean') return bitBytes(values as readonly boolean[]);
  const width = type === 'integer' ? 4 : 8;
  const bytes = new Uint8Array(values.length * width);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of (values as readonly number[]).entries()) {
    if (type === 'integer') view.setInt32(i * 4, value, true);
    else if (type === 'long') view.setBigInt64(i * 8, BigInt(value), true);
    else view.setFloat64(i * 8, value, true);
  }
  return bytes;
}

/** Each text after its length in four bytes. */
function textBytes(values: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  // A text has at most three bytes for each of its UTF-16 units.
  let bytes = new Uint8Array(values.reduce((sum, value) => sum + 4 + value.length, 64));
  let end = 0;
  for (const value of values) {
    const most = end + 4 + 3 * value.length;
    if (most > bytes.length) {
      const longer = new Uint8Array(Math.max(most, 2 * bytes.length));
      longer.set(bytes.subarray(0, end));
      bytes = longer;
    }
    const { written } = encoder.encodeInto(value, bytes.subarray(end + 4));
    new DataView(bytes.buffer).setUint32(end, written, true);
    end += 4 + written;
  }
  return bytes.slice(0, end);
}

function bitBytes(values: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (const [i, value] of values.entries()) if (value) bytes[i >> 3]! |= 1 << (i & 7);
  return bytes;
}

/** The bits that numbers from 0 up to this one need. */
export const bitsFor = (most: number): number => (most === 0 ? 0 : 32 - Math.clz32(most));

/** Numbers of `width` bits as runs of one value and groups of eight values (the hybrid of RLE and bit packing). */
export function hybridBytes(values: ArrayLike<number>, width: number): Uint8Array {
  const out: number[] = [];
  const wide = Math.ceil(width / 8);
  const { length } = values;
  let [start, i] = [0, 0];
  const packUntil = (end: number): void => {
    if (end > start) pack(out, values, start, end, width);
  };
  while (i < length) {
    let after = i + 1;
    while (after < length && values[after] === values[i]) after++;
    // Groups of eight values end at a multiple of eight after their start.
    const run = i + ((8 - ((i - start) % 8)) % 8);
    if (after - run >= 8 || (run === start && after === length)) {
      packUntil(run);
      pushVarint(out, (after - run) * 2);
      for (let byte = 0; byte < wide; byte++) out.push((values[i]! >>> (8 * byte)) & 0xff);
      start = after;
    }
    i = after;
  }
  packUntil(length);
  return Uint8Array.from(out);
}

function pack(out: number[], values: ArrayLike<number>, start: number, end: number, width: number): void {
  const groups = Math.ceil((end - start) / 8);
  pushVarint(out, groups * 2 + 1);
  let [held, bits] = [0, 0];
  for (let i = start; i < start + groups * 8; i++) {
    const value = i < end ? values[i]! : 0;
    for (let bit = 0; bit < width; bit++) {
      held |= ((value >>> bit) & 1) << bits++;
      if (bits < 8) continue;
      out.push(held);
      [held, bits] = [0, 0];
    }
  }
}
