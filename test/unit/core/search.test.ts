/** Binary search against a walk from the beginning. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { bisect, lowerBound, upperBound, upperBoundBy } from '../../../src/core/util/search.js';

const ascending = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }).map((list) => list.toSorted((a, b) => a - b));
const wanted = fc.integer({ min: -1, max: 21 });

/** The first index at which a condition holds; the length where it holds nowhere. */
function firstWhere(list: readonly number[], holds: (x: number) => boolean): number {
  const at = list.findIndex(holds);
  return at < 0 ? list.length : at;
}

describe('binary search', () => {
  it('finds the first number that is equal or greater, and the first that is greater', () => {
    fc.assert(
      fc.property(ascending, wanted, (list, x) => {
        assert.equal(
          lowerBound(list, x),
          firstWhere(list, (y) => y >= x),
        );
        assert.equal(
          upperBound(list, x),
          firstWhere(list, (y) => y > x),
        );
        const items = list.map((value) => ({ value }));
        assert.equal(
          upperBoundBy(items, x, ({ value }) => value),
          firstWhere(list, (y) => y > x),
        );
      }),
    );
  });

  it('stays between its bounds', () => {
    assert.equal(
      bisect(2, 5, () => true),
      5,
    );
    assert.equal(
      bisect(2, 5, () => false),
      2,
    );
    assert.equal(
      bisect(3, 3, () => assert.fail('nothing to compare')),
      3,
    );
  });

  it('of 1,000,000 numbers compares 20 at most', () => {
    let compared = 0;
    bisect(0, 1_000_000, (i) => {
      compared++;
      return i < 777_777;
    });
    assert.ok(compared <= 20, String(compared));
  });
});
