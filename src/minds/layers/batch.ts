/** The layer that gives questions that can wait to a batch. Those without an answer of a batch go to the mind, one by one. */
import type { Mind } from '../../engine/model/mind.js';
import type { BatchPool } from './batchPool.js';
import { around, type Layer } from './layer.js';

export const batched =
  (pool: BatchPool | null): Layer =>
  (mind) => {
    if (!pool) return mind;
    const asking: Mind = around(mind, async (question, token) => {
      const answer = pool.takes(question) ? await pool.ask(question, token) : null;
      return answer ?? mind.ask(question, token);
    });
    return { ...asking, isBatched: (question) => pool.takes(question), sendBatch: () => pool.send() };
  };
