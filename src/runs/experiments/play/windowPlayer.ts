/**
 * Plays runs in the thread of the caller, one after another. The bundle for a browser has this in place of
 * `threads/threadPlayer.ts`, because a browser has no threads with this engine.
 */
import { CancellationSource } from '../../../core/util/lifecycle.js';
import type { JobResult, Material, Player } from '../design/runRecord.js';
import { playAlone } from './localPlayer.js';

/** Plays runs of any material. The run of one player waits for that of another. */
export class Threads {
  #last: Promise<unknown> = Promise.resolve();
  readonly #open = new Set<CancellationSource>();

  /** `size` is the number of threads elsewhere. */
  constructor(readonly size: number) {}

  player(material: Material): Player {
    const stop = new CancellationSource();
    this.#open.add(stop);
    return {
      places: 1,
      play: (job) => {
        const played = this.#last.then((): JobResult | Promise<JobResult> =>
          stop.token.isCancellationRequested ? { kind: 'stopped' } : playAlone(material, job, stop.token),
        );
        this.#last = played.catch(() => undefined);
        return played;
      },
      close: async () => {
        stop.cancel();
        this.#open.delete(stop);
      },
    };
  }

  async close(): Promise<void> {
    for (const stop of this.#open) stop.cancel();
    this.#open.clear();
  }
}

/** A player of its own. */
export const inThreads = (material: Material): Player => new Threads(1).player(material);
