/** The worker threads of this window. They are kept for some time, because a user often changes an experiment and runs it again. */
import type { Disposable } from '../../core/util/lifecycle.js';
import type { Material, Player, Threads } from '../../runs/experiments/index.js';
import { cores } from '../../node/machine.js';
import { rooms } from '../window/rooms.js';
import { tellOneThread } from '../web/limits.js';

/** Milliseconds that idle threads wait for more runs. */
const KEPT_MS = 5 * 60_000;

export class WindowThreads implements Disposable {
  #threads: Threads | null = null;
  /** Number of open players. */
  #players = 0;
  #end: NodeJS.Timeout | null = null;

  /** A player for one experiment. Its `close` returns the threads. */
  async player(material: Material): Promise<Player> {
    const room = await rooms.experiments();
    if (this.#end) clearTimeout(this.#end);
    this.#players++;
    tellOneThread();
    // One core is left for the editor.
    this.#threads ??= new room.Threads(Math.max(1, cores() - 1));
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
