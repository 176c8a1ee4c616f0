import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fakeRun, snapshotAfter } from '../../support/webviewDemo/fakeRun.js';
import { createModel, type PanelModel } from '../../../webview/state/model.js';
import { layBow, newBow } from '../../../webview/network/graph/geometry.js';
import { groundOf, radiiOf } from '../../../webview/network/graph/graph.js';
import { weightsOf } from '../../../webview/network/graph/viewOptions.js';
import { createLayout, createLayouts, type Layout } from '../../../webview/network/layout/remoteLayout.js';
import { agentAt, boxOf, frameFor, neighbourTowards, stretchFor } from '../../../webview/network/graph/walk.js';
import { sparkPath } from '../../../webview/ui/sparkline.js';

const run = fakeRun({ agents: 20, rounds: 12, hostile: false, seed: 5 });
const modelAt = (share: number): PanelModel => createModel(snapshotAfter(run, Math.round(run.deltas.length * share)));

function settled(model: PanelModel, slices: number): Layout {
  const layout = createLayout(model.agents.length, null);
  const { tied, radii } = groundOf(model);
  layout.ties(tied, radii, true);
  while (layout.step(slices));
  return layout;
}

const distances = (a: Layout, x: Float32Array, y: Float32Array): number[] =>
  Array.from(a.x, (at, i) => Math.hypot(at - (x[i] ?? 0), (a.y[i] ?? 0) - (y[i] ?? 0)));

describe('the network’s layout', () => {
  it('gives the same picture for the same run, with any duration of frames', () => {
    const model = modelAt(1);
    const [a, b] = [settled(model, 0), settled(model, 50)];
    assert.deepEqual([a.x, a.y], [b.x, b.y]);
  });

  it('moves gently when ties change, and stops at rest', () => {
    const layout = settled(modelAt(0.9), 50);
    const [x, y] = [layout.x.slice(), layout.y.slice()];
    assert.equal(layout.step(5), false);
    const later = modelAt(1);
    const { tied, radii } = groundOf(later);
    layout.ties(tied, radii, false);
    while (layout.step(50));
    const span = Math.max(...x) - Math.min(...x);
    const moved = distances(layout, x, y).sort((a, b) => a - b);
    assert.ok((moved[10] ?? 0) < span * 0.1, `half of all moved by ${moved[10]} of ${span}`);
  });

  it('starts from the positions of the last view of a run', () => {
    const model = modelAt(1);
    const first = settled(model, 50);
    const xy = Array.from(first.x, (at, i) => [at, first.y[i] ?? 0]).flat();
    assert.deepEqual(createLayout(20, xy).x, first.x);
    assert.notDeepEqual(createLayout(20, xy.slice(2)).x, first.x);
  });

  it('starts a worker before the agents are known, ends it for a few, and has another for many', () => {
    const told: string[] = [];
    const worker = {
      postMessage: ({ type }: { readonly type: string }) => told.push(type),
      addEventListener: () => undefined,
      terminate: () => told.push('over'),
    };
    const layouts = createLayouts(() => {
      told.push('begins');
      return worker as unknown as Worker;
    });
    layouts.prepare(Infinity);
    assert.equal(layouts.of(20, null).isReady, true);
    assert.equal(layouts.of(1_000, null).isReady, false);
    assert.deepEqual(told, ['begins', 'over', 'begins', 'start']);
  });

  it('keeps nodes apart', () => {
    const model = modelAt(1);
    const { x, y } = settled(model, 50);
    const radii = radiiOf(model, weightsOf(model, 'in'));
    for (let i = 0; i < 20; i++) {
      for (let j = 0; j < i; j++)
        assert.ok(Math.hypot((x[i] ?? 0) - (x[j] ?? 0), (y[i] ?? 0) - (y[j] ?? 0)) > (radii[i] ?? 0) + (radii[j] ?? 0));
    }
  });
});

describe('the geometry of the network', () => {
  const x = Float32Array.of(0, 100, 0, -100, 10);
  const y = Float32Array.of(0, 5, 80, 0, -200);

  it('arrow keys lead to the nearest agent in that direction, and stay at the edge', () => {
    assert.deepEqual(
      (['left', 'right', 'up', 'down'] as const).map((way) => neighbourTowards(x, y, 0, way)),
      [3, 1, 4, 2],
    );
    assert.equal(neighbourTowards(x, y, 3, 'left'), null);
    assert.equal(
      neighbourTowards(x, y, 0, 'right', (agent) => agent === 1),
      null,
    );
  });

  it('a point belongs to the nearest node that covers it', () => {
    const radii = Float32Array.of(10, 10, 10, 10, 10);
    assert.equal(agentAt(x, y, radii, 1, 97, 3, 0), 1);
    assert.equal(agentAt(x, y, radii, 1, 50, 40, 0), null);
    assert.equal(agentAt(x, y, radii, 1.3, 112, 5, 0), 1);
  });

  it('the fitted camera shows all, in any frame', () => {
    for (const [width, height] of [
      [360, 240],
      [1600, 900],
      [200, 800],
    ] as const) {
      const { k, x: left, y: top } = frameFor(boxOf(x, y, Float32Array.of(5, 5, 5, 5, 5)), { width, height }, 2);
      for (let i = 0; i < x.length; i++) {
        const [px, py] = [(x[i] ?? 0) * k + left, (y[i] ?? 0) * k + top];
        assert.ok(px > 0 && px < width && py > 0 && py < height);
      }
    }
  });

  it('a picture is stretched towards the shape of its pane, within limits', () => {
    const box = { left: -100, right: 100, top: -100, bottom: 100 };
    const [wide, square, tall] = [
      { width: 900, height: 300 },
      { width: 600, height: 600 },
      { width: 300, height: 900 },
    ].map((area) => stretchFor(box, area));
    assert.ok(wide && square && tall && wide > 1.2 && wide < 1.5 && tall < 0.8 && Math.abs(square - 1) < 0.05);
    assert.equal(stretchFor({ left: 0, right: 0, top: 0, bottom: 0 }, { width: 1, height: 1 }), 1);
  });

  it('the two ties of a pair are separate curves and end at the edge of a node', () => {
    const [there, back] = [newBow(), newBow()];
    assert.ok(layBow(there, 0, 0, 10, 100, 0, 20, true, 6) && layBow(back, 100, 0, 20, 0, 0, 10, true, 6));
    assert.ok((there[3] ?? 0) < 0 && (back[3] ?? 0) > 0);
    assert.ok(Math.abs(Math.hypot((there[6] ?? 0) - 100, there[7] ?? 0) - 20) < 1e-9);
    assert.equal(layBow(there, 0, 0, 10, 15, 0, 10, false, 6), false);
  });

  it('a sparkline has gaps where the measure is not defined', () => {
    assert.equal(sparkPath([], 50, 16), '');
    assert.equal(sparkPath([null, null], 50, 16), '');
    assert.equal(sparkPath([0.5, null, 0.5, 1], 50, 16).match(/[ML]/g)?.join(''), 'MML');
  });
});
