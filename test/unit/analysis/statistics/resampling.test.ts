import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { hedgesG } from '../../../../src/analysis/statistics/twoSampleTests.js';
import { bootstrap, permutationAbove, permutationTest } from '../../../../src/analysis/statistics/resampling.js';
import { mean } from '../../../../src/analysis/statistics/samples.js';
import { rng } from '../../../../src/core/random/rng.js';

const random = (): (() => number) => rng(1, 'test');

describe('two samples compared', () => {
  it('equal Fisher’s test by the signs of pairs on Darwin’s maize: 1726 of 32768', () => {
    // The Design of Experiments (1935), §21: 863 arrangements have as large a sum, in one direction.
    const gaps = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    assert.equal(
      permutationTest(
        gaps,
        gaps.map(() => 0),
        true,
        random(),
      ),
      1726 / 32768,
    );
    assert.equal(permutationAbove(gaps, random()), 863 / 32768, 'and of one side half of them');
  });

  it('are relabelled exactly where there are few ways', () => {
    // Of the 20 ways to choose three of six only two are as far apart.
    assert.equal(permutationTest([1, 2, 3], [4, 5, 6], false, random()), 2 / 20);
    assert.equal(permutationTest([1, 2], [1, 2], false, random()), 1);
    assert.equal(permutationTest([1, 1, 1, 1, 1], [0, 0, 0, 0, 0], true, random()), 2 / 32);
  });

  it('give the same result in every unit', () => {
    const [a, b] = [
      [0.1, 0.2, 0.7],
      [0.3, 0.5, 0.6],
    ] as const;
    const p = (unit: number, paired: boolean): number =>
      permutationTest(
        a.map((x) => x * unit),
        b.map((x) => x * unit),
        paired,
        random(),
      );
    for (const paired of [true, false]) for (const unit of [1e-14, 1e7, 1e12]) assert.equal(p(unit, paired), p(1, paired), `${unit}`);
  });

  it('are drawn where there are many ways, near the exact value', () => {
    const a = Array.from({ length: 12 }, (_, i) => i);
    const b = Array.from({ length: 12 }, (_, i) => i + 2.5);
    // By scipy.stats.permutation_test with 200,000 resamples: 0.108.
    const p = permutationTest(a, b, false, random());
    assert.ok(Math.abs(p - 0.108) < 0.01, String(p));
    assert.equal(permutationTest(a, b, false, random()), p, 'the same data and stream give the same number');
  });

  it('are measured in pooled standard deviations, corrected for small samples', () => {
    // Means 12 and 9, variances 4 and 1: 3 / sqrt(2.5), times 1 − 3/15.
    assert.ok(Math.abs(hedgesG([10, 12, 14], [8, 9, 10])! - (3 / Math.sqrt(2.5)) * 0.8) < 1e-12);
    assert.equal(hedgesG([1, 1], [1, 1]), null);
    assert.equal(hedgesG([1], [1, 2]), null);
  });

  it('have intervals that contain the mean, and get narrower as samples grow', () => {
    const values = Array.from({ length: 40 }, (_, i) => Math.sin(i) + 2);
    const interval = (n: number) => bootstrap(random(), values.slice(0, n))!;
    for (const n of [5, 10, 40]) assert.ok(interval(n).low < mean(values.slice(0, n)) && mean(values.slice(0, n)) < interval(n).high);
    assert.ok(interval(40).high - interval(40).low < interval(5).high - interval(5).low);
    assert.equal(bootstrap(random(), [1]), null);
    const apart = bootstrap(
      random(),
      values,
      values.map((x) => x - 1),
    )!;
    assert.ok(apart.low > 0.5 && apart.high < 1.5 && apart.high - apart.low > interval(40).high - interval(40).low);
    // The percentile interval of a mean is near mean ± 1.96 s/√n.
    const { low, high } = interval(40);
    const s = Math.sqrt(values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / 39);
    assert.ok(Math.abs((high - low) / 2 - (1.96 * s) / Math.sqrt(40)) < 0.03);
  });

  it('have p between the least possible value and 1, whichever sample is first', () => {
    const sample = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const p = permutationTest(a, b, false, random());
        assert.ok(p > 0 && p <= 1);
        assert.equal(permutationTest(b, a, false, random()), p);
      }),
      { numRuns: 60 },
    );
  });
});
