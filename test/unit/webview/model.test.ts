import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PanelDelta, PanelSilence, PanelSnapshot } from '../../../src/protocol/messages.js';
import { fakeRun, snapshotAfter } from '../../../webview/demo/fakeRun.js';
import { applyDelta, createModel, edgeCount, nameOf, strongest } from '../../../webview/model.js';

const run = fakeRun({ agents: 9, rounds: 6, hostile: true, seed: 3 });
const silence = (seq: number, round: number, agent: number, reason = 'chose_nothing'): PanelSilence => ({ seq, round, agent, reason });
const delta = (part: Partial<PanelDelta>): PanelDelta => ({
  run: run.start.run.id,
  seq: 1,
  round: 1,
  status: 'running',
  problem: null,
  ...part,
});
const empty: PanelSnapshot = run.start;

describe('the panel’s model', () => {
  it('is the same whether it came as one snapshot or as a snapshot and deltas', () => {
    fc.assert(
      fc.property(fc.nat({ max: run.deltas.length }), fc.nat({ max: run.deltas.length }), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const live = createModel(snapshotAfter(run, from));
        for (const one of run.deltas.slice(from, to)) applyDelta(live, one);
        assert.deepStrictEqual(live, createModel(snapshotAfter(run, to)));
      }),
      { numRuns: 60 },
    );
  });

  it('says which rows and older messages a delta touched', () => {
    const model = createModel(snapshotAfter(run, run.deltas.length - 5));
    const rows = [...model.rows];
    const messages = [...model.messages];
    for (const one of run.deltas.slice(-5)) {
      const before = [...model.rows];
      const old = [...model.messages];
      const changes = applyDelta(model, one);
      assert.ok(changes);
      assert.deepEqual(model.rows.slice(0, changes.rowsFrom), before.slice(0, changes.rowsFrom));
      assert.equal(changes.messagesFrom, old.length);
      const touched = old.flatMap((message, place) => (model.messages[place] === message ? [] : [place]));
      assert.deepEqual([...changes.scored].sort(), touched.sort());
    }
    assert.ok(model.rows.length > rows.length && model.messages.length > messages.length);
  });

  it('puts neighbouring silent turns of a round into one row, also when they come in separate deltas', () => {
    const model = createModel(empty);
    applyDelta(model, delta({ silences: [silence(1, 1, 0)] }));
    const changes = applyDelta(model, delta({ silences: [silence(2, 1, 1), silence(3, 2, 2)] }));
    assert.deepEqual(model.rows, [
      { kind: 'round', round: 1 },
      { kind: 'silence', first: 0, count: 2 },
      { kind: 'round', round: 2 },
      { kind: 'silence', first: 2, count: 1 },
    ]);
    assert.equal(changes?.rowsFrom, 1);
  });

  it('removes a tie of strength 0 and counts only ties that are strong enough', () => {
    const model = createModel({
      ...empty,
      ties: [
        [0, 1, 0.9],
        [1, 0, 0.05],
        [2, 3, 0.5],
      ],
    });
    assert.equal(edgeCount(model), 2);
    applyDelta(model, delta({ ties: [[0, 1, 0]] }));
    assert.equal(edgeCount(model), 1);
    assert.equal(model.into[1]?.size, 0);
  });

  it('lists the strongest ties first, equal ones in the order of agents', () => {
    const model = createModel({
      ...empty,
      ties: [
        [0, 3, 0.5],
        [0, 1, 0.5],
        [0, 2, 0.8],
        [0, 4, 0.01],
      ],
    });
    assert.deepEqual(
      strongest(model, model.out[0]).map(([agent]) => agent),
      [2, 1, 3],
    );
  });

  it('ignores another run, unknown agents, ties to oneself and repeated messages', () => {
    const model = createModel(snapshotAfter(run, 4));
    const before = structuredClone(model);
    assert.equal(applyDelta(model, { ...delta({}), run: 'another' }), null);
    const again = model.messages[0];
    assert.ok(again);
    const wrong = delta({
      seq: model.seq,
      round: model.round,
      ties: [
        [0, 99, 1],
        [2, 2, 1],
      ],
      messages: [again],
      silences: [silence(9e6, model.round, -1)],
      scores: [['m-none', 1, 1]],
    });
    applyDelta(model, wrong);
    assert.deepStrictEqual(structuredClone(model), before);
  });

  it('never has an empty name', () => {
    const model = createModel(empty);
    assert.ok(model.agents.every((_, agent) => nameOf(model, agent).trim() !== ''));
  });
});
