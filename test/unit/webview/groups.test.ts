/** The shapes of groups and flows. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PanelFlow } from '../../../src/protocol/groups.js';
import { isFromPanel } from '../../../src/protocol/messages.js';
import { readState } from '../../../webview/messages/host.js';
import { bands, discs, flowShapes, ring, sectors, sizeFor } from '../../../webview/network/groups/geometry.js';
import { groupColours } from '../../../webview/network/groups/colours.js';
import { words } from '../../../webview/ui/strings.js';

describe('groups in the panel', () => {
  it('are discs inside the picture that do not overlap, with areas in proportion to their agents', () => {
    for (const width of [268, 400, 700, 1200])
      for (const height of [100, 260, 500])
        for (const n of [1, 2, 3, 5, 8, 12]) {
          const agents = Array.from({ length: n }, (_, i) => 1000 - i * 60);
          const size = sizeFor({ width, height }, n);
          const at = discs(agents, size);
          const where = `${n} groups in ${width} × ${height}`;
          for (const [i, { x, y, r }] of at.entries()) {
            assert.ok(x - r >= 0 && x + r <= width && y - r >= 0 && y + r <= size.height, where);
            assert.ok(Math.abs((r / at[0]!.r) ** 2 - agents[i]! / agents[0]!) < 0.01 || r === 5, where);
            for (const other of at.slice(i + 1)) assert.ok(Math.hypot(x - other.x, y - other.y) > r + other.r, where);
          }
        }
    assert.equal(discs([10, 0], sizeFor({ width: 400, height: 300 }, 2))[1]!.r, 5, 'a group without agents is a small ring');
  });

  it('have one line for equal flows in both directions, and an arrow for each other flow between groups', () => {
    const flows: readonly PanelFlow[] = [
      [0, 0, 900],
      [0, 1, 40],
      [1, 0, 40],
      [1, 2, 10],
      [2, 1, 4],
    ];
    const shapes = flowShapes(flows, discs([5, 4, 3], sizeFor({ width: 500, height: 300 }, 3)));
    assert.deepEqual(
      shapes.map(({ flow, head }) => [flow, head !== '']),
      [
        [[0, 1, 40], false],
        [[1, 2, 10], true],
        [[2, 1, 4], true],
      ],
    );
    assert.ok(shapes[0]!.width > shapes[1]!.width && shapes[1]!.width > shapes[2]!.width);
  });

  it('are divided into sectors, a whole disc for one part and nothing for an empty one', () => {
    const paths = sectors({ x: 50, y: 50, r: 20 }, [3, 0, 1]);
    assert.deepEqual(
      paths.map((path) => path !== ''),
      [true, false, true],
    );
    assert.ok(paths[0]!.includes(' 1 1 '), 'three quarters go the long way around');
    assert.ok(!sectors({ x: 50, y: 50, r: 20 }, [7])[0]!.includes('L'));
  });

  it('have bands that fill the height in each round', () => {
    const [low, high] = bands(
      [
        [1, 3],
        [2, 2],
      ],
      { width: 100, height: 80 },
    );
    assert.equal(low, 'M0 80L100 80L100 40L0 60Z');
    assert.equal(high, 'M0 60L100 40L100 0L0 0Z');
  });

  it('have a neighbour for each place around an agent', () => {
    for (const others of [0, 1, 14, 15, 40]) {
      const places = ring(others, { width: 300, height: 240 });
      assert.equal(places.length, others + 1);
      assert.equal(new Set(places.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`)).size, others + 1);
    }
  });

  it('have different colours up to twelve', () => {
    for (const isRamp of [false, true]) assert.equal(new Set(groupColours(12, isRamp)).size, 12);
  });

  it('never have a share of 0 % for some agents', () => {
    assert.equal(words.groups.share(1, 1_000_000), '< 0.1 %');
    assert.equal(words.groups.share(0, 1_000_000), '0 %');
    assert.equal(words.groups.share(42_688, 1_000_000), '4.3 %');
    assert.equal(words.groups.short(632_363, 1_000_000), '632k · 63 %');
  });

  it('are asked for with places in lists', () => {
    const ask = (question: unknown): boolean => isFromPanel({ type: 'ask', id: 1, question });
    assert.ok(ask({ kind: 'groups', seq: 4, network: 0, by: 1, divide: -1 }));
    assert.ok(ask({ kind: 'near', seq: 4, network: 0, agent: 'a_1', by: 0 }));
    assert.ok(ask({ kind: 'find', seq: 4, text: '12' }));
    for (const one of [
      { kind: 'groups', seq: 4, network: 0, by: 'state', divide: -1 },
      { kind: 'near', seq: 4, network: 0, agent: 7, by: 0 },
      { kind: 'find', seq: 4 },
      { kind: 'find', text: '12' },
      { kind: 'all', seq: 4 },
    ])
      assert.ok(!ask(one), JSON.stringify(one));
  });

  it('keep their options, and replace invalid ones', () => {
    assert.deepEqual(readState({ groups: { by: 2, divide: 0, flows: 'ties' } }).groups, { by: 2, divide: 0, flows: 'ties' });
    assert.deepEqual(readState({ groups: { by: -3, divide: 'x', flows: 'all' } }).groups, { by: 0, divide: -1, flows: 'moves' });
  });
});
