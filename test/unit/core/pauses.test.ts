/** Long work that pauses: the same result with and without pauses. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { inSlices, inTurns } from '../../../src/core/util/pauses.js';
import type { Slices } from '../../../src/core/util/slices.js';

/** Counts to `n` in slices. */
function* counting(n: number, seen: number[]): Slices<number> {
  let sum = 0;
  for (let i = 1; i <= n; i++) {
    seen.push(i);
    sum += i;
    yield;
  }
  return sum;
}

/** A promise at each `every`-th request for one. */
function rests(every: number): { rest: () => Promise<void> | undefined; count: () => number } {
  let [asked, given] = [0, 0];
  return {
    rest: () => {
      if (++asked % every !== 0) return undefined;
      given++;
      return Promise.resolve();
    },
    count: () => given,
  };
}

describe('work in slices', () => {
  it('runs at once outside a session', () => {
    assert.equal(
      inSlices('a', 0, () => counting(10, [])),
      55,
    );
  });

  it('gives the same result with any pauses, and does each slice once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 5 }), async (sizes, every) => {
        const seen = sizes.map((): number[] => []);
        const work = (): readonly number[] => sizes.map((n, i) => inSlices('count', i, () => counting(n, seen[i]!)));
        const { rest, count } = rests(every);
        const found = await inTurns(work, rest);
        assert.deepEqual(
          found,
          sizes.map((n) => (n * (n + 1)) / 2),
        );
        for (const [i, n] of sizes.entries())
          assert.deepEqual(
            seen[i],
            Array.from({ length: n }, (_, k) => k + 1),
          );
        assert.equal(count(), Math.floor(sizes.reduce((sum, n) => sum + n, 0) / every));
      }),
    );
  });

  it('pauses in work inside other work', async () => {
    const { rest } = rests(1);
    const outer = function* (): Slices<number> {
      const inner = inSlices('inner', 0, () => counting(3, []));
      yield;
      return inner + 1;
    };
    assert.equal(await inTurns(() => inSlices('outer', 0, outer), rest), 7);
  });

  it('ends work whose key is another object each time', async () => {
    const { rest, count } = rests(1);
    assert.equal(await inTurns(() => inSlices('made again', {}, () => counting(5, [])), rest), 15);
    assert.equal(count(), 1);
  });

  it('throws the error of the work again, after a pause too', async () => {
    const failing = function* (): Slices<number> {
      yield;
      throw new RangeError('no');
    };
    const { rest } = rests(1);
    let caught = 0;
    const work = (): number => {
      try {
        return inSlices('failing', 0, failing);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        caught++;
      }
      return inSlices('after', 0, () => counting(2, []));
    };
    assert.equal(await inTurns(work, rest), 3);
    assert.ok(caught > 1);
    await assert.rejects(async () => inTurns(() => inSlices('failing', 0, failing), rest), RangeError);
  });

  it('gives null once the result is no longer wanted', async () => {
    const { rest } = rests(2);
    const seen: number[] = [];
    assert.equal(
      await inTurns(
        () => inSlices('a', 0, () => counting(100, seen)),
        rest,
        () => false,
      ),
      null,
    );
    assert.equal(seen.length, 2);
  });
});
