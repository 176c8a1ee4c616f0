/** Whom acts are aimed at: an argument `target` for whom `if` holds, when it is asked and when it is done; the author of a message. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Json } from '../../../src/core/util/json.js';
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
  it('offers the agents for whom `if` holds', async () => {
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

  it('sees in turn the effects of earlier acts', async () => {
    const { offered } = await played('sequential', 'cleo');
    assert.deepEqual(offered, [['cleo'], ['ada']]);
  });
});

describe('an action about a message', () => {
  it('can reach only the author, whose variables its effect can change', async () => {
    const text = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben }, cleo: { name: Cleo } }
worlds:
  w:
    agent_vars: { thanked: 0 }
    actions:
      post: { kind: message, to: public }
      thank: { kind: message, on: message, to: { of: all, if: agent == message.author }, effect: message.author.thanked += 1 }
    phases: { talk: { who: ada, actions: [post] }, answer: { who: ben, actions: [thank] } }
scenarios: { s: { world: w, rounds: 1 } }
`;
    const timeline = await play(await modelOf(text), ({ agent, situation }) =>
      agent === 'ada' ? { action: 'post', text: 'Bread!' } : { action: 'thank', on: situation.seen[0]!.id, text: 'Thanks.' },
    );
    assert.deepEqual(
      of(timeline, 'message.sent').map(({ author, audience, to }) => [author, audience, ...to]),
      [
        ['ada', 'public'],
        ['ben', 'direct', 'ada'],
      ],
    );
    assert.deepEqual(
      of(timeline, 'variable.set').flatMap(({ agent, value }) => (value === 1 ? [agent] : [])),
      ['ada'],
    );
  });
});
