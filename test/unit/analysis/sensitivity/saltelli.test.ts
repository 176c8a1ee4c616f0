/** Sobol' sequences against published points, and indices of functions whose shares of variance are known. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { mixedRows, sobolIndices, type SobolIndices } from '../../../../src/analysis/sensitivity/saltelli.js';
import { SOBOL_DIMENSIONS, sobolSequence } from '../../../../src/analysis/sensitivity/sobolSequence.js';
import { rng } from '../../../../src/core/random/rng.js';

const columns = (dimensions: number, n: number): readonly Float64Array[] =>
  Array.from({ length: dimensions }, (_, d) => sobolSequence(d, n));

describe('Sobol’ sequences', () => {
  it('equal those of Joe and Kuo: their first points, and a late one in all 40 dimensions as in SciPy 1.17', () => {
    const first = columns(6, 8);
    const points = Array.from({ length: 8 }, (_, i) => first.map((column) => column[i]));
    assert.deepEqual(points, [
      [0, 0, 0, 0, 0, 0],
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25, 0.25, 0.75, 0.75],
      [0.25, 0.75, 0.75, 0.75, 0.25, 0.25],
      [0.375, 0.375, 0.625, 0.875, 0.375, 0.125],
      [0.875, 0.875, 0.125, 0.375, 0.875, 0.625],
      [0.625, 0.125, 0.875, 0.625, 0.625, 0.875],
      [0.125, 0.625, 0.375, 0.125, 0.125, 0.375],
    ]);
    assert.equal(SOBOL_DIMENSIONS, 40);
    // scipy.stats.qmc.Sobol(40, scramble=False).random(1001)[1000] * 1024
    assert.deepEqual(
      columns(40, 1001).map((column) => column[1000]! * 1024),
      [
        ...[225, 99, 531, 693, 287, 929, 47, 921, 513, 71, 87, 261, 165, 393, 147, 379, 737, 353, 1015, 743, 535, 563, 973, 553, 597],
        ...[929, 41, 1003, 61, 349, 151, 149, 303, 607, 821, 789, 869, 851, 315, 491],
      ],
    );
  });

  it('have one point in each part of each range, also with bits flipped at random', () => {
    for (let d = 0; d < SOBOL_DIMENSIONS; d++) {
      const parts = new Set([...sobolSequence(d, 256, rng(d, 'test'))].map((x) => Math.floor(x * 256)));
      assert.equal(parts.size, 256);
    }
    assert.notDeepEqual(sobolSequence(3, 4, rng(1, 'test')), sobolSequence(3, 4, rng(2, 'test')));
  });
});

/** What the design tells of a function of shares. */
function indicesOf(f: (x: readonly number[]) => number, factors: number, n: number, seed = 1): readonly SobolIndices[] {
  const names = Array.from({ length: factors }, (_, i) => `x${i}`);
  const rows = mixedRows(seed, n, names).map((points) => points.map(f));
  return sobolIndices(rows, rng(seed, 'test'))!;
}

function hold(found: readonly SobolIndices[], first: readonly number[], total: readonly number[], by: number): void {
  for (const [i, one] of found.entries()) {
    assert.ok(Math.abs(one.first - first[i]!) < by, `S${i + 1} is ${one.first}, and ${first[i]} is wanted`);
    assert.ok(Math.abs(one.total - total[i]!) < by, `ST${i + 1} is ${one.total}, and ${total[i]} is wanted`);
  }
}

/** Ishigami and Homma (1990), a = 7, b = 0.1. */
const ishigami = (shares: readonly number[]): number => {
  const [x, y, z] = shares.map((share) => Math.PI * (2 * share - 1)) as [number, number, number];
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
};

/** Its shares of the variance are known (Ishigami and Homma 1990, eqs. 21 to 25). */
const FIRST = [0.3139, 0.4424, 0];
const TOTAL = [0.5576, 0.4424, 0.2437];

describe('the rows of Saltelli’s design', () => {
  it('are A, A with one factor of B, and B; a larger number keeps the first rows', () => {
    const rows = mixedRows(1, 8, ['a', 'b', 'c']);
    for (const [start, a, b, c, other, ...more] of rows) {
      assert.deepEqual(more, []);
      assert.deepEqual(a, [other![0], start![1], start![2]]);
      assert.deepEqual(b, [start![0], other![1], start![2]]);
      assert.deepEqual(c, [start![0], start![1], other![2]]);
      assert.ok(start!.every((share, i) => share !== other![i]));
    }
    assert.deepEqual(mixedRows(1, 20, ['a', 'b', 'c']).slice(0, 8), rows);
    assert.notDeepEqual(mixedRows(2, 8, ['a', 'b', 'c']), rows);
  });
});

describe('Sobol’ indices', () => {
  it('equal those of the Ishigami function', () => {
    hold(indicesOf(ishigami, 3, 1024), FIRST, TOTAL, 0.03);
    hold(indicesOf(ishigami, 3, 8192, 2), FIRST, TOTAL, 0.005);
  });

  it('are within their intervals about as often as stated, and the intervals get narrower', () => {
    const found = Array.from({ length: 20 }, (_, s) => indicesOf(ishigami, 3, 128, s + 1));
    const within = found.flatMap((own) =>
      own.flatMap((one, i) => [
        one.firstInterval!.low <= FIRST[i]! && FIRST[i]! <= one.firstInterval!.high,
        one.totalInterval!.low <= TOTAL[i]! && TOTAL[i]! <= one.totalInterval!.high,
      ]),
    );
    // Rows of a sequence spread more evenly than draws, so that intervals are rather too wide.
    assert.ok(within.filter(Boolean).length >= 0.9 * within.length, `${within.filter(Boolean).length} of ${within.length}`);
    const width = ({ totalInterval }: SobolIndices): number => totalInterval!.high - totalInterval!.low;
    assert.ok(width(indicesOf(ishigami, 3, 2048)[0]!) < width(found[0]![0]!) / 2);
  }).timeout(20_000);

  it('equal those of Sobol’s g-function', () => {
    const a = [0, 1, 4.5, 9, 99, 99, 99, 99];
    const own = a.map((one) => 1 / (3 * (1 + one) ** 2));
    const product = own.reduce((all, v) => all * (1 + v), 1);
    const g = (x: readonly number[]): number => x.reduce((all, share, i) => (all * (Math.abs(4 * share - 2) + a[i]!)) / (1 + a[i]!), 1);
    hold(
      indicesOf(g, 8, 4096),
      own.map((v) => v / (product - 1)),
      own.map((v) => ((v / (1 + v)) * product) / (product - 1)),
      0.02,
    );
  }).timeout(20_000);

  it('equal those worked out by hand from two rows of one factor', () => {
    // A = 0, 2 and B = 1, 5, the mean 2 and the variance 3.5. (b): ((1 − 2)(1 − 0) + (5 − 2)(5 − 2)) / 2 / 3.5 = 4 / 3.5.
    // Jansen: (1² + 3²) / 4 / 3.5 = 2.5 / 3.5.
    const rows = [
      [0, 1, 1],
      [2, 5, 5],
    ];
    const [one] = sobolIndices(rows, rng(1, 'test'))!;
    assert.ok(Math.abs(one!.first - 4 / 3.5) < 1e-12 && Math.abs(one!.total - 2.5 / 3.5) < 1e-12);
  });

  it('equal those of SciPy 1.17 for the same values', () => {
    const rows = Array.from({ length: 16 }, (_, j) => [0, 1, 2, 3].map((c) => (7 * j + 3 * c) ** 2 % 11));
    // Y = np.array(rows); scipy.stats.sobol_indices(func={f_A: Y[:, 0], f_AB: Y[:, 1:3], f_B: Y[:, 3]}, n=16)
    hold(sobolIndices(rows, rng(1, 'test'))!, [0.787878787879, 0.015151515152], [1.625, 0.579545454545], 1e-9);
  });

  it('are exactly 0 for a factor without effect, and missing where nothing varies', () => {
    const [, inert] = indicesOf(([x = 0]) => x, 2, 64);
    const none = { low: 0, high: 0 };
    assert.deepEqual(inert, { first: 0, firstInterval: none, total: 0, totalInterval: none });
    assert.equal(
      sobolIndices(
        [
          [0.1, 0.1, 0.1],
          [0.1, 0.1, 0.1],
        ],
        rng(1, 'test'),
      ),
      null,
    );
  });

  it('do not depend on the zero of a measure', () => {
    const [here, there] = [indicesOf(ishigami, 3, 256), indicesOf((x) => 1e6 + ishigami(x), 3, 256)];
    hold(
      there,
      here.map(({ first }) => first),
      here.map(({ total }) => total),
      1e-6,
    );
  });
});
