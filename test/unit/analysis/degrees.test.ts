/** The power law against scipy 1.17.1 (scipy.special.zeta, minimize_scalar on the likelihood, kstwobign.sf); the rest by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { distribution, newEdges, powerLaw, zeta } from '../../../src/analysis/network/degrees.js';
import { topShare } from '../../../src/analysis/network/centrality.js';
import { pow } from '../../../src/core/util/math.js';
import { rng } from '../../../src/core/random/rng.js';
import { emptyNetwork } from '../../../src/core/events/ties.js';
import { withTie } from '../../../src/core/events/tieChanges.js';

const near = (found: number | undefined, value: number, by = 1e-9): void =>
  assert.ok(found !== undefined && Math.abs(found - value) <= by, `${found} is not ${value}`);

const times = (count: number, degree: number): number[] => new Array<number>(count).fill(degree);
const degrees = [
  ...times(50, 1),
  ...times(20, 2),
  ...times(9, 3),
  ...times(6, 4),
  ...times(4, 5),
  ...times(3, 7),
  ...times(2, 10),
  15,
  22,
  40,
];

describe('the power law of degrees', () => {
  it('uses the Hurwitz zeta function of scipy', () => {
    near(zeta(2.5, 1), 1.3414872572509176);
    near(zeta(2.5, 3), 0.1647105619542803);
    near(zeta(1.05, 1), 20.58084430203699);
    near(zeta(8, 2), 0.0040773561979443405);
    near(zeta(3.3, 50), 5.5033123709465516e-5, 1e-12);
  });

  it('has the exponent, error, distance and p of scipy', () => {
    const all = powerLaw(degrees)!;
    near(all.exponent, 1.96470198, 1e-6);
    near(all.error, 0.10377871, 1e-6);
    near(all.distance, 0.08001785, 1e-6);
    near(all.p, 0.56364536, 1e-4);
    const tail = powerLaw(degrees, 2)!;
    assert.equal(tail.count, 47);
    near(tail.exponent, 2.2791969, 1e-6);
    near(tail.distance, 0.03878112, 1e-6);
  });

  it('recovers the exponent of the distribution that the degrees were drawn from', () => {
    const random = rng(2, 'test');
    // Inverse of the cumulative distribution by search; γ = 2.5 from 1 up.
    const draw = (): number => {
      let left = random() * zeta(2.5, 1);
      for (let d = 1; ; d++) if ((left -= pow(d, -2.5)) < 0 || d > 1e5) return d;
    };
    const { exponent, error, p } = powerLaw(Array.from({ length: 4000 }, draw))!;
    assert.ok(Math.abs(exponent - 2.5) < 3 * error, `${exponent} ± ${error}`);
    assert.ok(error < 0.03 && p > 0.05);
  });

  it('has no value where all degrees are the same', () => {
    assert.equal(powerLaw([2, 2, 2]), null);
    assert.equal(powerLaw([0, 0, 3]), null);
  });
});

describe('degrees', () => {
  it('are counted from 0', () => {
    assert.deepEqual(distribution([0, 2, 2, 3]), [1, 0, 2, 1]);
    assert.deepEqual(distribution([]), []);
  });

  it('of new edges count the edges that appeared between two moments', () => {
    const before = withTie(withTie(emptyNetwork('x'), 0, 1, 0.5), 1, 2, 0.05);
    const after = withTie(withTie(before, 1, 2, 0.3), 2, 0, 0.05);
    assert.deepEqual(newEdges(before, after, 0.1), [[1, 2]]);
  });

  it('have a share that the largest hold', () => {
    assert.equal(topShare([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 5), 0.5);
    assert.equal(topShare([9, 1, 0], 1), 0.9);
    assert.equal(topShare([0, 0], 1), null);
  });
});
