/** The first of many numbers, in their order. Long lists are ranked in slices: a sort of them all would not pause. */
import type { Slices } from '../../core/util/slices.js';

/** How many items enter or leave the heap in one slice. */
const SLICE = 1 << 14;

/** The places of the `most` smallest ranks for `sign` 1, of the largest for −1, the first one first. Equal ranks keep their order. */
export function* firstPlaces(ranks: Float64Array, most: number, sign: 1 | -1): Slices<Int32Array> {
  const size = Math.min(most, ranks.length);
  const heap = new Int32Array(size);
  /** Whether the item at place `a` comes after the one at place `b`. */
  const isAfter = (a: number, b: number): boolean => {
    const difference = sign * (ranks[a]! - ranks[b]!);
    return difference > 0 || (difference === 0 && a > b);
  };
  /** Moves an item down from the top of the first `length` items, of which the top is the last one. */
  const sink = (item: number, from: number, length: number): void => {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && isAfter(heap[child + 1]!, heap[child]!)) child++;
      if (!isAfter(heap[child]!, item)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = item;
  };
  for (let place = 0; place < size; place++) heap[place] = place;
  for (let at = (size >> 1) - 1; at >= 0; at--) {
    if (at % SLICE === SLICE - 1) yield;
    sink(heap[at]!, at, size);
  }
  for (let place = size; place < ranks.length && size > 0; place++) {
    if (place % SLICE === SLICE - 1) yield;
    if (isAfter(heap[0]!, place)) sink(place, 0, size);
  }
  for (let length = size - 1; length > 0; length--) {
    if (length % SLICE === SLICE - 1) yield;
    const last = heap[length]!;
    heap[length] = heap[0]!;
    sink(last, 0, length);
  }
  return heap;
}
