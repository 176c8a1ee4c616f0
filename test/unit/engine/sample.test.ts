/** Distributions against their moments, over many streams; forms and mistakes by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import type { Json } from '../../../src/core/util/json.js';
import { distributions, draw, sampleFault } from '../../../src/engine/population/weightedSample.js';

const N = 20_000;
const many = (spec: Json, n = N): readonly Json[] => Array.from({ length: n }, (_, i) => draw(rng(3, 'sample', i), spec));

/** Mean and variance of a form are those of theory, within five standard errors of the mean and 6 %. */
function moments(spec: string, mean: number, variance: number): void {
  const values = many(spec) as readonly number[];
  const m = values.reduce((a, b) => a + b, 0) / N;
  const v = values.reduce((a, b) => a + (b - m) ** 2, 0) / N;
  assert.ok(Math.abs(m - mean) < 5 * Math.sqrt(variance / N), `${spec}: mean ${m} is not ${mean}`);
  assert.ok(Math.abs(v - variance) < 0.06 * variance, `${spec}: variance ${v} is not ${variance}`);
}

describe('distributions', () => {
  it('have the theoretical mean and variance', () => {
    moments('normal(46, 14)', 46, 196);
    moments('lognormal(1, 0.4)', Math.exp(1.08), (Math.exp(0.16) - 1) * Math.exp(2.16));
    moments('uniform(-2, 4)', 1, 3);
    moments('beta(2, 3)', 0.4, 0.04);
    moments('gamma(2.5, 3)', 7.5, 22.5);
    moments('gamma(0.5, 2)', 1, 2);
    moments('poisson(3.7)', 3.7, 3.7);
    moments('poisson(40)', 40, 40);
    moments('1..6', 3.5, 35 / 12);
    moments('0..1', 0.5, 1 / 12);
  });

  it('stay within the given bounds, by repeated draws', () => {
    const ages = many('normal(46, 14) in 18..90') as readonly number[];
    assert.ok(ages.every((age) => age >= 18 && age <= 90));
    // Nothing piles up at a bound: truncated, not censored.
    assert.ok(!ages.includes(18));
    assert.ok(many('normal(0, 1) in 50..51', 5).every((x) => x === 50));
    assert.ok((many('poisson(3) in 1..4', 200) as readonly number[]).every((x) => Number.isInteger(x) && x >= 1 && x <= 4));
  });

  it('draw integers for poisson, and none of mean 0', () => {
    assert.deepEqual(new Set(many('poisson(0)', 20)), new Set([0]));
    const [zero] = [(many('poisson(1)') as readonly number[]).filter((x) => x === 0).length / N];
    assert.ok(Math.abs(zero - Math.exp(-1)) < 0.015);
  });

  it('choose from lists, by weights and several at once', () => {
    assert.deepEqual(new Set(many(['a', 'b'], 50)), new Set(['a', 'b']));
    const women = many({ woman: 3, man: 1 }).filter((x) => x === 'woman').length / N;
    assert.ok(Math.abs(women - 0.75) < 0.015);
    assert.ok((many('2 of [a, b, c]', 50) as readonly (readonly string[])[]).every((x) => x.length === 2 && x[0] !== x[1]));
    assert.deepEqual(many('just text (in brackets)', 2), ['just text (in brackets)', 'just text (in brackets)']);
    assert.deepEqual(many(true, 1), [true]);
  });
});

describe('a mistake in a distribution', () => {
  it('is reported with the correct form', () => {
    assert.match(sampleFault('normal(3)')!, /`normal\(3\)` is written `normal\(mean, sd\)`, with numbers/);
    assert.match(sampleFault('normal(a, 1)')!, /with numbers/);
    assert.match(sampleFault('normal(1, -1)')!, /not below 0/);
    assert.match(sampleFault('beta(0, 2)')!, /above 0/);
    assert.match(sampleFault('uniform(4, 1)')!, /not below low/);
    assert.match(sampleFault('poisson(1, 2)')!, /poisson\(mean\)/);
    assert.match(sampleFault('9..1')!, /downwards/);
    assert.match(sampleFault('normal(0, 1) in 9..1')!, /downwards/);
    assert.match(sampleFault('4 of [a, b]')!, /takes 4 of 2/);
    assert.match(sampleFault('1 of [a, b] in 1..2')!, /numbers before it/);
    assert.match(sampleFault([])!, /nothing to choose/);
    assert.match(sampleFault({ a: -1 })!, /not below 0/);
    assert.match(sampleFault({ a: 0 })!, /above 0/);
  });

  it('is not found in a text that only looks like a form', () => {
    for (const fine of ['teacher(part)', 'lives in 3..', 'plain', 3, null, { a: 1, b: 0 }, ['x'], 'gamma(1, 2) in 0..9'])
      assert.equal(sampleFault(fine), null);
  });

  it('is not found in the examples of the distributions', () => {
    for (const { name, usage, doc } of distributions) assert.ok(usage.startsWith(`${name}(`) && doc.endsWith('.'));
  });
});
