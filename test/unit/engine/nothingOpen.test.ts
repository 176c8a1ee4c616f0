/** An agent without an open action is not asked, and its turn gives the reason. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { Question } from '../../../src/engine/index.js';
import { eventsOf as of, modelOf, playWith } from '../../support/worlds.js';

const file = (order: string, actions: string): string => `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
worlds:
  w:
    vars: { stock: 5 }
    actions:
      fish: { does: Fish., when: round > 1 && me == ada, args: { amount: 0..stock }, effect: stock -= amount${actions} }
      answer: { kind: message, on: message, does: Answer. }
    phases: { day: { who: all, order: ${order}, actions: [fish, answer] } }
scenarios:
  s: { world: w, rounds: 2 }
`;

const ended = (timeline: Timeline): string[] => of(timeline, 'turn.ended').map(({ agent, reason }) => `${agent} ${reason}`);

describe('without open actions', () => {
  for (const [order, share] of [
    ['sequential', ''],
    ['simultaneous', ', share: { of: stock, ask: amount }'],
  ] as const)
    it(`no mind is asked, ${order}`, async () => {
      const asked: string[] = [];
      const timeline = await playWith(await modelOf(file(order, share)), ({ agent, situation }: Question) => {
        asked.push(`${agent} ${situation.round}`);
        return { action: 'fish', args: { amount: 2 } };
      });
      assert.deepEqual(asked, ['ada 2']);
      assert.deepEqual(ended(timeline).sort(), [
        'ada acted',
        'ada no_action_available',
        'ben no_action_available',
        'ben no_action_available',
      ]);
      assert.equal(timeline.head.vars.stock, 3);
    });
});
