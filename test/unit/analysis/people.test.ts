/** Inequality, opinions, change over generations and stability: all worked by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { slope } from '../../../src/analysis/statistics/slope.js';
import { entropyOfCounts, gini } from '../../../src/analysis/statistics/samples.js';
import { campCount, camps, polarisation, spread } from '../../../src/analysis/outcomes/opinion.js';
import { mean } from '../../../src/core/util/numbers.js';
import * as stability from '../../../src/analysis/outcomes/stability.js';

const near = (found: number | null, value: number, by = 1e-12): void =>
  assert.ok(found !== null && Math.abs(found - value) <= by, `${found} is not ${value}`);

describe('inequality', () => {
  it('is the Gini coefficient, worked by hand', () => {
    near(gini([5, 5, 5]), 0);
    near(gini([0, 0, 0, 4]), 0.75);
    // |1−2| + |1−3| + |2−3|, each twice, over 2 · 3 · 6.
    near(gini([1, 2, 3]), 8 / 36);
    near(gini([3, 1, 2]), 8 / 36);
    assert.equal(gini([0, 0]), 0);
    assert.equal(gini([]), null);
    assert.equal(gini([1, -1]), null);
  });

  it('of categories is their entropy in bits', () => {
    near(entropyOfCounts([1, 1, 1, 1]), 2);
    near(entropyOfCounts([7, 0]), 0);
    near(entropyOfCounts([3, 1]), 2 - 0.75 * (Math.log(3) / Math.LN2));
  });
});

describe('opinions', () => {
  it('have a mean and a spread', () => {
    near(mean([1, 2, 6]), 3);
    near(spread([2, 4, 4, 4, 5, 5, 7, 9]), 2);
    assert.equal(spread([]), null);
  });

  it('have polarisation 1 when half are at either end, and 0 when all agree', () => {
    near(polarisation([1, 1, 7, 7], 1, 7), 1);
    near(polarisation([4, 4], 1, 7), 0);
    // Uniform on the two middle thirds: variance 1 over 9.
    near(polarisation([3, 5], 1, 7), 1 / 9);
    assert.equal(polarisation([1], 3, 3), null);
  });

  it('form camps where neighbours are farther apart than the gap', () => {
    assert.deepEqual(camps([0.9, 0.1, 0.15, 0.5, 0.85], 0.2), [[1, 2], [3], [4, 0]]);
    assert.equal(campCount([0.9, 0.1, 0.15, 0.5, 0.85], 0.2, 2), 2);
    assert.equal(campCount([], 0.2), 0);
  });
});

describe('a series over generations', () => {
  it('has a slope over the positions that have a value', () => {
    near(slope([1, 3, null, 7]), 2);
    assert.equal(slope([4]), null);
  });
});

describe('stability', () => {
  it('weighs the parts that have a value', () => {
    assert.equal(stability.stability({}), null);
    const all = stability.stability({ meaning: 1, choices: 0.5, agreement: 1, length: 0.5 })!;
    near(all.value, 0.3 + 0.25 * 0.5 + 0.25 + 0.2 * 0.5);
    near(all.covered, 1);
    near(stability.stability({ meaning: 0.8 })!.value, 0.8);
  });

  it('has parts that are 1 for equal and 0 for opposite answers', () => {
    near(stability.sameChoices(['a', 'b'], ['b', 'a']), 1);
    near(stability.sameChoices(['a', 'a'], ['b', 'b']), 0);
    near(stability.steadyLength([4, 4]), 1);
    near(stability.steadyLength([2, 6]), 1 / 1.5);
  });
});
