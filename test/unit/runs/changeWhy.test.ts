/** Why a variable of an agent changed: the rule is evaluated again for one agent, and gives the recorded value. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { variableAt } from '../../../src/core/events/agents.js';
import { idAt, indexOf } from '../../../src/core/events/roster.js';
import { eachSetVariable } from '../../../src/core/events/rowViews.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import { changeLines, changeWhy, lastChange, panelChange } from '../../../src/runs/index.js';
import { modelOf, playWith } from '../../support/worlds.js';

const text = (size: number, order = ''): string => `society: 1
populations:
  town: { size: ${size}, name: 'Resident {n}' }
ties:
  near: { among: all, strength: 1, graph: 'small_world(4, 0.1)' }
worlds:
  w:
    agent_vars: { state: [well, ill, over], warmth: { start: 0.5 } }
    phases:
      day:
        who: { of: all, if: "agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(0.6))" }
        ${order}
        then: |
          me.state = me.state == 'ill' ? 'over' : 'ill'
          me.warmth = mean(neighbours(me).map(a => a.warmth)) + (me.state == 'ill' ? 0.1 : 0)
scenarios:
  s:
    cast: [town]
    ties: [near]
    world: w
    rounds: 3
    seed: 3
    interventions:
      first: { at: start, to: [town_${'1'.padStart(Math.max(2, String(size).length), '0')}], then: me.state = 'ill' }
`;

const never = (): never => assert.fail('nobody is asked');

/** Each change of a variable by the rule. */
function changes({ events, head }: Timeline): readonly (readonly [seq: number, agent: string, name: string])[] {
  const found: (readonly [number, string, string])[] = [];
  for (const event of events)
    if (event.at?.endsWith('.then') && !event.at.includes('interventions'))
      eachSetVariable(event, head.roster, (index, name) => void found.push([event.seq, idAt(head.roster, index), name]));
  return found;
}

function assertRepeated(model: ScenarioModel, timeline: Timeline): void {
  const all = changes(timeline);
  assert.ok(all.length > 10);
  for (const [seq, agent, name] of all) {
    const why = changeWhy(model, timeline, seq, agent, name);
    assert.ok(why?.isRepeated, `${seq} ${agent}.${name}`);
    const before = timeline.at(seq - 1);
    assert.deepEqual(why.before, variableAt(before, indexOf(before.roster, agent), name));
  }
}

describe('why a variable changed', () => {
  for (const [title, size, order] of [
    ['of an agent of a crowd', 1_000, ''],
    ['of an agent of a small society', 30, ''],
    ['where agents change in order', 30, 'order: sequential'],
  ] as const)
    it(`${title}: the rule gives the recorded value again`, async () => {
      const model = await modelOf(text(size, order));
      assertRepeated(model, await playWith(model, never));
    });

  it('names the neighbours that the rule read, up to the one that decided', async () => {
    const model = await modelOf(text(1_000));
    const timeline = await playWith(model, never);
    const [seq, agent] = changes(timeline).find(([at, id, name]) => {
      const state = timeline.at(at);
      return name === 'state' && variableAt(state, indexOf(state.roster, id), name) === 'ill';
    })!;
    const why = changeWhy(model, timeline, seq, agent, 'state')!;
    const before = timeline.at(seq - 1);
    const others = why.read.filter((one) => one.agent !== agent);
    const drawn = others.filter(({ draws }) => draws.length > 0);
    assert.ok(drawn.length > 0);
    for (const { agent: id, values } of drawn) {
      assert.equal(values.get('state'), 'ill');
      assert.equal(variableAt(before, indexOf(before.roster, id), 'state'), 'ill');
    }
    assert.ok(drawn.at(-1)!.draws[0]! < 0.6);
    assert.ok(drawn.slice(0, -1).every(({ draws }) => draws[0]! >= 0.6));
    const lines = changeLines(why, (node) => (node.endsWith('then') ? 'town.society:12' : null));
    assert.match(lines[0]!, /^Resident \d+ \(town_\d+\): state well → ill in round 1, event \d+$/);
    assert.match(lines[1]!, /^town\.society:12: me\.state = /);
    assert.match(lines[2]!, /^worlds\.w\.phases\.day\.who\.if: if agent\.state == 'ill'/);
  });

  it('is told to the panel with the agents that the rule read', async () => {
    const model = await modelOf(text(1_000));
    const timeline = await playWith(model, never);
    const [seq, agent] = changes(timeline).find(([at, id, name]) => {
      const state = timeline.at(at);
      return name === 'state' && variableAt(state, indexOf(state.roster, id), name) === 'ill';
    })!;
    const why = changeWhy(model, timeline, seq, agent, 'state')!;
    // Asked later, before the next change.
    const told = panelChange(model, timeline, { agent, variable: 'state', seq: seq + 1 })!;
    assert.deepEqual([told.seq, told.node, told.text], [seq, 'worlds.w.phases.day.then', 'state well → ill in round 1']);
    assert.deepEqual(
      told.read.map(([name]) => name),
      why.read.map(({ name }) => name),
    );
    assert.match(told.rule[1]!, /^if agent\.state == 'ill'/);
    assert.equal(panelChange(model, timeline, { agent, variable: 'nothing', seq }), null);
  });

  it('finds the last change up to an event, and none of another variable', async () => {
    const model = await modelOf(text(1_000));
    const timeline = await playWith(model, never);
    const [first] = changes(timeline);
    const [seq, agent, name] = first!;
    assert.equal(lastChange(timeline, seq, agent, name), seq);
    const earlier = lastChange(timeline, seq - 1, agent, name)!;
    assert.ok(earlier < seq);
    assert.equal(changeWhy(model, timeline, earlier, agent, name)?.rule?.source ?? null, agent === 'town_0001' ? "me.state = 'ill'" : null);
    assert.equal(lastChange(timeline, timeline.events.length - 1, agent, 'nothing'), null);
    assert.equal(changeWhy(model, timeline, 0, agent, name), null);
  });
});
