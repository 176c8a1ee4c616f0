/** Plays runs in worker threads, each with an engine of its own. A thread that dies loses nothing but the run it was at. */
import { ThreadPool } from '../../node/threadPool.js';
import type { Job, Material, Outcome, Player } from './cell.js';

/** Beside the bundle of this room. */
const SCRIPT = new URL('./experiments-worker.mjs', import.meta.url);

/** `threads` of them, from 1. They start with the first runs. */
export function inThreads(material: Material, threads: number, script = SCRIPT): Player {
  const pool = new ThreadPool<Job, Outcome>({ script, size: threads, data: material });
  let closed = false;
  return {
    places: threads,
    play: async (job) => {
      try {
        const answered = await pool.ask(job);
        return answered.ok ? answered.answer : { kind: 'lost', problem: `Two worker threads died of it: ${answered.message}.` };
      } catch (error) {
        if (closed) return { kind: 'stopped' };
        throw error;
      }
    },
    close: async () => {
      closed = true;
      await pool.close();
    },
  };
}
