/** Small multiples: the picture that an arm is in. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ExperimentArm, ExperimentCompared } from '../../../src/protocol/experiment.js';
import { facetsOf } from '../../../webview/experiment/comparisons.js';

const compared = (arms: readonly ExperimentArm[]): ExperimentCompared => ({
  ...{ id: 'talk', measure: 'talk', at: null, across: [], against: [], sensitivity: [] },
  arms: arms.map(({ id }, i) => ({
    arm: id,
    n: 2,
    runs: 2,
    components: null,
    missing: null,
    mean: i,
    interval: { low: i - 1, high: i + 1 },
  })),
});
const armsOf = (levels: readonly ExperimentArm['levels'][]): readonly ExperimentArm[] =>
  levels.map((one, i) => ({ id: `arm ${i}`, levels: one }));

describe('small multiples', () => {
  it('have the factor with most levels along the axis, and one picture for each combination of the others', () => {
    const levels = ['1', '2', '3'].flatMap((growth) => ['6', '12'].map((rounds) => ({ growth, rounds, same: 'x' })));
    const arms = armsOf(levels);
    const facets = facetsOf(arms, compared(arms));
    assert.deepEqual(
      facets.map(({ axis, levels: [level], points }) => [axis, level?.join(' '), points.map(({ label, mean }) => `${label}: ${mean}`)]),
      [
        ['growth', 'rounds 6', ['1: 0', '2: 2', '3: 4']],
        ['growth', 'rounds 12', ['1: 1', '2: 3', '3: 5']],
      ],
    );
  });

  it('have drawn numbers along an axis for each factor, in order', () => {
    const arms = armsOf(Array.from({ length: 30 }, (_, i) => ({ fine: String((i * 7) % 30), share: String(i / 10) })));
    const facets = facetsOf(arms, compared(arms));
    assert.deepEqual(
      facets.map(({ axis }) => axis),
      ['fine', 'share'],
    );
    const places = facets[0]!.points.map(({ x }) => x);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a! - b!),
    );
  });

  it('have arms without factors in one picture', () => {
    const arms = armsOf([{}, {}]);
    assert.deepEqual(
      facetsOf(arms, compared(arms)).map(({ points }) => points.map(({ label }) => label)),
      [['arm 0', 'arm 1']],
    );
  });
});
