/**
 * Two structurally shared sequences for states: `Chunked` for lists that change in place, `Log` for lists that only grow. A
 * copy of a state copies a few references; a change costs O(32 + n/256) or O(1).
 */

const BITS = 4;
const WIDTH = 1 << BITS;
const LAST = WIDTH - 1;

type Chunk<T> = readonly T[];
type Block<T> = readonly Chunk<T>[];

/** An immutable array as blocks of 16 chunks of 16: `setAt` shares all chunks but one, and all blocks but one. */
export interface Chunked<T> {
  readonly length: number;
  readonly blocks: readonly Block<T>[];
}

export const emptyChunked: Chunked<never> = { length: 0, blocks: [] };

const inGroups = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / WIDTH) }, (_, i) => list.slice(i * WIDTH, (i + 1) * WIDTH));

export const chunkedOf = <T>(list: readonly T[]): Chunked<T> => ({ length: list.length, blocks: inGroups(inGroups(list)) });

export const at = <T>(list: Chunked<T>, index: number): T | undefined =>
  list.blocks[index >> (2 * BITS)]?.[(index >> BITS) & LAST]?.[index & LAST];

/** The list with `value` at `index`; `index === length` appends. Other indices out of range throw. */
export function setAt<T>(list: Chunked<T>, index: number, value: T): Chunked<T> {
  if (index > list.length) throw new RangeError(`index ${index} of ${list.length}`);
  return setSparse<T>(list, index, value) as Chunked<T>;
}

/** Like `setAt`, but `index` may be beyond the end of the list. The items between are undefined and take no memory. */
export function setSparse<T>(list: Chunked<T | undefined>, index: number, value: T): Chunked<T | undefined> {
  if (index < 0) throw new RangeError(`index ${index} of ${list.length}`);
  const blocks = list.blocks.slice();
  const block = blocks[index >> (2 * BITS)]?.slice() ?? [];
  const chunk = block[(index >> BITS) & LAST]?.slice() ?? [];
  (chunk as (T | undefined)[])[index & LAST] = value;
  (block as Chunk<T | undefined>[])[(index >> BITS) & LAST] = chunk;
  blocks[index >> (2 * BITS)] = block;
  return { length: Math.max(list.length, index + 1), blocks };
}

/** The items of a list with gaps that are not gaps, with their indices. */
export function* eachItem<T>({ blocks }: Chunked<T | undefined>): Generator<readonly [index: number, item: T]> {
  for (let b = 0; b < blocks.length; b++) {
    const block = blocks[b];
    if (!block) continue;
    for (let c = 0; c < block.length; c++) {
      const chunk = block[c];
      if (!chunk) continue;
      for (let i = 0; i < chunk.length; i++) if (chunk[i] !== undefined) yield [(b << (2 * BITS)) | (c << BITS) | i, chunk[i]!];
    }
  }
}

/** The list with one value set at several places, each chunk copied once. An index may be one past the end of the list so far. */
export function setEach<T>(list: Chunked<T>, indices: readonly number[], value: T): Chunked<T> {
  if (indices.length === 0) return list;
  const blocks = list.blocks.slice();
  const fresh: unknown[] = [];
  let { length } = list;
  for (const index of indices) {
    if (index < 0 || index > length) throw new RangeError(`index ${index} of ${length}`);
    const block = own(blocks, index >> (2 * BITS), fresh);
    own(block, (index >> BITS) & LAST, fresh)[index & LAST] = value;
    length = Math.max(length, index + 1);
  }
  return { length, blocks };
}

/** The list at a place as a mutable list: copied unless it is one of the `fresh` lists. */
function own<A>(lists: (readonly A[])[], place: number, fresh: unknown[]): A[] {
  const there = lists[place];
  if (there && fresh.includes(there)) return there as A[];
  const copy = there?.slice() ?? [];
  fresh.push(copy);
  lists[place] = copy;
  return copy;
}

/** The items in order. The list must not have been made by `setSparse`. */
export function* items<T>(list: Chunked<T>): Generator<T> {
  for (const block of list.blocks) for (const chunk of block) yield* chunk;
}

/** The list with every item passed through `change`. */
export const mapChunked = <T, U>(list: Chunked<T>, change: (item: T) => U): Chunked<U> => ({
  length: list.length,
  blocks: list.blocks.map((block) => block.map((chunk) => chunk.map(change))),
});

/**
 *  * An append-only log: states share one backing array, and each stores its own length. Appending to the longest log is O(1);
 * appending to an older one (after a seek, in a fork) copies the shared part once.
 */
export interface Log<T> {
  readonly length: number;
  /** Holds at least `length` items; later ones belong to later states. Read through `logAt` and `logItems`. */
  readonly backing: readonly T[];
}

export const emptyLog = <T>(): Log<T> => ({ length: 0, backing: [] });

export const logAt = <T>(log: Log<T>, index: number): T | undefined => (index < log.length ? log.backing[index] : undefined);

/** The array of a log, ready to grow: the log's own array, or a copy if a later state has appended to it. */
const growing = <T>({ backing, length }: Log<T>): T[] => (backing.length === length ? backing : backing.slice(0, length)) as T[];

export function append<T>(log: Log<T>, item: T): Log<T> {
  const backing = growing(log);
  backing.push(item);
  return { length: log.length + 1, backing };
}

/** Like `append` of each item in turn. */
export function appendEach<T>(log: Log<T>, items: readonly T[]): Log<T> {
  if (items.length === 0) return log;
  const backing = growing(log);
  for (const item of items) backing.push(item);
  return { length: log.length + items.length, backing };
}

/** Items `[from, to)`, a copy. */
export const logItems = <T>(log: Log<T>, from = 0, to = log.length): readonly T[] =>
  log.backing.slice(Math.max(0, from), Math.min(to, log.length));

/** Whether two lists have the same items. */
export const isSame = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);
