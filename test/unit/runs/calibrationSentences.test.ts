/** The sentences of a calibration report, each from planted figures: what is said, and what is not. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { type Calibrated, calibrate } from '../../../src/runs/calibration/calibrate.js';
import { reportOf } from '../../../src/runs/calibration/calibrationReport.js';
import { calibrationOf } from '../../../src/runs/calibration/calibrationSpec.js';
import { coins, P, tossed } from '../../support/calibrationRanks.js';
import { MAIN, opened } from '../../support/experiments.js';

describe('the sentences of a calibration', () => {
  let base: Calibrated;
  before(async () => {
    const language = opened(coins(`${P}    runs: 600\n    particles: 60\n    check: 20\n`));
    const resolved = await language.resolve(MAIN);
    const known = new Map();
    base = await calibrate(await calibrationOf(language, resolved, 'fit'), resolved, {
      ...{ language, token: neverCancelled, known: () => known },
      play: async ({ missing, jobs, experiment, arms, seeds }) => {
        const cells = new Map(
          missing.map(({ index, key, arm, seed }) => [
            index,
            { key, arm: arm.id, seed, measures: { heads: [tossed(arm.set, seed)['heads'] ?? null] } },
          ]),
        );
        return {
          experiment,
          arms,
          seeds,
          cells: jobs.flatMap(({ index }) => cells.get(index) ?? []),
          lost: [],
          state: 'ended',
          problem: null,
        };
      },
    });
  });
  const said = (changed: Partial<Calibrated>): readonly string[] => reportOf({ ...base, ...changed }, 'nobody').findings;
  /** One target over ten rounds, with the value 1 in each, and what twenty checking runs gave. */
  const series = (gave: (run: number, round: number) => number | null): Partial<Calibrated> => ({
    tolerance: 1,
    spec: {
      ...base.spec,
      points: Array.from({ length: 10 }, (_, i) => ({ ...base.spec.points[0]!, round: i + 1, value: 1 })),
      targets: [{ ...base.spec.targets[0]!, places: Array.from({ length: 10 }, (_, i) => i) }],
    },
    prior: { gave: Array.from({ length: 20 }, (_, run) => Array.from({ length: 10 }, () => run - 10)) },
    check: { gave: Array.from({ length: 20 }, (_, run) => Array.from({ length: 10 }, (_, round) => gave(run, round))) },
  });
  const around = (run: number): number => 0.5 + run / 19;

  it('say in how many rounds a target is not predicted, and that this is not corrected for their number', () => {
    assert.ok(said(series(around)).includes('The result predicts every target.'));
    const missed = said(series((run, round) => (round < 2 ? around(run) + 5 : around(run))));
    assert.ok(
      missed.includes(
        'The result does not predict `heads` in 2 of 10 rounds. Chance alone gives one in twenty, and often several in a row: this is not corrected for the number of rounds.',
      ),
      missed.join('\n'),
    );
    assert.ok(!missed.some((line) => line.includes('predicts every target')));
  });

  it('name targets without a value in some checking runs, and targets that the result says nothing about', () => {
    assert.ok(said(series((run) => (run < 5 ? null : around(run)))).includes('`heads` has a value in 15 of 20 checking runs.'));
    const wide = said(series((run) => run - 9.5));
    assert.ok(
      wide.some((line) => line.startsWith('The checking runs say nothing about `heads`')),
      wide.join('\n'),
    );
  });

  it('tell how near the runs come, and why generations end', () => {
    assert.equal(said({ tolerance: 1 })[0], 'The result is of runs in which every fitted target is within its tolerance.');
    assert.equal(
      said({ tolerance: 1.5, ending: 'runs' })[0],
      'The runs come no nearer than 1.5 times the tolerance, because the number of runs is used up. Intervals can be too wide.',
    );
    assert.match(said({ tolerance: 1, ending: 'paused' })[0]!, /^Stopped before the end/);
  });

  it('divide the level of ranks by the number of parameters', () => {
    const rank = (p: number) => ({ counts: [1], chiSquared: 1, p }) as unknown as NonNullable<Calibrated['ranks']>[number];
    const two = { ...base.spec, parameters: [base.spec.parameters[0]!, { ...base.spec.parameters[0]!, path: 'world.with.q' }] };
    const particles = base.particles.map((one) => ({ ...one, at: [one.at[0]!, one.at[0]!] }));
    const both = (p: number): readonly string[] =>
      said({ spec: two, particles, adjustment: { ok: false, why: 'Too few.' } as Calibrated['adjustment'], ranks: [rank(p), rank(0.5)] });
    assert.ok(both(0.004).some((line) => line.startsWith('The ranks of `world.with.p` are not uniform')));
    assert.ok(both(0.006).some((line) => line.startsWith('The ranks are uniform as far as')));
  });
});
