/** The worker threads of this window, kept for a while: who plays an experiment changes something and plays again. */
import { availableParallelism } from 'node:os';
import type { Disposable } from '../../core/util/lifecycle.js';
import type { Material, Player, Threads } from '../../runs/experiments/index.js';
import { rooms } from '../window/rooms.js';

/** Milliseconds after the last run in which they wait for more. */
const KEPT_MS = 5 * 60_000;

export class WindowThreads implements Disposable {
  #threads: Threads | null = null;
  /** Players that are open. */
  #players = 0;
  #end: NodeJS.Timeout | null = null;

  /** A player for one experiment: its `close` gives the threads back. */
  async player(material: Material): Promise<Player> {
    const room = await rooms.experiments();
    if (this.#end) clearTimeout(this.#end);
    this.#players++;
    // The editor keeps a core for itself.
    this.#threads ??= new room.Threads(Math.max(1, availableParallelism() - 1));
    const player = this.#threads.player(material);
    let isOpen = true;
    const close = async (): Promise<void> => {
      await player.close();
      if (isOpen) this.#back();
      isOpen = false;
    };
    return { ...player, close };
  }

  dispose(): void {
    if (this.#end) clearTimeout(this.#end);
    void this.#threads?.close();
    this.#threads = null;
  }

  #back(): void {
    if (--this.#players === 0) this.#end = setTimeout(() => this.dispose(), KEPT_MS);
  }
}
