import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ExperimentRun, cellLine, mergedKept, openKept, readKept } from '../../../../src/runs/experiments/index.js';

const cell = (key: string, measures: ExperimentRun['measures'] = { ties: [1] }): ExperimentRun => ({ key, arm: 'a', seed: 1, measures });
const begun = (key: string, run: string): string => `${JSON.stringify({ key, run })}\n`;

describe('the stored runs of an experiment', () => {
  it('are every whole line, the later one of a key, and runs that only began', () => {
    const text = `${cellLine(cell('one'))}${begun('one', 'x')}${begun('two', 'meet-s1-1')}null\n{"key":"odd"}\n${cellLine(cell('one', { ties: [2] }))}{"key":"cut`;
    const { cells, begun: open, broken, isCutOff } = readKept(text);
    assert.deepEqual([...cells.values()], [cell('one', { ties: [2] })]);
    assert.deepEqual([...open], [['two', 'meet-s1-1']]);
    assert.deepEqual([broken, isCutOff], [2, true]);
  });

  it('are added to on a line of its own after one that was cut off', async () => {
    let text = '{"key":"cut';
    const files = { read: async () => text, write: async () => undefined, append: async (_: string, more: string) => void (text += more) };
    const kept = await openKept(files);
    await kept.keep(cell('one'));
    await kept.begin('two', 'meet-s1-1');
    const again = readKept(text);
    assert.deepEqual([[...again.cells.keys()], [...again.begun.keys()], again.broken], [['one'], ['two'], 1]);
  });

  it('are one run for each key when parts are merged, the one with more measures', () => {
    const more = cell('one', { ties: [1], talk: [2] });
    const parts = [
      readKept(cellLine(cell('one')) + cellLine(cell('two'))),
      readKept(cellLine(more) + cellLine(cell('two', { ties: [9] }))),
    ];
    assert.deepEqual([...mergedKept(parts).values()], [more, cell('two')]);
  });
});
