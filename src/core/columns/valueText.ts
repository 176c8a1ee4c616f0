/**
 * Values of many agents: in memory without an object for each, and as text in an event. The text depends only on the values, not on
 * how they are held.
 */
import { canonical, type Json } from '../util/json.js';
import { memoBy } from '../util/memo.js';
import type { Slices } from '../util/slices.js';
import { base64Slices, base64WhenRead, byteList, bytesSlices, readVarint, unzigzag, writeVarint, writtenBytes, zigzag } from './bytes.js';

/** A value that is neither a number nor a list nor a record. */
export type Word = string | boolean | null;

/** Values in the order of their agents. NaN among `numbers` is null. */
export type Values =
  | { readonly kind: 'one'; readonly length: number; readonly value: Json }
  | { readonly kind: 'words'; readonly length: number; readonly words: readonly Word[]; readonly codes: ArrayLike<number> }
  | { readonly kind: 'numbers'; readonly length: number; readonly numbers: ArrayLike<number> }
  | { readonly kind: 'list'; readonly length: number; readonly list: readonly Json[] };

/**
 * The text of values: one value for all; words and base64 codes of as many bits as the number of words needs; base64 of whole numbers
 * or of 64-bit fractions; or a list.
 */
export type ValueText =
  | { readonly one: Json }
  | { readonly words: readonly Word[]; readonly codes: string }
  | { readonly integers: string }
  | { readonly numbers: string }
  | { readonly list: readonly Json[] };

/** The most words of a text with codes. */
export const MOST_WORDS = 65_535;

export const valuesOf = (list: readonly Json[]): Values => ({ kind: 'list', length: list.length, list });

/** The value of the agent at place `i`. */
export function valueIn(values: Values, i: number): Json {
  if (values.kind === 'one') return values.value;
  if (values.kind === 'words') return values.words[values.codes[i]!]!;
  if (values.kind === 'list') return values.list[i]!;
  const number = values.numbers[i]!;
  return Number.isNaN(number) ? null : number;
}

/** The values at the given places. */
export function valuesAt(values: Values, places: Uint32Array): Values {
  const { length } = places;
  if (values.kind === 'one') return { ...values, length };
  if (values.kind === 'words') return { ...values, length, codes: Uint16Array.from(places, (i) => values.codes[i]!) };
  if (values.kind === 'numbers') return { ...values, length, numbers: numbersAt(values.numbers, places) };
  return valuesOf(Array.from(places, (i) => values.list[i]!));
}

function numbersAt(numbers: ArrayLike<number>, places: Uint32Array): Float64Array {
  const found = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) found[i] = numbers[places[i]!]!;
  return found;
}

export const isWord = (value: Json | undefined): value is Word => value === null || typeof value === 'string' || typeof value === 'boolean';

/** How many values are written in one slice. */
const SLICE = 1 << 16;

/** The text of values, made in slices. There must be at least one. */
export function* valueSlices(values: Values): Slices<ValueText> {
  if (values.length === 0) throw new Error('there are no values');
  switch (values.kind) {
    case 'one':
      return { one: values.value === 0 ? 0 : values.value };
    case 'words':
      return yield* wordText(values.length, (i) => values.words[values.codes[i]!]!);
    case 'numbers':
      return yield* numberText(values.numbers);
    case 'list':
      return yield* listText(values.list);
  }
}

function* listText(list: readonly Json[]): Slices<ValueText> {
  const [first = null] = list;
  if (list.every(sameAs(first))) return { one: first === 0 ? 0 : first };
  if (list.every(isWord)) return yield* wordText(list.length, (i) => list[i] as Word);
  if (list.every((value) => value === null || typeof value === 'number'))
    return yield* numberText(Float64Array.from(list, (value) => (value === null ? NaN : (value as number))));
  return { list };
}

function sameAs(first: Json): (value: Json) => boolean {
  if (first === null || typeof first !== 'object') return (value) => Object.is(value, first);
  const text = canonical(first);
  return (value) => value === first || (value !== null && typeof value === 'object' && canonical(value) === text);
}

function* wordText(length: number, at: (i: number) => Word): Slices<ValueText> {
  const places = new Map<Word, number>();
  const codes = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const word = at(i);
    let code = places.get(word);
    if (code === undefined) places.set(word, (code = places.size));
    codes[i] = code;
  }
  yield;
  const words = [...places.keys()];
  if (words.length === 1) return { one: words[0]! };
  if (words.length > MOST_WORDS || words.length * 2 > length + MOST_LISTED) return { list: Array.from(codes, (code) => words[code]!) };
  return { words, codes: yield* base64Slices(packed(codes, bitsFor(words.length))) };
}

/** Up to this many values, words are never written as a list. */
const MOST_LISTED = 16;

/** Bits of a code, for codes from 0. */
const bitsFor = (words: number): number => 32 - Math.clz32(words - 1);

function packed(codes: Uint32Array, bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((codes.length * bits) / 8));
  let held = 0;
  let count = 0;
  let n = 0;
  for (const code of codes) {
    held |= code << count;
    for (count += bits; count >= 8; count -= 8) {
      bytes[n++] = held & 255;
      held >>>= 8;
    }
  }
  if (count > 0) bytes[n] = held & 255;
  return bytes;
}

function unpacked(bytes: Uint8Array, bits: number, length: number): Uint16Array {
  if (bytes.length !== Math.ceil((length * bits) / 8)) throw new Error(`${bytes.length} bytes do not hold ${length} codes of ${bits} bits`);
  const codes = new Uint16Array(length);
  const mask = (1 << bits) - 1;
  let held = 0;
  let count = 0;
  let n = 0;
  for (let i = 0; i < length; i++) {
    for (; count < bits; count += 8) held |= bytes[n++]! << count;
    codes[i] = held & mask;
    held >>>= bits;
    count -= bits;
  }
  return codes;
}

/** The text of numbers; NaN is null. A negative zero becomes a zero, as in JSON. */
function* numberText(values: ArrayLike<number>): Slices<ValueText> {
  const { length } = values;
  const first = values[0]! + 0;
  let isOne = true;
  let isWhole = true;
  for (let i = 0; i < length && (isOne || isWhole); i++) {
    const value = values[i]! + 0;
    isOne &&= Object.is(value, first);
    isWhole &&= Number.isSafeInteger(value) && Math.abs(value) < MOST_WHOLE;
  }
  if (isOne) return { one: Number.isNaN(first) ? null : first };
  if (!isWhole) return yield* fractionText(yield* fractionBytes(values));
  const bytes = byteList(length + 8);
  for (let i = 0; i < length; i += SLICE) {
    yield;
    writeIntegers(bytes, values, i, Math.min(length, i + SLICE));
  }
  return { integers: yield* base64Slices(writtenBytes(bytes)) };
}

function writeIntegers(bytes: Parameters<typeof writeVarint>[0], values: ArrayLike<number>, from: number, end: number): void {
  for (let i = from; i < end; i++) writeVarint(bytes, zigzag(values[i]! + 0));
}

/** The member of a text that is made when it is read, with its bytes. Copies and JSON do not have it. */
const BYTES = Symbol('bytes');
const bytesIn = (text: object): Uint8Array | null => (text as { readonly [BYTES]?: Uint8Array })[BYTES] ?? null;

/** The characters of a text that is not made yet, without making it; null for any other object. */
export function unwrittenLength(text: object): number | null {
  const bytes = bytesIn(text);
  return bytes ? Math.ceil((bytes.length * 4) / 3) : null;
}

/** Fractions stay bytes until something reads their text, such as the file of a run. The text is longer, and often nothing reads it. */
function* fractionText(bytes: Uint8Array): Slices<ValueText> {
  const textOf = base64WhenRead(bytes);
  if (!textOf) return { numbers: yield* base64Slices(bytes) };
  const text: ValueText = {
    get numbers() {
      return textOf();
    },
  };
  return Object.defineProperty(text, BYTES, { value: bytes });
}

/** Numbers as bytes, the lowest first. */
function* fractionBytes(values: ArrayLike<number>): Slices<Uint8Array> {
  if (IS_LOWEST_FIRST && values instanceof Float64Array) {
    let from = 0;
    for (; from < values.length && hasOneForm(values, from, from + SLICE); from += SLICE) yield;
    if (from >= values.length) {
      forms(values).isPlain = true;
      return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    }
  }
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i += SLICE) {
    yield;
    copyFractions(values, numbers, i, Math.min(numbers.length, i + SLICE));
  }
  const bytes = new Uint8Array(numbers.buffer);
  if (!IS_LOWEST_FIRST) for (let i = 0; i < bytes.length; i += 8) bytes.subarray(i, i + 8).reverse();
  return bytes;
}

/** Whether a list of numbers is known to have neither NaN nor a negative zero. */
const forms = memoBy((_numbers: Float64Array) => ({ isPlain: false }));

/** Whether the text of numbers has other numbers: a negative zero is written as a zero. O(numbers), unless they have been written. */
export function hasNegativeZero(numbers: ArrayLike<number>): boolean {
  if (numbers instanceof Float64Array && forms(numbers).isPlain) return false;
  let negativeZeros = 0;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] === 0 && Object.is(numbers[i], -0)) negativeZeros++;
  return negativeZeros > 0;
}

/** Whether none of the numbers from `from` up to `end` is NaN or a negative zero. */
function hasOneForm(values: Float64Array, from: number, end: number): boolean {
  const until = Math.min(values.length, end);
  let others = 0;
  for (let i = from; i < until; i++) {
    const value = values[i]!;
    if (Number.isNaN(value) || (value === 0 && Object.is(value, -0))) others++;
  }
  return others === 0;
}

function copyFractions(values: ArrayLike<number>, numbers: Float64Array, from: number, end: number): void {
  const halves = new Uint32Array(numbers.buffer);
  for (let i = from; i < end; i++) {
    const value = values[i]!;
    numbers[i] = value + 0;
    if (!Number.isNaN(value)) continue;
    // The bits of NaN differ between computers.
    halves[2 * i] = IS_LOWEST_FIRST ? 0 : NAN_BITS;
    halves[2 * i + 1] = IS_LOWEST_FIRST ? NAN_BITS : 0;
  }
}

/** Whether the memory of this computer has the lowest byte of a number first. */
const IS_LOWEST_FIRST = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const NAN_BITS = 0x7ff80000;

/** Whole numbers of a larger size are written like fractions. */
const MOST_WHOLE = 2 ** 31;

/** The values of a text of `length` agents, read in slices. Throws if the text is malformed or has another length. */
export function* valuesInSlices(text: ValueText, length: number): Slices<Values> {
  if ('one' in text) return { kind: 'one', length, value: text.one };
  if ('words' in text) return yield* wordsIn(text, length);
  if ('integers' in text) return { kind: 'numbers', length, numbers: yield* integersIn(text.integers, length) };
  if ('numbers' in text)
    return { kind: 'numbers', length, numbers: numbersIn(bytesIn(text) ?? (yield* bytesSlices(text.numbers)), length) };
  if (!Array.isArray(text.list) || text.list.length !== length) throw new Error(`a list of values must have ${length} values`);
  return { kind: 'list', length, list: text.list };
}

function* wordsIn({ words, codes: text }: { readonly words: readonly Word[]; readonly codes: string }, length: number): Slices<Values> {
  if (!Array.isArray(words) || words.length < 2 || words.length > MOST_WORDS || !words.every(isWord))
    throw new Error('malformed list of words');
  const codes = unpacked(yield* bytesSlices(text), bitsFor(words.length), length);
  for (const code of codes) if (code >= words.length) throw new Error(`unknown word ${code}`);
  return { kind: 'words', length, words, codes };
}

function* integersIn(text: string, length: number): Slices<Float64Array> {
  const cursor = { bytes: yield* bytesSlices(text), at: 0 };
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i += SLICE) {
    if (i > 0) yield;
    readIntegers(cursor, numbers, i, Math.min(length, i + SLICE));
  }
  if (cursor.at !== cursor.bytes.length) throw new Error(`a list of numbers must have ${length} numbers`);
  return numbers;
}

function readIntegers(cursor: Parameters<typeof readVarint>[0], numbers: Float64Array, from: number, end: number): void {
  for (let i = from; i < end; i++) numbers[i] = unzigzag(readVarint(cursor));
}

function numbersIn(bytes: Uint8Array, length: number): Float64Array {
  if (bytes.length !== length * 8) throw new Error(`a list of numbers must have ${length} numbers`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float64Array(length);
  for (let i = 0; i < length; i++) numbers[i] = view.getFloat64(i * 8, true);
  return numbers;
}
