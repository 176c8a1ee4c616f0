/** Statistics of single rows of claim cards: conformity, a trend over time, the exact test of a share, the division of runs. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answerVariety } from '../../../../src/analysis/index.js';
import { allocatedError, allocatedHalfWidth, bestAllocation, neededFor } from '../../../../src/analysis/evidence/allocation.js';
import { binomialAbove } from '../../../../src/analysis/evidence/binomial.js';
import { trendOf } from '../../../../src/analysis/evidence/trend.js';
import { normal } from '../../../../src/core/random/distributions.js';
import { rng } from '../../../../src/core/random/rng.js';

const answers = (text: string): ReadonlyMap<string, string> => new Map([...text].map((answer, agent) => [String(agent), answer]));

describe('the variety of answers', () => {
  it('counts the most frequent answer, equal pairs, and minority answers that join the majority', () => {
    const variety = answerVariety([[answers('aaab'), answers('aaaa'), answers('aabb')]])!;
    assert.equal(variety.moments, 3);
    assert.ok(Math.abs(variety.modal - (0.75 + 1 + 0.5) / 3) < 1e-12);
    assert.ok(Math.abs(variety.same - (0.5 + 1 + 1 / 3) / 3) < 1e-12);
    // One answer of the minority of the first moment, which joins; there is no minority at the second.
    assert.deepEqual([variety.minority, variety.moved], [1, 1]);
  });

  it('a tie has no majority, and an agent that does not answer again is not counted', () => {
    assert.deepEqual(answerVariety([[answers('aabb'), answers('aaaa')]])!.minority, 0);
    assert.deepEqual(answerVariety([[answers('aaab'), answers('aaa')]])!.minority, 0);
    assert.equal(answerVariety([[answers('a')]]), null);
  });
});

describe('a trend', () => {
  it('is found where values fall, and at the level of the test where they do not', () => {
    const falling = Array.from({ length: 12 }, (_, i) => -i + normal(rng(i, 'fall')));
    const found = trendOf(falling, rng(0, 'trend'))!;
    assert.ok(found.correlation < -0.8 && found.p < 0.01, JSON.stringify(found));
    let alarms = 0;
    for (let study = 0; study < 200; study++) {
      const random = rng(study, 'no trend');
      const values = Array.from({ length: 8 }, () => normal(random));
      if (trendOf(values, random)!.p < 0.05) alarms++;
    }
    // 10 expected; 23 or more have a chance below 1 in 5,000.
    assert.ok(alarms < 23, `${alarms} of 200`);
    assert.equal(trendOf([1, 1, 1, 1, 1], rng(0, 'flat')), null);
  });
});

describe('the exact test of a share', () => {
  it('gives the chances of the binomial distribution', () => {
    // scipy.stats.binom.sf(k - 1, n, p)
    const expected: readonly (readonly [number, number, number, number])[] = [
      [0, 12, 0.1, 1],
      [4, 12, 0.1, 0.02563747017],
      [12, 12, 0.1, 1e-12],
      [3, 20, 0.05, 0.07548367378],
    ];
    for (const [k, n, p, chance] of expected)
      assert.ok(Math.abs(binomialAbove(k, n, p) - chance) < 1e-9, `${k} of ${n}: ${binomialAbove(k, n, p)}`);
  });
});

describe('the division of runs between seeds and wordings', () => {
  it('says how many seeds or wordings bring the interval to a width, or that none do', () => {
    const components = { seeds: 1, wordings: 0.04, rest: 1 };
    const [s, w] = [10, 6];
    const now = allocatedHalfWidth(components, s, w);
    const needed = neededFor(components, { s, w, wanted: 0.6 });
    assert.ok(now > 0.6 && needed.seeds !== null && needed.seeds > s, JSON.stringify([now, needed]));
    assert.ok(allocatedHalfWidth(components, needed.seeds, w) <= 0.6);
    assert.ok(allocatedHalfWidth(components, needed.seeds - 1, w) > 0.6);
    assert.equal(needed.wordings, null, 'ten seeds alone spread more');
    assert.equal(neededFor({ seeds: 0, wordings: 1, rest: 1 }, { s, w, wanted: 0.6 }).seeds, null);
  });

  it('takes more wordings where wordings differ, and more seeds where seeds do', () => {
    const ofSeeds = bestAllocation({ seeds: 1, wordings: 0, rest: 1 }, 100)!;
    assert.deepEqual([ofSeeds.seeds, ofSeeds.wordings], [50, 2]);
    const ofWordings = bestAllocation({ seeds: 0.01, wordings: 1, rest: 1 }, 100)!;
    assert.equal(ofWordings.wordings, 20);
    const both = bestAllocation({ seeds: 4, wordings: 1, rest: 1 }, 100)!;
    const errors = Array.from({ length: 18 }, (_, i) =>
      allocatedError({ seeds: 4, wordings: 1, rest: 1 }, Math.floor(100 / (i + 2)), i + 2),
    );
    assert.ok(Math.abs(both.error - Math.min(...errors)) < 1e-12);
    assert.equal(bestAllocation({ seeds: 1, wordings: 1, rest: 1 }, 3), null);
  });
});
