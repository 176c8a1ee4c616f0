/** The layer that sends no more at once than an endpoint takes. The limiter is shared by all minds of one endpoint. */
import { around, asFault, type Layer } from './layer.js';
import type { Limiter, Went } from './limiter.js';
import { retryAfterMs } from './retryAfter.js';

/** Codes by which a server says that it is asked too much, where it names no time. */
const PUSHES: ReadonlySet<string> = new Set(['rate-limited']);

/** The longest that one answer may hold back all others, in milliseconds. */
const PATIENCE = 120_000;

export const limit =
  (limiter: Limiter): Layer =>
  (mind) =>
    around(mind, async (question, token) => {
      const pass = await limiter.enter(token);
      let went: Went = { kind: 'other' };
      try {
        const answer = await mind.ask(question, token);
        went = { kind: 'well' };
        return answer;
      } catch (error) {
        const fault = asFault(error);
        const afterMs = retryAfterMs(fault, limiter.options.timing.date());
        if (PUSHES.has(fault.code) || afterMs !== null)
          went = { kind: 'pushed', afterMs: afterMs === null ? null : Math.min(afterMs, PATIENCE) };
        throw fault;
      } finally {
        pass.done(went);
      }
    });
