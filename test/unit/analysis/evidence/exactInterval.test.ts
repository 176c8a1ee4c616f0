/** The exact interval of a share, with which the docs give the errors of verdicts. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { exactInterval } from '../../../support/exactInterval.js';

describe('the exact interval of a share', () => {
  const near = (found: readonly number[], right: readonly number[]): void => {
    for (const [i, x] of right.entries()) assert.ok(Math.abs(found[i]! - x) < 1e-6, `${found.join(' ')} is not ${right.join(' ')}`);
  };

  it('has a formula where none or all are counted', () => {
    for (const n of [10, 1000]) {
      near(exactInterval(0, n), [0, 1 - 0.025 ** (1 / n)]);
      near(exactInterval(n, n), [0.025 ** (1 / n), 1]);
    }
  });

  it('is that of scipy', () => {
    // scipy.stats.binomtest(k, n).proportion_ci(method='exact')
    near(exactInterval(3, 200), [0.00310411, 0.04320828]);
    near(exactInterval(5, 10), [0.18708603, 0.81291397]);
    near(exactInterval(500, 1000), [0.46854917, 0.53145083]);
    near(exactInterval(960, 1000), [0.9459273, 0.97127237]);
  });
});
