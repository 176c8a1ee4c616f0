import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type LabelWish, overlap, placeLabels, SIDES } from '../../../webview/network/painting/labels.js';

const view = { width: 600, height: 400 };
const HEIGHT = 15;
const wish = (agent: number, x: number, y: number, priority = 0, width = 80): LabelWish => ({
  agent,
  x,
  y,
  r: 10,
  width,
  priority,
  sides: SIDES,
});

const wishes = fc
  .array(
    fc.record({
      x: fc.integer({ min: -20, max: 620 }),
      y: fc.integer({ min: -20, max: 420 }),
      width: fc.integer({ min: 4, max: 160 }),
      priority: fc.nat(50),
    }),
    { maxLength: 120 },
  )
  .map((list) => list.map(({ x, y, width, priority }, agent) => wish(agent, x, y, priority, width)));

describe('names in the network', () => {
  it('always include the selected agent, inside the view', () => {
    fc.assert(
      fc.property(wishes, fc.integer({ min: 0, max: 119 }), (list, i) => {
        fc.pre(list.length > 0);
        const selected = list[i % list.length]!;
        const most = Math.max(...list.map(({ priority }) => priority)) + 1;
        const labels = placeLabels(
          list.map((one) => (one === selected ? { ...one, must: true, priority: most } : one)),
          HEIGHT,
          view,
          6,
        );
        const label = labels.find(({ agent }) => agent === selected.agent);
        assert.ok(label && label.x >= 0 && label.y >= 0 && label.x + label.width <= view.width && label.y + HEIGHT <= view.height);
      }),
    );
  });

  it('never cover each other or a node, and stay inside', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        const labels = placeLabels(list, HEIGHT, view, 200);
        labels.forEach((label, i) => {
          assert.ok(label.x >= 0 && label.y >= 0 && label.x + label.width <= view.width && label.y + HEIGHT <= view.height);
          assert.ok(!labels.slice(i + 1).some((other) => overlap(label, other)));
          assert.ok(!list.some(({ x, y, r }) => overlap(label, { x: x - r, y: y - r, width: 2 * r, height: 2 * r })));
        });
      }),
    );
  });

  it('are the same for the same picture, in any order of the agents', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        assert.deepEqual(placeLabels([...list].reverse(), HEIGHT, view, 30), placeLabels(list, HEIGHT, view, 30));
      }),
    );
  });

  it('are shown for the more important agent where two do not fit', () => {
    const crowd = [wish(0, 100, 100, 1, 300), wish(1, 112, 100, 9, 300)];
    assert.equal(placeLabels(crowd, HEIGHT, view, 1)[0]?.agent, 1);
  });

  it('are on the first side that is free', () => {
    assert.equal(placeLabels([wish(0, 300, 200)], HEIGHT, view, 9)[0]?.side, 'below');
    assert.equal(placeLabels([wish(0, 300, 395)], HEIGHT, view, 9)[0]?.side, 'above');
    assert.equal(placeLabels([{ ...wish(0, 300, 200), sides: ['right', 'below'] }], HEIGHT, view, 9)[0]?.side, 'right');
  });

  it('are no more than the requested number', () => {
    const row = Array.from({ length: 5 }, (_, i) => wish(i, 60 + 100 * i, 200));
    assert.equal(placeLabels(row, HEIGHT, view, 3).length, 3);
  });
});
