/** Intervals of means from running sums, against printed tables and the values themselves. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { meanInterval, type Moments, NO_MOMENTS, withValue } from '../../../../src/analysis/statistics/meanInterval.js';
import { mean, variance } from '../../../../src/analysis/statistics/samples.js';

const of = (values: readonly number[]): Moments => values.reduce(withValue, NO_MOMENTS);

describe('the interval of a mean', () => {
  it('has the width of the quantiles of Student’s t in printed tables (NIST Handbook 1.3.6.7.2)', () => {
    for (const [df, quantile] of [
      [1, 12.706],
      [2, 4.303],
      [4, 2.776],
      [9, 2.262],
      [19, 2.093],
      [99, 1.984],
    ] as const) {
      // With squares of n (n − 1) the standard error is 1.
      const n = df + 1;
      const { high } = meanInterval({ n, mean: 0, squares: n * (n - 1) })!;
      assert.ok(Math.abs(high - quantile) < 0.0006, `${df}: ${high}`);
    }
  });

  it('computes mean and variance without keeping the values', () => {
    const values = [1e6 + 1, 1e6 + 4, 1e6 + 2, 1e6 + 9, 1e6];
    const { n, mean: middle, squares } = of(values);
    assert.ok(Math.abs(middle - mean(values)) < 1e-6);
    assert.ok(Math.abs(squares / (n - 1) - variance(values)) < 1e-6);
  });

  it('is missing for a single value', () => {
    assert.equal(meanInterval(of([3])), null);
    assert.equal(meanInterval(NO_MOMENTS), null);
  });
});
