/** Plain arithmetic of lists of numbers. It imports nothing, so that the panel can load it alone. */

/** The sum of the numbers divided by their count; null for an empty list. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
