/**
 * Vectors of texts, by which a run tells how near two texts are in meaning. A model gives them as fractions; a run keeps
 * each as whole numbers from −127 to 127, which are small and the same on every machine. Their length tells nothing, since
 * only cosines are taken. A text is embedded once a run: what is known is found by the model and the text.
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

/** Texts whose vectors were asked for and have not come. */
export interface OpenEmbedding {
  /** `seq` of the `embedding.asked`. */
  readonly seq: number;
  readonly mind: string;
  readonly model: string;
  readonly hash: string;
  readonly texts: readonly string[];
  /** How often it had come to nothing when it was asked. */
  readonly failures: number;
}

export interface Embeddings {
  readonly known: Log<Embedded>;
  readonly open: readonly OpenEmbedding[];
  /** How often vectors did not come, or could not be used, and in which round last; −1 for none. */
  readonly failures: number;
  readonly failed: number;
}

/** A new one each time, like all logs. */
export const noEmbeddings = (): Embeddings => ({ known: emptyLog(), open: [], failures: 0, failed: -1 });

export function embeddingAsked(now: Embeddings, { seq, mind, model, hash, texts }: EventOf<'embedding.asked'>): Embeddings {
  return { ...now, open: [...now.open, { seq, mind, model, hash, texts, failures: now.failures }] };
}

/** Why vectors that were asked for do not come: in a fork, the file does not want them any more. */
export const NOT_WANTED = 'not-wanted';

/** Answers come in the order in which they were asked for. */
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

/** A vector to reckon with. */
interface Vector {
  readonly values: Int8Array;
  /** Its length; 0 where all values are. */
  readonly length: number;
}

/** The position of each text in a log, extended as the log grows; states that share the log share this. */
const countedIn = memoBy((_log: readonly Embedded[]): { counted: number; readonly of: Map<string, Map<string, number>> } => ({
  counted: 0,
  of: new Map(),
}));

/** Vectors are unpacked when they are first reckoned with. */
const unpackedOf = memoBy(({ vector }: Embedded): Vector => unpacked(vector)!);

/** By model, then by text. */
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

/** What is known of texts by one model: null where nothing is. */
export function vectorsBy({ known }: Pick<Embeddings, 'known'>, model: string): (text: string) => Vector | null {
  const found = placesIn(known).get(model);
  return (text) => {
    const place = found?.get(text) ?? Infinity;
    if (place >= known.length) return null;
    return unpackedOf(known.backing[place]!);
  };
}

/** How many numbers the vectors of a model have; null where none is known. */
export function dimensionsOf({ known: { backing, length } }: Pick<Embeddings, 'known'>, model: string): number | null {
  for (let i = 0; i < length; i++) if (backing[i]!.model === model) return unpacked(backing[i]!.vector)!.values.length;
  return null;
}

/**
 * The mean cosine of each text with the others, −1..1; 0 for a text without a vector, and where no other has one. Only
 * sums, products, quotients and roots of whole numbers, in one order: the same on every machine. To nine digits, so that
 * what is equally near stays so: differences are all that counts in the end, however small they are.
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

/** A model's vector as a run keeps it, in Base64; null for anything but finite numbers. */
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

/** The vector that was packed; null where the text is none. */
export function unpacked(text: string): Vector | null {
  const digits = text.replace(/=+$/, '');
  if (text.length === 0 || text.length % 4 !== 0 || text.length - digits.length > 2) return null;
  const values = new Int8Array(Math.floor((digits.length * 3) / 4));
  let [bits, held, square] = [0, 0, 0];
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
