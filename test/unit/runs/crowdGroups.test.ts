/** Groups of a large society, computed from columns and tables of ties, against counts over single agents. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { nameAt, presentAt, variableAt } from '../../../src/core/events/agents.js';
import { idAt, indexOf } from '../../../src/core/events/roster.js';
import type { State } from '../../../src/core/events/state.js';
import { eachTie, rowOf, strengthOf } from '../../../src/core/events/ties.js';
import type { Timeline } from '../../../src/core/events/timeline.js';
import { finished, SLICE, type Sliced } from '../../../src/core/util/slices.js';
import { modularity } from '../../../src/analysis/network/communities.js';
import { graphOf } from '../../../src/analysis/network/graph.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import type { PanelGroups } from '../../../src/protocol/groups.js';
import { communityGroups } from '../../../src/runs/crowds/communities.js';
import { CrowdReader } from '../../../src/runs/crowds/crowdReader.js';
import { roundEnds } from '../../../src/runs/crowds/groupCourse.js';
import { boundOf, rangeAt, rangeLabel, rangesOf } from '../../../src/runs/crowds/ranges.js';
import { groupingsOf } from '../../../src/runs/views/panelSeries.js';
import { modelOf, playWith } from '../../support/worlds.js';

const TEXT = `society: 1
personas:
  ada: { name: Ada }
  ben: { name: Ben }
populations:
  town: { size: 1200, name: 'Resident {n}', sample: { age: '20..60' } }
  late: { size: 1000, name: 'Visitor {n}' }
ties:
  near: { among: all, strength: 0.75, graph: 'small_world(4, 0.2)' }
worlds:
  w:
    agent_vars: { state: [well, ill, over], warmth: { start: 0.5, range: 0..1 }, wealth: { start: 3 }, hat: false }
    phases:
      spread:
        who: { of: all, if: "agent.state == 'ill' || neighbours(agent).some(n => n.state == 'ill' && chance(0.4))" }
        then: |
          me.state = me.state == 'well' ? 'ill' : 'over'
          me.warmth = me.warmth / 2
          me.wealth += 7
      dress: { who: { of: town, if: chance(0.3) }, then: 'me.hat = !me.hat' }
scenarios:
  s:
    cast: [ada, town, late, ben]
    ties: [near]
    world: w
    rounds: 5
    seed: 2
    interventions:
      first: { at: start, to: [town_0004, ada], then: me.state = 'ill' }
      away: { at: 3, leave: [town_0007, town_0008] }
`;

const valueAt = (state: State, index: number, name: string): string => String(variableAt(state, index, name));

/** Does the work and checks that no slice is larger than allowed: an agent with its ties may exceed the size. */
function inSlices<T>(work: Sliced<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    assert.ok(value <= SLICE + 4_096, `a slice of ${value} rows`);
  }
}

describe('groups of a large society', () => {
  let model: ScenarioModel;
  let timeline: Timeline;
  let reader: CrowdReader;
  const placeOf = (id: string): number => groupingsOf(model).findIndex((one) => one.id === id || one.of === id);
  const groups = (seq: number, by: string, divide: string | null = null): PanelGroups =>
    inSlices(reader.groups({ kind: 'groups', seq, network: 0, by: placeOf(by), divide: divide === null ? -1 : placeOf(divide) }));

  before(async () => {
    model = await modelOf(TEXT);
    timeline = await playWith(model, () => null);
    reader = new CrowdReader({ model, timeline });
  });

  /** Labels of the agents that take part, by counting one agent after the other. */
  function counted(state: State, labelOf: (index: number) => string): Map<string, number> {
    const counts = new Map<string, number>();
    for (let i = 0; i < state.roster.length; i++) if (presentAt(state, i)) counts.set(labelOf(i), (counts.get(labelOf(i)) ?? 0) + 1);
    return counts;
  }

  it('has each agent that takes part in the group of its value, at any moment', () => {
    assert.equal(timeline.head.roster.crowds.length, 2, 'both populations joined as crowds');
    for (const seq of [timeline.head.seq, roundEnds(timeline)[2]!, roundEnds(timeline)[4]!, roundEnds(timeline)[0]!])
      for (const name of ['state', 'hat']) {
        const state = timeline.at(seq);
        const answer = groups(seq, name);
        const want = counted(state, (i) => valueAt(state, i, name));
        for (const { label, agents } of answer.groups) assert.equal(agents, want.get(label) ?? 0, `${name} ${label} after ${seq}`);
        assert.equal(
          answer.agents,
          [...want.values()].reduce((sum, n) => sum + n, 0),
        );
      }
  });

  it('divides groups by another variable', () => {
    const { seq } = timeline.head;
    const answer = groups(seq, 'state', 'hat');
    const state = timeline.head;
    const want = counted(state, (i) => `${valueAt(state, i, 'state')} ${valueAt(state, i, 'hat')}`);
    assert.deepEqual([...answer.parts].sort(), ['false', 'true']);
    for (const { label, parts } of answer.groups)
      for (const [i, part] of answer.parts.entries()) assert.equal(parts[i], want.get(`${label} ${part}`) ?? 0);
  });

  it('counts the ties between groups', () => {
    const state = timeline.head;
    const answer = groups(state.seq, 'state');
    const want = new Map<string, number>();
    eachTie(state.networks[0]!, (from, to) => {
      if (!presentAt(state, from) || !presentAt(state, to)) return;
      const key = `${valueAt(state, from, 'state')} ${valueAt(state, to, 'state')}`;
      want.set(key, (want.get(key) ?? 0) + 1);
    });
    const got = new Map(answer.ties.map(([a, b, n]) => [`${answer.groups[a]!.label} ${answer.groups[b]!.label}`, n]));
    assert.ok(got.size > 3);
    assert.deepEqual(new Map([...got].sort()), new Map([...want].sort()));
  });

  it('counts the agents that changed their group in the round', () => {
    const ends = roundEnds(timeline);
    for (const round of [1, 3, 5]) {
      const [before, after] = [timeline.at(ends[round - 1]!), timeline.at(ends[round]!)];
      const want = new Map<string, number>();
      for (let i = 0; i < after.roster.length; i++) {
        const [from, to] = [valueAt(before, i, 'state'), valueAt(after, i, 'state')];
        if (from !== to && presentAt(after, i)) want.set(`${from} ${to}`, (want.get(`${from} ${to}`) ?? 0) + 1);
      }
      const answer = groups(ends[round]!, 'state');
      const got = new Map(answer.moves.map(([a, b, n]) => [`${answer.groups[a]!.label} ${answer.groups[b]!.label}`, n]));
      assert.ok(want.size > 0);
      assert.deepEqual(new Map([...got].sort()), new Map([...want].sort()), `round ${round}`);
    }
  });

  it('gives the shares at the start and at the end of each round', () => {
    const ends = roundEnds(timeline);
    assert.equal(ends.length, 6);
    const { rounds, groups: all, moved } = groups(timeline.head.seq, 'state');
    for (const [round, counts] of rounds.entries()) {
      const state = timeline.at(ends[round]!);
      const want = counted(state, (i) => valueAt(state, i, 'state'));
      assert.deepEqual(
        counts,
        all.map(({ label }) => want.get(label) ?? 0),
        `round ${round}`,
      );
    }
    assert.equal(moved[0], 0);
    assert.ok(moved.slice(1).every((n) => n > 0));
  });

  it('groups numbers by ranges, and gives their distribution', () => {
    const state = timeline.head;
    const answer = groups(state.seq, 'warmth');
    const values = Array.from({ length: state.roster.length }, (_, i) => Number(variableAt(state, i, 'warmth')));
    const ranges = rangesOf(0, 1);
    for (const { label, agents } of answer.groups) {
      const want = values.filter((value, i) => presentAt(state, i) && rangeLabel(ranges, rangeAt(ranges, value)) === label).length;
      assert.equal(agents, want, label);
    }
    const one = answer.numbers.find(({ id }) => id === 'warmth')!;
    assert.equal(one.agents, values.length);
    assert.ok(Math.abs(one.mean - values.reduce((sum, value) => sum + value, 0) / values.length) < 1e-12);
    assert.deepEqual([one.least, one.most], [Math.min(...values), Math.max(...values)]);
    assert.deepEqual(
      one.counts,
      Array.from({ length: 10 }, (_, range) => values.filter((value) => rangeAt(ranges, value) === range).length),
    );
  });

  it('groups by population', () => {
    const { groups: found } = groups(timeline.head.seq, 'population');
    assert.deepEqual(
      found.map(({ label, agents }) => [label, agents]),
      [
        ['town', 1198],
        ['late', 1000],
        ['(others)', 2],
      ],
    );
  });

  it('shows an agent with its neighbours and the ties among them', () => {
    const state = timeline.head;
    const [network] = state.networks;
    const index = indexOf(state.roster, 'town_0100');
    const answer = finished(reader.near({ kind: 'near', seq: state.seq, network: 0, agent: 'town_0100', by: placeOf('state') }, 7))!;
    const want = new Set(rowOf(network!, index).to);
    eachTie(network!, (from, to) => void (to === index && want.add(from)));
    assert.equal(answer.place, 7);
    assert.deepEqual(answer.agents.map(({ id }) => id).sort(), [index, ...want].map((one) => idAt(state.roster, one)).sort());
    assert.equal(answer.agents[0]!.name, 'Resident 100');
    for (const [from, to, strength] of answer.ties) {
      const [a, b] = [from, to].map((place) => indexOf(state.roster, answer.agents[place]!.id));
      assert.equal(strength, strengthOf(network!, a!, b!));
    }
    for (const { id, part } of answer.agents) assert.equal(answer.parts[part], valueAt(state, indexOf(state.roster, id), 'state'));
    assert.equal(finished(reader.near({ kind: 'near', seq: state.seq, network: 0, agent: 'nobody', by: 0 }, 0)), null);
  });

  it('finds by name and id exactly the agents whose number begins with the digits', () => {
    const { seq, roster } = timeline.head;
    const find = (text: string) => finished(reader.find({ kind: 'find', seq, text }));
    for (const text of ['resident 119', 'Visitor 99', 'RESIDENT 1200']) {
      const want = Array.from({ length: roster.length }, (_, i) => nameAt(timeline.head, i)!).filter((name) =>
        name.toLowerCase().startsWith(text.toLowerCase()),
      );
      const found = find(text);
      assert.equal(found.total, want.length, text);
      assert.ok(want.length <= 50);
      assert.deepEqual(found.agents.map(({ name }) => name).sort(), want.sort(), text);
    }
    assert.deepEqual(find('town_0012'), { kind: 'found', total: 1, agents: [{ id: 'town_0012', name: 'Resident 12' }] });
    assert.deepEqual(find('12').agents.slice(0, 2), [
      { id: 'town_0012', name: 'Resident 12' },
      { id: 'town_0120', name: 'Resident 120' },
    ]);
    assert.equal(find('resident').total, 1200);
    assert.equal(find('resident').agents.length, 50);
    assert.equal(find('ada').agents[0]!.id, 'ada');
    for (const none of ['', 'resident 1201', 'resident 0', 'nobody', 'resident 1x']) assert.equal(find(none).total, 0, none);
  });

  it('finds communities that are closer than chance, and at most eleven groups of them', () => {
    const [network] = timeline.head.networks;
    const { roster } = timeline.head;
    const found = inSlices(communityGroups(network!, 0, roster.length));
    assert.ok(found.found >= found.labels.length && found.labels.length <= 11);
    assert.deepEqual(new Set(found.of).size, found.labels.length);
    const graph = graphOf(
      network!,
      0,
      Array.from({ length: roster.length }, (_, i) => i),
    );
    assert.ok(modularity(graph, found.of)! > 0.4);
    const { communities, groups: all } = groups(timeline.head.seq, 'communities');
    assert.equal(communities?.found, found.found);
    assert.equal(all.length, found.labels.length);
  });
});

describe('a question about groups that is abandoned', () => {
  const LARGE = `society: 1
populations: { town: { size: 140000, name: 'Resident {n}' } }
worlds:
  w:
    agent_vars: { state: [well, ill, over] }
    phases: { day: { who: { of: all, if: chance(0.4) }, then: "me.state = me.state == 'well' ? 'ill' : 'over'" } }
scenarios:
  s: { cast: [town], world: w, rounds: 3 }
`;

  it('does not change later answers', async () => {
    const model = await modelOf(LARGE);
    const timeline = await playWith(model, () => null);
    const ends = roundEnds(timeline);
    const question = (seq: number) => ({ kind: 'groups', seq, network: 0, by: 0, divide: -1 }) as const;
    const whole = (seq: number) => finished(new CrowdReader({ model, timeline }).groups(question(seq)));
    const want = [ends[1]!, ends[3]!].map(whole);
    const reader = new CrowdReader({ model, timeline });
    let slices = 0;
    for (const _ of new CrowdReader({ model, timeline }).groups(question(ends[3]!))) slices++;
    assert.ok(slices > 12, `${slices} slices`);
    for (let after = 1; after < slices; after++) {
      const work = reader.groups(question(after % 2 === 0 ? ends[1]! : ends[3]!));
      for (let i = 0; i < after; i++) work.next();
      work.return(undefined as never);
      assert.deepEqual(finished(reader.groups(question(ends[1]!))), want[0], `after ${after} slices`);
    }
    assert.deepEqual(finished(reader.groups(question(ends[3]!))), want[1]);
  });
});

describe('ranges of numbers', () => {
  it('have round bounds around all values', () => {
    for (const [least, most] of [
      [0, 1],
      [0.1, 0.5],
      [-3, 17],
      [0, 100],
      [12, 13_400],
      [5, 5],
      [0.001, 0.0042],
    ] as const) {
      const ranges = rangesOf(least, most);
      assert.ok(ranges.count >= 1 && ranges.count <= 12, `${least} to ${most}: ${ranges.count} ranges`);
      assert.ok(boundOf(ranges, 0) <= least && boundOf(ranges, ranges.count) >= most, `${least} to ${most}`);
      for (let i = 0; i < ranges.count; i++) assert.equal(rangeAt(ranges, boundOf(ranges, i)), i);
      assert.equal(rangeAt(ranges, most), ranges.count - 1);
    }
    assert.equal(rangeLabel(rangesOf(0, 1), 2), '0.2–0.3');
  });
});
