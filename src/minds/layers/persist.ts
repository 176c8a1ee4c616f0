/** Repeats a request after faults that pass, such as a full server or a network that is away. For requests that are not questions. */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { MindFault } from '../../engine/model/mind.js';
import { asFault, isFinal, type Timing, wait } from './layer.js';
import { retryAfterMs } from './retry.js';

/** Milliseconds before the second try, doubled for each further one up to the longest. */
const [FIRST_MS, MOST_MS] = [1_000, 60_000];

/**
 * The result of `act`, which learns whether it is tried again. Rejects with its last fault after `tries` tries, after `patienceMs`
 * milliseconds, or at once if the fault does not pass. Rejects if the token is cancelled.
 */
export async function persist<T>(
  timing: Timing,
  token: CancellationToken,
  tries: number,
  act: (again: boolean) => Promise<T>,
  patienceMs = Infinity,
): Promise<T> {
  const start = timing.now();
  for (let tried = 1; ; tried++) {
    try {
      return await act(tried > 1);
    } catch (error) {
      const fault = asFault(error);
      const isOver = tried >= tries || timing.now() - start > patienceMs;
      if (isFinal(fault, token) || !passes(fault) || isOver) throw fault;
      const ms = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(tried - 1, 20));
      await wait(timing, Math.max(retryAfterMs(fault, timing.date()) ?? 0, ms), token);
    }
  }
}

/** A machine without a network finds no server, and later finds it again. */
const passes = ({ code, retryable }: MindFault): boolean => retryable || code === 'endpoint-down';
