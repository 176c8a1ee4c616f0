/** Bytes as base64 text, and whole numbers as bytes: seven bits a byte, the lowest first (LEB128). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LETTERS = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const NONE = 255;
const SIXES = Uint8Array.from({ length: 128 }, (_, code) => {
  const six = ALPHABET.indexOf(String.fromCharCode(code));
  return six < 0 ? NONE : six;
});

/** How many codes `String.fromCharCode` takes at once. */
const PIECE = 8_192;

/** Base64 without padding. */
export function base64Of(bytes: Uint8Array): string {
  const letters = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let n = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0];
    letters[n++] = LETTERS[a >> 2]!;
    letters[n++] = LETTERS[((a & 3) << 4) | (b >> 4)]!;
    if (n < letters.length) letters[n++] = LETTERS[((b & 15) << 2) | (c >> 6)]!;
    if (n < letters.length) letters[n++] = LETTERS[c & 63]!;
  }
  const pieces: string[] = [];
  for (let i = 0; i < n; i += PIECE) pieces.push(String.fromCharCode(...letters.subarray(i, i + PIECE)));
  return pieces.join('');
}

/** The bytes of a base64 text without padding. Throws if it contains other characters or has an impossible length. */
export function bytesOf(text: string): Uint8Array {
  if (text.length % 4 === 1) throw new Error('a base64 text has an impossible length');
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [held, bits, n] = [0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const six = SIXES[text.charCodeAt(i)] ?? NONE;
    if (six === NONE) throw new Error(`a base64 text contains '${text[i]!}'`);
    held = ((held << 6) | six) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[n++] = (held >> bits) & 255;
  }
  return bytes;
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

/** A place in bytes that are read. */
interface ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Reads a whole number. Throws if the bytes end before the number does. */
export function readVarint(cursor: ByteCursor): number {
  let [value, scale] = [0, 1];
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
