/**
 * Vectors of texts, which measure how near two texts are in meaning. A model gives fractions; a run stores whole numbers
 * from −127 to 127, which are small and the same on every computer. The length of a vector has no meaning, because only
 * cosines are used. A text is embedded once per run: known vectors are found by the model and the text.
 */
import { memoBy } from '../util/memo.js';
import { append, emptyLog, type Log } from '../util/chunkedList.js';
import type { EventOf } from './events.js';

/** A text whose vector is known. */
interface Embedded {
  readonly model: string;
  readonly text: string;
  /** Packed. */
  readonly vector: string;
}

/** Texts whose vectors were requested but not yet received. */
export interface OpenEmbedding {
  /** `seq` of the `embedding.asked`. */
  readonly seq: number;
  readonly mind: string;
  readonly model: string;
  readonly hash: string;
  readonly texts: readonly string[];
  /** The number of failures at the time of the request. */
  readonly failures: number;
}

export interface Embeddings {
  readonly known: Log<Embedded>;
  readonly open: readonly OpenEmbedding[];
  /** How often vectors were not received or could not be used, and the round of the last failure; −1 for none. */
  readonly failures: number;
  readonly failed: number;
}

/** A new object each time, like all logs. */
export const noEmbeddings = (): Embeddings => ({ known: emptyLog(), open: [], failures: 0, failed: -1 });

export function embeddingAsked(now: Embeddings, { seq, mind, model, hash, texts }: EventOf<'embedding.asked'>): Embeddings {
  return { ...now, open: [...now.open, { seq, mind, model, hash, texts, failures: now.failures }] };
}

/** The reason for requested vectors that are not needed: in a fork, the changed file no longer uses them. */
export const NOT_WANTED = 'not-wanted';

/** Folds received vectors. Answers arrive in the order of their requests. */
export function embeddingReceived(now: Embeddings, { vectors, reason }: EventOf<'embedding.received'>, round: number): Embeddings {
  const [first, ...open] = now.open;
  if (!first || reason === NOT_WANTED) return { ...now, open };
  if (reason !== null) return { ...now, open, failures: now.failures + 1, failed: round };
  const { model, texts } = first;
  let { known } = now;
  vectors.forEach((vector, i) => {
    known = append(known, { model, text: texts[i]!, vector });
  });
  return { ...now, known, open };
}

/** An unpacked vector. */
interface Vector {
  readonly values: Int8Array;
  /** Its length; 0 if all values are 0. */
  readonly length: number;
}

/** The position of each text in a log, extended as the log grows; states that share the log share this. */
const countedIn = memoBy((_log: readonly Embedded[]): { counted: number; readonly of: Map<string, Map<string, number>> } => ({
  counted: 0,
  of: new Map(),
}));

/** Vectors are unpacked at first use. */
const unpackedOf = memoBy(({ vector }: Embedded): Vector => unpacked(vector)!);

/** Positions of known texts, by model, then by text. */
function placesIn({ backing, length }: Log<Embedded>): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const known = countedIn(backing);
  for (; known.counted < length; known.counted++) {
    const { model, text } = backing[known.counted]!;
    let texts = known.of.get(model);
    if (!texts) known.of.set(model, (texts = new Map()));
    if (!texts.has(text)) texts.set(text, known.counted);
  }
  return known.of;
}

/** A lookup of the known vectors of one model; it returns null for an unknown text. */
export function vectorsBy({ known }: Pick<Embeddings, 'known'>, model: string): (text: string) => Vector | null {
  const found = placesIn(known).get(model);
  return (text) => {
    const place = found?.get(text) ?? Infinity;
    if (place >= known.length) return null;
    return unpackedOf(known.backing[place]!);
  };
}

/** The dimensions of the vectors of a model; null if no vector is known. */
export function dimensionsOf({ known: { backing, length } }: Pick<Embeddings, 'known'>, model: string): number | null {
  for (let i = 0; i < length; i++) if (backing[i]!.model === model) return unpacked(backing[i]!.vector)!.values.length;
  return null;
}

/**
 * The mean cosine of each text with the others, −1..1; 0 for a text without a vector, and if no other text has one. It uses
 * only sums, products, quotients and roots of whole numbers in a fixed order, so it is the same on every computer. Rounded
 * to nine digits, so that equally near texts stay equal, because only differences matter later.
 */
export function nearness(vectorOf: (text: string) => Vector | null, texts: readonly string[], others: readonly string[]): number[] {
  const at = others.map(vectorOf).filter((one) => one !== null && one.length > 0) as readonly Vector[];
  const sum = new Float64Array(at[0]?.values.length ?? 0);
  for (const { values, length } of at) for (let i = 0; i < sum.length; i++) sum[i]! += values[i]! / length;
  return texts.map((text) => {
    const vector = at.length === 0 ? null : vectorOf(text);
    if (!vector || vector.length === 0) return 0;
    let dot = 0;
    for (let i = 0; i < sum.length; i++) dot += vector.values[i]! * sum[i]!;
    return Math.round((dot / (vector.length * at.length)) * PRECISION) / PRECISION;
  });
}

const PRECISION = 1e9;

/** The greatest of the whole numbers. */
const MOST = 127;

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A model's vector as a run stores it, in Base64; null if a value is not a finite number. */
export function packed(values: readonly unknown[]): string | null {
  let most = 0;
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return null;
    most = Math.max(most, Math.abs(value));
  }
  if (values.length === 0) return null;
  const bytes = (values as readonly number[]).map((value) => (most === 0 ? 0 : Math.round((value / most) * MOST)) & 255);
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += DIGITS[group >> 18]! + DIGITS[(group >> 12) & 63]!;
    text += b === undefined ? '==' : DIGITS[(group >> 6) & 63]! + (c === undefined ? '=' : DIGITS[group & 63]!);
  }
  return text;
}

const digitOf: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, i) => [digit, i]));

/** The unpacked vector; null if the text is not a packed vector. */
export function unpacked(text: string): Vector | null {
  const digits = text.replace(/=+$/, '');
  if (text.length === 0 || text.length % 4 !== 0 || text.length - digits.length > 2) return null;
  const values = new Int8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let square = 0;
  let place = 0;
  for (const digit of digits) {
    const value = digitOf.get(digit);
    if (value === undefined) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    values[place] = (held >> bits) & 255;
    square += values[place]! * values[place]!;
    place++;
  }
  return { values, length: Math.sqrt(square) };
}
