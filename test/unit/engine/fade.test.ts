/** The statement `fade`: what it leaves of the ties of a network, in state, in columns, and in what the panel gets. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SimEvent } from '../../../src/core/events/events.js';
import { networkOf } from '../../../src/core/events/state.js';
import { rowOf, strengthOf } from '../../../src/core/events/ties.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { CROWD } from '../../../src/engine/model/crowdSize.js';
import { pack, unpack } from '../../../src/protocol/packedLists.js';
import { modelOf, playWith } from '../../support/worlds.js';
import { addChange, networkAt, newHistory } from '../../../webview/state/tieHistory.js';

const silent = (): never => assert.fail('Nobody is asked.');

/** `then`: lines of a rule that runs once. */
const file = (lines: readonly string[], size = 1): string => `society: 1
personas: { ada: {}, bo: {}, cleo: {} }
populations: { folk: { size: ${size}, name: 'P {n}' } }
ties:
  friends: { among: all, graph: [ada > bo 0.8, ada > cleo 0.2, bo > ada 0.4] }
  others: { among: all, graph: [ada > bo 0.8] }
worlds:
  w: { phases: { p: { then: ${JSON.stringify(lines.join('\n'))} } } }
scenarios:
  s: { cast: [ada, bo, cleo, folk], world: w, rounds: 1 }
`;

const played = async (lines: readonly string[], size?: number): Promise<Timeline> => playWith(await modelOf(file(lines, size)), silent);

const strengths = (timeline: Timeline, name = 'friends'): readonly (readonly number[])[] =>
  [0, 1, 2].map((from) => [0, 1, 2].map((to) => strengthOf(networkOf(timeline.head, name)!, from, to)));

const faults = ({ events }: Timeline): readonly string[] => events.flatMap((event) => (event.type === 'fault' ? [event.text] : []));

describe('the statement fade', () => {
  it('multiplies every tie of one network, in one event', async () => {
    const timeline = await played(['fade(friends, 0.5)']);
    assert.deepEqual(strengths(timeline), [
      [0, 0.4, 0.1],
      [0.2, 0, 0],
      [0, 0, 0],
    ]);
    assert.deepEqual(strengths(timeline, 'others')[0], [0, 0.8, 0]);
    assert.deepEqual(
      timeline.events.flatMap((event: SimEvent) => (event.type === 'ties.decayed' ? [[event.network, event.factor, event.least]] : [])),
      [['friends', 0.5, undefined]],
    );
  });

  it('cuts the ties that become weaker than the bound, and no others', async () => {
    const timeline = await played(['fade(friends, 0.5, 0.2)']);
    assert.deepEqual(rowOf(networkOf(timeline.head, 'friends')!, 0), { to: [1], strength: [0.4] });
    assert.deepEqual(rowOf(networkOf(timeline.head, 'friends')!, 1), { to: [0], strength: [0.2] });
  });

  for (const size of [1, CROWD])
    it(`acts on what the lines above have tied, and not on what lines below tie, with ${size} more agents`, async () => {
      const timeline = await played(
        ['bond(cleo, bo, friends, 0.6)', 'fade(friends, 0.5, 0.15)', 'bond(cleo, ada, friends, tie(ada, bo))', 'unbond(bo, ada)'],
        size,
      );
      assert.deepEqual(faults(timeline), []);
      assert.deepEqual(strengths(timeline), [
        [0, 0.4, 0],
        [0, 0, 0],
        [0.4, 0.3, 0],
      ]);
    });

  it('is a fault outside its bounds, and undone with its rule', async () => {
    for (const bad of ['fade(friends, 0)', 'fade(friends, 1.5)', 'fade(friends, 0.5, 2)']) {
      const timeline = await played(['fade(friends, 0.5)', bad]);
      assert.equal(faults(timeline).length, 1, bad);
      assert.equal(strengths(timeline)[0]![1], 0.8, bad);
    }
  });

  it('reaches the panel with its bound', () => {
    const ties = [
      [1, 0, 0, 1, 0.8],
      [1, 0, 0, 2, 0.2],
      [2, 0, 0.5, 0.15],
      [3, 0, 0.5],
    ] as const;
    const packed = pack({ ties });
    assert.deepEqual(unpack(packed.part, packed.packed).ties, ties);
    const history = newHistory('friends');
    for (const one of ties) addChange(history, one);
    assert.deepEqual(rowOf(networkAt(history, 2), 0), { to: [1], strength: [0.4] });
    assert.deepEqual(rowOf(networkAt(history, 3), 0), { to: [1], strength: [0.2] });
  });
});
