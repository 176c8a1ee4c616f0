/** The panel gets no list of all agents of a large society: only agents outside crowds, and those that speak or are chosen. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { idAt, indexOf } from '../../../src/core/events/roster.js';
import { agentAt, varsOf } from '../../../src/core/events/agents.js';
import { finished } from '../../../src/core/util/slices.js';
import { strengthOf } from '../../../src/core/events/ties.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import type { PanelSnapshot } from '../../../src/protocol/course.js';
import { introduced, panelCast, panelDelta, panelSnapshot, type PanelRun, sharedSnapshot, withGroups } from '../../../src/runs/index.js';
import { firstMade, madeCount, madeFrom, madeTotals, memoryCount, tieCount } from '../../../src/runs/views/inspectAgent.js';
import { applyDelta, createModel } from '../../../webview/state/model.js';
import { seriesAt } from '../../../src/runs/views/panelSeries.js';
import { modelOf, playWith } from '../../support/worlds.js';

const SIZE = 6_000;
const TEXT = `society: 1
personas:
  ada: { name: Ada }
populations:
  town: { size: ${SIZE}, name: 'Resident {n}' }
ties:
  near: { among: all, strength: 0.75, graph: 'ring(4)' }
worlds:
  w:
    agent_vars: { doubt: { start: 0.5, private: true }, state: [well, ill, over] }
    actions: { post: { kind: message, to: public, does: Write. } }
    phases:
      spread:
        who: { if: chance(0.5) }
        then: |
          me.state = me.state == 'well' ? 'ill' : 'over'
          me.doubt += 1
      talk: { who: [ada, town_0002], actions: [post] }
scenarios:
  s: { cast: [ada, town], ties: [near], world: w, rounds: 3, seed: 2 }
`;

describe('the agents that the panel knows', () => {
  let model: ScenarioModel;
  let timeline: Timeline;
  const runOf = (at: Timeline): PanelRun => ({ id: 'run', model, timeline: at, state: 'ended', problem: null, cost: null });

  before(async () => {
    model = await modelOf(TEXT);
    timeline = await playWith(model, () => ({ action: 'post', text: 'A message.' }));
  });

  const stateOf = (): number => seriesAt(model, 'variable', 'state')!;

  /** Every number in the course that stands for an agent. */
  const agentsIn = ({ course }: PanelSnapshot): readonly number[] => [
    ...course.ties.flatMap((tie) => (tie.length === 5 ? [tie[2], tie[3]] : [])),
    ...course.values.map(([, , agent]) => agent),
    ...course.presence.map(([, agent]) => agent),
    ...course.messages.flatMap(({ author, to, mentions }) => [author, ...to, ...mentions]),
    ...course.silences.map(({ agent }) => agent),
    ...course.notes.flatMap(({ agents }) => agents),
  ];

  it('are those outside crowds and those that speak, and the snapshot has no other', () => {
    const snapshot = panelSnapshot(runOf(timeline));
    assert.equal(timeline.head.roster.length, SIZE + 1);
    assert.deepEqual(
      snapshot.agents.map(({ id }) => id),
      ['ada', 'town_0002'],
    );
    assert.deepEqual([snapshot.run.crowd?.agents, snapshot.run.crowd?.singles], [SIZE + 1, 1]);
    assert.ok(snapshot.course.messages.length === 6 && snapshot.course.values.length > 0 && snapshot.course.ties.length > 0);
    for (const agent of agentsIn(snapshot)) assert.ok(agent >= -1 && agent < 2, `agent ${agent}`);
    assert.ok(JSON.stringify(snapshot).length < 10_000);
  });

  it('have their messages, values and ties under their places', () => {
    const { agents, course } = panelSnapshot(runOf(timeline));
    const { roster, networks } = timeline.head;
    for (const message of course.messages) assert.ok(message.id.startsWith(`${agents[message.author]!.id}:`));
    const last = new Map(course.values.filter(([, series]) => series === stateOf()).map(([, , agent, value]) => [agent, value]));
    for (const [place, { id }] of agents.entries())
      assert.equal(['well', 'ill', 'over'][last.get(place) ?? 0], varsOf(timeline.head, indexOf(roster, id))['state']);
    for (const tie of course.ties) {
      assert.equal(tie.length, 5);
      const [, , from, to, strength] = tie as readonly number[];
      const ends = [from!, to!].map((place) => indexOf(roster, agents[place]!.id));
      assert.equal(strengthOf(networks[0]!, ends[0]!, ends[1]!), strength);
    }
  });

  it('are the same in a snapshot of the whole run and in one of its beginning with the changes after it', () => {
    const half = timeline.rounds[1]!;
    const growing = Timeline.of(timeline.events.slice(0, half));
    const run = runOf(growing);
    const cast = panelCast(run);
    const panel = createModel(panelSnapshot(run, null, cast));
    const whole = runOf(timeline);
    applyDelta(panel, panelDelta(whole, timeline.events.slice(half), null, cast));
    const want = createModel(panelSnapshot(whole));
    assert.deepEqual(panel.agents, want.agents);
    assert.deepEqual(panel.messages, want.messages);
    assert.deepEqual(panel.values, want.values);
    assert.deepEqual([...panel.shown.out], [...want.shown.out]);
  });

  it('include an agent that the user has chosen, once', () => {
    const run = runOf(timeline);
    const cast = panelCast(run);
    const panel = createModel(panelSnapshot(run, null, cast));
    const index = indexOf(timeline.head.roster, 'town_5999');
    const delta = introduced(run, cast, index)!;
    applyDelta(panel, delta);
    const place = cast.placeOf(index);
    assert.equal(panel.agents[place]!.id, 'town_5999');
    assert.equal(panel.agents[place]!.name, 'Resident 5999');
    assert.equal(['well', 'ill', 'over'][panel.values[stateOf()]!.at(-1)![3]], varsOf(timeline.head, index)['state']);
    assert.equal(introduced(run, cast, index), null);
  });

  it('are the only agents in a report, which has the groups of a variable that is not private', () => {
    const run = runOf(timeline);
    const { agents, course, run: info } = finished(withGroups(sharedSnapshot(run), run));
    assert.deepEqual(
      agents.map(({ name }) => name),
      ['Ada', 'Resident 2'],
    );
    assert.deepEqual(info.crowd?.groupings, [{ of: 'variable', id: 'state', isNumber: false }]);
    const { groups, numbers } = info.crowd.still!;
    const counted = (word: string): number =>
      Array.from({ length: SIZE + 1 }, (_, i) => varsOf(timeline.head, i)['state']).filter((state) => state === word).length;
    assert.deepEqual(
      groups.map(({ label, agents: count }) => [label, count]),
      ['well', 'ill', 'over'].map((word) => [word, counted(word)]),
    );
    assert.deepEqual(numbers, []);
    assert.ok(course.values.every(([, series]) => info.series[series]!.id !== 'doubt'));
  });

  it('are the only agents that a report makes, unless a crowd has something private', async () => {
    const made = (run: PanelRun): number => {
      let count = 0;
      const { agents } = run.model;
      const at = (index: number): ReturnType<typeof agents.at> => {
        count++;
        return agents.at(index);
      };
      finished(withGroups(sharedSnapshot({ ...run, model: { ...run.model, agents: { ...agents, at } } }), run));
      return count;
    };
    const open = await modelOf(TEXT.replace(', private: true', ''));
    const other = await playWith(open, () => ({ action: 'post', text: 'A message.' }));
    const few = made({ ...runOf(other), model: open });
    assert.ok(few < 100, `${few} agents`);
    assert.ok(made(runOf(timeline)) > SIZE);
  });

  it('keep what members of a crowd hold privately out of a report', async () => {
    const secret = await modelOf(TEXT.replace('me.doubt += 1', 'me.doubt = 81726'));
    const said = await playWith(secret, () => ({ action: 'post', text: 'They say 81726, not 81727.' }));
    const { course } = sharedSnapshot({ ...runOf(said), model: secret });
    assert.deepEqual([...new Set(course.messages.map(({ text }) => text))], ['They say [withheld], not 81727.']);
  });

  it('are not needed for the totals of a population', () => {
    const state = timeline.head;
    const made = madeFrom(state, 'town');
    assert.deepEqual([madeCount(made), firstMade(made), made.singles], [SIZE, 1, []]);
    let [ties, memories] = [0, 0];
    for (let i = 0; i < state.roster.length; i++) {
      if (idAt(state.roster, i) === 'ada') continue;
      ties += tieCount(model, state, i);
      memories += memoryCount(agentAt(state, i)!);
    }
    assert.ok(ties === 4 * SIZE && memories > 0);
    assert.deepEqual(madeTotals(model, state, made), { ties, memories });
  });
});
