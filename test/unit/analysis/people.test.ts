/** Inequality, opinions, commons, cooperation and stability: all worked by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commonsMeasures, survivalRate, sustainable, sustainableShare } from '../../../src/analysis/outcomes/commons.js';
import { donationShare, finalResources, slope } from '../../../src/analysis/outcomes/cooperation.js';
import { entropyOfCounts, gini } from '../../../src/analysis/statistics/inequality.js';
import { campCount, camps, mean, polarisation, spread, spreadChange, stateCounts } from '../../../src/analysis/outcomes/opinion.js';
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

  it('of kinds is their entropy in bits', () => {
    near(entropyOfCounts([1, 1, 1, 1]), 2);
    near(entropyOfCounts([7, 0]), 0);
    near(entropyOfCounts([3, 1]), 2 - 0.75 * (Math.log(3) / Math.LN2));
  });
});

describe('opinions', () => {
  it('have a mean, a spread, and a change of it', () => {
    near(mean([1, 2, 6]), 3);
    near(spread([2, 4, 4, 4, 5, 5, 7, 9]), 2);
    near(spreadChange([1, 7], [3, 5]), -2);
    assert.equal(spread([]), null);
  });

  it('are polarised by 1 when half are at either end, by 0 when all agree', () => {
    near(polarisation([1, 1, 7, 7], 1, 7), 1);
    near(polarisation([4, 4], 1, 7), 0);
    // Uniform on the two middle thirds: variance 1 over 9.
    near(polarisation([3, 5], 1, 7), 1 / 9);
    assert.equal(polarisation([1], 3, 3), null);
  });

  it('fall into camps where neighbours are farther apart than the gap', () => {
    assert.deepEqual(camps([0.9, 0.1, 0.15, 0.5, 0.85], 0.2), [[1, 2], [3], [4, 0]]);
    assert.equal(campCount([0.9, 0.1, 0.15, 0.5, 0.85], 0.2, 2), 2);
    assert.equal(campCount([], 0.2), 0);
  });

  it('that are states are counted, those of nobody too', () => {
    assert.deepEqual(stateCounts(['s', 'i', 's'], ['s', 'i', 'r']), { s: 2, i: 1, r: 0 });
  });
});

describe('a commons (GovSim: 5 agents, stock 100, doubling, collapse below 5, 12 months)', () => {
  const rules = { months: 12, collapse: 5, growth: 2 };

  /** All ask the same; what is asked beyond the stock is shared equally. */
  function play(ask: number) {
    const [stock, catches]: [number[], number[][]] = [[], []];
    let left = 100;
    for (let month = 1; month <= 12 && left >= 5; month++) {
      stock.push(left);
      const got = Math.min(ask, Math.floor(left / 5));
      catches.push(new Array<number>(5).fill(got));
      left = Math.min(100, 2 * (left - 5 * got));
    }
    return commonsMeasures({ stock, catches }, rules)!;
  }

  it('of which all take 10 lasts for ever', () => {
    const { survival, survived, gain, efficiency, equality, overuse } = play(10);
    assert.deepEqual([survival, survived, gain, efficiency, equality, overuse], [12, true, 120, 1, 1, 0]);
  });

  it('of which all take 15 lasts two months, with 25 each, 20.8 % and over-usage 1', () => {
    const { survival, survived, gain, efficiency, equality, overuse } = play(15);
    assert.deepEqual([survival, survived, gain, equality, overuse], [2, false, 25, 1, 1]);
    near(efficiency, 125 / 600);
  });

  it('of which all take 20 is gone in the first month, with 20 each and 16.7 %', () => {
    const { survival, gain, efficiency, equality, overuse } = play(20);
    assert.deepEqual([survival, gain, equality, overuse], [1, 20, 1, 1]);
    near(efficiency, 1 / 6);
  });

  it('has a sustainable share of 10 at 100 and of 5 at 50', () => {
    assert.deepEqual([sustainable(100, 2), sustainableShare(100, 2, 5), sustainableShare(50, 2, 5), sustainable(7, 2)], [50, 10, 5, 3]);
  });

  it('counts over-usage and equality by agent', () => {
    const one = commonsMeasures(
      {
        stock: [100, 100],
        catches: [
          [20, 5],
          [60, 5],
        ],
      },
      { ...rules, months: 2 },
    )!;
    // f = 50, a share of 25: one of four catches is above. Gains 80 and 10.
    assert.deepEqual([one.overuse, one.gains, one.survived], [0.25, [80, 10], true]);
    near(one.equality, 1 - 140 / (2 * 2 * 90));
    assert.equal(survivalRate([one, play(15)]), 0.5);
  });

  it('is dead at the stock of the collapse, and taking more than grows back is no more than efficient', () => {
    const catches = [
      [25, 25],
      [25, 25],
      [0, 0],
    ];
    assert.equal(commonsMeasures({ stock: [100, 6, 5], catches }, { ...rules, months: 3 })!.survival, 2);
    // Best are 2 months of 50; 110 were taken.
    const greedy = commonsMeasures(
      {
        stock: [100, 100],
        catches: [
          [25, 25],
          [30, 30],
        ],
      },
      { ...rules, months: 2 },
    )!;
    assert.equal(greedy.efficiency, 1);
  });
});

describe('cooperation', () => {
  it('is what is given, what one ends with, and its change over generations', () => {
    assert.deepEqual(finalResources([[10, 20], []]), [15, null]);
    assert.equal(
      donationShare([
        { had: 10, gave: 5 },
        { had: 0, gave: 0 },
        { had: 20, gave: 5 },
      ]),
      0.375,
    );
    near(slope([1, 3, null, 7]), 2);
    assert.equal(slope([4]), null);
  });
});

describe('stability', () => {
  it('weighs the parts that there are', () => {
    assert.equal(stability.stability({}), null);
    const all = stability.stability({ meaning: 1, choices: 0.5, sequence: 0.7, agreement: 1, roles: 0, length: 1, faults: 1 })!;
    near(all.value, 0.3 + 0.25 * 0.6 + 0.25 * 0.5 + 0.2);
    near(all.covered, 1);
    near(stability.stability({ meaning: 0.8 })!.value, 0.8);
  });

  it('has parts that are 1 for the same and 0 for the opposite', () => {
    near(stability.sameChoices(['a', 'b'], ['b', 'a']), 1);
    near(stability.sameChoices(['a', 'a'], ['b', 'b']), 0);
    near(stability.sameSequence(['a', 'b', 'c'], ['a', 'c']), 2 / 3);
    near(
      stability.roleInformation([
        ['x', 'post'],
        ['y', 'vote'],
        ['x', 'post'],
        ['y', 'vote'],
      ]),
      1,
    );
    near(
      stability.roleInformation([
        ['x', 'post'],
        ['y', 'vote'],
        ['x', 'vote'],
        ['y', 'post'],
      ]),
      0,
    );
    near(stability.steadyLength([4, 4]), 1);
    near(stability.steadyLength([2, 6]), 1 / 1.5);
    near(stability.scatteredFaults([true, false, true, true]), 2 / 3);
  });
});
