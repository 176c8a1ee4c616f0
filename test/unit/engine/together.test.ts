/** Acts of several agents in one step or in sequence, none of which overwrites another. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

const file = (world: string, rounds = 2): string => `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada }
  ben: { name: Ben }
  cem: { name: Cem }
  dee: { name: Dee }
worlds:
  w:
${world}
scenarios: { s: { world: w, rounds: ${rounds}, seed: 3 } }
`;

const play = async (world: string, rounds?: number) =>
  playWith(await modelOf(file(world, rounds)), () => ({ action: 'take', args: { amount: 4 } }));

describe('a rule for all agents at once', () => {
  it('numbers all memories of one person in sequence', async () => {
    const timeline = await play(`    phases: { a: { who: all, then: "remember(ada, 'Note of ' + me.name)" } }`);
    assert.deepEqual(
      eventsOf(timeline, 'memory.written').map(({ id }) => id),
      ['ada.1', 'ada.2', 'ada.3', 'ada.4', 'ada.5', 'ada.6', 'ada.7', 'ada.8'],
    );
  });

  it('fills a place to its size, and names the agents that found it full', async () => {
    const timeline = await play(
      `    places: { den: { does: A den., size: 2 } }
    phases: { a: { who: all, then: "join(me, den)" } }`,
      1,
    );
    assert.deepEqual(
      eventsOf(timeline, 'group.joined').map(({ agent }) => agent),
      ['ada', 'ben'],
    );
    assert.deepEqual(
      eventsOf(timeline, 'fault').map(({ code, agent }) => [code, agent]),
      [
        ['place-full', 'cem'],
        ['place-full', 'dee'],
      ],
    );
  });
});

describe('sequential claims', () => {
  it('are each granted from what earlier ones left', async () => {
    const timeline = await play(
      `    vars: { stock: 10 }
    agent_vars: { has: 0 }
    actions:
      take:
        does: Take some.
        args: { amount: 0..10 }
        seen_by: nobody
        share: { of: stock, ask: amount, rule: proportional }
        effect: |
          stock -= granted
          me.has += granted
    phases: { a: { who: all, order: sequential, actions: [take] } }`,
      1,
    );
    assert.deepEqual(
      eventsOf(timeline, 'claim.granted').map(({ agent, granted }) => [agent, granted]),
      [
        ['ada', 4],
        ['ben', 4],
        ['cem', 2],
        ['dee', 0],
      ],
    );
    assert.deepEqual(eventsOf(timeline, 'fault'), []);
  });
});

describe('a random draw', () => {
  const picked = async (more: string): Promise<unknown[]> => {
    const timeline = await play(`    agent_vars: { hit: 0 }
    phases:
${more}      b: { who: { of: all, pick: random 1 }, then: "me.hit = round" }`);
    return eventsOf(timeline, 'variable.set')
      .filter(({ name, value }) => name === 'hit' && value !== 0)
      .map(({ agent }) => agent);
  };
  it('does not depend on an unrelated phase', async () => {
    assert.deepEqual(await picked('      a: { who: all, then: "me.hit = 0" }\n'), await picked(''));
  });
});

describe('an id', () => {
  it('cannot be the name of a property of every JavaScript object', async () => {
    await assert.rejects(modelOf(file('    vars: { constructor: 1 }\n    phases: {}')), /constructor/);
  });
});
