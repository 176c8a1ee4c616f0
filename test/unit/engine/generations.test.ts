/** Generations: who stays, who comes, what is taken over (cultural transmission as in the donor game, arXiv 2412.10270). */
import { agentsOf } from '../../support/agents.js';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { specOf } from '../../../src/engine/model/agentSpec.js';
import { canonical } from '../../../src/core/util/json.js';
import { eventsOf as of, modelOf, playWith as play } from '../../support/worlds.js';

const world = (replace: string, more = ''): string => `society: 1
populations:
  people: { size: 6 }
worlds:
  w:
    agent_vars: { resources: 10, strategy: text, taught: { start: 0, reset: round } }
    actions:
      earn: { does: Earn., args: { amount: 0..100, plan: text }, effect: "me.resources += amount\\nme.strategy = plan" }
    phases:
      work: { who: all, order: simultaneous, actions: [earn] }
      next: { replace: ${replace} }
scenarios: { s: { cast: all, world: w, rounds: 2, seed: SEED${more} } }
`;

/** Earns 1, 2, 3 … by the number of its id, each with a plan of its own; newcomers earn nothing and keep what they were given. */
const earn = ({
  agent,
  situation,
}: {
  readonly agent: string | null;
  readonly situation: { readonly own: { readonly [id: string]: unknown } };
}) => {
  const n = Number(agent!.slice(agent!.lastIndexOf('_') + 1));
  const plan = String(situation.own.strategy ?? '') || `plan ${n}`;
  return { action: 'earn', args: { amount: n <= 6 ? n : 0, plan } };
};

const REPLACE = '{ keep: 0.5, by: me.resources, inherit: [strategy] }';

describe('generations', () => {
  it('keep the best half, and add as many newcomers as left', async () => {
    const timeline = await play(await modelOf(world(REPLACE).replace('SEED', '4')), earn);
    const left = of(timeline, 'agent.left').map(({ agent }) => agent);
    const joined = of(timeline, 'agent.joined').slice(6);
    // Round 1: 4, 5 and 6 earned most. Newcomers begin with 10 and earn nothing, so they leave in round 2.
    assert.deepEqual(left.slice(0, 3).sort(), ['people_01', 'people_02', 'people_03']);
    assert.deepEqual(
      left.slice(3).sort(),
      joined
        .slice(0, 3)
        .map(({ agent }) => agent)
        .sort(),
    );
    assert.deepEqual(
      joined.map(({ from }) => from),
      Array.from({ length: 6 }, () => 'people'),
    );
    assert.equal(new Set(joined.map(({ agent }) => agent)).size, 6);
    assert.equal(agentsOf(timeline.head).filter(({ present }) => present).length, 6);
  });

  it('pass on what is inherited from one of those who stay, and start the rest again', async () => {
    const parents = new Set<unknown>();
    for (let seed = 1; seed <= 6; seed++) {
      const timeline = await play(await modelOf(world(REPLACE).replace('SEED', String(seed)).replace('rounds: 2', 'rounds: 1')), earn);
      const newcomers = agentsOf(timeline.head).slice(6);
      assert.equal(newcomers.length, 3);
      for (const { vars } of newcomers) {
        assert.deepEqual([vars.resources, vars.taught], [10, 0]);
        assert.ok(['plan 4', 'plan 5', 'plan 6'].includes(String(vars.strategy)), String(vars.strategy));
        parents.add(vars.strategy);
      }
    }
    assert.equal(parents.size, 3, 'each survivor is drawn by some newcomer');
  });

  it('give every newcomer a turn from the next round on, with the mind of its predecessor', async () => {
    const timeline = await play(await modelOf(world(REPLACE).replace('SEED', '4')), earn);
    const newcomers = of(timeline, 'agent.joined').slice(6, 9);
    const second = timeline.events.slice(of(timeline, 'round.started')[1]!.seq);
    for (const { agent, mind } of newcomers) {
      assert.equal(mind, 'builtin');
      assert.ok(second.some((e) => e.type === 'act.chosen' && e.agent === agent));
    }
  });

  it('draw for newcomers what their population draws, each by its own, and give them the parts of their person', async () => {
    const text = `society: 1
personas: { ada: { name: Ada, vars: { patience: 3 } } }
populations:
  people:
    size: 40
    vars: { luck: number }
    sample:
      age: 20..80
      luck: uniform(0, 1)
      kind: { quota: { rare: 10, common: 30 } }
      thrift: { given: kind, rare: 1, common: 0 }
worlds:
  w:
    agent_vars: { resources: 10, thrift: 7 }
    roles: { keeper: { vars: { limit: 1 } }, crowd: {} }
    phases: { next: { replace: { keep: 0, by: "0", inherit: [resources] } } }
scenarios: { s: { cast: { keeper: { play: ada, vars: { limit: 5 } }, crowd: { play: people } }, world: w, rounds: 5, seed: 3 } }
`;
    const model = await modelOf(text);
    const { head } = await play(model, earn);
    const newcomers = agentsOf(head)
      .map(({ vars }, index) => ({ vars, spec: specOf(model, head, index) }))
      .slice(41);
    const crowd = newcomers.filter(({ spec }) => spec.from === 'people');
    const values = (name: string): readonly unknown[] => crowd.map(({ vars }) => vars[name]);
    assert.equal(crowd.length, 200);
    assert.equal(new Set(values('luck')).size, 200);
    assert.ok(new Set(crowd.map(({ spec }) => spec.self.age)).size > 40, 'they are of many ages');
    // A quota is shared out among the first; a newcomer's is drawn by the same weights: 200 · ¼, with an sd of 6.
    const rare = values('kind').filter((kind) => kind === 'rare').length;
    assert.ok(rare > 30 && rare < 70, `${rare} of 200`);
    const thrift = values('kind').map((kind) => (kind === 'rare' ? 1 : 0));
    assert.deepEqual(values('thrift'), thrift);
    const keepers = newcomers.filter(({ spec }) => spec.from === 'ada');
    assert.deepEqual(
      keepers.map(({ vars: { patience, limit, resources } }) => [patience, limit, resources]),
      Array.from({ length: 5 }, () => [3, 5, 10]),
    );
  });

  it('tie newcomers like the agents of their origin', async () => {
    const text = `society: 1
populations: { people: { size: 2 } }
ties: { friends: { among: all, change: { rule: evidence, threshold: 0 } } }
worlds:
  w:
    agent_vars: { age: 0 }
    actions: { whisper: { kind: message, to: all, does: Whisper. } }
    phases: { next: { replace: { keep: 0, by: me.age } }, talk: { order: sequential, actions: [whisper] } }
scenarios: { s: { cast: all, world: w, rounds: 1 } }
`;
    const model = await modelOf(text);
    const timeline = await play(model, ({ agent, situation }) => {
      const other = situation.seen.at(-1)?.author;
      return { action: 'whisper', text: other ? `@${other} What is it, says ${agent}?` : 'Hello.' };
    });
    assert.deepEqual(
      of(timeline, 'tie.changed').map(({ from, to }) => [from, to]),
      [['people_04', 'people_03']],
    );
  });

  it('give newcomers of a crowd and of single agents the next free ids, also where a persona has one of them', async () => {
    const text = `society: 1
personas: { folk_1002: { name: Ada }, bo: { name: Bo } }
populations: { folk: { size: 1000, name: 'P {n}' } }
worlds: { w: { phases: { next: { replace: { keep: 0.998, by: "me.id == 'folk_1002' ? 9 : me.id == 'bo' ? -1 : degree(me)" } } } } }
ties: { t: { among: all, graph: 'random(0.001)' } }
scenarios: { s: { cast: [folk_1002, bo, folk], world: w, rounds: 2, seed: 3 } }
`;
    const joined = of(await play(await modelOf(text), earn), 'agent.joined');
    assert.deepEqual(
      joined.slice(2).map(({ agent }) => agent),
      ['bo_02', 'folk_1001', 'bo_03', 'folk_1003'],
    );
  });

  it('are the same for the same seed', async () => {
    const text = world(REPLACE).replace('SEED', '9');
    const [a, b] = [await play(await modelOf(text), earn), await play(await modelOf(text), earn)];
    assert.equal(canonical(a.events), canonical(b.events));
  });

  it('keep the first of equals, and rank an agent without a value last, with a fault', async () => {
    const equal = await play(await modelOf(world('{ keep: 0.5, by: "0" }').replace('SEED', '1').replace('rounds: 2', 'rounds: 1')), earn);
    assert.deepEqual(
      of(equal, 'agent.left').map(({ agent }) => agent),
      ['people_04', 'people_05', 'people_06'],
    );
    const bad = world('{ keep: 0.5, by: "1 / (me.resources - 16)" }').replace('SEED', '1').replace('rounds: 2', 'rounds: 1');
    const timeline = await play(await modelOf(bad), earn);
    // 1 / (11 − 16) … 1 / (15 − 16) are −0.2 … −1, and people_6, with 16, has none.
    assert.deepEqual(
      of(timeline, 'agent.left').map(({ agent }) => agent),
      ['people_04', 'people_05', 'people_06'],
    );
    assert.deepEqual(
      of(timeline, 'fault').map(({ code, agent, at }) => [code, agent, at]),
      [['division-by-zero', 'people_06', 'worlds.w.phases.next.replace.by']],
    );
  });

  it('round the share to a whole number of agents', async () => {
    for (const [keep, left] of [
      [1, 0],
      [0, 6],
      [0.6, 2],
      [0.7, 2],
    ] as const) {
      const text = world(`{ keep: ${keep}, by: me.resources }`).replace('SEED', '1').replace('rounds: 2', 'rounds: 1');
      const timeline = await play(await modelOf(text), earn);
      assert.equal(of(timeline, 'agent.left').length, left, `keep ${keep}`);
    }
  });
});
