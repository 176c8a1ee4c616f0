/** The first of many numbers: the same as a sort, in slices. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { finished } from '../../../src/core/util/slices.js';
import { firstPlaces } from '../../../src/expr/functions/ranking.js';

const sorted = (ranks: readonly number[], most: number, sign: 1 | -1): readonly number[] =>
  ranks
    .map((_, place) => place)
    .sort((a, b) => sign * (ranks[a]! - ranks[b]!) || a - b)
    .slice(0, most);

describe('the first of many numbers', () => {
  it('are those of a sort that keeps the order of equals', () => {
    const ranks = fc.array(fc.constantFrom(-1.5, -0, 0, 1, 2, 7, 1e300), { maxLength: 60 });
    fc.assert(
      fc.property(ranks, fc.nat(70), fc.constantFrom<1 | -1>(1, -1), (given, most, sign) => {
        assert.deepEqual([...finished(firstPlaces(Float64Array.from(given), most, sign))], sorted(given, most, sign));
      }),
    );
  });

  it('are found in slices of at most 16,384 items, also where all are ranked', () => {
    const length = 100_000;
    const ranks = Float64Array.from({ length }, (_, i) => (i * 7919) % 1_009);
    for (const most of [3, length]) {
      const slices = firstPlaces(ranks, most, -1);
      let count = 0;
      let found = slices.next();
      for (; !found.done; found = slices.next()) count++;
      assert.deepEqual([...found.value], sorted([...ranks], most, -1));
      // All items pass the top of the heap, or enter it and leave it.
      assert.ok(count >= Math.floor(length / 16_384), `${count} slices`);
    }
  });
});
