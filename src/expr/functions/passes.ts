/** Passes over long lists in slices, between which an evaluation can pause. */
import type { Meter } from '../values/value.js';

/** How many items are passed over in one slice, and after how many steps it ends before. */
const SLICE = 1 << 6;
const SLICE_STEPS = 1 << 14;

/** Whether a slice ends before the item at a place, when it has taken so many steps. */
export const isEndOfSlice = (place: number, steps: number): boolean => place % SLICE === SLICE - 1 || steps > SLICE_STEPS;

/** Evaluates a function for one item of a pass, with the steps that it may take. */
export function forOne<T>(meter: Meter, work: () => T): T {
  const { left, each = left } = meter;
  if (each >= left) return work();
  meter.left = each;
  const value = work();
  meter.left += left - each;
  return value;
}
