/** Statistics against values that others published. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { corrected, hedgesG, kolmogorovSmirnov, mannWhitney, ranksOf, tTest } from '../../../../src/analysis/statistics/twoSampleTests.js';
import { rmse, wasserstein } from '../../../../src/analysis/statistics/distances.js';
import { mean, variance } from '../../../../src/analysis/statistics/samples.js';
import { rng } from '../../../../src/core/random/rng.js';

const close = (found: number | null | undefined, wanted: number, within = 5e-5): void =>
  assert.ok(found !== null && found !== undefined && Math.abs(found - wanted) <= within, `${found} is not ${wanted}`);

/** Extra hours of sleep under two drugs, ten patients (Student 1908). */
const SLEEP = [
  [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
] as const;

/** Permeability of membranes at term and earlier (Hollander and Wolfe 1973, p. 69), as in R’s `wilcox.test`. */
const MEMBRANES = [
  [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
  [1.15, 0.88, 0.9, 0.74, 1.21],
] as const;

describe('tests of two samples', () => {
  it('equal Welch’s and Student’s on Student’s own data, as in the documentation of R', () => {
    const welch = tTest(...SLEEP, false);
    close(welch?.statistic, -1.8608);
    close(welch?.p, 0.07939);
    const paired = tTest(...SLEEP, true);
    close(paired?.statistic, -4.0621);
    close(paired?.p, 0.002833, 5e-7);
    assert.equal(tTest([1, 1], [1, 1], false), null);
  });

  it('equal Mann and Whitney’s on membranes: U = 35, p = 0.2544', () => {
    const found = mannWhitney(...MEMBRANES);
    assert.equal(found?.statistic, 35);
    close(found?.p, 2 * 0.1272, 1e-4);
    assert.deepEqual(ranksOf([3, 1, 1, 2]), [4, 1.5, 1.5, 3]);
    assert.equal(mannWhitney([1, 1], [1]), null);
  });

  it('count all orders like a program that lists each of them', () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = rng(seed, 'orders');
      const [m, n] = [1 + Math.floor(random() * 4), 1 + Math.floor(random() * 4)];
      const kinds = seed % 2 === 0 ? 1000 : 4;
      const values = Array.from({ length: m + n }, () => Math.floor(random() * kinds));
      const [a, b] = [values.slice(0, m), values.slice(m)];
      const seen = kolmogorovSmirnov(a, b)!;
      const ways = chosen(values.length, m).map((own) => {
        const isOwn = new Set(own);
        const [x, y] = [values.filter((_, i) => isOwn.has(i)), values.filter((_, i) => !isOwn.has(i))];
        return { d: distance(x, y), u: wins(x, y) };
      });
      close(seen.statistic, distance(a, b), 1e-12);
      close(seen.p, ways.filter(({ d }) => d >= distance(a, b) - 1e-12).length / ways.length, 1e-9);
      if (new Set(values).size < values.length) continue;
      const u = mannWhitney(a, b)!;
      assert.equal(u.statistic, wins(a, b));
      const tail = ways.filter((way) => way.u <= Math.min(wins(a, b), m * n - wins(a, b))).length;
      close(u.p, Math.min(1, (2 * tail) / ways.length), 1e-9);
    }
  });

  it('agree with their limits where samples are large', () => {
    const random = rng(1, 'large');
    const draw = (n: number, shift: number): number[] => Array.from({ length: n }, () => random() + shift);
    const [a, b] = [draw(50, 0), draw(50, 0.08)];
    // With one tie among a hundred, the normal curve is taken instead.
    close(mannWhitney(a, b)?.p, mannWhitney([...a.slice(1), b[0]!], b)!.p, 0.02);
    const [c, d] = [draw(100, 0), draw(100, 0.1)];
    close(kolmogorovSmirnov(c, d)?.p, kolmogorovSmirnov([...c, 2], [...d, 2])!.p, 0.02);
  });
});

/** All ways to choose k of n places. */
function chosen(n: number, k: number, from = 0): readonly (readonly number[])[] {
  if (k === 0) return [[]];
  return Array.from({ length: Math.max(0, n - from) }, (_, i) => from + i).flatMap((first) =>
    chosen(n, k - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

const upTo = (values: readonly number[], x: number): number => values.filter((value) => value <= x).length / values.length;
const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...[...a, ...b].map((x) => Math.abs(upTo(a, x) - upTo(b, x))));
const wins = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x) => sum + b.reduce((own, y) => own + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0);

describe('samples that do not differ, or do not vary', () => {
  it('have no difference, however large they are: Kolmogorov’s limit is 1 at 0', () => {
    const many = Array.from({ length: 200 }, (_, i) => i);
    assert.deepEqual(kolmogorovSmirnov(many, many), { statistic: 0, p: 1 });
    close(kolmogorovSmirnov(many, [...many, 250])?.p, 1, 1e-12);
  });

  it('have no spread, also of numbers whose sums are rounded', () => {
    const [three, four] = [Array<number>(3).fill(0.1), Array<number>(4).fill(0.1)];
    assert.deepEqual([mean(three), variance(three)], [0.1, 0]);
    assert.equal(hedgesG(three, four), null);
    assert.equal(tTest(three, four, false), null);
    assert.equal(tTest([0.3, 0.4, 0.8], [0.1, 0.2, 0.6], true), null, 'all pairs are 0.2 apart');
  });
});

describe('many comparisons at once', () => {
  /** Fifteen hypotheses on myocardial infarction (Benjamini and Hochberg 1995, p. 295). */
  const NEUHAUS = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];

  it('reject four of Neuhaus’s fifteen with Benjamini and Hochberg, three with Holm', () => {
    const rejected = (by: 'bh' | 'holm'): number => corrected(NEUHAUS, by).filter((p) => p! <= 0.05).length;
    assert.deepEqual([rejected('bh'), rejected('holm')], [4, 3]);
  });

  it('keep their order, and leave out unknown values', () => {
    assert.deepEqual(corrected([0.04, null, 0.01], 'holm'), [0.04, null, 0.02]);
    assert.deepEqual(corrected([0.04, null], 'none'), [0.04, null]);
  });
});

describe('distances of distributions', () => {
  it('equal Wasserstein’s in the documentation of SciPy', () => {
    close(wasserstein([0, 1, 3], [5, 6, 8]), 5, 1e-12);
    close(wasserstein([0, 1], [0, 1], { a: [3, 1], b: [2, 2] }), 0.25, 1e-12);
    close(wasserstein([3.4, 3.9, 7.5, 7.8], [4.5, 1.4], { a: [1.4, 0.9, 3.1, 7.2], b: [3.2, 3.5] }), 4.078133143804786, 1e-12);
    assert.equal(wasserstein([], [1]), null);
  });

  it('equal root mean squares, worked by hand', () => {
    close(rmse([1, 2], [4, 6]), Math.sqrt(12.5), 1e-12);
  });
});
