/**
 * Named random streams. A stream is derived from the run's seed and a name at each use, so that a new agent or
 * purpose never changes the draws of another. Names are length-prefixed and versioned: `['ab','c']` and
 * `['a','bc']` are different streams.
 */

import { finished, type Slices } from '../util/slices.js';

/** Uniform in [0, 1), 32 bits of it. */
export type Rng = () => number;

const VERSION = 'society rng 1';

/** The stream for a purpose (`engine.order`) and a path (round, phase, agent …) under the run's seed. */
export function rng(seed: number, purpose: string, ...path: readonly (string | number)[]): Rng {
  return prepared(seed, purpose, ...path)();
}

/**
 * The beginning of a path, hashed once for many streams: `prepared(seed, purpose, a)(b)` is the same stream as `rng(seed, purpose, a, b)`.
 */
export function prepared(
  seed: number,
  purpose: string,
  ...path: readonly (string | number)[]
): (...rest: readonly (string | number)[]) => Rng {
  const [a, b, c, d] = lanesOf(seed, purpose, path);
  return (...rest) => {
    const lanes: Lanes = [a, b, c, d];
    for (const part of rest) absorb(lanes, typeof part === 'string' ? part : String(part));
    return sfc32(mix(lanes[0]), mix(lanes[1]), mix(lanes[2]), mix(lanes[3]));
  };
}

/** Texts that differ in a number of a fixed width, such as the ids of members: `before`, then the number with leading zeros. */
export interface Numbered {
  readonly before: string;
  readonly digits: number;
}

/**
 * Streams by number, without a text for each: `numberedStreams(text, seed, purpose, path, rest)(n)` is the same stream as
 * `rng(seed, purpose, ...path, before + n, ...rest)`, where n has its leading zeros.
 */
export function numberedStreams(
  text: Numbered,
  seed: number,
  purpose: string,
  path: readonly (string | number)[],
  rest: readonly (string | number)[],
): (n: number) => Rng {
  const fold = numberedSeeds(text, lanesOf(seed, purpose, path), rest);
  const seeds = new Int32Array(4);
  return (n) => {
    fold(n, seeds, 0);
    return sfc32(seeds[0]!, seeds[1]!, seeds[2]!, seeds[3]!);
  };
}

/**
 * The same streams, one after another and without an object for each: every call gives the same function, which then draws from the
 * stream of the new number.
 */
export function reusedStream(
  text: Numbered,
  seed: number,
  purpose: string,
  path: readonly (string | number)[],
  rest: readonly (string | number)[],
): (n: number) => Rng {
  const fold = numberedSeeds(text, lanesOf(seed, purpose, path), rest);
  const state = new Int32Array(4);
  const draw = (): number => drawnAt(state, 0);
  return (n) => {
    fold(n, state, 0);
    discard(state, 0);
    return draw;
  };
}

/** Writes the four integers that begin the stream of a number to `seeds`, from the place `at`. */
type Seeding = (n: number, seeds: Int32Array, at: number) => void;

function numberedSeeds({ before, digits }: Numbered, prefix: Lanes, rest: readonly (string | number)[]): Seeding {
  absorb(prefix, before, before.length + digits);
  const [a0, b0, c0, d0] = prefix;
  const after = Int32Array.from(rest.flatMap((part) => [String(part).length + LENGTH, ...units(String(part))]));
  const leading = new Int32Array(digits - 1);
  // The lanes after all digits but the last, which numbers that follow each other share.
  const shared = new Int32Array(4);
  let known = -1;
  return (n, seeds, at) => {
    // Division of whole numbers, which is several times as fast as that of numbers with decimals.
    const most = (n / 10) | 0;
    let a = shared[0]!;
    let b = shared[1]!;
    let c = shared[2]!;
    let d = shared[3]!;
    if (most !== known) {
      let left = most;
      for (let i = digits - 2; i >= 0; i--) {
        const tens = (left / 10) | 0;
        leading[i] = ZERO + left - 10 * tens;
        left = tens;
      }
      a = a0;
      b = b0;
      c = c0;
      d = d0;
      for (let i = 0; i < leading.length; i++) {
        const k = leading[i]!;
        a = b ^ Math.imul(a ^ k, 597399067);
        b = c ^ Math.imul(b ^ k, 2869860233);
        c = d ^ Math.imul(c ^ k, 951274213);
        d = a ^ Math.imul(d ^ k, 2716044179);
      }
      known = most;
      shared[0] = a;
      shared[1] = b;
      shared[2] = c;
      shared[3] = d;
    }
    const last = ZERO + n - 10 * most;
    a = b ^ Math.imul(a ^ last, 597399067);
    b = c ^ Math.imul(b ^ last, 2869860233);
    c = d ^ Math.imul(c ^ last, 951274213);
    d = a ^ Math.imul(d ^ last, 2716044179);
    for (let i = 0; i < after.length; i++) {
      const k = after[i]!;
      a = b ^ Math.imul(a ^ k, 597399067);
      b = c ^ Math.imul(b ^ k, 2869860233);
      c = d ^ Math.imul(c ^ k, 951274213);
      d = a ^ Math.imul(d ^ k, 2716044179);
    }
    seeds[at] = mix(a);
    seeds[at + 1] = mix(b);
    seeds[at + 2] = mix(c);
    seeds[at + 3] = mix(d);
  };
}

/** Several streams whose states are in one array, from the place 4 × lane: `drawnAt` draws from them. */
export interface StreamBlock {
  readonly states: Int32Array;
  /** Begins the streams of the first `count` numbers of a list, each in its lane. */
  readonly begin: (numbers: Int32Array, count: number) => void;
}

/** The same streams for as many numbers at once as there are lanes. The name of the number 0 has the number `first`. */
export function streamBlock(
  lanes: number,
  { first, ...text }: Numbered & { readonly first: number },
  seed: number,
  purpose: string,
  path: readonly (string | number)[],
  rest: readonly (string | number)[],
): StreamBlock {
  const fold = numberedSeeds(text, lanesOf(seed, purpose, path), rest);
  const states = new Int32Array(4 * lanes);
  const begin = (numbers: Int32Array, count: number): void => {
    for (let lane = 0; lane < count; lane++) fold(first + numbers[lane]!, states, 4 * lane);
    discardAll(states, 0, count);
  };
  return { states, begin };
}

/** Many streams with their states in one array, without an object for each. */
export interface StreamTable {
  /** The next draw of the stream at a place. */
  readonly next: (place: number) => number;
  /**
   * Draws `times` numbers from each of the streams from `first` up to `end`, and writes 1 to `found` for those that are less than `p`: at
   * `times` places for each stream.
   */
  readonly less: (p: number, times: number, first: number, end: number, found: Uint8Array) => void;
}

/** The streams `rng(seed, purpose, ...path, name)` of the names at places from 0. */
export function streamTable(
  size: number,
  nameOf: (place: number) => string,
  seed: number,
  purpose: string,
  ...path: string[]
): StreamTable {
  const prefix = lanesOf(seed, purpose, path);
  return tableOf(size, (place, seeds, at) => {
    const lanes: Lanes = [...prefix];
    absorb(lanes, nameOf(place));
    for (let i = 0; i < 4; i++) seeds[at + i] = mix(lanes[i]!);
  });
}

/** The same for names with the numbers from `first`. */
export function numberedTable(
  size: number,
  { first, ...text }: Numbered & { readonly first: number },
  seed: number,
  purpose: string,
  ...path: string[]
): StreamTable {
  const fold = numberedSeeds(text, lanesOf(seed, purpose, path), []);
  return tableOf(size, (place, seeds, at) => fold(first + place, seeds, at));
}

/** The places of a table that begin together, when one of them is drawn from first: a large table does not block its user. */
const BLOCK_BITS = 12;

function tableOf(size: number, begin: Seeding): StreamTable {
  const states = new Int32Array(4 * size);
  const begun = new Uint8Array((size >> BLOCK_BITS) + 1);
  const beginBlock = (block: number): void => {
    begun[block] = 1;
    const end = Math.min(size, (block + 1) << BLOCK_BITS);
    for (let place = block << BLOCK_BITS; place < end; place++) begin(place, states, 4 * place);
    discardAll(states, block << BLOCK_BITS, end);
  };
  return {
    next: (place) => {
      if (begun[place >> BLOCK_BITS] === 0) beginBlock(place >> BLOCK_BITS);
      return drawnAt(states, 4 * place);
    },
    less: (p, times, first, end, found) => {
      for (let place = first; place < end; ) {
        const block = place >> BLOCK_BITS;
        if (begun[block] === 0) beginBlock(block);
        const until = Math.min(end, (block + 1) << BLOCK_BITS);
        markLess(states, p, times, place, until, found);
        place = until;
      }
    },
  };
}

/** Marks the draws that are less than `p`. A function of its own, so that its loop is optimised alone. */
function markLess(states: Int32Array, p: number, times: number, first: number, end: number, found: Uint8Array): void {
  for (let place = first, at = first * times; place < end; place++)
    for (let i = 0; i < times; i++, at++) if (drawnAt(states, 4 * place) < p) found[at] = 1;
}

/** The next draw of the stream whose state begins at a place of the array. */
export function drawnAt(states: Int32Array, at: number): number {
  const a = states[at]!;
  const b = states[at + 1]!;
  const c = states[at + 2]!;
  const counter = states[at + 3]!;
  const t = (a + b + counter) | 0;
  states[at] = b ^ (b >>> 9);
  states[at + 1] = (c + (c << 3)) | 0;
  states[at + 2] = (((c << 21) | (c >>> 11)) + t) | 0;
  states[at + 3] = (counter + 1) | 0;
  return (t >>> 0) / 4294967296;
}

/** Discards the first draws of the stream whose state begins at a place of the array. */
function discard(states: Int32Array, at: number): void {
  let a = states[at]!;
  let b = states[at + 1]!;
  let c = states[at + 2]!;
  let counter = states[at + 3]!;
  for (let i = 0; i < DISCARDED; i++) {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
  }
  states[at] = a;
  states[at + 1] = b;
  states[at + 2] = c;
  states[at + 3] = counter;
}

/** The same for the streams from `first` up to `end`: two at once, which takes a fifth less time, because each draw waits for the one before. */
function discardAll(states: Int32Array, first: number, end: number): void {
  let at = 4 * first;
  for (; at + 4 < 4 * end; at += 8) {
    let a = states[at]!;
    let b = states[at + 1]!;
    let c = states[at + 2]!;
    let counter = states[at + 3]!;
    let p = states[at + 4]!;
    let q = states[at + 5]!;
    let r = states[at + 6]!;
    let count = states[at + 7]!;
    for (let i = 0; i < DISCARDED; i++) {
      const t = (a + b + counter) | 0;
      const u = (p + q + count) | 0;
      counter = (counter + 1) | 0;
      count = (count + 1) | 0;
      a = b ^ (b >>> 9);
      p = q ^ (q >>> 9);
      b = (c + (c << 3)) | 0;
      q = (r + (r << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      r = (((r << 21) | (r >>> 11)) + u) | 0;
    }
    states[at] = a;
    states[at + 1] = b;
    states[at + 2] = c;
    states[at + 3] = counter;
    states[at + 4] = p;
    states[at + 5] = q;
    states[at + 6] = r;
    states[at + 7] = count;
  }
  if (at < 4 * end) discard(states, at);
}

const LENGTH = 0x10000;
const ZERO = '0'.charCodeAt(0);
const units = (text: string): readonly number[] => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

function lanesOf(seed: number, purpose: string, path: readonly (string | number)[]): Lanes {
  const lanes: Lanes = [...START];
  absorb(lanes, VERSION);
  absorb(lanes, String(seed));
  absorb(lanes, purpose);
  for (const part of path) absorb(lanes, String(part));
  return lanes;
}

/** The hash state of a name: four integers of 32 bits. */
type Lanes = [number, number, number, number];

const START: Readonly<Lanes> = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];

/**
 * Folds the text's length and code units into the lanes (multiplicative hashing after MurmurHash3's constants). `length` is that of
 * the whole text, if `text` is only its beginning.
 */
function absorb(lanes: Lanes, text: string, length = text.length): void {
  let a = lanes[0];
  let b = lanes[1];
  let c = lanes[2];
  let d = lanes[3];
  for (let i = -1; i < text.length; i++) {
    const k = i < 0 ? length + LENGTH : text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  lanes[0] = a;
  lanes[1] = b;
  lanes[2] = c;
  lanes[3] = d;
}

/** MurmurHash3's finaliser: every input bit reaches every output bit. */
function mix(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Draws that are discarded at the start of a stream. */
const DISCARDED = 12;

/** Chris Doty-Humphrey's small fast counter generator. Passes PractRand and BigCrush. */
function sfc32(first: number, second: number, third: number, fourth: number): Rng {
  let p = first | 0;
  let q = second | 0;
  let r = third | 0;
  let s = fourth | 0;
  for (let i = 0; i < DISCARDED; i++) {
    const t = (p + q + s) | 0;
    s = (s + 1) | 0;
    p = q ^ (q >>> 9);
    q = (r + (r << 3)) | 0;
    r = (((r << 21) | (r >>> 11)) + t) | 0;
  }
  // The state of the stream is in variables of its own, so that the loop above runs in registers.
  let a = p;
  let b = q;
  let c = r;
  let counter = s;
  return () => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  };
}

/** Whole number in [0, n). */
export const below = (random: Rng, n: number): number => Math.floor(random() * n);

/** One of the items; undefined only for an empty list. */
export const pick = <T>(random: Rng, items: readonly T[]): T | undefined => items[below(random, items.length)];

/** A new list in random order (Fisher–Yates, from the end). */
export function shuffled<T>(random: Rng, items: readonly T[]): T[] {
  if (items.length > SLICE) return finished(samplingMany(random, items, items.length));
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = below(random, i + 1);
    const item = out[i]!;
    out[i] = out[j]!;
    out[j] = item;
  }
  return out;
}

/** How many items are shuffled in one slice. */
const SLICE = 1 << 16;

/** `k` different items in random order; all of them if there are fewer. */
export const sample = <T>(random: Rng, items: readonly T[], k: number): T[] => finished(sampling(random, items, k));

/** The same in slices. */
export function* sampling<T>(random: Rng, items: readonly T[], k: number): Slices<T[]> {
  return items.length > SLICE ? yield* samplingMany(random, items, k) : shuffled(random, items).slice(0, k);
}

/** The same for many items, whose places are shuffled instead of them. */
function* samplingMany<T>(random: Rng, items: readonly T[], k: number): Slices<T[]> {
  if (FEW * k < items.length) return Array.from(yield* fewPlaces(random, items.length, k), (place) => items[place]!);
  const places = new Uint32Array(items.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  for (let last = places.length - 1; last > 0; last -= SLICE) {
    yield;
    swapPlaces(random, places, last, Math.max(0, last - SLICE));
  }
  return Array.from(places.subarray(0, k), (place) => items[place]!);
}

/** A sample is of few items if there are more than so many for each of it. */
const FEW = 16;

/**
 * The first `k` of `n` shuffled places: where the places that end there were before each swap, from the last swap back. Only these places
 * are followed, so that the others need not be swapped.
 */
function* fewPlaces(random: Rng, n: number, k: number): Slices<Uint32Array> {
  // The other place of the swap of each place, which are swapped from the last place on.
  const others = new Uint32Array(n);
  for (let last = n - 1; last > 0; last -= SLICE) {
    yield;
    drawOthers(random, others, last, Math.max(0, last - SLICE));
  }
  const ends = Uint32Array.from({ length: k }, (_, place) => place);
  for (let i = 1; i < k; i++) [ends[i], ends[others[i]!]] = [ends[others[i]!]!, ends[i]!];
  // By each place that is followed, where it ends.
  const endOf = new Map(Array.from(ends, (end, place) => [place, end]));
  const isFollowed = new Uint8Array(n).fill(1, 0, k);
  for (let first = k; first < n; first += SLICE) {
    yield;
    followSwaps(others, isFollowed, endOf, first, Math.min(n, first + SLICE));
  }
  const places = new Uint32Array(k);
  for (const [place, end] of endOf) places[end] = place;
  return places;
}

/** Draws the other places from that of `last` down to `end`, without it. */
function drawOthers(random: Rng, others: Uint32Array, last: number, end: number): void {
  for (let i = last; i > end; i--) others[i] = below(random, i + 1);
}

/** Takes back the swaps of the places from `first` up to `end`, none of which is followed. */
function followSwaps(others: Uint32Array, isFollowed: Uint8Array, endOf: Map<number, number>, first: number, end: number): void {
  for (let i = first; i < end; i++) {
    const other = others[i]!;
    if (isFollowed[other] === 0) continue;
    isFollowed[other] = 0;
    isFollowed[i] = 1;
    endOf.set(i, endOf.get(other)!);
    endOf.delete(other);
  }
}

/** Swaps the places from `last` down to `end`, without it, each with one before it or itself. */
function swapPlaces(random: Rng, places: Uint32Array, last: number, end: number): void {
  for (let i = last; i > end; i--) {
    const j = below(random, i + 1);
    const place = places[i]!;
    places[i] = places[j]!;
    places[j] = place;
  }
}

/** Index drawn in proportion to non-negative weights; −1 if they sum to 0. */
export function weighted(random: Rng, weights: readonly number[]): number {
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (!(total > 0)) return -1;
  let left = random() * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  // Rounding errors led past the end.
  return weights.findLastIndex((weight) => weight > 0);
}
