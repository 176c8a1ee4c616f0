/** Tokens per second of a model on this machine, by the server's own clock. */
import { readFileSync } from 'node:fs';
import { startServer } from './server.mjs';

const ROUNDS = 3;
const ANSWER_TOKENS = 96;
/** About 500 tokens that differ from round to round from the first word on, so that nothing comes from the cache. */
const prompt = (/** @type {number} */ round) =>
  `Round ${round + 1}. ${'The board on the stairs has a new note about the garden, the noise at night and the bakery. '.repeat(25)}`;

/**
 * @param {string} name
 * @param {import('./server.mjs').ServerOptions} options
 * @returns {Promise<{ read: number, write: number, memory: number | null }>} medians, in tokens per second
 */
export async function measure(name, options) {
  const server = await startServer(name, { ...options, slots: 1 });
  try {
    /** @type {{ prompt_per_second: number, predicted_per_second: number }[]} */
    const timings = [];
    for (let round = 0; round < ROUNDS; round++) {
      const response = await fetch(`${server.url}/completion`, {
        method: 'POST',
        body: JSON.stringify({ prompt: prompt(round), n_predict: ANSWER_TOKENS, ignore_eos: true, cache_prompt: false, seed: 1 }),
      });
      timings.push((await response.json()).timings);
    }
    const median = (/** @type {'prompt_per_second' | 'predicted_per_second'} */ key) =>
      timings.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
    return { read: median('prompt_per_second'), write: median('predicted_per_second'), memory: memoryOf(server.pid) };
  } finally {
    await server.stop();
  }
}

/**
 * Memory of a process in megabytes, where the system reports it.
 * @param {number} pid
 */
function memoryOf(pid) {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1000);
  } catch {
    return null;
  }
}
