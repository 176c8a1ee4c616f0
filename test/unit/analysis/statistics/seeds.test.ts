/** What so many seeds can say: intervals, their coverage, power and the parts of a variance; oracle values by `test/fixtures/statistics.py`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { intervalOfDifference, intervalOfMean } from '../../../../src/analysis/statistics/meanInterval.js';
import { varianceComponents } from '../../../../src/analysis/sensitivity/varianceComponents.js';
import { bootstrap, permutationTest } from '../../../../src/analysis/statistics/resampling.js';
import { mean, variance } from '../../../../src/analysis/statistics/samples.js';
import { detectable, noncentralT } from '../../../../src/analysis/statistics/power.js';
import { ln } from '../../../../src/core/util/math.js';
import { normal } from '../../../../src/core/random/distributions.js';
import { rng, type Rng } from '../../../../src/core/random/rng.js';
import { leastP, seedsNeeded } from '../../../../src/language/api.js';

type Pair = readonly [number, number];

interface Oracle {
  readonly intervals: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly mean: Pair;
    readonly welch: Pair;
    readonly paired?: Pair;
  }[];
  readonly noncentral: readonly (readonly [x: number, df: number, delta: number, chance: number])[];
  readonly detectable: { readonly paired: readonly Pair[]; readonly two: readonly Pair[] };
  readonly clustered: readonly {
    readonly rows: readonly (readonly [seed: number, level: number, value: number])[];
    readonly effect: number;
    readonly interval: Pair;
  }[];
  readonly crossed: {
    readonly rows: readonly (readonly [number, number, number, number])[];
    readonly components: { readonly [factor: string]: number };
    readonly rest: number;
  };
}

const oracle = JSON.parse(readFileSync('test/fixtures/statistics.json', 'utf8')) as Oracle;

const near = (value: number | undefined, wanted: number, within = 1e-7): void =>
  assert.ok(value !== undefined && Math.abs(value - wanted) <= within * Math.max(1, Math.abs(wanted)), `${value}, not ${wanted}`);

describe('statistics over seeds', () => {
  it('intervals of means and of differences equal those of scipy', () => {
    for (const { a, b, mean: own, welch, paired } of oracle.intervals) {
      near(intervalOfMean(a)?.low, own[0]);
      near(intervalOfMean(a)?.high, own[1]);
      near(intervalOfDifference(a, b, false)?.low, welch[0]);
      near(intervalOfDifference(a, b, false)?.high, welch[1]);
      if (!paired) continue;
      near(intervalOfDifference(a, b, true)?.low, paired[0]);
      near(intervalOfDifference(a, b, true)?.high, paired[1]);
    }
  });

  it('there is no interval where nothing varies, or for a single seed', () => {
    assert.equal(intervalOfMean([3]), null);
    assert.equal(intervalOfMean([0.1, 0.1, 0.1]), null);
    assert.equal(intervalOfDifference([2, 2, 2], [5, 5, 5], false), null);
    assert.equal(intervalOfDifference([2, 3, 4], [5, 6, 7], true), null);
    assert.equal(bootstrap(rng(1, 'same'), [4, 4, 4]), null);
  });

  /** Share of data sets whose interval holds the true mean. */
  function coverage(
    n: number,
    draw: (random: Rng) => number,
    truth: number,
    sets: number,
    intervalOf: (values: readonly number[]) => ReturnType<typeof intervalOfMean>,
  ): number {
    const random = rng(2026, 'coverage', n);
    let held = 0;
    for (let i = 0; i < sets; i++) {
      const interval = intervalOf(Array.from({ length: n }, () => draw(random)));
      if (interval && interval.low <= truth && truth <= interval.high) held++;
    }
    return held / sets;
  }

  it('a 95 % interval contains the mean of normal values in 93 % of data sets or more, from three seeds on', () => {
    for (const n of [3, 5, 10, 20]) {
      const found = coverage(n, (random) => normal(random), 0, 4000, intervalOfMean);
      assert.ok(found >= 0.93 && found <= 0.965, `${n}: ${found}`);
    }
  });

  it('an interval of skewed values contains the mean less often, but more often than a plain bootstrap, so few seeds give a warning', () => {
    const exponential = (random: Rng): number => -ln(1 - random());
    // By simulation in the same way a percentile bootstrap holds 70, 78, 87 and 91 %.
    for (const [n, least] of [
      [3, 0.85],
      [5, 0.86],
      [10, 0.89],
      [20, 0.91],
    ] as const) {
      const found = coverage(n, exponential, 1, 4000, intervalOfMean);
      assert.ok(found >= least && found < 0.95, `${n}: ${found}`);
    }
  });

  it('the expanded bootstrap covers the mean as well from ten seeds on', () => {
    const stream = rng(7, 'draws');
    const found = coverage(
      10,
      (random) => normal(random),
      0,
      400,
      (values) => bootstrap(stream, values),
    );
    assert.ok(found >= 0.93, String(found));
  });

  it('intervals over seeds equal those of regressions with errors clustered by seed (statsmodels)', () => {
    for (const { rows, effect, interval } of oracle.clustered) {
      const seeds = [...new Set(rows.map(([seed]) => seed))];
      const means = seeds.map((seed) => mean(rows.filter(([own]) => own === seed).map(([, , value]) => value)));
      near(mean(means), effect);
      near(intervalOfMean(means)?.low, interval[0]);
      near(intervalOfMean(means)?.high, interval[1]);
    }
  });

  it('the noncentral t equals that of scipy, and the effect found with 80 % power that of statsmodels', () => {
    for (const [x, df, delta, chance] of oracle.noncentral) near(noncentralT(x, df, delta), chance, 1e-8);
    for (const [n, effect] of oracle.detectable.paired) near(detectable({ error: 1 / Math.sqrt(n), df: n - 1 }), effect, 1e-5);
    for (const [n, effect] of oracle.detectable.two) near(detectable({ error: Math.sqrt(2 / n), df: 2 * n - 2 }), effect, 1e-5);
  });

  it('variance is split between crossed factors as by restricted maximum likelihood (statsmodels)', () => {
    const { rows, components, rest } = oracle.crossed;
    const factors = ['seed', 'wording', 'model'];
    const found = varianceComponents(
      factors,
      rows.map(([seed, wording, model, value]) => ({ levels: [seed, wording, model].map(String), value })),
    );
    const of = (factor: string): number | undefined => found?.find((one) => one.factor === factor)?.variance;
    // Balanced, and no estimate below 0: both are the same but for where the optimiser stops.
    for (const factor of factors) near(of(factor), components[factor]!, 1e-3);
    near(of('rest'), rest, 1e-3);
  });

  it('variance between levels without effect is 0, and a design with missing cells has none', () => {
    const values = [1, 2, 4].flatMap((value, seed) => ['a', 'b'].map((wording) => ({ levels: [String(seed), wording], value })));
    const found = varianceComponents(['seed', 'wording'], values);
    assert.deepEqual(
      found?.map(({ factor, variance: own }) => [factor, own]),
      [
        ['seed', variance([1, 2, 4])],
        ['wording', 0],
        ['rest', 0],
      ],
    );
    assert.equal(varianceComponents(['seed', 'wording'], values.slice(1)), null);
  });

  it('the least p of a number of seeds, and the number of seeds that a p below 0.05 needs', () => {
    assert.equal(leastP('permutation', true, 5, 5), 0.0625);
    assert.equal(leastP('permutation', true, 6, 6), 0.03125);
    // scipy.stats.permutation_test and mannwhitneyu of 1..3 and 4..6: 0.1; of four against four 0.02857.
    assert.equal(leastP('permutation', false, 3, 3), 0.1);
    assert.ok(Math.abs(leastP('mann_whitney', false, 4, 4)! - 2 / 70) < 1e-12);
    // scipy.stats.permutation_test of the means of 10, 11 and 0..4: 1/21, for no other relabelling is as far apart.
    assert.equal(permutationTest([10, 11], [0, 1, 2, 3, 4], false, rng(1, 'test.seeds')), 1 / 21);
    assert.equal(leastP('permutation', false, 2, 5), 1 / 21);
    assert.equal(leastP('t', true, 5, 5), null);
    assert.deepEqual([seedsNeeded('permutation', true), seedsNeeded('permutation', true, 3), seedsNeeded('permutation', false)], [6, 7, 4]);
  });
});
