/** An argument `target` of an act is one of those whom the action's `if` lets it be aimed at, when it is asked and when it is done. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/json.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const FILE = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
ties: { friends: {} }
worlds:
  w:
    agent_vars: { open: true }
    actions:
      befriend:
        does: Choose a friend.
        args: { target: agent }
        if: target.open
        effect: |
          bond(me, target)
          target.open = false
    phases: { choose: { who: [ada, ben], order: ORDER, actions: [befriend] } }
scenarios:
  s: { world: w, rounds: 1, interventions: { shut: { at: start, to: ben, then: me.open = false } } }
`;

async function played(order: string, target: string) {
  const offered: (readonly string[])[] = [];
  const answer = ({ situation }: Question): Json => {
    offered.push(situation.options.flatMap(({ args = [] }) => args.flatMap(({ agents = [] }) => agents)));
    return { action: 'befriend', args: { target } };
  };
  const timeline = await play(await modelOf(FILE.replace('ORDER', order)), answer);
  return { offered, timeline };
}

describe('an argument `target`', () => {
  it('is one of those for whom `if` holds', async () => {
    const { offered, timeline } = await played('simultaneous', 'cleo');
    assert.deepEqual(offered, [['cleo'], ['ada', 'cleo']]);
    assert.equal(of(timeline, 'tie.changed').length, 1);
  });

  it('is tested again when the act is carried out', async () => {
    const { timeline } = await played('simultaneous', 'cleo');
    assert.deepEqual(
      of(timeline, 'act.rejected').map(({ reason, note }) => [reason, note]),
      [['unavailable', '']],
    );
  });

  it('sees in turn what those before it did', async () => {
    const { offered } = await played('sequential', 'cleo');
    assert.deepEqual(offered, [['cleo'], ['ada']]);
  });
});
