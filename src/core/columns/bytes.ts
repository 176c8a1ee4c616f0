/** Bytes as base64 text, and whole numbers as bytes: seven bits a byte, the lowest first (LEB128). */

import { finished, type Slices } from '../util/slices.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LETTERS = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const NONE = 255;
const SIXES = Uint8Array.from({ length: 128 }, (_, code) => {
  const six = ALPHABET.indexOf(String.fromCharCode(code));
  return six < 0 ? NONE : six;
});

/** The decoder of the platform, which the library of the language does not declare. */
interface Decoder {
  decode(bytes: Uint8Array): string;
}
const platform = globalThis as unknown as {
  readonly TextDecoder: new (encoding: string) => Decoder;
  /** Only where there is Node. */
  readonly Buffer?: { from(buffer: ArrayBufferLike, at: number, length: number): { toString(encoding: 'base64'): string } };
};

/** Makes a text of letters, all of them ASCII. Latin-1 is several times as fast as UTF-8, but not every platform has it. */
const decoder = ((): Decoder => {
  try {
    return new platform.TextDecoder('latin1');
  } catch {
    return new platform.TextDecoder('utf-8');
  }
})();

/** The two letters of each twelve bits, as they lie in memory. */
const PAIRS = pairsOfLetters();

function pairsOfLetters(): Uint16Array {
  const letters = new Uint8Array(2 * 4_096);
  for (let twelve = 0; twelve < 4_096; twelve++) {
    letters[2 * twelve] = LETTERS[twelve >> 6]!;
    letters[2 * twelve + 1] = LETTERS[twelve & 63]!;
  }
  return new Uint16Array(letters.buffer);
}

/** How many letters are made in one slice: by loops, and by the platform, which is several times as fast. */
const SLICE = 1 << 17;
const PLATFORM_SLICE = 1 << 22;

/** Base64 without padding, made in slices. */
export const base64Slices = (bytes: Uint8Array): Slices<string> => (platform.Buffer ? platformSlices(bytes) : loopSlices(bytes));

/** Makes the base64 of bytes that stay as they are, when it is read. Null without a platform: its loops are made in slices. */
export const base64WhenRead = (bytes: Uint8Array): (() => string) | null =>
  platform.Buffer ? () => finished(platformSlices(bytes)) : null;

/** The same by the platform. */
function* platformSlices({ buffer, byteOffset, length }: Uint8Array): Slices<string> {
  const pieces: string[] = [];
  const most = (PLATFORM_SLICE / 4) * 3;
  for (let from = 0; from < length; from += most) {
    if (from > 0) yield;
    pieces.push(platform.Buffer!.from(buffer, byteOffset + from, Math.min(most, length - from)).toString('base64'));
  }
  const text = pieces.length === 1 ? pieces[0]! : pieces.join('');
  return length % 3 === 0 ? text : text.slice(0, (length % 3) - 3);
}

/** The same by loops, which need no platform. */
export function* loopSlices(bytes: Uint8Array): Slices<string> {
  const pieces: string[] = [];
  const most = (SLICE / 4) * 3;
  for (let from = 0; from < bytes.length; from += most) {
    if (from > 0) yield;
    addLetters(pieces, bytes.subarray(from, from + most));
  }
  return pieces.join('');
}

/** Adds the letters of bytes as a piece of text. Only the last bytes of all may have a length that is no multiple of three. */
function addLetters(pieces: string[], bytes: Uint8Array): void {
  const { length } = bytes;
  const n = Math.ceil((length * 4) / 3);
  const letters = new Uint8Array(n + (n % 2));
  const pairs = new Uint16Array(letters.buffer);
  const whole = length - (length % 3);
  writePairs(bytes, whole, pairs);
  if (whole < length) {
    const pair = (whole / 3) * 2;
    const rest = (bytes[whole]! << 16) | ((bytes[whole + 1] ?? 0) << 8);
    for (let at = 2 * pair, shift = 18; at < n; shift -= 6) letters[at++] = LETTERS[(rest >> shift) & 63]!;
  }
  pieces.push(decoder.decode(letters.subarray(0, n)));
}

/** Two pairs of letters for each three bytes. A function of its own, because the machine optimises a long loop in place with what follows it. */
function writePairs(bytes: Uint8Array, whole: number, pairs: Uint16Array): void {
  for (let i = 0, pair = 0; i < whole; i += 3, pair += 2) {
    const three = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    pairs[pair] = PAIRS[three >> 12]!;
    pairs[pair + 1] = PAIRS[three & 4_095]!;
  }
}

/** The bytes of a base64 text without padding, read in slices. Throws if it contains other characters or has an impossible length. */
export function* bytesSlices(text: string): Slices<Uint8Array> {
  const { length } = text;
  if (length % 4 === 1) throw new Error('a base64 text has an impossible length');
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  const whole = length - (length % 4);
  let n = 0;
  for (let from = 0; from < whole; from += SLICE) {
    if (from > 0) yield;
    n = readLetters(text, from, Math.min(whole, from + SLICE), bytes, n);
  }
  let rest = 0;
  for (let i = whole; i < length; i++) rest |= sixAt(text, i) << (18 - 6 * (i - whole));
  for (let shift = 16; n < bytes.length; shift -= 8) bytes[n++] = (rest >> shift) & 255;
  return bytes;
}

/** Reads letters up to `end`, by four, into bytes from the place `at`. Returns the place after them. */
function readLetters(text: string, from: number, end: number, bytes: Uint8Array, at: number): number {
  let n = at;
  for (let i = from; i < end; i += 4) {
    const four = (sixAt(text, i) << 18) | (sixAt(text, i + 1) << 12) | (sixAt(text, i + 2) << 6) | sixAt(text, i + 3);
    bytes[n] = four >> 16;
    bytes[n + 1] = (four >> 8) & 255;
    bytes[n + 2] = four & 255;
    n += 3;
  }
  return n;
}

function sixAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  const six = code < 128 ? SIXES[code]! : NONE;
  if (six === NONE) throw new Error(`a base64 text contains '${text[i]!}'`);
  return six;
}

/** Bytes that grow as numbers are written. */
interface ByteList {
  bytes: Uint8Array;
  length: number;
}

export const byteList = (room = 64): ByteList => ({ bytes: new Uint8Array(room), length: 0 });

export const writtenBytes = ({ bytes, length }: ByteList): Uint8Array => bytes.subarray(0, length);

/** Writes a whole number from 0 to 2⁵³ − 1. */
export function writeVarint(list: ByteList, value: number): void {
  if (list.length + 8 > list.bytes.length) {
    const more = new Uint8Array(list.bytes.length * 2 + 8);
    more.set(list.bytes);
    list.bytes = more;
  }
  let rest = value;
  while (rest > 127) {
    list.bytes[list.length++] = (rest & 127) | 128;
    rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 128);
  }
  list.bytes[list.length++] = rest;
}

/** The most bytes of a number below 2³⁵. */
export const MOST_BYTES = 5;

/** Writes a number at a place that has room for it, and returns the place after it. For loops that write many numbers. */
export function putVarint(bytes: Uint8Array, place: number, value: number): number {
  if (value >= 0x80000000) return putLong(bytes, place, value);
  let at = place;
  let rest = value | 0;
  while (rest > 127) {
    bytes[at++] = (rest & 127) | 128;
    rest >>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** The same for numbers that are no 32-bit integers: one byte, then the rest. */
function putLong(bytes: Uint8Array, place: number, value: number): number {
  const rest = Math.floor(value / 128);
  bytes[place] = (value - 128 * rest) | 128;
  return putVarint(bytes, place + 1, rest);
}

/** The same bytes with more room. */
export function wider(bytes: Uint8Array, least: number): Uint8Array {
  const more = new Uint8Array(Math.max(least, bytes.length * 2));
  more.set(bytes);
  return more;
}

/** A place in bytes that are read. */
interface ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Reads a whole number. Throws if the bytes end before the number does. */
export function readVarint(cursor: ByteCursor): number {
  const first = cursor.bytes[cursor.at];
  if (first !== undefined && first < 128) {
    cursor.at++;
    return first;
  }
  let value = 0;
  let scale = 1;
  for (let n = 0; n < 8; n++) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) break;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
  throw new Error('the bytes of a number end too early');
}

/** Signed numbers as unsigned ones: 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4. */
export const zigzag = (value: number): number => (value < 0 ? -value * 2 - 1 : value * 2);
export const unzigzag = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);
