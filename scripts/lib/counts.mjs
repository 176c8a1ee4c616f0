/** How a suite, which runs in a process of its own, reports its results to `npm test`. */

/** @typedef {import('./failedSuites.d.mts').Counts} Counts */

/**
 * Sends the counts and returns the exit code that goes with them.
 * @param {Counts} counts
 * @returns {Promise<number>}
 */
export function reportCounts(counts) {
  const code = counts.failed > 0 ? 1 : 0;
  return new Promise((resolve) => (process.send ? process.send(counts, () => resolve(code)) : resolve(code)));
}
