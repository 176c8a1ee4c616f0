/** Verdicts of outcomes that are drawn directly: errors at or below the level, and exact tests of equivalence at their level. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { binomialAbove, binomialChances } from '../../../src/analysis/evidence/binomial.js';
import { chanceAbove } from '../../../src/analysis/evidence/marginChance.js';
import { oneShareWithin, pairedSharesWithin, twoSharesWithin } from '../../../src/analysis/evidence/shareEquivalence.js';
import { valuesNeeded } from '../../../src/analysis/statistics/power.js';
import { rng } from '../../../src/core/random/rng.js';
import { outcomeVerdict, PLANTED_OUTCOMES } from '../../support/plantedOutcomes.js';

const STUDIES = 100;

describe('verdicts of planted outcomes', () => {
  // The row with a rare large loss is a limit that docs/evidence.md describes.
  for (const planted of PLANTED_OUTCOMES.filter(({ outcome }) => !outcome.startsWith('margins 0.1')))
    it(`${planted.claim}, ${planted.outcome}, ${planted.seeds} seeds`, () => {
      let wrong = 0;
      for (let study = 1; study <= STUDIES; study++) if (!planted.right.includes(outcomeVerdict(planted, study))) wrong++;
      // 5 expected at most; 16 or more of 100 have a chance below 1 in 10,000.
      assert.ok(wrong < 16, `${wrong} of ${STUDIES}`);
    });

  it('tests of the equivalence of shares are wrong no more often than their level, at any shares', () => {
    const [n, bound] = [12, 0.4];
    const between = Array.from({ length: n + 1 }, (_, a) =>
      Array.from({ length: n + 1 }, (_, b) => twoSharesWithin({ k: a, n }, { k: b, n }, bound) < 0.1),
    );
    for (let share = 0; share <= 1 - bound; share += 0.02) {
      const [one, other] = [binomialChances(n, share + bound), binomialChances(n, share)];
      let size = 0;
      for (let a = 0; a <= n; a++) for (let b = 0; b <= n; b++) if (between[a]![b]) size += one[a]! * other[b]!;
      assert.ok(size <= 0.1 + 1e-6, `${size} at ${share}`);
    }
    assert.ok(between.flat().some(Boolean), 'some samples are near enough');
  });

  it('without any event, equivalence is as likely as no event is with shares that matter', () => {
    for (const n of [8, 60]) {
      assert.ok(Math.abs(twoSharesWithin({ k: 0, n }, { k: 0, n }, 0.05) - 0.95 ** n) < 1e-9);
      assert.ok(Math.abs(pairedSharesWithin(0, 0, n, 0.05) - 0.95 ** n) < 1e-9);
      assert.ok(Math.abs(oneShareWithin(0, n, -0.05, 0.05) - 0.95 ** n) < 1e-9);
    }
    assert.ok(twoSharesWithin({ k: 0, n: 20 }, { k: 20, n: 20 }, 0.3) > 0.999);
  });

  it('margins of two values have the binomial test of their mean', () => {
    const margins = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, -0.9];
    assert.ok(Math.abs(chanceAbove(margins, rng(0, 'two')) - binomialAbove(9, 10, 0.9)) < 1e-12);
    assert.equal(chanceAbove([1, 1, 1], rng(0, 'same')), 1 / 8);
  });

  it('arms without pairs need fewer seeds than pairs with the same spread', () => {
    // As power.t.test(delta = 1, sd = 1, power = 0.8) gives 16.7 for each arm; of pairs whose difference has sd √2, 17.7.
    assert.equal(valuesNeeded(1, Math.SQRT2, undefined, 2), 17);
    assert.equal(valuesNeeded(1, Math.SQRT2), 18);
  });
});
