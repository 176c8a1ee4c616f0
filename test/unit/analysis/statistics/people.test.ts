/** Answers of agents compared with those of people: weights, raking, polychoric correlations, distances. Oracle values by `test/fixtures/people_statistics.R`. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { compareAnswers } from '../../../../src/analysis/people/compareAnswers.js';
import { compareStructure } from '../../../../src/analysis/people/correlations.js';
import { compareMatched } from '../../../../src/analysis/people/matchedPairs.js';
import { overlap } from '../../../../src/analysis/people/overlap.js';
import { bivariateNormal, polychoric } from '../../../../src/analysis/people/polychoric.js';
import { rake } from '../../../../src/analysis/people/rakedWeights.js';
import {
  type Answers,
  equallyWeighted,
  weightedMean,
  weightedShare,
  weightedVariance,
} from '../../../../src/analysis/people/weightedAnswers.js';
import { jensenShannon } from '../../../../src/analysis/statistics/distances.js';
import { type Rng, rng } from '../../../../src/core/random/rng.js';

interface Estimate {
  readonly value: number;
  readonly error: number;
}

interface Fixture {
  readonly rows: readonly { readonly y: number; readonly w: number; readonly a: number; readonly b: number }[];
  readonly mean: Estimate;
  readonly share: Estimate;
  readonly variance: Estimate;
  readonly raked: readonly number[];
  readonly polychoric: readonly { readonly table: readonly (readonly number[])[]; readonly r: number; readonly rough: number }[];
  readonly bivariate: readonly { readonly h: number; readonly k: number; readonly r: number; readonly p: number }[];
}

const FIXTURE = JSON.parse(readFileSync('test/fixtures/people_statistics.json', 'utf8')) as Fixture;
const { rows } = FIXTURE;
const SAMPLE: Answers = {
  values: Float64Array.from(rows, ({ y }) => y),
  weights: Float64Array.from(rows, ({ w }) => w),
};
const NUMBERS = { words: null } as const;

const close = (found: number | null | undefined, wanted: number, by: number, what = ''): void =>
  assert.ok(found !== null && found !== undefined && Math.abs(found - wanted) <= by, `${what} ${found} is not ${wanted}`);

describe('answers with weights', () => {
  it('have the means, shares and variances of survey in R', () => {
    const found = { mean: weightedMean(SAMPLE), share: weightedShare(SAMPLE, 3), variance: weightedVariance(SAMPLE) };
    for (const [name, { value, error }] of Object.entries(found) as [keyof typeof found, Estimate][]) {
      close(value, FIXTURE[name].value, 1e-10, name);
      close(error, FIXTURE[name].error, 1e-10, `${name}, error`);
    }
  });

  it('are raked to known shares as by survey in R', () => {
    const parts = (of: 'a' | 'b'): Int32Array => Int32Array.from(rows, (row) => row[of]);
    const margins = [
      { parts: parts('a'), shares: [0.3, 0.7] },
      { parts: parts('b'), shares: [0.5, 0.3, 0.2] },
    ];
    const raked = rake(SAMPLE.weights, margins);
    assert.ok(raked.ok);
    for (const [i, weight] of raked.weights.entries()) close(weight, FIXTURE.raked[i]!, 1e-8, `row ${i}`);
    const unmet = rake(SAMPLE.weights, [{ parts: parts('a'), shares: [0.3, 0.5, 0.2] }]);
    assert.deepEqual(unmet, { ok: false, reason: 'unmet', margin: 0, part: 2 });
  });
});

describe('polychoric correlation', () => {
  it('uses chances of two normal variables as by mvtnorm in R', () => {
    for (const { h, k, r, p } of FIXTURE.bivariate) close(bivariateNormal(h, k, r), p, 1e-10, `${h} ${k} ${r}`);
  });

  it('is that of polycor in R', () => {
    for (const { table, r, rough } of FIXTURE.polychoric) {
      close(polychoric(table), r, 1e-6, JSON.stringify(table));
      close(polychoric(table), rough, 2e-4);
    }
    assert.equal(
      polychoric([
        [5, 0],
        [9, 0],
      ]),
      null,
    );
  });

  it('recovers the correlation of normal variables in steps, where Pearson’s is too small', () => {
    const random = rng(1, 'polychoric');
    const drawn = Array.from({ length: 20_000 }, () => {
      const [x, y] = [normalOf(random), normalOf(random)];
      return [x, 0.6 * x + 0.8 * y] as const;
    });
    const step = (value: number): number => (value < 0.5 ? 0 : value < 1.5 ? 1 : 2);
    const side = (f: (pair: readonly [number, number]) => number): Answers => equallyWeighted(drawn.map((pair) => step(f(pair))));
    const answer = (id: string, values: Answers) => ({ id, kind: NUMBERS, agents: values, people: values });
    const found = compareStructure([
      answer(
        'x',
        side(([x]) => x),
      ),
      answer(
        'y',
        side(([, y]) => y),
      ),
    ]);
    assert.ok(found);
    assert.equal(found.pairs[0]!.method, 'polychoric');
    close(found.pairs[0]!.agents, 0.6, 0.02);
    assert.equal(found.rmse, 0);
  });
});

const normalOf = (random: Rng): number => {
  // The sum of twelve uniform numbers.
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
};

describe('an answer of agents compared with that of people', () => {
  it('has Jensen and Shannon’s distance as by SciPy', () => {
    close(jensenShannon([0.2, 0.5, 0.3], [0.6, 0.1, 0.3]), 0.4248317593140143, 1e-12);
    close(jensenShannon([0.2, 0.8, 0], [0.6, 0.1, 0.3]), 0.6700914113516948, 1e-12);
    assert.equal(jensenShannon([1, 0], [0, 1]), 1);
  });

  it('counts each run once, and has the difference of Welch', () => {
    // SciPy: stats.ttest_ind([2, 4, 9], [1, 2, 3, 4], equal_var=False).confidence_interval()
    const runs = [2, 4, 9].map((value) => equallyWeighted(new Array<number>(50).fill(value)));
    const found = compareAnswers(NUMBERS, runs, equallyWeighted([1, 2, 3, 4, Number.NaN]));
    assert.ok(found?.difference?.interval);
    close(found.difference.value, 2.5, 1e-12);
    close(found.difference.interval.low, -5.557543515568682, 1e-3);
    close(found.difference.interval.high, 10.557543515568682, 1e-3);
    assert.deepEqual([found.agents.n, found.people.n, found.people.missing, found.runs], [150, 4, 1, 3]);
    // Within each run all agents are alike.
    assert.deepEqual(found.varianceRatio, { value: 0, interval: null });
  });

  it('of words has shares, and a distance in steps only where they are ordered', () => {
    const words = ['never', 'sometimes', 'often'];
    const [ours, theirs] = [equallyWeighted([0, 0, 1, 1]), equallyWeighted([1, 1, 2, 2])];
    const plain = compareAnswers({ words, isOrdered: false }, [ours], theirs)!;
    assert.deepEqual(
      plain.shares!.map(({ word, agents, people }) => [word, agents, people]),
      [
        ['never', 0.5, 0],
        ['sometimes', 0.5, 0.5],
        ['often', 0, 0.5],
      ],
    );
    assert.equal(plain.wasserstein, null);
    assert.equal(compareAnswers({ words, isOrdered: true }, [ours], theirs)!.wasserstein, 1);
    close(plain.varianceRatio!.value, 1, 1e-12);
  });

  it('is 0 where only rounding differs', () => {
    const ours: Answers = { values: Float64Array.of(0, 1, 2, 0), weights: Float64Array.of(0.1 / 3, 0.2, 0.7, 0.2 / 3) };
    const theirs: Answers = { values: Float64Array.of(0, 1, 2), weights: Float64Array.of(0.1, 0.2, 0.7) };
    const found = compareAnswers({ words: ['a', 'b', 'c'], isOrdered: true }, [ours], theirs)!;
    assert.deepEqual([found.wasserstein, ...found.shares!.map(({ value }) => value)], [0, 0, 0, 0]);
  });

  it('is null without answers', () => {
    assert.equal(compareAnswers(NUMBERS, [equallyWeighted([Number.NaN])], equallyWeighted([1])), null);
    assert.equal(compareAnswers(NUMBERS, [], equallyWeighted([1])), null);
  });

  it('has intervals that hold in about 95 % of samples', () => {
    const random = rng(3, 'coverage');
    let [held, ratios] = [0, 0];
    const times = 600;
    const sample = (n: number, sd: number): Answers => equallyWeighted(Array.from({ length: n }, () => sd * normalOf(random)));
    for (let i = 0; i < times; i++) {
      const found = compareAnswers(NUMBERS, [sample(60, 1)], sample(80, 2))!;
      const { difference, varianceRatio } = found;
      if (difference!.interval!.low < 0 && difference!.interval!.high > 0) held++;
      if (varianceRatio!.interval!.low < 0.25 && varianceRatio!.interval!.high > 0.25) ratios++;
    }
    // Three standard errors of a share of 0.95 in 600 samples are 0.027.
    close(held / times, 0.95, 0.027, 'difference');
    close(ratios / times, 0.95, 0.03, 'variance ratio');
  });
});

describe('agents compared with their people', () => {
  it('have the correlation and interval of SciPy', () => {
    // SciPy: stats.pearsonr(a, b).confidence_interval()
    const found = compareMatched(NUMBERS, [{ agents: [1, 2, 3, 4, 5, 6, 7, 7], people: [2, 1, 4, 3, 7, 5, 6, 4] }])!;
    close(found.correlation!.value, 0.7256928856347058, 1e-9);
    close(found.correlation!.interval!.low, 0.04301868681937442, 1e-6);
    close(found.correlation!.interval!.high, 0.9463996320040394, 1e-6);
    assert.deepEqual(found.error, { agents: 1.375, guess: 1.5 });
  });

  it('of words are compared with the most frequent word', () => {
    const kind = { words: ['yes', 'no'], isOrdered: false };
    const found = compareMatched(kind, [{ agents: [0, 0, 1, 1], people: [0, 0, 0, 1] }])!;
    assert.deepEqual(found.same, { agents: 0.75, guess: 0.75, kappa: 0.5 });
    assert.equal(found.correlation, null);
    assert.equal(compareMatched(kind, []), null);
  });
});

describe('overlap of intervals', () => {
  it('is the mean of the shares that the other covers', () => {
    assert.equal(overlap({ low: 0, high: 2 }, { low: 1, high: 5 }), (0.5 + 0.25) / 2);
    assert.equal(overlap({ low: 0, high: 1 }, { low: 2, high: 3 }), 0);
    assert.equal(overlap({ low: 1, high: 1 }, { low: 0, high: 2 }), 0.5);
  });
});
