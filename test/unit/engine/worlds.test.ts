/** Worlds as data: the semantics of phases, effects, shares, orders and pairs, by golden transcripts and worked numbers. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const COMMONS = `society: 1
personas: { john: { name: John }, kate: { name: Kate }, jack: { name: Jack }, emma: { name: Emma }, luke: { name: Luke } }
worlds:
  lake:
    does: "A lake with $(stock) tons of fish."
    params: { capacity: 100, collapse: 5, growth: 2 }
    vars: { stock: =params.capacity }
    agent_vars: { caught: { start: 0, reset: round }, total: 0 }
    actions:
      harvest:
        does: Take some.
        args: { amount: 0..stock }
        seen_by: nobody
        share: { of: stock, ask: amount, rule: proportional }
        effect: |
          stock -= granted
          me.caught += granted
          me.total += granted
    phases:
      harvest: { who: all, order: simultaneous, actions: [harvest] }
      announce: { tell: "$(all.map(a => a.name + ' took ' + a.caught).join('; '))" }
      check: { stop: stock < params.collapse }
      regrow: { then: "stock = min(params.capacity, params.growth * stock)" }
    measures: { stock_now: stock, equality: 1 - gini(all.total), gain: mean(all.total) }
scenarios:
  s: { cast: all, world: lake, rounds: 12, seed: 3 }
`;

describe('a commons', () => {
  const cases = [
    { take: 10, rounds: 12, gain: 120, reason: 'rounds' },
    { take: 20, rounds: 1, gain: 20, reason: 'stop' },
    { take: 15, rounds: 2, gain: 25, reason: 'stop' },
  ] as const;
  for (const { take, rounds, gain, reason } of cases)
    it(`in which all take ${take} ends after ${rounds} rounds with ${gain} for each (GovSim, arXiv 2404.16698, by hand)`, async () => {
      const model = await modelOf(COMMONS);
      const timeline = await play(model, () => ({ action: 'harvest', args: { amount: take } }));
      assert.equal(timeline.head.round, rounds);
      assert.equal(of(timeline, 'run.ended')[0]?.reason, reason);
      for (const { vars } of timeline.head.agents.chunks[0]!) assert.equal(vars.total, gain);
      assert.equal(timeline.head.measures.find((m) => m.measure === 'equality')?.values.at(-1), 1);
    });

  it('tells what was caught, shows the stock to all alike, and puts what is taken back at the start of a round', async () => {
    const model = await modelOf(COMMONS);
    const seen: string[] = [];
    const timeline = await play(model, ({ situation }) => {
      seen.push(`${situation.round} ${situation.world} ${JSON.stringify(situation.own)}`);
      return { action: 'harvest', args: { amount: 10 } };
    });
    assert.deepEqual(
      [...new Set(seen.slice(0, 10))],
      ['1 A lake with 100 tons of fish. {"caught":0,"total":0}', '2 A lake with 100 tons of fish. {"caught":0,"total":10}'],
    );
    assert.equal(of(timeline, 'message.sent')[0]?.text, 'John took 10; Kate took 10; Jack took 10; Emma took 10; Luke took 10');
  });

  it('grants no more than there is, by whole shares, and says so before the first effect', async () => {
    const model = await modelOf(COMMONS);
    const asks: { readonly [id: string]: number } = { john: 100, kate: 50, jack: 30, emma: 10, luke: 10 };
    const timeline = await play(model, ({ agent }) => ({ action: 'harvest', args: { amount: asks[agent!]! } }));
    const grants = of(timeline, 'claim.granted');
    assert.equal(
      grants.reduce((sum, { granted }) => sum + granted, 0),
      100,
    );
    // 100 of 200 asked for: each half of its claim.
    for (const { agent, granted } of grants) assert.equal(granted, asks[agent]! / 2);
    assert.ok(grants.at(-1)!.seq < of(timeline, 'act.chosen')[0]!.seq);
  });
});
