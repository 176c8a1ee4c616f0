/** Ranges of equal width for the values of a number variable. */

/** The most ranges. */
const MOST_RANGES = 12;
/** The number of ranges that is sought. */
const SOUGHT = 10;

export interface Ranges {
  /** Start of the first range. */
  readonly from: number;
  readonly width: number;
  readonly count: number;
  /** Digits after the point of a bound. */
  readonly digits: number;
}

/** Ranges whose bounds are round numbers, from the least value or below to the most or above. */
export function rangesOf(least: number, most: number): Ranges {
  const span = most > least ? most - least : 1;
  let [width, digits] = [1, 0];
  while (width > span / SOUGHT) {
    width /= 10;
    digits++;
  }
  while (width * 10 <= span / SOUGHT) {
    width *= 10;
    digits = Math.max(0, digits - 1);
  }
  const factor = [1, 2, 5, 10].find((one) => countOf(least, most, width * one) <= MOST_RANGES) ?? 20;
  const step = width * factor;
  if (factor >= 10) digits = Math.max(0, digits - 1);
  const start = Math.floor(least / step + ROUNDING);
  return { from: rounded(start * step, digits), width: step, count: countOf(least, most, step), digits };
}

/** A value this close to a bound is on it. */
const ROUNDING = 1e-9;

const countOf = (least: number, most: number, step: number): number =>
  Math.max(1, Math.ceil(most / step - ROUNDING) - Math.floor(least / step + ROUNDING));

const rounded = (value: number, digits: number): number => Number(value.toFixed(Math.min(20, digits)));

/** The range of a value. A value outside is in the first or the last range. The last range includes its end. */
export const rangeAt = ({ from, width, count }: Ranges, value: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor((value - from) / width + ROUNDING)));

/** The bound before a range, or the end of the last. */
export const boundOf = ({ from, width, digits }: Ranges, range: number): number => rounded(from + range * width, digits);

/** As in `0.2–0.3`. */
export const rangeLabel = (ranges: Ranges, range: number): string => `${boundOf(ranges, range)}–${boundOf(ranges, range + 1)}`;
