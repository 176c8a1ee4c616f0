/** Messages of the scripts: one plain line a step, on stderr, with its time. */

const terminal = process.stderr.isTTY;

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${terminal ? '\r\x1b[K' : ''}${line}\n`);
}

/** @param {number} since a time from `performance.now()` */
export function elapsed(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * Announces `doing`, runs `work`, then prints its outcome and its time.
 * On a terminal the seconds tick while it runs.
 * @param {string} topic
 * @param {string} doing
 * @param {() => Promise<string>} work returns the outcome in a few words
 */
export async function step(topic, doing, work) {
  const start = performance.now();
  say(`${topic}: ${doing}`);
  const ticker = terminal && setInterval(() => process.stderr.write(`\r  ${elapsed(start)} `), 500);
  try {
    say(`${topic}: ${await work()} in ${elapsed(start)}`);
  } finally {
    if (ticker) clearInterval(ticker);
  }
}

/** @param {unknown} error */
export function message(error) {
  return error instanceof Error ? error.message : String(error);
}
