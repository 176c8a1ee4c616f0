/** The materials that a worker has fetched and plays runs from. Its threads play from all of them. */
import type { Redis } from 'ioredis';
import { sha256 } from '../../node/ports.js';
import { type Arm, keysOf, type Material, type Player, Threads } from '../../runs/experiments/index.js';
import { materialOf, materialPlace, MOST } from './queueMessages.js';

export interface Ready {
  readonly material: Material;
  readonly player: Player;
  /** The key that a run from this material has. */
  readonly keyOf: (arm: Arm, seed: number) => string;
}

interface Held {
  readonly ready: Promise<Ready>;
  /** Runs that are played from it now. */
  busy: number;
}

/** Materials that are kept while no run is played from them. */
const IDLE = 1;

export class Materials {
  readonly #held = new Map<string, Held>();
  readonly #threads: Threads;

  constructor(
    readonly redis: Redis,
    threads: number,
  ) {
    this.#threads = new Threads(threads);
  }

  /** Calls `work` with a material. Rejects with a message where it is missing, or does not match its hash. */
  async with<T>(hash: string, work: (ready: Ready) => Promise<T>): Promise<T> {
    const held = this.#held.get(hash) ?? { ready: this.#fetched(hash), busy: 0 };
    this.#held.delete(hash);
    this.#held.set(hash, held);
    held.busy++;
    try {
      return await work(await held.ready);
    } catch (error) {
      await held.ready.catch(() => this.#held.delete(hash));
      throw error;
    } finally {
      held.busy--;
      this.#tidy();
    }
  }

  close(): Promise<void> {
    return this.#threads.close();
  }

  async #fetched(hash: string): Promise<Ready> {
    const place = materialPlace(hash);
    const size = await this.redis.strlen(place);
    if (size === 0) throw new Error('The material of this run is no longer in Redis. Start the experiment again.');
    if (size > MOST.material) throw new Error(`The material of this run has ${size} bytes; a worker accepts at most ${MOST.material}.`);
    const text = (await this.redis.get(place)) ?? '';
    const material = sha256(text) === hash ? materialOf(text) : null;
    if (!material) throw new Error('The material of this run does not match its hash.');
    const keys = keysOf(material);
    return { material, player: this.#threads.player(material), keyOf: (arm, seed) => keys(arm)(seed) };
  }

  /** Releases the oldest materials that no run is played from. */
  #tidy(): void {
    const idle = [...this.#held].filter(([, { busy }]) => busy === 0);
    for (const [hash, { ready }] of idle.slice(0, Math.max(0, idle.length - IDLE))) {
      this.#held.delete(hash);
      void ready.then(({ player }) => player.close());
    }
  }
}
