/** Order `asynchronous`: exponential waiting times, the 24-hour profile, acts that take time; by hand-worked numbers. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rng } from '../../../src/core/random/rng.js';
import { poisson, profiled } from '../../../src/engine/turns/asynchronousOrder.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const near = (a: readonly number[], b: readonly number[]): void => {
  assert.equal(a.length, b.length, `${a.join(' ')} instead of ${b.join(' ')}`);
  for (const [i, x] of a.entries()) assert.ok(Math.abs(x - b[i]!) < 1e-12, `${x} instead of ${b[i]}`);
};

/** Draws that are given one after another. */
const draws = (...values: readonly number[]): (() => number) => {
  let n = 0;
  return () => values[n++ % values.length]!;
};

const at = (hours: { readonly [hour: number]: number }): readonly number[] => Array.from({ length: 24 }, (_, h) => hours[h] ?? 0);

describe('exponential waiting times', () => {
  it('are −ln(1 − u) / rate, one after another, within the round', () => {
    // u = 1/2 each time: waits of ln 2 / 2 = 0.3466. The third moment, 1.0397, is beyond the round.
    near(poisson(draws(0.5), 2), [Math.LN2 / 2, Math.LN2]);
    // u = 0, then 1 − 1/e: 0 and 0 + 1/4; then the same again until 1.
    near(poisson(draws(0, 1 - 1 / Math.E), 4), [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75]);
  });

  it('do not occur with a rate of 0 or less', () => {
    assert.deepEqual([poisson(draws(0.5), 0), poisson(draws(0.5), -1)], [[], []]);
  });

  it('give on average rate turns a round, with an equal variance', () => {
    const counts = Array.from({ length: 4000 }, (_, i) => poisson(rng(7, 'test', i), 3).length);
    const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (counts.length - 1);
    // Standard errors: mean sqrt(3 / 4000) = 0.027; variance sqrt((3 + 2·9) / 4000) = 0.072. Four of them.
    assert.ok(Math.abs(mean - 3) < 0.11, String(mean));
    assert.ok(Math.abs(variance - 3) < 0.29, String(variance));
  });
});

describe('a profile of 24 hours', () => {
  const DAY = { hours: 24, seconds: 0 };

  it('has at most one turn in each hour, at a moment within it', () => {
    // Certain at 9 and at 21, each half an hour in: 9.5 / 24 and 21.5 / 24 of the day.
    near(profiled(draws(0.5), at({ 9: 1, 21: 1 }), DAY, 1), [9.5 / 24, 21.5 / 24]);
  });

  it('acts where the draw is below the chance of the hour', () => {
    assert.equal(profiled(draws(0.29, 0.5), at({ 9: 0.3 }), DAY, 1).length, 1);
    assert.equal(profiled(draws(0.3, 0.5), at({ 9: 0.3 }), DAY, 1).length, 0);
  });

  it('uses the clock: where the first round begins, and how long a round is', () => {
    const THREE = { hours: 3, seconds: 8 * 3600 };
    // Rounds of three hours from 08:00: 9 o'clock is the second hour of round 1 and of round 9, a day later.
    near(profiled(draws(0.5), at({ 9: 1 }), THREE, 1), [0.5]);
    assert.deepEqual(profiled(draws(0.5), at({ 9: 1 }), THREE, 2), []);
    near(profiled(draws(0.5), at({ 9: 1 }), THREE, 9), [0.5]);
  });

  it('has the chance of an hour with any length of rounds: 1 − (1 − P)^d', () => {
    const HALF = { hours: 0.5, seconds: 0 };
    // P = 3/4 in half an hour: 1 − √(1/4) = 1/2. Twice not: 1/4, as for the whole hour.
    assert.equal(profiled(draws(0.49, 0), at({ 0: 0.75 }), HALF, 1).length, 1);
    assert.equal(profiled(draws(0.51, 0), at({ 0: 0.75 }), HALF, 1).length, 0);
    assert.equal(profiled(draws(0.49, 0), at({ 0: 0.75 }), HALF, 3).length, 0);
  });

  it('has an hour a round without a clock, from midnight', () => {
    near(profiled(draws(0.25), at({ 2: 1 }), null, 3), [0.25]);
    assert.deepEqual(profiled(draws(0.25), at({ 2: 1 }), null, 2), []);
    near(profiled(draws(0.25), at({ 2: 1 }), null, 27), [0.25]);
  });
});

const world = (order: string, duration = 0): string => `society: 1
personas: { ada: { name: Ada, activity: 0.5 }, ben: { name: Ben, activity: 1 } }
worlds:
  w:
    agent_vars: { pace: 0.5, done: 0 }
    actions: { knit: { does: Knit., duration: ${duration}, effect: me.done += 1 } }
    phases: { day: { order: ${order}, actions: [knit] } }
scenarios: { s: { cast: all, world: w, rounds: 40, seed: 5 } }
`;

describe('an asynchronous phase', () => {
  it('takes turns by time, of all agents in one queue, and a round is one unit of the clock', async () => {
    const timeline = await play(await modelOf(world('{ kind: asynchronous, rate: 3 }')), () => ({ action: 'knit' }));
    const phases = of(timeline, 'phase.started').filter(({ phase }) => phase === 'day');
    assert.equal(phases.length, 40);
    for (const [i, { order, times = [] }] of phases.entries()) {
      assert.equal(order.length, times.length);
      assert.ok(times.every((time, n) => time >= i && time < i + 1 && time >= (times[n - 1] ?? 0)));
    }
    assert.ok(new Set(phases.map(({ order }) => order.join())).size > 10, 'no fixed order');
    const turns = phases.reduce((sum, { order }) => sum + order.length, 0);
    // 240 expected, standard deviation √240 = 15.5; four of them.
    assert.ok(Math.abs(turns - 240) < 62, String(turns));
  });

  it('can have a rate for each agent: twice the rate gives twice as many turns', async () => {
    const timeline = await play(await modelOf(world('{ kind: asynchronous, rate: 8 * activity }')), () => ({ action: 'knit' }));
    const [ada, ben] = agentsOf(timeline.head).map(({ vars }) => Number(vars.done));
    // 160 and 320 expected.
    assert.ok(Math.abs(ada! - 160) < 51 && Math.abs(ben! - 320) < 72, `${ada} ${ben}`);
  });

  it('keeps an agent busy for the length of its act, into the next rounds, and reports it', async () => {
    const timeline = await play(await modelOf(world('{ kind: asynchronous, rate: 4 }', 1.5)), () => ({ action: 'knit' }));
    const until: { [agent: string]: number } = {};
    const times = new Map<string, number[]>();
    let busy = 0;
    for (const event of timeline.events) {
      if (event.type === 'phase.started' && event.times)
        for (const [i, agent] of event.order.entries()) times.set(agent!, [...(times.get(agent!) ?? []), event.times[i]!]);
      if (event.type === 'turn.started') {
        const expected = times.get(event.agent)!.shift()! < (until[event.agent] ?? 0) ? 'busy' : 'acted';
        const end = timeline.events.slice(event.seq).find((e) => e.type === 'turn.ended' && e.agent === event.agent);
        assert.equal(end?.type === 'turn.ended' && end.reason, expected);
        if (expected === 'busy') busy++;
      }
      if (event.type === 'act.chosen') until[event.agent] = event.until!;
    }
    const acts = of(timeline, 'act.chosen').length;
    // An act and the wait after it take 1.5 + 1/4 rounds: 40 / 1.75 = 22.9 acts of each.
    assert.ok(acts >= 40 && acts <= 52, String(acts));
    assert.ok(busy > 100);
  });

  it('has turns in the hours of the profile', async () => {
    const hours = at({ 0: 1, 12: 1 }).join(', ');
    const text = world(`{ kind: asynchronous, hours: [${hours}] }`).replace(
      'rounds: 40',
      'rounds: 4, clock: { round: 6 hours, start: 2026-03-02 06:00 }',
    );
    const timeline = await play(await modelOf(text), () => ({ action: 'knit' }));
    // From 06:00 in rounds of six hours: 12 o'clock opens round 2, midnight round 4.
    assert.deepEqual(
      of(timeline, 'phase.started')
        .filter(({ phase }) => phase === 'day')
        .map(({ order }) => [...order].sort().join(' ')),
      ['', 'ada ben', '', 'ada ben'],
    );
  });

  it('has no more turns than `turns` allows', async () => {
    const timeline = await play(await modelOf(world('{ kind: asynchronous, rate: 20, turns: 3 }')), () => ({ action: 'knit' }));
    assert.equal(of(timeline, 'act.chosen').length, 3 * 40);
  });

  it('reports at its node that a day has 24 hours', async () => {
    await assert.rejects(() => modelOf(world('{ kind: asynchronous, hours: [1, 1] }')), /24/);
  });
});
