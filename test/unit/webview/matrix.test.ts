import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, edgeOf, look, type PanelModel } from '../../../webview/state/model.js';
import { communitiesOf } from '../../../webview/network/graph/viewOptions.js';
import { type Cell, cellAt, cellBy, frameOf, nextTie, orderOf } from '../../../webview/network/matrix/matrix.js';

const run = fakeRun({ agents: 60, rounds: 8, hostile: false, seed: 2 });
const whole = (): PanelModel => createModel(snapshotAfter(run, run.deltas.length));

describe('the network as a matrix', () => {
  it('has every present agent once, community by community', () => {
    const model = whole();
    model.shown.away.add(7);
    const { agents, places, borders } = orderOf(model, 'communities', { hue: [], legend: [] });
    assert.deepEqual(
      [...agents].sort((a, b) => a - b),
      [...model.agents.keys()].filter((agent) => agent !== 7),
    );
    for (const [place, agent] of agents.entries()) assert.equal(places[agent], place);
    assert.equal(places[7], -1);
    const groups = communitiesOf(model);
    const alone = agents.length - groups.flat().length;
    assert.equal(borders.length, groups.length - (alone > 0 ? 0 : 1));
    for (const [i, group] of groups.entries()) {
      const start = i === 0 ? 0 : borders[i - 1]!;
      assert.deepEqual(agents.slice(start, start + group.length), group);
    }
  });

  it('keeps its rows when the moment changes', () => {
    const model = whole();
    const { agents } = orderOf(model, 'communities', { hue: [], legend: [] });
    look(model, Math.round(model.seq / 3));
    assert.notDeepEqual(communitiesOf(model).flat(), communitiesOf(model, model.ties[0]!.head).flat());
    assert.deepEqual(orderOf(model, 'communities', { hue: [], legend: [] }).agents, agents);
  });

  it('is ordered by colours or as in the file, on request', () => {
    const model = whole();
    const hue = model.agents.map((_, agent) => (agent % 2 === 0 ? 1 : 0));
    const { agents, borders } = orderOf(model, 'colours', { hue, legend: [] });
    assert.deepEqual(agents.slice(0, 3), [1, 3, 5]);
    assert.deepEqual(borders, [30]);
    assert.deepEqual(orderOf(model, 'file', { hue, legend: [] }).agents, [...model.agents.keys()]);
  });

  it('finds the cell at a point, and none outside the table', () => {
    const frame = frameOf(900, 600, 60, 108);
    fc.assert(
      fc.property(fc.nat({ max: 59 }), fc.nat({ max: 59 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (row, column, part) => {
        const [x, y] = [frame.left + (column + part) * frame.cell, frame.top + (row + part) * frame.cell];
        assert.deepEqual(cellAt(frame, 60, x, y), { row, column });
      }),
    );
    assert.equal(cellAt(frame, 60, frame.left - 2, frame.top + 5), null);
    assert.ok(frame.left + 60 * frame.cell <= 900 && frame.top + 60 * frame.cell <= 600);
  });

  it('is navigated by keys, and stops at its edge', () => {
    const at: Cell = { row: 5, column: 58 };
    assert.deepEqual(cellBy('ArrowDown', at, 60), { row: 6, column: 58 });
    assert.deepEqual(cellBy('PageUp', at, 60), { row: 0, column: 58 });
    assert.deepEqual(cellBy('End', at, 60), { row: 5, column: 59 });
    assert.deepEqual(cellBy('Home', at, 60), { row: 5, column: 0 });
    assert.equal(cellBy('q', at, 60), null);
    assert.equal(cellBy('End', at, 0), null);
  });

  it('is read tie by tie, each once, forwards and backwards', () => {
    const model = whole();
    const order = orderOf(model, 'communities', { hue: [], legend: [] });
    const cells = model.shown.out.flatMap((ties, from) =>
      [...ties].filter(([, strength]) => strength >= edgeOf(model)).map(([to]) => order.places[from]! * 60 + order.places[to]!),
    );
    cells.sort((a, b) => a - b);
    for (const by of [1, -1] as const) {
      const read: number[] = [];
      let at: Cell = by === 1 ? { row: 59, column: 59 } : { row: 0, column: 0 };
      for (let i = 0; i < cells.length; i++) {
        at = nextTie(model, order, at, by, edgeOf(model));
        read.push(at.row * 60 + at.column);
      }
      assert.deepEqual(read, by === 1 ? cells : [...cells].reverse());
    }
    for (const ties of model.shown.out) ties.clear();
    assert.deepEqual(nextTie(model, order, { row: 3, column: 4 }, 1, 0.1), { row: 3, column: 4 });
  });
});
