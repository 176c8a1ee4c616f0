/** The power of tests of shares against pwr of R, and against all tables of pairs with the test of statsmodels. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { pairedSharesPower, sharesNeeded, twoSharesPower } from '../../../../src/analysis/evidence/sharePower.js';

interface Fixture {
  readonly two: readonly {
    readonly a: number;
    readonly b: number;
    readonly n: number;
    readonly level: number;
    readonly power: number;
    readonly needed: number;
  }[];
  readonly paired: readonly {
    readonly more: number;
    readonly less: number;
    readonly n: number;
    readonly level: number;
    readonly power: number;
  }[];
}

const FIXTURE = JSON.parse(readFileSync('test/fixtures/share_power.json', 'utf8')) as Fixture;

const close = (found: number, wanted: number): void => assert.ok(Math.abs(found - wanted) < 1e-7, `${found} is not ${wanted}`);

describe('the power of tests of shares', () => {
  it('of two samples is that of pwr.2p.test, and so are the values for 80 %', () => {
    for (const { a, b, n, level, power, needed } of FIXTURE.two) {
      close(twoSharesPower(a, b, n, level), power);
      close(twoSharesPower(b, a, n, level), power);
      assert.equal(
        sharesNeeded((values) => twoSharesPower(a, b, values, level), 1_000_000),
        needed,
      );
    }
    assert.equal(
      sharesNeeded((values) => twoSharesPower(0.5, 0.5, values, 0.05), 1000),
      null,
    );
  });

  it('of pairs is that of the exact test of McNemar over all tables', () => {
    for (const { more, less, n, level, power } of FIXTURE.paired) {
      close(pairedSharesPower(more, less, n, level), power);
      close(pairedSharesPower(less, more, n, level), power);
    }
    assert.equal(pairedSharesPower(0, 0, 20, 0.05), 0);
    assert.ok(pairedSharesPower(0.2, 0.2, 40, 0.05) <= 0.05, 'without a difference, no more than the level');
  });
});
