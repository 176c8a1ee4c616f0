/** The runs of an experiment as CSV, as another program reads them, and made bit by bit. */
import assert from 'node:assert/strict';
import { csvParse } from 'd3';
import { describe, it } from 'mocha';
import { CancellationSource } from '../../../../src/core/util/lifecycle.js';
import { gathered } from '../../../../src/node/yieldToEventLoop.js';
import { type Arm, type ExperimentRun, experimentCsv } from '../../../../src/runs/experiments/index.js';

const arm = (id: string, levels: Arm['levels']): Arm => ({ id, levels, set: {}, wording: null, model: null });
const arms = [arm('a, low', { 'memory.recall': 4 }), arm('b, high', { 'memory.recall': 8 })];
const cell = (i: number): ExperimentRun => ({
  key: `${i}`,
  arm: arms[i % 2]!.id,
  seed: i,
  measures: { ties: [i, null], talk: [0.5, i / 4] },
});
const cells = Array.from({ length: 10 }, (_, i) => cell(i));

describe('the CSV of an experiment', () => {
  it('has a line for each run, measure and round, and a column for each factor', () => {
    const lines = csvParse([...experimentCsv({ cells, arms })].join(''));
    assert.equal(lines.length, 10 * 2 * 2);
    assert.deepEqual(
      { ...lines[5 * 4 + 3] },
      { ...{ arm: 'b, high', 'memory.recall': '8', seed: '5' }, measure: 'talk', round: '2', value: '1.25' },
    );
    assert.deepEqual(
      { ...lines[6 * 4 + 1] },
      { ...{ arm: 'a, low', 'memory.recall': '4', seed: '6' }, measure: 'ties', round: '2', value: '' },
    );
  });

  it('is written run by run, with a break between any two, until it is cancelled', async () => {
    const over = new CancellationSource();
    const told: number[] = [];
    const gathering = (last: number) => {
      told.length = 0;
      const done = (pieces: number): void => {
        if (told.push(pieces) === last) over.cancel();
      };
      return gathered(experimentCsv({ cells, arms }), { breathe: () => Promise.resolve(), token: over.token, done });
    };
    const whole = await gathering(100);
    assert.equal(new TextDecoder().decode(whole ?? undefined), [...experimentCsv({ cells, arms })].join(''));
    assert.deepEqual(
      told,
      Array.from({ length: 11 }, (_, i) => i + 1),
    );
    assert.equal(await gathering(3), null);
    assert.equal(told.length, 3);
  });
});
