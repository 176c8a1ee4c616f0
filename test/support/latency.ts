/** Minds with latencies on a simulated clock, so that no test waits: all events happen, in their order. */
import { rng } from '../../src/core/random/rng.js';

interface Due {
  readonly at: number;
  readonly act: () => void;
}

/** A clock that jumps to the next timer when no other work is left. */
export class Clock {
  now = 0;
  readonly #due: Due[] = [];

  after(milliseconds: number, act: () => void): void {
    this.#due.push({ at: this.now + milliseconds, act });
  }

  /** Resolves that much later. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /** Lets time pass until the work is done. */
  async until<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const settled = work.finally(() => (done = true));
    while (!done) {
      // Work without a timer goes first, however many promises it has.
      await new Promise((resolve) => setImmediate(resolve));
      if (done) break;
      let next = 0;
      this.#due.forEach(({ at }, i) => {
        if (at < this.#due[next]!.at) next = i;
      });
      const [due] = this.#due.splice(next, 1);
      if (!due) throw new Error('the work waits for nothing that will happen');
      this.now = Math.max(this.now, due.at);
      due.act();
    }
    return settled;
  }
}

/** Log-normal times with a median, each drawn by its purpose. */
export function logNormal(seed: number, median: number, sigma: number): (...of: readonly (string | number)[]) => number {
  return (...of) => {
    const draw = rng(seed, 'test.latency', ...of);
    const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
    return median * Math.exp(sigma * normal);
  };
}

/** When the last of several rounds can be done, where each agent waits for the messages of its neighbours on a ring of 4 in the round before. */
export function ringBound(people: readonly string[], rounds: number, latency: (agent: string, round: number) => number): number {
  const n = people.length;
  let done: readonly number[] = people.map(() => 0);
  for (let round = 1; round <= rounds; round++) {
    const before = done;
    const from = (i: number): number => Math.max(...[-2, -1, 0, 1, 2].map((d) => before[(i + d + n) % n]!));
    done = people.map((id, i) => from(i) + latency(id, round));
  }
  return Math.max(...done);
}
