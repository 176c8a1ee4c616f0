/** A run with events of many agents is read, shown, exported and continued as the same run with events of single agents. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { agentAt, varsOf } from '../../../src/core/events/agents.js';
import type { SimEvent } from '../../../src/core/events/events.js';
import { idAt, indexOf } from '../../../src/core/events/roster.js';
import { eachChangedTie, eachSetVariable, rowsOf } from '../../../src/core/events/rowViews.js';
import type { State } from '../../../src/core/events/state.js';
import { eachTie } from '../../../src/core/events/ties.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { type Log, logItems } from '../../../src/core/util/chunkedList.js';
import { canonical, type Json } from '../../../src/core/util/json.js';
import { byName, changing } from '../../../src/debug/breakpoints/eventTests.js';
import { eventItems } from '../../../src/debug/inspect/eventItems.js';
import { EVENTS, titleOf } from '../../../src/debug/run/eventLabels.js';
import type { ScenarioModel } from '../../../src/engine/index.js';
import { exportRun, networksToChoose, runExportIds } from '../../../src/exchange/index.js';
import { courseOf } from '../../../src/runs/views/panelCourse.js';
import { crowdEvents } from '../../support/crowdEvents.js';
import { readTrace, valuesOf } from '../../support/otlp.js';
import { lively, mindOf, play, sha256 } from '../../support/societies.js';
import { modelOf, playWith } from '../../support/worlds.js';

const TEXT = `society: 1
personas:
  ada: { name: Ada, interests: [jazz] }
populations:
  town: { size: 12, name: 'Resident {n}', sample: { age: '20..60' } }
ties:
  near: { among: all, strength: 0.75, graph: 'small_world(4, 0.2)' }
worlds:
  w:
    agent_vars: { state: [well, ill, over], warmth: { start: '=me.age / 100' }, secret: { start: 1, private: true } }
    actions:
      post: { kind: message, to: public, does: Write. }
      pass: { does: Do nothing. }
    phases:
      spread:
        who: all
        then: |
          me.state = me.state == 'well' ? (neighbours(me).some(n => n.state == 'ill' && chance(0.4)) ? 'ill' : 'well') : 'over'
          me.warmth = me.warmth / 2
      talk: { who: [ada, town_03], actions: [post, pass] }
scenarios:
  s:
    cast: [ada, town]
    ties: [near]
    world: w
    rounds: 6
    seed: 2
    measures: { ill: "share(all.map(a => a.state == 'ill'))" }
    interventions:
      first: { at: start, to: [town_04], then: me.state = 'ill' }
      gone: { at: 4, leave: [town_07] }
`;

const answer = (question: Parameters<typeof lively.ask>[0]) =>
  (lively.ask(question, undefined as never) as { readonly value: never }).value;

const tiesOf = (state: State): unknown =>
  state.networks.map((network) => {
    const found: unknown[] = [];
    eachTie(network, (from, to, strength) => found.push([from, to, strength]));
    return [network.name, found];
  });

/** A log shares its list with later states, which have more items. */
const isLog = (value: unknown): value is Log<unknown> => typeof value === 'object' && value !== null && 'backing' in value;

/** What can be read of the agents and ties of a state. */
const readable = (state: State): unknown => [
  Array.from({ length: state.roster.length }, (_, i) => [
    idAt(state.roster, i),
    Object.fromEntries(
      Object.entries({ ...agentAt(state, i), ownVars: null }).map(([key, value]) => [key, isLog(value) ? logItems<unknown>(value) : value]),
    ),
    { ...varsOf(state, i) },
  ]),
  tiesOf(state),
  state.measures,
  state.messages.backing.slice(0, state.messages.length).map(({ id, text }) => [id, text]),
];

describe('runs with events of many agents', () => {
  let model: ScenarioModel;
  let single: Timeline;
  let crowd: Timeline;
  before(async () => {
    model = await modelOf(TEXT);
    single = await playWith(model, answer);
    crowd = Timeline.of(crowdEvents(single, 'town', 'Resident {n}'));
  });

  const ends = ({ rounds, events }: Timeline): readonly number[] => [...rounds.map((seq) => seq - 1), events.length - 1];

  it('have the same agents, ties, measures and messages at the end of each round', () => {
    assert.equal(crowd.head.roster.crowds.length, 1);
    for (const type of ['agents.joined', 'variables.set', 'ties.changed'])
      assert.ok(
        crowd.events.some((event) => event.type === type),
        type,
      );
    assert.ok(crowd.events.length < single.events.length - 20);
    for (const [i, seq] of ends(single).entries()) assert.deepEqual(readable(crowd.at(ends(crowd)[i]!)), readable(single.at(seq)));
  });

  it('continue with the same states from the end of any round', async () => {
    for (const seq of ends(crowd).slice(1, -1)) {
      const { timeline: more } = await play(model, mindOf(answer), Timeline.of(crowd.events.slice(0, seq + 1)));
      assert.deepEqual(readable(more.head), readable(single.head));
    }
  });

  it('are exported to the same files', () => {
    const told = (timeline: Timeline) => ({ id: 'run', model, timeline, held: null });
    const formats = runExportIds.filter((format) => format !== 'otlp' && format !== 'surveys');
    for (const format of formats) {
      const choice = { network: networksToChoose(format, told(single))[0] ?? null, round: null, least: null, history: true };
      const [a, b] = [single, crowd].map((timeline) => exportRun(format, told(timeline), choice));
      assert.ok(a?.ok && b?.ok, format);
      assert.equal([...b.file.pieces].join(''), [...a.file.pieces].join(''), format);
    }
  });

  it('are exported as a trace that says how many agents an event changes', () => {
    const kept = { hash: sha256('a run'), created: 0, answers: () => () => undefined, prompt: () => null };
    const told = { id: 'run', model, timeline: crowd, held: null, kept };
    const made = exportRun('otlp', told, { network: null, round: null, least: null });
    assert.ok(made.ok);
    const inTrace = readTrace([...made.file.pieces].join('')).spans.flatMap(({ events = [] }) =>
      events.filter(({ name }) => /^society\.(variables\.set|ties\.changed)$/.test(name)).map(({ attributes }) => valuesOf(attributes)),
    );
    const inRun = crowd.events.flatMap((event): readonly object[] => {
      if (event.type === 'variables.set') return [{ 'society.variable': event.name, 'society.agents': rowsOf(event).rows.length }];
      if (event.type !== 'ties.changed') return [];
      return [{ 'society.tie.network': event.network }];
    });
    assert.ok(inRun.length > 2);
    const sorted = (effects: readonly object[]): readonly string[] => effects.map((effect) => canonical(effect as Json)).sort();
    assert.deepEqual(sorted(inTrace), sorted(inRun));
  });

  it('have the same course in the panel', () => {
    const course = (timeline: Timeline): unknown => {
      const { head: state, events } = timeline;
      const { ties, presence, values, messages } = courseOf({ model, state, events }, events);
      const rest = (rows: readonly (readonly unknown[])[]): unknown => rows.map(([, ...row]) => JSON.stringify(row)).sort();
      return [rest(ties), rest(presence), rest(values), messages.map(({ id }) => id)];
    };
    assert.deepEqual(course(crowd), course(single));
  });

  it('have a title for each event, and stop at changes of one agent', () => {
    const rosterNow = () => crowd.head.roster;
    for (const event of crowd.events) assert.ok(titleOf(event, (id) => id ?? '').length > 0);
    const titles = crowd.events.map((event) => titleOf(event, (id) => id ?? ''));
    assert.ok(titles.includes('12 agents of town join'));
    const rows = crowd.events.flatMap((event) =>
      eventItems(crowd, crowd.head, event)
        .filter(({ name }) => name === 'agents' || name === 'ties')
        .map(({ children }) => children!.list(0, 2).map(({ name, value }) => `${name} ${value}`)),
    );
    assert.deepEqual(rows[1], ['ada "well"', 'town_01 "well"']);
    assert.match(rows[0]![0]!, /^ada → town_\d\d 0\.75$/);
    const setFor = (timeline: Timeline, index: number): readonly string[] => {
      const found: string[] = [];
      for (const event of timeline.events)
        eachSetVariable(event, timeline.head.roster, (one, name) => void (one === index && found.push(`${event.step} ${name}`)));
      return found;
    };
    const agent = 'town_05';
    const index = indexOf(crowd.head.roster, agent);
    assert.deepEqual(setFor(crowd, index).toSorted(), setFor(single, index).toSorted());
    const stops = (timeline: Timeline, test: (event: SimEvent) => boolean): readonly number[] => [
      ...new Set(timeline.events.filter(test).map(({ step }) => step)),
    ];
    for (const name of [`${agent}.variable.set`, `${agent}.tie.changed`, `${agent}.agent.joined`, 'variable.set', 'tie.changed']) {
      const { test } = byName(name, () => true, rosterNow)!;
      assert.deepEqual(stops(crowd, test), stops(single, test), name);
    }
    const [from, to] = [1, 2].map((i) => idAt(crowd.head.roster, i)) as [string, string];
    for (const datum of [
      { kind: 'variable', agent, name: 'state' },
      { kind: 'variable', agent, name: 'nothing' },
      { kind: 'tie', network: 'near', from, to },
      { kind: 'tie', network: 'near', from: to, to: 'ada' },
    ] as const) {
      const test = changing(datum, rosterNow);
      assert.deepEqual(stops(crowd, test), stops(single, test), JSON.stringify(datum));
    }
    let ties = 0;
    for (const event of crowd.events) eachChangedTie(event, crowd.head.roster, () => ties++);
    assert.ok(ties > 12);
    assert.ok(EVENTS.includes('ties.changed'));
  });
});
