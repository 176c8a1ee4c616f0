/** Agreement of two coders, plain and weighted, with intervals: against statsmodels and scikit-learn, and worked by hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { cohenKappa, type Kappa, ratersOf } from '../../../src/analysis/statistics/raters.js';

interface Expected {
  readonly kappa: number;
  readonly low: number;
  readonly high: number;
}

const cases = JSON.parse(readFileSync('test/fixtures/agreement.json', 'utf8')) as readonly {
  readonly pairs: readonly (readonly [number, number])[];
  readonly plain: Expected;
  readonly weighted: Expected;
}[];

function assertIs(found: Kappa | null, { kappa, low, high }: Expected): void {
  const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);
  near(found!.kappa, kappa);
  near(found!.interval!.low, Math.max(-1, low));
  near(found!.interval!.high, Math.min(1, high));
}

describe('the agreement of two coders', () => {
  for (const { pairs, plain, weighted } of cases)
    it(`of ${pairs.length} cases equals that of statsmodels, with its interval`, () => {
      const found = ratersOf(pairs);
      assert.equal(found.n, pairs.length);
      assertIs(found.plain, plain);
      assertIs(found.weighted, weighted);
      assert.ok(Math.abs(found.plain!.kappa - cohenKappa(pairs)!) < 1e-12);
    });

  it('is weighted by distance: near misses count more than far ones, and the unit has no influence', () => {
    const near = [1, 2, 3, 4, 5].flatMap((x): [number, number][] => [
      [x, x],
      [x, Math.min(5, x + 1)],
    ]);
    const far = [1, 2, 3, 4, 5].flatMap((x): [number, number][] => [
      [x, x],
      [x, x > 2 ? 1 : 5],
    ]);
    assert.ok(ratersOf(near).weighted!.kappa > ratersOf(near).plain!.kappa);
    assert.ok(ratersOf(far).weighted!.kappa < ratersOf(near).weighted!.kappa);
    const scaled = near.map(([a, b]): [number, number] => [10 * a - 3, 10 * b - 3]);
    assert.ok(Math.abs(ratersOf(scaled).weighted!.kappa - ratersOf(near).weighted!.kappa) < 1e-12);
  });

  it('has no weights for words, no value where chance alone gives agreement, and no interval where nothing varies', () => {
    const words = ratersOf([
      ['yes', 'yes'],
      ['yes', 'no'],
      ['no', 'no'],
    ]);
    assert.ok(words.plain!.interval !== null && words.weighted === null);
    assert.deepEqual(ratersOf([]), { n: 0, plain: null, weighted: null });
    assert.deepEqual(
      ratersOf([
        [3, 3],
        [3, 3],
      ]),
      { n: 2, plain: null, weighted: null },
    );
    const all = ratersOf([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    assert.deepEqual(
      [all.plain, all.weighted],
      [
        { kappa: 1, interval: null },
        { kappa: 1, interval: null },
      ],
    );
  });
});
