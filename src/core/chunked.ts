/**
 * Two structurally shared sequences, the stuff of which state is made: `Chunked` for what changes in place,
 * `Log` for what only grows. Copying a state is copying a few references; a change costs O(32 + n/32) or O(1).
 */

const BITS = 5;
const WIDTH = 1 << BITS;

/** An immutable array of chunks of 32: `setAt` shares all chunks but one. */
export interface Chunked<T> {
  readonly length: number;
  readonly chunks: readonly (readonly T[])[];
}

export const emptyChunked: Chunked<never> = { length: 0, chunks: [] };

export function chunkedOf<T>(items: readonly T[]): Chunked<T> {
  const chunks: T[][] = [];
  for (let i = 0; i < items.length; i += WIDTH) chunks.push(items.slice(i, i + WIDTH));
  return { length: items.length, chunks };
}

export const at = <T>(list: Chunked<T>, index: number): T | undefined => list.chunks[index >> BITS]?.[index & (WIDTH - 1)];

/** The list with `value` at `index`; `index === length` appends. Other indices out of range throw. */
export function setAt<T>(list: Chunked<T>, index: number, value: T): Chunked<T> {
  if (index < 0 || index > list.length) throw new RangeError(`index ${index} of ${list.length}`);
  const chunks = list.chunks.slice();
  const chunk = (chunks[index >> BITS] ?? []).slice();
  chunk[index & (WIDTH - 1)] = value;
  chunks[index >> BITS] = chunk;
  return { length: Math.max(list.length, index + 1), chunks };
}

/** The list with several values set, each chunk copied once. An index may be one past the end of what stands before it. */
export function setEach<T>(list: Chunked<T>, entries: readonly (readonly [number, T])[]): Chunked<T> {
  if (entries.length === 0) return list;
  const chunks = list.chunks.slice();
  const fresh = new Map<number, T[]>();
  let { length } = list;
  for (const [index, value] of entries) {
    if (index < 0 || index > length) throw new RangeError(`index ${index} of ${length}`);
    const which = index >> BITS;
    let chunk = fresh.get(which);
    if (!chunk) {
      fresh.set(which, (chunk = (chunks[which] ?? []).slice()));
      chunks[which] = chunk;
    }
    chunk[index & (WIDTH - 1)] = value;
    length = Math.max(length, index + 1);
  }
  return { length, chunks };
}

export function* items<T>(list: Chunked<T>): Generator<T> {
  for (const chunk of list.chunks) yield* chunk;
}

/** The list with every item passed through `change`. */
export const mapChunked = <T, U>(list: Chunked<T>, change: (item: T) => U): Chunked<U> => ({
  length: list.length,
  chunks: list.chunks.map((chunk) => chunk.map(change)),
});

/**
 * An append-only log: states share one backing array and hold how much of it is theirs. Appending to the longest
 * one is O(1); appending to an older one (after a seek, in a fork) copies the shared part once.
 */
export interface Log<T> {
  readonly length: number;
  /** Holds at least `length` items; later ones belong to later states. Read through `logAt` and `logItems`. */
  readonly backing: readonly T[];
}

export const emptyLog = <T>(): Log<T> => ({ length: 0, backing: [] });

export const logAt = <T>(log: Log<T>, index: number): T | undefined => (index < log.length ? log.backing[index] : undefined);

export function append<T>(log: Log<T>, item: T): Log<T> {
  const shared = log.backing.length === log.length;
  const backing = (shared ? log.backing : log.backing.slice(0, log.length)) as T[];
  backing.push(item);
  return { length: log.length + 1, backing };
}

/** Items `[from, to)`, a copy. */
export const logItems = <T>(log: Log<T>, from = 0, to = log.length): readonly T[] =>
  log.backing.slice(Math.max(0, from), Math.min(to, log.length));
