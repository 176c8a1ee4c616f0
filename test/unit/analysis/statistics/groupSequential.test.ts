/** Levels of repeated looks, against published boundaries and by simulation. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lookLevels } from '../../../../src/analysis/statistics/groupSequential.js';
import { mean } from '../../../../src/analysis/statistics/samples.js';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { normal } from '../../../../src/core/random/distributions.js';
import { rng } from '../../../../src/core/random/rng.js';

describe('levels of repeated looks', () => {
  it('are those of the boundaries that Lan and DeMets published, and that the R package ldbounds prints', () => {
    // O'Brien–Fleming spending, two-sided 0.05, five equal looks.
    const published = [4.8769, 3.3569, 2.6803, 2.2898, 2.031];
    const levels = lookLevels([0.2, 0.4, 0.6, 0.8, 1], { sides: 'two', level: 0.05 });
    for (const [k, z] of published.entries()) {
      const wanted = 2 * (1 - normalCdf(z, 0, 1));
      assert.ok(Math.abs(levels[k]! - wanted) < 2e-5, `look ${k + 1}: ${levels[k]} is not ${wanted}`);
    }
    assert.ok(Math.abs(lookLevels([1], { sides: 'one', level: 0.05 })[0]! - 0.05) < 1e-9);
  });

  it('keep the level of one test over all looks, where looking at the plain level does not', () => {
    const shares = [0.25, 0.5, 0.75, 1];
    const levels = lookLevels(shares, { sides: 'one', level: 0.05 });
    let [spending, plain] = [0, 0];
    for (let study = 0; study < 4000; study++) {
      const random = rng(study, 'looks');
      const margins = Array.from({ length: 40 }, () => normal(random));
      const ps = shares.map((share) => 1 - normalCdf(mean(margins.slice(0, 40 * share)) * Math.sqrt(40 * share), 0, 1));
      if (ps.some((p, k) => p < levels[k]!)) spending++;
      if (ps.some((p) => p < 0.05)) plain++;
    }
    // 200 expected; outside 150..250 with a chance below 1 in 1,000.
    assert.ok(spending > 150 && spending < 250, `${spending} of 4,000`);
    assert.ok(plain > 400, `${plain} of 4,000`);
  });
});
