/** The worlds of the library against what was published or can be worked by hand. */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const people = (ids: string, vars: (id: string) => string = () => ''): string =>
  `personas:\n${ids
    .split(' ')
    .map((id) => `  ${id}: { name: ${id[0]!.toUpperCase()}${id.slice(1)}${vars(id)} }`)
    .join('\n')}`;

const file = (world: string, rounds: number, who: string, use = world): string => `society: 1
imports: [library/${world}]
${who}
ties: { friendship: { among: all } }
scenarios: { s: { cast: all, world: ${use}, rounds: ${rounds}, seed: 4 } }
`;

const last = (timeline: Timeline, measure: string): number | null | undefined =>
  timeline.head.measures.find((one) => one.measure === measure)?.values.at(-1);

const FIVE = people('john kate jack emma luke');

describe('the commons of the library', () => {
  // GovSim (arXiv 2404.16698): T = 12, f(0) = 50 of 100, five fishers; efficiency and over-usage worked by hand.
  for (const [take, rounds, gain, efficiency, over] of [
    [10, 12, 120, 1, 0],
    [20, 1, 20, 100 / 600, 1],
    [15, 2, 25, 125 / 600, 1],
  ] as const)
    it(`lasts ${rounds} months when all take ${take}: gain ${gain}, efficiency ${efficiency.toFixed(3)}, over-usage ${over}`, async () => {
      const model = await modelOf(file('commons', 12, FIVE, 'silent_commons'));
      const timeline = await play(model, () => ({ action: 'harvest', args: { amount: take } }));
      assert.equal(timeline.head.round, rounds);
      assert.equal(last(timeline, 'gain'), gain);
      assert.ok(Math.abs(last(timeline, 'efficiency')! - efficiency) < 1e-12);
      assert.equal(last(timeline, 'equality'), 1);
      assert.equal(last(timeline, 'over_usage'), over);
    });

  it('is at most efficient where the last month takes what is left', async () => {
    const model = await modelOf(file('commons', 12, FIVE, 'silent_commons'));
    const take = (round: number): number => (round === 12 ? 20 : 10);
    const timeline = await play(model, ({ situation }) => ({ action: 'harvest', args: { amount: take(situation.round) } }));
    assert.deepEqual([last(timeline, 'gain'), last(timeline, 'efficiency'), last(timeline, 'over_usage')], [130, 1, 1 / 12]);
  });

  it('collapses below 5 tons after the talk of that month, at 4 and not at 5', async () => {
    for (const [left, dead] of [
      [4, true],
      [5, false],
    ] as const) {
      const model = await modelOf(file('commons', 2, FIVE));
      const timeline = await play(model, ({ agent, situation }) =>
        situation.phase === 'talk'
          ? { action: 'speak', text: 'So it is.', next: null, done: true }
          : { action: 'harvest', args: { amount: agent === 'john' && situation.round === 1 ? 100 - left : 0 } },
      );
      assert.equal(of(timeline, 'run.ended')[0]?.reason, dead ? 'stop' : 'rounds');
      assert.ok(
        of(timeline, 'message.sent').some(({ kind }) => kind === 'said'),
        'the talk takes place in the month of the collapse',
      );
      if (!dead) assert.equal(timeline.head.vars.stock, 20);
    }
  });
});

describe('the donor game of the library', () => {
  it('doubles gifts: all give half, one round of 12 people, by hand', async () => {
    const model = await modelOf(file('donor', 1, people('a1 b1 c1 d1')));
    const timeline = await play(model, () => ({ action: 'donate', args: { part: 0.5 } }));
    // Two pairs: a donor keeps 5 of 10, a recipient has 10 + 2·5.
    const resources = agentsOf(timeline.head)
      .map(({ vars }) => vars.resources as number)
      .sort((x, y) => x - y);
    assert.deepEqual(resources, [5, 5, 20, 20]);
    assert.equal(last(timeline, 'generosity'), 0.5);
  });

  it('reaches the bound of 30,720 where twelve give all for twelve rounds (arXiv 2412.10270)', async () => {
    // Round 1: six give 10 of the 120 units each, which makes 180, all with those who give next. It doubles 11 times.
    const model = await modelOf(file('donor', 12, people('a b c d e f g h i j k l')));
    const timeline = await play(model, () => ({ action: 'donate', args: { part: 1 } }));
    assert.equal(last(timeline, 'mean_resources'), (180 * 2 ** 11) / 12);
    assert.equal(last(timeline, 'mean_resources'), 30_720);
    const gifts = of(timeline, 'phase.started').flatMap(({ pairs }) => (pairs ?? []).map((pair) => pair.join(' to ')));
    assert.deepEqual([gifts.length, new Set(gifts).size], [72, 72], 'nobody gives twice to the same one');
  });

  it('keeps the best half, and adds as many newcomers, who start again', async () => {
    const model = await modelOf(file('donor', 13, people('a1 b1 c1 d1')));
    const timeline = await play(model, ({ agent }) => ({ action: 'donate', args: { part: agent === 'a1' ? 0 : 0.5 } }));
    assert.equal(of(timeline, 'agent.left').length, 2);
    assert.equal(of(timeline, 'agent.joined').length, 4 + 2);
    const here = agentsOf(timeline.head).filter(({ present }) => present);
    assert.equal(here.length, 4);
    assert.ok(
      here.some(({ id }) => id === 'a1'),
      'who never gives is among the best',
    );
  });
});

describe('the two by two games of the library', () => {
  const points = async (
    choices: (agent: string, round: number, other: string | undefined) => string,
    world = 'matrix_game',
  ): Promise<unknown[]> => {
    const model = await modelOf(file('matrix_game', 3, people('ann bob'), world));
    const timeline = await play(model, ({ agent, situation }) => {
      const text = situation.seen.at(-1)?.text;
      const other = new RegExp(`${agent === 'ann' ? 'Bob' : 'Ann'} chose (J|F)`).exec(text ?? '')?.[1];
      return { action: 'choose', args: { option: choices(agent!, situation.round, other) } };
    });
    return agentsOf(timeline.head).map(({ vars }) => vars.points);
  };

  it('pay the prisoner’s dilemma of arXiv 2305.16867: JJ 8/8, JF 0/10, FF 5/5', async () => {
    assert.deepEqual(await points(() => 'J'), [24, 24]);
    assert.deepEqual(await points(() => 'F'), [15, 15]);
    assert.deepEqual(await points((agent) => (agent === 'ann' ? 'J' : 'F')), [0, 30]);
  });

  it('play tit for tat against always defect: 0 then 5 and 5, by hand', async () => {
    assert.deepEqual(await points((agent, round, other) => (agent === 'bob' ? 'F' : round === 1 ? 'J' : (other ?? 'J'))), [10, 20]);
  });

  it('pay the battle of the sexes: JJ 10/7, FF 7/10, else nothing', async () => {
    // Who is `one` and who the `other` is drawn again each round: 10 for the one and 7 for the other, three times.
    const [a, b] = (await points(() => 'J', 'battle_of_the_sexes')) as number[];
    assert.equal(a! + b!, 51);
    assert.ok([21, 24, 27, 30].includes(a!), String(a));
    assert.deepEqual(await points((agent) => (agent === 'ann' ? 'J' : 'F'), 'battle_of_the_sexes'), [0, 0]);
  });
});

describe('opinions of the library', () => {
  const at = (values: { readonly [id: string]: number }): string =>
    people(Object.keys(values).join(' '), (id) => `, vars: { opinion: ${values[id]} }`);
  const opinions = (timeline: Timeline): number[] => agentsOf(timeline.head).map(({ vars }) => vars.opinion as number);

  it('reach the mean in one step of DeGroot with equal weights', async () => {
    const timeline = await play(await modelOf(file('debate', 1, at({ a1: 0, b1: 0.3, c1: 0.9 }), 'degroot')), () => ({}));
    for (const x of opinions(timeline)) assert.ok(Math.abs(x - 0.4) < 1e-12);
  });

  it('of Deffuant keep their mean, and stay apart beyond the tolerance', async () => {
    const close = await play(await modelOf(file('debate', 40, at({ a1: 0.4, b1: 0.5, c1: 0.6, d1: 0.5 }), 'deffuant')), () => ({}));
    for (const x of opinions(close)) assert.ok(Math.abs(x - 0.5) < 0.02, String(x));
    const apart = await play(await modelOf(file('debate', 20, at({ a1: 0, b1: 0, c1: 1, d1: 1 }), 'deffuant')), () => ({}));
    assert.deepEqual(opinions(apart), [0, 0, 1, 1]);
  });
});

describe('talk and ties of the library', () => {
  it('a room is heard by all agents, a chat by one', async () => {
    const room = await play(await modelOf(file('room', 2, people('ann bob cleo'))), ({ agent }) => ({
      action: 'speak',
      text: `${agent} here.`,
    }));
    assert.ok(of(room, 'message.delivered').filter(({ messages }) => messages.length >= 2).length > 0);
    const chat = await play(await modelOf(file('chat', 2, people('ann bob cleo dan'))), ({ agent }) => ({
      action: 'say',
      text: `${agent} here.`,
    }));
    const sent = of(chat, 'message.sent');
    assert.ok(sent.length >= 4 && sent.every(({ audience, to }) => audience === 'direct' && to.length === 1));
  });

  it('friends are tied in both directions', async () => {
    const timeline = await play(await modelOf(file('network_formation', 1, people('ann bob cleo dan'))), ({ agent }) => ({
      action: 'befriend',
      args: { who: agent === 'ann' ? 'bob' : 'ann' },
    }));
    assert.equal(last(timeline, 'reciprocity'), 1);
    // A star around Ann: 3 edges over 4 people.
    assert.equal(last(timeline, 'mean_degree'), 6 / 4);
  });
});
