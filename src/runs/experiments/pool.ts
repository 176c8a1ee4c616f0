/**
 * Plays runs in worker threads, each with an engine of its own. A thread that dies loses nothing but the run it was at. Most of what
 * a thread takes beside playing is its first seconds, in which the engine is compiled: threads can be kept for other experiments.
 */
import { CancellationSource } from '../../core/cancellation.js';
import { ThreadPool } from '../../node/threadPool.js';
import type { Job, Material, Outcome, Player } from './cell.js';

/** What a thread is told: a run, and the material that it is played from, as JSON, which a thread reads once. */
export interface ThreadJob {
  readonly job: Job;
  /** Another number, another material. */
  readonly batch: number;
  readonly material: SharedArrayBuffer;
}

export interface ThreadOptions {
  readonly script?: URL;
  /** What each thread is given at its start beside, as `workerData`. */
  readonly data?: unknown;
}

/** Beside the bundle of this room. */
const SCRIPT = new URL('./experiments-worker.mjs', import.meta.url);

/** Worker threads that play runs of any material. They start with the first runs. */
export class Threads {
  readonly #pool: ThreadPool<ThreadJob, Outcome>;
  #batch = 0;

  /** `size` of them, from 1. */
  constructor(
    readonly size: number,
    { script = SCRIPT, data = null }: ThreadOptions = {},
  ) {
    this.#pool = new ThreadPool({ script, size, data });
  }

  /** Plays runs of a material. Closing it ends threads that are at one; the others stay. */
  player(material: Material): Player {
    const from = { batch: this.#batch++, material: shared(JSON.stringify(material)) };
    const over = new CancellationSource();
    const play = async (job: Job): Promise<Outcome> => {
      try {
        const answered = await this.#pool.ask({ job, ...from }, over.token);
        return answered.ok ? answered.answer : { kind: 'lost', problem: `Two worker threads died of it: ${answered.message}.` };
      } catch (error) {
        if (over.token.isCancellationRequested) return { kind: 'stopped' };
        throw error;
      }
    };
    return { places: this.size, play, close: async () => over.cancel() };
  }

  /** Ends all threads, whatever they are at. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** A player with `size` threads of its own, from 1. */
export function inThreads(material: Material, size: number, options: ThreadOptions = {}): Player {
  const threads = new Threads(size, options);
  const player = threads.player(material);
  const close = async (): Promise<void> => {
    await player.close();
    await threads.close();
  };
  return { ...player, close };
}

function shared(text: string): SharedArrayBuffer {
  const bytes = new TextEncoder().encode(text);
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return memory;
}
