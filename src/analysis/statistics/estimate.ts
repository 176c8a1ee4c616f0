/** What a measure gives: a number, whether it is exact, and how far off it may be. */

/** `exact`: made of all the data, not of a sample. `error`: half width of a 95 % interval of the estimate or the fit, in the unit of `value`; else 0. */
export interface Reading {
  readonly value: number;
  readonly error: number;
  readonly exact: boolean;
}

/** Agents up to which measures of all pairs are exact; beyond, they are estimated from pivots. */
export const EXACT_LIMIT = 2000;

/** Sources that an estimate over all pairs is made from. */
export const PIVOTS = 256;

/** Half width of a 95 % interval in standard errors. */
export const Z95 = 1.959963984540054;

export const exactly = (value: number): Reading => ({ value, error: 0, exact: true });
