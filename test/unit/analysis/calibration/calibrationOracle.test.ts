/** The parts of a calibration against numpy and scipy (test/fixtures/calibration.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { chiSquaredTail } from '../../../../src/analysis/calibration/calibrationRanks.js';
import { effectiveSize, fromParticles, type Particle, weightedCovariance } from '../../../../src/analysis/calibration/particles.js';
import { varianceOf } from '../../../../src/analysis/calibration/priors.js';
import { adjusted } from '../../../../src/analysis/calibration/regressionAdjustment.js';
import { distanceTo } from '../../../../src/analysis/calibration/rejection.js';
import { type PriorSpec, priorOf } from '../../../../src/language/api.js';

interface Fixture {
  readonly particles: readonly Omit<Particle, 'distance'>[];
  readonly wanted: readonly number[];
  readonly scales: readonly number[];
  readonly distances: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly candidates: readonly (readonly number[])[];
  readonly ratios: readonly number[];
  readonly tolerance: number;
  readonly after: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly size: number;
  readonly variances: { readonly [prior: string]: number };
  readonly tails: readonly (readonly [x: number, df: number, tail: number])[];
}

const known = JSON.parse(readFileSync('test/fixtures/calibration.json', 'utf8')) as Fixture;
const priors: readonly PriorSpec[] = ['0.0..2.0', 'normal(1, 0.5)', 'beta(2, 3)'].map((text) => priorOf(text)!);
const targets = known.scales.map((scale, k) => ({ places: [k], scale }));
const particles: readonly Particle[] = known.particles.map((one) => ({ ...one, distance: distanceTo(one.gave, known.wanted, targets) }));

const near = (found: number, right: number, by = 1e-9): void =>
  assert.ok(Math.abs(found - right) <= by * Math.max(1, Math.abs(right)), `${found} is not ${right}`);

describe('calibration against numpy and scipy', () => {
  it('measures how far runs are from the targets', () => {
    for (const [i, { distance }] of particles.entries()) near(distance, known.distances[i]!);
  });

  it('weighs candidates by the prior and a kernel with twice the weighted covariance', () => {
    const found = weightedCovariance(particles, [0, 1, 2]);
    for (const [i, row] of known.covariance.entries()) for (const [j, x] of row.entries()) near(found[i]![j]!, x);
    const { weigh } = fromParticles(priors, particles);
    const weights = known.candidates.map(weigh);
    // The kernel has a small additional variance, so that particles at one place can move.
    for (const [i, ratio] of known.ratios.entries()) near(weights[i]! / weights[0]!, ratio, 1e-4);
    near(effectiveSize(particles), known.size);
  });

  it('adjusts accepted particles by a local linear regression', () => {
    const accepted = particles.filter(({ distance }) => distance <= known.tolerance);
    const found = adjusted(accepted, priors, known.wanted, known.tolerance);
    assert.ok(found.ok);
    assert.equal(found.particles.length, known.after.length);
    for (const [i, { at, weight }] of found.particles.entries()) {
      near(weight, known.weights[i]!);
      for (const [d, x] of at.entries()) near(x, known.after[i]![d]!);
    }
  });

  it('knows the variances of priors', () => {
    for (const [text, variance] of Object.entries(known.variances)) near(varianceOf(priorOf(text)!), variance, 1e-4);
  });

  it('knows the tails of χ²', () => {
    for (const [x, df, tail] of known.tails) near(chiSquaredTail(x, df), tail);
  });
});
