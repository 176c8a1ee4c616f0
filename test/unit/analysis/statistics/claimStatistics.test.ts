/** The statistics of claim cards against statsmodels and scipy, and against all signs where they can be listed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { clusteredMean } from '../../../../src/analysis/statistics/clusterRobust.js';
import { equivalence } from '../../../../src/analysis/statistics/equivalence.js';
import { type TestForm, tPower, valuesNeeded } from '../../../../src/analysis/statistics/power.js';
import { mean, variance } from '../../../../src/analysis/statistics/samples.js';
import { specificationCurve } from '../../../../src/analysis/evidence/specificationCurve.js';
import { spreadOfDifference, tQuantile } from '../../../../src/analysis/statistics/studentT.js';
import { rng } from '../../../../src/core/random/rng.js';
import { normal } from '../../../../src/core/random/distributions.js';

interface Fixture {
  readonly equivalence: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly bound: number;
    readonly welch: number;
    readonly paired?: number;
    readonly interval?: readonly [number, number];
  }[];
  readonly needed: readonly (TestForm & { readonly effect: number; readonly n: number; readonly atTen: number })[];
  readonly clustered: readonly {
    readonly rows: readonly (readonly [seed: number, wording: number, value: number])[];
    readonly one: number;
    readonly two: number;
  }[];
}

const FIXTURE = JSON.parse(readFileSync('test/fixtures/claim_statistics.json', 'utf8')) as Fixture;

const close = (found: number, wanted: number, within = 1e-7): void =>
  assert.ok(Math.abs(found - wanted) <= within * Math.max(1, Math.abs(wanted)), `${found} is not ${wanted}`);

describe('statistics of claims', () => {
  it('two one-sided tests give the chances and intervals of statsmodels', () => {
    for (const { a, b, bound, welch, paired, interval } of FIXTURE.equivalence) {
      const middle = mean(a) - mean(b);
      close(equivalence(middle, spreadOfDifference(a, b, false)!, bound, 0.05).p, welch);
      if (paired === undefined || !interval) continue;
      const found = equivalence(middle, spreadOfDifference(a, b, true)!, bound, 0.05);
      close(found.p, paired);
      close(found.interval!.low, interval[0]);
      close(found.interval!.high, interval[1]);
    }
  });

  it('the values that a power of 80 % needs are those of statsmodels', () => {
    for (const { effect, level, sides, n, atTen } of FIXTURE.needed) {
      assert.equal(valuesNeeded(effect, 1, { level, sides }), n);
      assert.equal(valuesNeeded(effect * 7, 7, { level, sides }), n, 'the unit does not matter');
      close(tPower(effect * Math.sqrt(10), 9, { level, sides }), atTen, 1e-6);
    }
    assert.equal(valuesNeeded(0, 1), null);
    assert.equal(valuesNeeded(1e-6, 1), null);
  });

  it('means of clustered values have the errors of statsmodels, by one factor and by two', () => {
    for (const { rows, one, two } of FIXTURE.clustered) {
      const by = (factors: readonly (0 | 1)[]) =>
        clusteredMean(rows.map((row) => ({ value: row[2], clusters: factors.map((f) => String(row[f])) })));
      close(by([0])!.error, one);
      close(by([0, 1])!.error, two);
    }
    assert.equal(clusteredMean([{ value: 1, clusters: ['a'] }]), null);
  });

  it('the joint test of a specification curve counts signs as a program that lists all of them', () => {
    const random = rng(7, 'curve');
    const shared = Array.from({ length: 7 }, () => 0.4 + normal(random));
    const specifications = ['a', 'b', 'c', 'd'].map((id) => ({ id, effects: shared.map((own) => own + 0.3 * normal(random)) }));
    const found = specificationCurve(specifications, rng(1, 'test'))!;
    const seen = medianAbs(specifications.map(({ effects }) => effects));
    let far = 0;
    for (let signs = 0; signs < 2 ** 7; signs++) {
      const flipped = specifications.map(({ effects }) => effects.map((own, s) => ((signs >> s) & 1 ? -own : own)));
      if (medianAbs(flipped) >= seen - 1e-12) far++;
    }
    const exact = far / 2 ** 7;
    // 2,000 draws: four standard errors.
    assert.ok(Math.abs(found.p.median - exact) < 4 * Math.sqrt((exact * (1 - exact)) / 2000) + 1 / 2000, `${found.p.median}, ${exact}`);
    for (const { id, effect, isClear } of found.points) {
      const own = specifications.find((one) => one.id === id)!.effects;
      close(effect, mean(own));
      assert.equal(isClear, Math.abs(mean(own)) > tQuantile(6) * Math.sqrt(variance(own) / 7));
    }
    assert.equal(specificationCurve(specifications.slice(1, 2), rng(1, 'test')), null);
    assert.throws(() => specificationCurve([specifications[0]!, { id: 'e', effects: [1, 2] }], rng(1, 'test')), /same seeds/);
  });

  it('without an effect, the joint test over combinations of three changes raises a false alarm at its level', () => {
    let alarms = 0;
    for (let study = 0; study < 300; study++) {
      const random = rng(study, 'no effect');
      const shared = Array.from({ length: 10 }, () => normal(random));
      const changes = Array.from({ length: 3 }, () => shared.map(() => 0.5 * normal(random)));
      const specifications = Array.from({ length: 8 }, (_, i) => ({
        id: String(i),
        effects: shared.map((own, seed) => changes.reduce((sum, by, c) => sum + ((i >> c) & 1 ? by[seed]! : 0), own)),
      }));
      if (specificationCurve(specifications, rng(study, 'signs'))!.p.median < 0.05) alarms++;
    }
    // 15 expected; 31 or more have a chance below 1 in 10,000.
    assert.ok(alarms >= 3 && alarms <= 30, `${alarms} of 300`);
  });
});

function medianAbs(all: readonly (readonly number[])[]): number {
  const sorted = all.map(mean).sort((a, b) => a - b);
  return Math.abs((sorted[1]! + sorted[2]!) / 2);
}
