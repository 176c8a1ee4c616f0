/** Initial values of variables, in every form. */
import { varsOf } from '../../../src/core/events/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { modelOf, playWith } from '../../support/worlds.js';

const FILE = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben } }
worlds:
  w:
    params: { cap: 12 }
    vars:
      plain: { a: 1, b: two }
      computed: { half: =cap / 2, all: [=cap, 3] }
      started: { start: { a: 1 }, reset: round }
      stock: 5
    agent_vars:
      own: { start: =cap / 4, reset: round }
      hidden: { told: false, start: { of: =me.name } }
    actions:
      pass: { kind: nothing, does: Pass. }
    phases:
      change: { then: 'stock = started.a + plain.a + computed.half + computed.all[1]' }
      day: { who: all, actions: [pass] }
scenarios:
  s:
    world: w
    cast: { one: { play: ada, vars: { skill: 4 } }, two: { play: ben, vars: { skill: 6 } } }
    rounds: 1
    measures: { skill: sum(all.skill) }
`;

describe('variables', () => {
  it('start with the written value: maps, expressions in maps and lists, and the long form', async () => {
    const { head } = await playWith(await modelOf(FILE.replace('    cast:', '    # cast:').replace(/ {4}measures.*\n/, '')), () => ({
      action: 'pass',
    }));
    const { plain, computed, started, stock } = head.vars;
    assert.deepEqual(plain, { a: 1, b: 'two' });
    assert.deepEqual(computed, { half: 6, all: [12, 3] });
    assert.deepEqual(started, { a: 1 });
    assert.equal(stock, 11);
    assert.deepEqual(varsOf(head, 1), { own: 3, hidden: { of: 'Ben' } });
  });

  it('of parts are known where they are used', async () => {
    const file = FILE.replace('    vars:\n', '    roles: { one: {}, two: {} }\n    vars:\n');
    const { head } = await playWith(await modelOf(file), () => ({ action: 'pass' }));
    assert.deepEqual(head.measures.find(({ measure }) => measure === 'skill')?.values, [10]);
  });
});
