import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel } from '../../../webview/state/model.js';
import { nextRound, nextStop, previousRound, previousStop } from '../../../webview/timeline/stops.js';

const run = fakeRun({ agents: 7, rounds: 5, hostile: false, seed: 2 });
const model = createModel(snapshotAfter(run, run.deltas.length));
const stops = [...model.messages.map(({ seq }) => seq), ...model.silences.map(({ seq }) => seq), ...model.rounds].sort((a, b) => a - b);
const anywhere = fc.integer({ min: -1, max: model.seq });

describe('moving along the timeline', () => {
  it('stops at every message and silent turn, and where rounds begin, in both directions', () => {
    const on: number[] = [];
    for (let seq = -1; seq < model.seq; ) on.push((seq = nextStop(model, seq)));
    assert.deepEqual(on, [...new Set([...stops, model.seq])]);
    const back: number[] = [];
    for (let seq = model.seq; seq >= 0; ) back.push((seq = previousStop(model, seq)));
    assert.deepEqual(back, [...new Set([...stops.filter((seq) => seq < model.seq).reverse(), -1])]);
  });

  it('goes to the nearest stop, and stays within the run', () => {
    fc.assert(
      fc.property(anywhere, (seq) => {
        assert.equal(nextStop(model, seq), stops.find((stop) => stop > seq) ?? model.seq);
        assert.equal(previousStop(model, seq), stops.findLast((stop) => stop < seq) ?? -1);
      }),
    );
  });

  it('goes by rounds: to the beginning of the current one first', () => {
    const [first, second] = [model.rounds[0]!, model.rounds[1]!];
    assert.equal(nextRound(model, -1), first);
    assert.equal(nextRound(model, first), second);
    assert.equal(nextRound(model, model.rounds.at(-1)!), model.seq);
    assert.equal(previousRound(model, second + 1), second);
    assert.equal(previousRound(model, second), first);
    assert.equal(previousRound(model, first), -1);
  });
});
