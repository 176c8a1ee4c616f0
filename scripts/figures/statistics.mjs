/** Statistics of several runs: means over seeds with their uncertainty. Nothing here is random. */

/** @typedef {{ readonly n: number, readonly mean: number, readonly sd: number, readonly half: number }} Summary */

/** 97.5 % points of Student's t with 1 … 30 degrees of freedom. */
const T = [
  ...[12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131],
  ...[2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042],
];

/**
 * Mean, standard deviation (n − 1), and half the width of a 95 % interval of the mean (t). Null for no values.
 * @param {readonly (number | null | undefined)[]} values
 * @returns {Summary | null}
 */
export function summary(values) {
  const known = values.filter((value) => typeof value === 'number');
  const n = known.length;
  if (n === 0) return null;
  const mean = known.reduce((sum, x) => sum + x, 0) / n;
  const sd = n === 1 ? 0 : Math.sqrt(known.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1));
  return { n, mean, sd, half: n === 1 ? 0 : ((T[n - 2] ?? 1.96) * sd) / Math.sqrt(n) };
}

/**
 * Mean of a measure over rounds `from … to`, those in which it has a value.
 * @param {import('./runs.mjs').Series} series
 * @param {string} measure
 * @param {number} from
 * @param {number} to
 */
export const over = (series, measure, from, to) => summary((series.get(measure) ?? []).slice(from - 1, to))?.mean ?? null;
