/** Binary search in ascending lists. */

/** The first index from `low` to `high` for which `isBefore` is false; it must be false for all later indices. `high` if it is true for all. */
export function bisect(low: number, high: number, isBefore: (index: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The index of the first number that is `x` or greater; the length if there is none. */
export const lowerBound = (numbers: ArrayLike<number>, x: number): number => bisect(0, numbers.length, (i) => numbers[i]! < x);

/** The index of the first number that is greater than `x`; the length if there is none. */
export const upperBound = (numbers: ArrayLike<number>, x: number): number => bisect(0, numbers.length, (i) => numbers[i]! <= x);

/** Like `upperBound`, for a list in ascending order of `value`. */
export const upperBoundBy = <T>(list: readonly T[], x: number, value: (item: T) => number): number =>
  bisect(0, list.length, (i) => value(list[i]!) <= x);

/** Up to this many numbers are compared one after another. */
const FEW = 16;

/**
 * The first index from `low` to `high` whose number is `x` or greater, of numbers that ascend from `low` to `high`. A few numbers are
 * counted, without a branch for each that a processor could not foresee.
 */
export function placeBetween(numbers: Int32Array, low: number, high: number, x: number): number {
  let from = low;
  let to = high;
  while (to - from > FEW) {
    const middle = (from + to) >> 1;
    if (numbers[middle]! < x) from = middle + 1;
    else to = middle;
  }
  let place = from;
  for (let i = from; i < to; i++) place += Number(numbers[i]! < x);
  return place;
}
