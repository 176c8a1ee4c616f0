/** Rules of a society whose members are one crowd run for blocks of agents, with the events of the same rules agent by agent. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rowsOf, tieRowsOf } from '../../../src/core/events/rowViews.js';
import { variableAt } from '../../../src/core/events/agents.js';
import type { SimEvent } from '../../../src/core/events/events.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { CROWD } from '../../../src/engine/model/crowdSize.js';
import { modelOf, playWith } from '../../support/worlds.js';

const silent = (): never => assert.fail('Nobody is asked.');

/** Opinions that are near move closer, ties follow them, and a new tie replaces the weakest one. */
const TALK = `let other = tied(me).length > 0 && chance(0.8) ? pick(tied(me)) : me.friend
let known = tie(me, other)
unbond(me, known == 0 && tied(me).length > 3 ? bottom(tied(me), 1, a => tie(me, a)) : [])
let d = other.x - me.x
let near = abs(d) < 0.4
let worth = near ? 1 - abs(d) : -0.2 * abs(d)
let step = near ? 0.1 * d : 0
me.x += step
other.x -= step
me.u += worth
other.u += worth
bond([me], other, bonds, clamp((known > 0 ? known : 0.1) + 0.1 * worth, 0, 1))`;

const RULES: readonly (readonly [name: string, order: string, then: string])[] = [
  ['talks that change opinions and ties', 'sequential', TALK],
  [
    'own variables at the same time',
    'simultaneous',
    'let d = me.u + 1\nme.u = d * 2\nme.x = min(1, me.x + (me.u > 2 ? 0.1 : 0))\nme.b = me.u > 3',
  ],
  ['faults of a few agents', 'sequential', 'let d = 1 / (me.n % 97)\nme.u += d\nlet e = chance(0.5) ? me.u : d\nme.x = e / 1000'],
  ['faults of many agents', 'sequential', 'let d = 1 / (me.n % 3)\nme.u += d\nbond(me, me.friend)'],
  ['a variable that leaves its range', 'sequential', 'let d = chance(0.01) ? 2 : 0.5\nme.u = d\nme.x = d'],
  [
    'the means of neighbours, in turn',
    'sequential',
    'let d = mean(neighbours(me).map(a => a.x)) - me.x\nlet e = abs(d)\nme.x += d / 2\nme.u += e',
  ],
];

const fileOf = (order: string, then: string): string => `society: 1
populations: { folk: { size: ${CROWD + 1}, name: 'P {n}', vars: { place: number }, sample: { place: '=number', x: 0..1 } } }
ties: { bonds: { among: folk, graph: random(0.004), reciprocity: 0, strength: 0.5 } }
worlds:
  w:
    agent_vars: { x: 0..1, u: 0, n: '=me.place', b: false, friend: agent? }
    phases:
      meet: { order: sequential, who: { if: agent.n <= 330 }, then: 'me.friend = pick(neighbours(me))' }
      again: { order: sequential, who: { if: agent.n <= 330 }, then: 'me.friend = me.friend == null ? null : me.friend.friend' }
      p: { who: { if: agent.n <= 330 }, order: ${order}, then: ${JSON.stringify(then)} }
      fade: { then: 'fade(bonds, 0.9, 0.2)' }
scenarios: { s: { cast: [folk], world: w, rounds: 1 } }
`;

const events = async (text: string, byRecord: boolean): Promise<readonly SimEvent[]> =>
  (await playWith(await modelOf(text, { byRecord, seed: 3 }), silent)).events;

describe('blocks of a crowd', function () {
  this.timeout(60_000);

  for (const [name, order, then] of RULES)
    it(`have the events of single agents: ${name}`, async () => {
      const text = fileOf(order, then);
      const [columns, records] = [await events(text, false), await events(text, true)];
      const changed = columns.filter(({ type }) => type === 'variables.set' || type === 'ties.changed');
      assert.ok(changed.length > 0, JSON.stringify(columns.filter(({ type }) => type === 'fault')));
      columns.forEach((event, i) => {
        const other = records[i]!;
        // Where they differ, the rows say more than their text.
        if (event.type === 'variables.set' && other.type === event.type) {
          const [{ rows, values }, { rows: otherRows, values: otherValues }] = [rowsOf(event), rowsOf(other)];
          assert.deepEqual({ rows, values }, { rows: otherRows, values: otherValues });
        }
        if (event.type === 'ties.changed' && other.type === event.type) assert.deepEqual(tieRowsOf(event).ends, tieRowsOf(other).ends);
        assert.equal(JSON.stringify(event), JSON.stringify(other));
      });
      assert.equal(columns.length, records.length);
    });

  it('leave the state that their events have as text, where most agents change', async () => {
    // A zero with the other sign is no change, and is written as a zero.
    const then = 'me.u = me.n % 3 == 0 ? -1 * me.u : me.n + me.u\nme.x = me.n % 4 > 0 ? me.x / 2 : me.x';
    const text = fileOf('sequential', then).replaceAll('{ if: agent.n <= 330 }, order', 'all, order').replace('rounds: 1', 'rounds: 3');
    const played = await playWith(await modelOf(text, { seed: 3 }), silent);
    const read = new Timeline(played.events.map((event) => JSON.parse(JSON.stringify(event)) as SimEvent));
    for (const name of ['u', 'x'])
      for (let row = 0; row <= CROWD; row++)
        assert.ok(Object.is(variableAt(played.head, row, name), variableAt(read.head, row, name)), `${name} of ${row}`);
  });
});
