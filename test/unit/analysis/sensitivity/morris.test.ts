/** Elementary effects: trajectories that move one factor at a time, and what they tell of functions that are known. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { elementaryEffects, type MorrisIndices, morrisIndices, trajectories } from '../../../../src/analysis/sensitivity/morris.js';
import { rng } from '../../../../src/core/random/rng.js';

const FACTORS = ['a', 'b', 'c'];

/** What the design tells of a function of shares. */
function indicesOf(f: (x: readonly number[]) => number, n: number, factors = FACTORS): readonly MorrisIndices[] {
  const effects = trajectories(1, n, factors).map((points) => elementaryEffects(points, points.map(f)));
  return factors.map((_, i) =>
    morrisIndices(
      effects.map((own) => own[i]!),
      rng(1, 'test'),
    ),
  );
}

const near = (found: number, wanted: number, by: number, what = ''): void =>
  assert.ok(Math.abs(found - wanted) <= by, `${what} ${found}, and ${wanted} is wanted`);

describe('trajectories', () => {
  it('move each factor once, by two thirds of its range, from level to level', () => {
    for (const points of trajectories(3, 50, FACTORS)) {
      assert.equal(points.length, 4);
      const moved = points.slice(1).map((point, t) => {
        const differing = FACTORS.flatMap((_, i) => (point[i] === points[t]![i] ? [] : [i]));
        assert.equal(differing.length, 1);
        near(Math.abs(point[differing[0]!]! - points[t]![differing[0]!]!), 2 / 3, 1e-12);
        return differing[0];
      });
      assert.deepEqual(new Set(moved), new Set([0, 1, 2]));
      for (const share of points.flat())
        assert.ok(
          [0, 1, 2, 3].some((level) => level / 3 === share),
          String(share),
        );
    }
  });

  it('use each level equally often, up and down equally often, and the factors in every order', () => {
    const all = trajectories(5, 6000, FACTORS);
    for (const level of [0, 1, 2, 3]) near(all.filter(([start]) => start![0] === level / 3).length / 6000, 1 / 4, 0.02);
    const orders = new Map<string, number>();
    for (const points of all) {
      const order = points.slice(1).map((point, t) => point.findIndex((share, i) => share !== points[t]![i]));
      orders.set(order.join(''), (orders.get(order.join('')) ?? 0) + 1);
    }
    assert.equal(orders.size, 6);
    for (const times of orders.values()) near(times / 6000, 1 / 6, 0.02);
  });

  it('are the same for the same seed, different for another, and a larger number keeps the first ones', () => {
    assert.deepEqual(trajectories(1, 4, FACTORS), trajectories(1, 9, FACTORS).slice(0, 4));
    assert.notDeepEqual(trajectories(1, 4, FACTORS), trajectories(2, 4, FACTORS));
  });
});

describe('elementary effects', () => {
  it('are the change by a factor divided by its step, up and down, as worked out by hand', () => {
    const points = [
      [0, 1],
      [2 / 3, 1],
      [2 / 3, 1 / 3],
    ];
    // The first goes up by 2/3 and makes 2 more of it: 3 over the range. The second goes down by 2/3, which makes 1 less: 1.5.
    assert.deepEqual(elementaryEffects(points, [1, 3, 2]), [2 / (2 / 3), -1 / (1 / 3 - 1)]);
    // Four trajectories of one factor, effects 3, -1, 3 and -1.
    const { mu, muStar, sigma, interval } = morrisIndices([3, -1, 3, -1], rng(1, 'test'));
    assert.deepEqual([mu, muStar], [1, 2]);
    near(sigma, Math.sqrt(16 / 3), 1e-12);
    assert.deepEqual([interval!.low, interval!.high], [1, 3]);
  });

  it('of a linear function are its coefficients, without spread', () => {
    const [a, b, c] = indicesOf(([x = 0, y = 0]) => 7 + 5 * x - 2 * y, 6);
    for (const [one, wanted] of [[a!, 5] as const, [b!, -2] as const]) {
      near(one.mu, wanted, 1e-12);
      near(one.muStar, Math.abs(wanted), 1e-12);
      near(one.sigma, 0, 1e-12);
    }
    assert.deepEqual(c, { muStar: 0, mu: 0, sigma: 0, interval: { low: 0, high: 0 } });
  });

  it('of a product equal the other factor: half in the mean, spread as the levels', () => {
    const [a, b] = indicesOf(([x = 0, y = 0]) => x * y, 4000);
    // Levels 0, 1/3, 2/3 and 1 have a variance of 5/36.
    for (const one of [a!, b!]) {
      near(one.mu, 1 / 2, 0.02);
      near(one.sigma, Math.sqrt(5 / 36), 0.01);
    }
  });

  it('that cancel out in the mean do not cancel out in their absolute values (Campolongo, Cariboni and Saltelli 2007)', () => {
    const [a] = indicesOf(([x = 0, y = 0]) => x * (2 * y - 1), 4000);
    near(a!.mu, 0, 0.03);
    // |2y − 1| at the levels is 1, 1/3, 1/3 and 1.
    near(a!.muStar, 2 / 3, 0.02);
  });
});
