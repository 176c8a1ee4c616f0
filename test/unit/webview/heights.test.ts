import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { Heights, visibleRows } from '../../../webview/conversation/heights.js';

const listOf = (heights: readonly number[]): Heights => {
  const list = new Heights();
  for (const height of heights) list.push(height);
  return list;
};
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const someHeights = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 400 });

describe('the arithmetic of the virtual list', () => {
  it('agrees with the sum of the heights one by one', () => {
    fc.assert(
      fc.property(someHeights, fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 300 }))), (start, edits) => {
        const plain = [...start];
        const list = listOf(start);
        for (const [row, height] of edits) {
          list.set(row, height);
          if (row < plain.length) plain[row] = height;
        }
        assert.equal(list.total, sum(plain));
        for (let row = 0; row <= plain.length; row++) assert.equal(list.offset(row), sum(plain.slice(0, row)));
      }),
      { numRuns: 50 },
    );
  });

  it('finds the row at a position', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 300 }), fc.nat(40_000), (heights, place) => {
        const list = listOf(heights);
        const row = list.rowAt(place);
        assert.ok(row >= 0 && row < heights.length);
        if (place < list.total) assert.ok(list.offset(row) <= place && place < list.offset(row + 1));
        else assert.equal(row, heights.length - 1);
      }),
    );
  });

  it('removes rows from the end and grows again', () => {
    const list = listOf([10, 20, 30, 40]);
    list.truncate(2);
    list.push(5);
    assert.deepEqual([list.count, list.total, list.get(2)], [3, 35, 5]);
  });

  it('has the rows of the view and the spare ones in the page, and no others', () => {
    const list = listOf(Array.from({ length: 1000 }, () => 20));
    assert.deepEqual(visibleRows(list, 2000, 200, 0), [100, 111]);
    assert.deepEqual(visibleRows(list, 2000, 200, 100), [95, 116]);
    assert.deepEqual(visibleRows(list, 0, 200, 100), [0, 16]);
    assert.deepEqual(visibleRows(list, 19_900, 200, 100), [990, 1000]);
    assert.deepEqual(visibleRows(new Heights(), 0, 200, 100), [0, 0]);
  });

  it('finds a position among a million rows (within the time limit of a test)', () => {
    const list = new Heights();
    for (let row = 0; row < 1_000_000; row++) list.push(20 + (row % 7));
    for (let i = 0; i < 10_000; i++) list.set(list.rowAt((i * 7919) % list.total), 30);
    assert.equal(list.rowAt(list.total - 1), 999_999);
  });
});
