/** What describes one sample of numbers. */

/** Of equal values that value itself, which their sum, rounded, does not always give back: what does not vary has no spread. */
export function mean(values: readonly number[]): number {
  const [first = Number.NaN] = values;
  return values.every((value) => value === first) ? first : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a spread, in the unit of the samples, is no more than rounding leaves between numbers of their size. */
export const isRounding = (spread: number, ...samples: readonly (readonly number[])[]): boolean =>
  spread <= 10 * Number.EPSILON * Math.max(...samples.map((values) => Math.abs(mean(values))));

/** Sample variance, n − 1 below the line; 0 of one value. */
export function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.length < 2 ? 0 : values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
