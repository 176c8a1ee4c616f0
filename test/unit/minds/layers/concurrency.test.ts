/** How many questions are out at once at a server whose number is not in the file: what it says, or what makes it fastest. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { limit, Limiter, wait } from '../../../../src/minds/layers/index.js';
import { fakeTiming, settle } from '../../../support/timing.js';
import { failed, good, mindOf, neverCancelled, question, rateLimited } from './support.js';

/** Answers after a while, or refuses a call. `calls`: how many are at the server, with this one. */
type Server = (calls: number, sleep: (ms: number) => Promise<void>) => Promise<void>;

interface Found {
  /** The window at which most calls were sent. */
  readonly most: number;
  readonly ms: number;
}

/** Many questions, all at once. */
async function found(server: Server, calls = 600): Promise<Found> {
  const timing = fakeTiming();
  const limiter = new Limiter({ most: 'auto', timing });
  const windows = new Map<number, number>();
  let open = 0;
  const mind = mindOf(async () => {
    const { window } = limiter.state;
    windows.set(window, (windows.get(window) ?? 0) + 1);
    try {
      await server(++open, (ms) => wait(timing, ms, neverCancelled));
      return good;
    } finally {
      open--;
    }
  });
  const ask = limit(limiter)(mind);
  let left = calls;
  const all = Array.from({ length: calls }, () =>
    Promise.resolve(ask.ask(question(), neverCancelled))
      .catch(() => undefined)
      .finally(() => left--),
  );
  while (left > 0) await timing.advance(1_000);
  await Promise.all(all);
  return { most: [...windows].sort((a, b) => b[1] - a[1])[0]![0], ms: timing.now() };
}

/** A server that works on so many answers at the same time, each for 100 ms; the others wait. */
function slots(count: number): Server {
  const free = Array.from({ length: count }, () => Promise.resolve());
  let next = 0;
  return async (_, sleep) => {
    const slot = next++ % count;
    free[slot] = free[slot]!.then(() => sleep(100));
    await free[slot];
  };
}

describe('the best number of concurrent questions', function () {
  this.timeout(60_000);

  it('is found at servers that answer one, four or sixteen at a time', async () => {
    const windows: number[] = [];
    for (const count of [1, 4, 16]) windows.push((await found(slots(count))).most);
    assert.deepEqual(windows, [1, 4, 16]);
  });

  it('is lower at a server that takes longer for all of them when it has more', async () => {
    const thrashing: Server = (calls, sleep) => sleep(calls <= 4 ? 100 : 25 * calls * (calls / 4));
    assert.equal((await found(thrashing)).most, 4);
  });

  it('makes a run faster than a fixed small number, where the server can do more', async () => {
    const { ms } = await found(slots(16));
    assert.ok(ms < (600 / 8) * 100, `${ms}`);
  });

  it('falls where the server refuses calls', async () => {
    const busy: Server = (calls, sleep) => (calls > 3 ? Promise.reject(rateLimited()) : sleep(100));
    assert.equal((await found(busy)).most, 2);
  });

  it('falls when answers take too long, once for the calls that were sent together', async () => {
    const limiter = new Limiter({ most: 'auto', timing: fakeTiming() });
    const late = mindOf(() => Promise.reject(failed('timeout')));
    const ask = (): Promise<unknown> => Promise.resolve(limit(limiter)(late).ask(question(), neverCancelled)).catch(() => undefined);
    const before = limiter.state.window;
    await Promise.all(Array.from({ length: before }, ask));
    assert.equal(limiter.state.window, before / 2);
  });

  it('is one more than the slots of the server, also when it says another number later; a number in the file comes first', async () => {
    const limiter = new Limiter({ most: 'auto', timing: fakeTiming() });
    const sent: number[] = [];
    for (const said of [3, 5, 2]) {
      limiter.hasSlots(said);
      const passes: { done(went: { kind: 'other' }): void }[] = [];
      for (let i = 0; i < 9; i++) void limiter.enter(neverCancelled).then((pass) => passes.push(pass));
      await settle();
      sent.push(limiter.state.out);
      while (passes.length > 0) {
        passes.shift()!.done({ kind: 'other' });
        await settle();
      }
    }
    assert.deepEqual(sent, [4, 6, 3]);
    const written = new Limiter({ most: 6, timing: fakeTiming() });
    written.hasSlots(2);
    assert.equal(written.state.window, 6);
  });

  it('leaves room for as many waiting questions as are out', async () => {
    const limiter = new Limiter({ most: 2, timing: fakeTiming() });
    const rooms = [limiter.room];
    for (let i = 0; i < 5; i++) {
      void limiter.enter(neverCancelled);
      rooms.push(limiter.room);
    }
    assert.deepEqual(rooms, [4, 3, 2, 1, 0, 0]);
  });
});
