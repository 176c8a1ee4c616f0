/** The members of groups and their decisions are exported in the columns of oTree. */
import assert from 'node:assert/strict';
import { csvParse } from 'd3';
import { describe, it } from 'mocha';
import { exportRun, type RunTold } from '../../../src/exchange/index.js';
import type { Society } from '../../../src/language/generated/society.js';
import { compiled, mindOf, play, society } from '../../support/societies.js';

function textOf(run: RunTold): string {
  const made = exportRun('groups', run, { network: null, round: null, least: null });
  assert.ok(made.ok);
  return [...made.file.pieces].join('');
}

describe('groups and decisions of a run', () => {
  it('have the columns of oTree: the members of each group, their parts, and their decisions', async () => {
    const giving: Partial<Society> = {
      worlds: {
        game: {
          agent_vars: { purse: { start: 10 } },
          actions: { give: { does: 'Give.', args: { amount: '0..10' }, effect: 'me.purse -= amount\ntarget.purse += amount' } },
          phases: {
            play: { pair: { kind: 'round_robin', roles: ['donor', 'taker'] }, who: 'donor', order: 'simultaneous', actions: ['give'] },
          },
        },
      },
      scenarios: { main: { world: 'game', rounds: 3, seed: 3 } },
    };
    const ids = ['ada', 'ben', 'cem', 'dot'];
    const model = compiled(society(ids, giving));
    const gifts = new Map<string, number>();
    const mind = mindOf(({ situation }) => {
      const amount = situation.self.id.charCodeAt(0) - 96;
      gifts.set(`${situation.round} ${situation.self.id}`, amount);
      return { action: 'give', args: { amount } };
    });
    const { timeline } = await play(model, mind);
    const rows = csvParse(textOf({ id: 'r2', model, timeline, held: null }));
    assert.equal(rows.length, 3 * ids.length);
    for (const row of rows) {
      const given = gifts.get(`${row['subsession.round_number']} ${row['participant.code']}`);
      assert.equal(row['player.give.amount'], row['player.role'] === 'donor' ? String(given) : '');
      assert.equal(row['player.status'], row['player.role'] === 'donor' ? 'acted' : '');
      assert.deepEqual([row['session.code'], row['session.synthetic'], row['participant._is_bot']], ['r2', 'true', '1']);
    }
    for (const event of timeline.events) {
      if (event.type !== 'phase.started') continue;
      for (const [number, pair] of (event.pairs ?? []).entries()) {
        const members = rows.filter((row) => row['group.id_in_subsession'] === String(number + 1)).map((row) => row['participant.code']);
        assert.ok(pair.every((agent) => members.includes(agent)));
      }
    }
    const purses = rows.filter((row) => row['subsession.round_number'] === '3').map((row) => Number(row['player.purse']));
    assert.equal(
      purses.reduce((sum, purse) => sum + purse, 0),
      10 * ids.length,
    );
  });
});
