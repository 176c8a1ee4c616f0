import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { applyDelta, createModel, type PanelModel } from '../../../webview/state/model.js';
import { merged, portions } from '../../../webview/messages/deltaQueue.js';

const run = fakeRun({ agents: 12, rounds: 6, hostile: false, seed: 4 });
const half = Math.floor(run.deltas.length / 2);

function behind(deltas: typeof run.deltas): PanelModel {
  const model = createModel(snapshotAfter(run, half));
  for (const delta of deltas) applyDelta(model, delta);
  return model;
}

describe('deltas of a run', () => {
  const rest = run.deltas.slice(half);

  it('have the same result when they are merged', () => {
    assert.deepEqual(behind([merged(rest)]), behind(rest));
  });

  it('have the same result when ties are sent in portions', () => {
    const parts = rest.flatMap((delta) => portions(delta, 5));
    assert.ok(parts.length > rest.length);
    assert.ok(parts.every(({ course }) => (course.ties?.length ?? 0) <= 5));
    assert.deepEqual(behind(parts), behind(rest));
  });

  it('keep the last state and measures', () => {
    const together = merged([
      { ...rest[0]!, status: 'running', measures: [{ id: 'a', title: '', doc: '', source: '', from: 0, values: [1] }] },
      { ...rest[1]!, status: 'failed', problem: 'why', measures: [{ id: 'a', title: '', doc: '', source: '', from: 1, values: [2] }] },
    ]);
    assert.deepEqual([together.status, together.problem, together.seq], ['failed', 'why', rest[1]!.seq]);
    assert.deepEqual(
      together.measures?.map(({ values }) => values),
      [[1, 2]],
    );
  });
});
