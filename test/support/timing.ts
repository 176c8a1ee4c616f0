/** Time for tests: a clock that moves only when a test moves it, and one that jumps to the next timer. No test sleeps. */
import { rng } from '../../src/core/random/rng.js';
import type { Timing } from '../../src/minds/index.js';

interface Timer {
  readonly at: number;
  readonly n: number;
  readonly act: () => void;
}

export interface FakeTiming extends Timing {
  /** Milliseconds of all waits that were asked for, in order. */
  readonly waits: readonly number[];
  /** Timers that are set. */
  readonly pending: number;
  /** Moves the clock, and runs each timer on the way, with the work that follows from it. */
  advance(ms: number): Promise<void>;
}

const START = Date.UTC(2026, 0, 1);

/** A clock that moves only when a test moves it. */
export function fakeTiming(seed = 1, random: () => number = rng(seed, 'timing')): FakeTiming {
  const timers = new Set<Timer>();
  const waits: number[] = [];
  let now = 0;
  let n = 0;
  const next = (until: number): Timer | undefined =>
    [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.n - b.n)[0];
  return {
    waits,
    random,
    now: () => now,
    date: () => START + now,
    get pending() {
      return timers.size;
    },
    after: (ms, act) => {
      const timer = { at: now + Math.max(0, ms), n: n++, act };
      waits.push(ms);
      timers.add(timer);
      return { dispose: () => void timers.delete(timer) };
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.act();
        await settle();
      }
      now = until;
    },
  };
}

/** Runs all promises that can continue. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that jumps to the next timer as soon as the event loop is idle: for tests with real servers. */
export function fastTiming(seed = 1): FakeTiming {
  const clock = fakeTiming(seed);
  let turning = false;
  const turn = (): void => {
    turning = false;
    if (clock.pending === 0) return;
    void clock.advance(1_000).then(again);
  };
  const again = (): void => {
    if (turning || clock.pending === 0) return;
    turning = true;
    setImmediate(turn);
  };
  return {
    ...clock,
    get pending() {
      return clock.pending;
    },
    after: (ms, act) => {
      const timer = clock.after(ms, act);
      again();
      return timer;
    },
  };
}
