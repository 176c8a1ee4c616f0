/**
 * Structures in the compact protocol of Apache Thrift, in which Parquet writes its headers
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). Only what a writer of Parquet needs.
 */

/** A value of a field. A structure lists its fields by number; `undefined` leaves one out. */
export type Thrift =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly flag: boolean }
  | { readonly list: readonly Thrift[]; readonly of: 'i32' | 'text' | 'struct' }
  | ThriftStruct;

interface ThriftStruct {
  readonly struct: { readonly [field: number]: Thrift | undefined };
}

export const i32 = (value: number): Thrift => ({ i32: value });
export const i64 = (value: number): Thrift => ({ i64: value });
export const text = (value: string): Thrift => ({ text: value });
export const struct = (fields: ThriftStruct['struct']): ThriftStruct => ({ struct: fields });

/** Codes of types in the compact protocol. A flag has its value in its code. */
const TRUE = 1;
const FALSE = 2;
const CODES = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

/** The bytes of a structure. */
export function thriftBytes(value: ThriftStruct): Uint8Array {
  const out: number[] = [];
  writeStruct(out, value);
  return Uint8Array.from(out);
}

/** The code of a value's type. */
function codeOf(value: Thrift): number {
  if ('flag' in value) return value.flag ? TRUE : FALSE;
  if ('i32' in value) return CODES.i32;
  if ('i64' in value) return CODES.i64;
  if ('text' in value) return CODES.text;
  return 'list' in value ? CODES.list : CODES.struct;
}

function writeStruct(out: number[], { struct: fields }: ThriftStruct): void {
  let before = 0;
  // Numbers that are keys of an object are in ascending order.
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const [number, code] = [Number(key), codeOf(value)];
    const step = number - before;
    if (step <= 15) out.push((step << 4) | code);
    else {
      out.push(code);
      pushVarint(out, zigzag(number));
    }
    before = number;
    writeValue(out, value);
  }
  out.push(0);
}

function writeValue(out: number[], value: Thrift): void {
  if ('flag' in value) return;
  if ('i32' in value) pushVarint(out, zigzag(value.i32));
  else if ('i64' in value) pushVarint(out, zigzag(value.i64));
  else if ('text' in value) {
    const bytes = new TextEncoder().encode(value.text);
    pushVarint(out, bytes.length);
    for (const byte of bytes) out.push(byte);
  } else if ('list' in value) {
    const { list, of } = value;
    if (list.length < 15) out.push((list.length << 4) | CODES[of]);
    else {
      out.push(0xf0 | CODES[of]);
      pushVarint(out, list.length);
    }
    for (const item of list) writeValue(out, item);
  } else writeStruct(out, value);
}

const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);

/** A whole number from 0 to 2^53, seven bits in each byte. */
export function pushVarint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}
