/**
 * Societies with crowds: rules that run over columns give the same events as rules that run agent by agent, in worlds that are generated
 * from rules of all kinds.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { eachIndividual, variableAt } from '../../../src/core/events/agents.js';
import type { EventOf, SimEvent } from '../../../src/core/events/events.js';
import { idAt } from '../../../src/core/events/roster.js';
import { addressedBy, reachedBy, reachedCount } from '../../../src/core/events/rowViews.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { english } from '../../../src/core/util/l10n.js';
import { CancellationSource } from '../../../src/core/util/lifecycle.js';
import { entriesAt } from '../../../src/debug/cursor/stepTargets.js';
import { titleOf } from '../../../src/debug/run/eventLabels.js';
import { eventItems } from '../../../src/debug/inspect/eventItems.js';
import { advance, scopeOf } from '../../../src/engine/index.js';
import { CROWD } from '../../../src/engine/model/crowdSize.js';
import { CURRENT_FLAGS, FLAGS } from '../../../src/engine/model/flags.js';
import { columnReport } from '../../../src/engine/preview/columnReport.js';
import { watched } from '../../../src/expr/index.js';
import { callsOf } from '../../support/functionCalls.js';
import { eventsOf, modelOf, playWith } from '../../support/worlds.js';

const silent = (): never => assert.fail('Nobody is asked.');

/** The events of a run whose long work pauses whenever it can. */
async function eventsWithPauses(text: string, byRecord: boolean, seed: number): Promise<readonly SimEvent[]> {
  let pauses = 0;
  const rest = (): Promise<void> => {
    pauses++;
    return Promise.resolve();
  };
  const { events: found } = await playWith(await modelOf(text, { byRecord, seed }), silent, undefined, rest);
  assert.ok(pauses > 20, `${pauses} pauses`);
  return found;
}

const events = async (text: string, byRecord: boolean, seed = 1): Promise<readonly SimEvent[]> =>
  (await playWith(await modelOf(text, { byRecord, seed }), silent)).events;

/** The events of both executions, which must be the same. */
async function eventsOfBoth(text: string, seed = 1): Promise<readonly SimEvent[]> {
  const [columns, records] = [await events(text, false, seed), await events(text, true, seed)];
  assert.equal(JSON.stringify(columns, null, 1), JSON.stringify(records, null, 1));
  return columns;
}

interface World {
  readonly who: string;
  readonly order: string;
  readonly lines: readonly string[];
  readonly measures: readonly string[];
}

const TESTS = [
  "agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(0.4))",
  'agent.x > 0.5 && !agent.b',
  'chance(0.2)',
  'degree(agent) >= 2',
  'neighbours(agent).filter(a => a.x > agent.x).length > 1',
  'agent.partner != null && agent.partner.x > 0.3',
  'round > 1 || agent.n % 3 == 0',
  'agent.n / agent.place > 0.2',
  'mean(neighbours(agent).map(a => a.x)) > 0.4',
  'agent.name != agent.id',
  "agent.near && agent.zone != 'east'",
];

const STATEMENTS = [
  "me.state = me.state == 'ill' ? 'over' : 'ill'",
  'me.x = clamp(mean(neighbours(me).map(a => a.x)), 0, 1)',
  'me.x = me.x + 0.3',
  'me.n += 1\nme.x = me.n % 2 == 0 ? 0 : me.x / 2',
  'me.b = !me.b',
  'me.b = neighbours(me).every(a => a.b == me.b)',
  'me.partner = pick(neighbours(me))',
  'me.partner = pick(neighbours(me))\nme.partner.n = me.n + 1',
  'me.n = count(neighbours(me).filter(a => a.b))',
  'me.n = sum(neighbours(me).map(a => a.n)) / 0',
  'bond(me, pick(neighbours(me)), acquainted, 0.5)',
  'unbond(me, neighbours(me), town)',
  'unbond(me, bottom(tied(me), 1, a => tie(me, a)))',
  'bond(me, pick(all.filter(a => a.n == 1)), town, 0.7)\nunbond(me, bottom(tied(me), tied(me).length - 3, a => tie(me, a)))',
  'unbond(tied(me), me)\nbond(tied(me), tied(me, acquainted), acquainted, tie(me, ada) / 2 + 0.1)\nme.n = count(all.map(a => tie(a, me) > 0))',
  [
    'let old = me.x',
    'let other = pick(neighbours(me))',
    'let isNear = abs(other.x - old) < 0.5',
    'me.x = isNear ? old / 2 : old',
    'other.x -= isNear ? old / 2 : 0',
    "let word = isNear ? 'ill' : 'well'",
    'me.state = word',
  ].join('\n'),
  'unbond(me, tied(me))\nbond(me, folk[0], town, 0.2)\nbond(me, me.partner, town, 0.3)',
  'me.partner = pick(tied(me, acquainted))\nme.n = tied(me).length',
  'me.x = chance(0.1) ? me.n + 2 : me.x',
  'me.x = 1 - me.x\nme.n = me.x * 10',
  'me.n = max(neighbours(me).map(a => a.n))',
  "remember(me, 'A day passed.')",
  "me.near = !me.near\nme.zone = me.near ? 'west' : me.zone",
  'me.zone = me.near ? me.n : me.zone',
];

const MEASURES = [
  "share(all.map(a => a.state == 'ill'))",
  'mean(all.map(a => a.x))',
  'count(all.filter(a => a.b && a.n > 0))',
  'sum(all.map(a => a.n)) / all.length',
  'gini(all.map(a => a.n))',
  'max(all.map(a => degree(a)))',
  'share(folk.map(a => a.partner != null))',
  'ada.n + bo.x',
  'share(all.map(a => neighbours(a).some(b => b.state == a.state)))',
  'sum(all.map(a => tied(a, acquainted).length))',
];

/** Measures that run agent by agent. */
const BY_AGENT = [
  "share(all.map(a => a.name.endsWith('7')))",
  "mean(folk.filter(a => a.name < 'P 5').n)",
  "(all.some(a => a.name + '!' == 'P 900!') && all.every(a => a.name != '') ? 1 : 0)",
  "count(all.filter(a => a.name + '!' != '' && 1 / (a.n - 3) > 0))",
  "homophily('state', town)",
];

/** The same society without agents that join one by one: members of the crowd have their parts. */
const alone = (text: string): string =>
  text
    .replace(/^personas:.*\n/m, '')
    .replace('cast: [ada, folk, bo]', 'cast: [folk]')
    .replace(/\bada\b/g, 'folk[0]')
    .replace(/\bbo\b/g, 'folk[1]');

/** `changed`: whether interventions change agents from outside too. */
const fileOf = (phases: readonly World[], changed = false): string =>
  `society: 1
personas: { ada: { name: Ada, vars: { place: 1 } }, bo: { name: Bo, vars: { place: 3 } } }
populations:
  folk: { size: ${CROWD + 3}, name: 'P {n}', vars: { place: number }, sample: { place: '=number' } }
ties:
  town: { among: folk, graph: 'small_world(4, 0.1)', strength: 1 }
  acquainted: { among: all, graph: 'random(0.001)', strength: 0.4 }
worlds:
  w:
    agent_vars:
      state: [well, ill, over]
      x: 0..1
      n: { start: '=me.place % 5', reset: ${phases.length > 1 ? 'round' : 'never'} }
      near: '=me.place < 0.5'
      zone: "=me.place < 0.3 ? 'east' : 'west'"
      b: true
      partner: agent?
    phases:
      begin: { when: round == 1, who: { if: chance(0.3) }, then: "me.state = 'ill'\\nme.x = 0.25" }
${phases
  .map(
    ({ who, order, lines }, i) => `      p${i}:
        who: { of: all, if: ${JSON.stringify(who)} }
        order: ${order}
        then: ${JSON.stringify(lines.join('\n'))}`,
  )
  .join('\n')}
      end: { when: round == 2, then: "bond(ada, bo, acquainted, 0.5)\\nfade(acquainted, 0.9, 0.38)\\nbond(bo, ada, acquainted, 0.1)" }
    measures:
${[...new Set(phases.flatMap(({ measures }) => measures))].map((one, i) => `      m${i}: ${JSON.stringify(one)}`).join('\n')}
scenarios:
  s:
    cast: [ada, folk, bo]
    world: w
    rounds: 2
${changed ? changes(phases) : ''}`.replace(', reset: never', '');

const changes = (phases: readonly World[]): string =>
  `    interventions:
${phases
  .map(({ who, lines }, i) => {
    const [at, to] = i === 0 ? ['start', `{ of: all, if: ${JSON.stringify(who)} }`] : ['2', 'random 90'];
    return `      i${i}: { at: ${at}, to: ${to}, then: ${JSON.stringify(lines.join('\n'))} }`;
  })
  .join('\n')}
`;

const world: fc.Arbitrary<World> = fc.record({
  who: fc.constantFrom(...TESTS),
  order: fc.constantFrom('simultaneous', 'sequential', 'shuffled'),
  lines: fc.array(fc.constantFrom(...STATEMENTS), { minLength: 1, maxLength: 3 }),
  measures: fc.array(fc.constantFrom(...MEASURES), { minLength: 1, maxLength: 3 }),
});

describe('a society with a crowd', () => {
  it('has the same events by columns and by records', async function () {
    this.timeout(240_000);
    await fc.assert(
      fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 2 }), fc.nat(50), async (phases, seed) => {
        await eventsOfBoth(fileOf(phases, true), seed);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 3), seed: Number(process.env['SEED'] ?? 20), endOnFailure: true, verbose: true },
    );
  });

  it('has the same events by columns and by records if all its agents are members, where rules run for blocks of them', async function () {
    this.timeout(240_000);
    const blocks = await callsOf('changeBlock', () =>
      fc.assert(
        fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 2 }), fc.nat(50), async (phases, seed) => {
          await eventsOfBoth(alone(fileOf(phases, true)), seed);
        }),
        { numRuns: Number(process.env['RUNS'] ?? 3), seed: Number(process.env['SEED'] ?? 22), endOnFailure: true, verbose: true },
      ),
    );
    assert.ok(blocks > 0, 'no rule ran for a block');
  });

  it('has the same events whenever its work pauses', async function () {
    this.timeout(240_000);
    await fc.assert(
      fc.asyncProperty(fc.array(world, { minLength: 1, maxLength: 2 }), fc.boolean(), fc.nat(50), async (phases, byRecord, seed) => {
        const text = fileOf(phases, true);
        const [paused, whole] = [await eventsWithPauses(text, byRecord, seed), await events(text, byRecord, seed)];
        assert.equal(JSON.stringify(paused, null, 1), JSON.stringify(whole, null, 1));
      }),
      { numRuns: Number(process.env['RUNS'] ?? 2), seed: Number(process.env['SEED'] ?? 21), endOnFailure: true, verbose: true },
    );
  });

  it('compares names and ids with a text over columns, with the same events', async () => {
    const tests = ["agent.name == 'P 7' || agent.id == 'ada'", "agent.partner.name != 'Bo' && 'P 07' != agent.name"];
    const measures = [
      "count(all.filter(a => a.name == 'P 12')) + count(all.filter(a => 'Ada' == a.name))",
      "share(all.map(a => a.id != 'bo' && a.id != 'nobody'))",
      "(all.some(a => a.name == 'P {n}' || a.name == 'P 0' || a.name == 'P 1e1') ? 1 : 0)",
    ];
    const lines = ["me.n = me.name == 'P 12' ? 100 : 1", "me.partner = me.id == 'ada' ? bo : me.partner"];
    const text = fileOf(tests.map((who) => ({ who, order: 'sequential', lines, measures })));
    const slow = columnReport(await modelOf(text)).filter(({ refused }) => refused);
    assert.deepEqual(slow, []);
    const values = (await eventsOfBoth(text)).flatMap((event) =>
      event.type === 'measure.taken' && /^m\d$/.test(event.measure) ? [event.value] : [],
    );
    assert.deepEqual(values.slice(0, 3), [2, 1 - 1 / (CROWD + 5), 0]);
    // All members of a crowd can have one name.
    const same = text.replace("name: 'P {n}'", 'name: Ada');
    assert.notEqual(same, text);
    await eventsOfBoth(same);
  });

  it('pauses while a measure runs agent by agent, with the same events', async () => {
    const playedWith = async (measures: readonly string[]): Promise<readonly [pauses: number, events: readonly SimEvent[]]> => {
      let pauses = 0;
      const rest = (): Promise<void> => {
        pauses++;
        return Promise.resolve();
      };
      const phases = [{ who: 'agent.x < 2', order: 'simultaneous', lines: ['me.n += 1', "me.state = 'ill'"], measures }];
      const text = fileOf(phases);
      const { events: paused } = await playWith(await modelOf(text), silent, undefined, rest);
      assert.equal(JSON.stringify(paused, null, 1), JSON.stringify(await events(text, false), null, 1));
      return [pauses, paused];
    };
    const [without] = await playedWith([MEASURES[0]!]);
    const [within, found] = await playedWith([MEASURES[0]!, ...BY_AGENT]);
    // In each of two rounds, at least the records of all agents and four passes over them in slices of 64.
    assert.ok(within - without > (2 * 5 * CROWD) / 64, `${within - without} pauses more`);
    const values = found.flatMap((event) => (event.type === 'measure.taken' && /^m\d$/.test(event.measure) ? [event.value] : []));
    assert.equal(values.length, 2 * (1 + BY_AGENT.length));
    // The fourth divides by zero for some agents.
    assert.deepEqual([values.filter((value) => value === null).length, values[4]], [2, null]);
  });

  it('stops, and takes the change of a user, while a step pauses', async () => {
    const text = fileOf([{ who: 'agent.x < 2', order: 'simultaneous', lines: ['me.n += 1'], measures: [MEASURES[0]!] }]);
    const model = await modelOf(text, { seed: 1 });
    const played = async (atPause: (timeline: Timeline, source: CancellationSource) => void): Promise<readonly [string, Timeline]> => {
      const [timeline, source] = [new Timeline(), new CancellationSource()];
      const begun = (): boolean => timeline.events.some((event) => event.type === 'round.started');
      const rest = (): Promise<void> | undefined => {
        return begun() ? Promise.resolve().then(() => atPause(timeline, source)) : undefined;
      };
      const host = { ask: silent, minds: new Map(), token: source.token, concurrency: 1, breathe: () => undefined, rest };
      return [(await advance(model, timeline, host)).kind, timeline];
    };
    let before = -1;
    const [kind, stopped] = await played((timeline, source) => {
      before = timeline.events.length;
      source.cancel();
    });
    assert.deepEqual([kind, stopped.events.length], ['stopped', before]);
    let isChanged = false;
    const [ended, changed] = await played((timeline) => {
      if (!isChanged)
        timeline.commit([{ cause: null, at: null, body: { type: 'variable.set', name: 'n', agent: 'folk_0004', value: 100 } }]);
      isChanged = true;
    });
    assert.equal(ended, 'ended');
    assert.ok(Number(variableAt(changed.head, 4, 'n')) >= 100, String(variableAt(changed.head, 4, 'n')));
    assert.deepEqual(Timeline.of(changed.events).head.columns, changed.head.columns);
  });

  it('joins in one event, and its variables change in one event each', async () => {
    const text = fileOf([{ who: 'agent.x < 2', order: 'simultaneous', lines: ["me.state = 'ill'"], measures: [MEASURES[0]!] }]);
    const timeline = new Timeline((await eventsOfBoth(text)).slice());
    assert.equal(eventsOf(timeline, 'agents.joined').length, 1);
    assert.deepEqual(
      eventsOf(timeline, 'agent.joined').map(({ agent }) => agent),
      ['ada', 'bo'],
    );
    const { head } = timeline;
    assert.equal(head.roster.length, CROWD + 5);
    for (const index of [0, 1, 500, CROWD + 4]) assert.equal(variableAt(head, index, 'state'), 'ill');
    assert.deepEqual(
      eventsOf(timeline, 'variables.set').flatMap(({ name, at }) => (at?.endsWith('.p0.then') ? [name] : [])),
      ['state'],
    );
  });

  it('changes in one event for each variable when an intervention reaches many agents, each after the one before', async () => {
    const text = `society: 1
populations: { folk: { size: ${CROWD}, name: 'P {n}' } }
worlds:
  w: { agent_vars: { n: 0, b: false }, vars: { total: 0 } }
scenarios:
  s:
    world: w
    rounds: 1
    interventions:
      many: { at: start, to: random 100, then: "me.n = max(all.map(a => a.n)) + 1\\nme.b = true" }
      wrong: { at: start, to: random 10, then: me.n = me.n / 0 }
`;
    const timeline = new Timeline((await eventsOfBoth(text)).slice());
    const applied = timeline.events.findIndex((event) => event.type === 'intervention.applied');
    const [many, n, b, wrong, fault] = timeline.events.slice(applied);
    assert.deepEqual(
      [n, b].map((event) => event?.type === 'variables.set' && [event.name, event.cause]),
      [
        ['n', many!.seq],
        ['b', many!.seq],
      ],
    );
    assert.deepEqual(fault?.type === 'fault' && [fault.code, fault.times, fault.cause], ['division-by-zero', 10, wrong!.seq]);
    const values = Array.from({ length: CROWD }, (_, i) => Number(variableAt(timeline.head, i, 'n')));
    assert.deepEqual(
      values.filter((value) => value > 0).sort((x, y) => x - y),
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
  });

  it('lists the agents that an intervention reaches by index if they are many, as ids in runs before the flag', async () => {
    const text = `society: 1
personas: { ada: { name: Ada } }
populations: { folk: { size: ${CROWD}, name: 'P {n}' } }
worlds:
  w: { agent_vars: { n: 0 } }
scenarios:
  s:
    cast: [ada, folk]
    world: w
    rounds: 1
    interventions:
      everybody: { at: start, to: all, then: me.n = 1 }
      many: { at: start, to: random 100, then: me.n = 2 }
      few: { at: start, to: random 20, then: me.n = me.n + 2 }
`;
    const played = async (flags: readonly number[]): Promise<Timeline> => playWith(await modelOf(text, { flags }), silent);
    const [now, before] = [await played(CURRENT_FLAGS), await played(CURRENT_FLAGS.filter((flag) => flag !== FLAGS.reached_as_indices))];
    const applied = (timeline: Timeline): EventOf<'intervention.applied'>[] => eventsOf(timeline, 'intervention.applied');
    const [all, many, few] = applied(now);
    assert.deepEqual([all!.to, all!.agents, many!.to, few!.to.length, few!.agents], [[], `0-${CROWD}`, [], 20, undefined]);
    assert.ok(JSON.stringify(many).length < 500, JSON.stringify(many));
    const indices = (event: EventOf<'intervention.applied'>): number[] => {
      const { length, at } = reachedBy(event, now.head.roster);
      return Array.from({ length }, (_, i) => at(i)).sort((a, b) => a - b);
    };
    assert.ok(applied(before).every(({ agents }) => agents === undefined));
    assert.deepEqual(applied(now).map(indices), applied(before).map(indices));
    assert.deepEqual(applied(now).map(reachedCount), [CROWD + 1, 100, 20]);
    assert.deepEqual(now.head.columns, before.head.columns);
    const shown = eventItems(now, now.head, many!).find(({ name }) => name === 'to')!;
    const [first] = indices(many!);
    assert.deepEqual(
      [shown.value, shown.children!.list(0, 1).map(({ value }) => value)],
      ['[100]', [JSON.stringify(idAt(now.head.roster, first!))]],
    );
  });

  it('lists those for whom a message is by index if they are many, as ids in runs before the flag', async () => {
    const text = `society: 1
personas: { ada: { name: Ada } }
populations: { folk: { size: ${CROWD}, name: 'P {n}' } }
worlds:
  w: { phases: { p: { first: true, then: "send(all.slice(1, 50), 'Come in.')" } } }
scenarios:
  s:
    cast: [ada, folk]
    world: w
    rounds: 1
    interventions:
      everybody: { at: start, to: all, announce: Hello. }
      many: { at: start, to: random 100, announce: Take cover. }
      others: { at: start, to: { of: all, if: agent.id < "folk_0101" }, from: ada, announce: I am here. }
      few: { at: start, to: random 20, announce: Well done. }
`;
    const played = async (flags: readonly number[]): Promise<Timeline> => playWith(await modelOf(text, { flags }), silent);
    const [now, before] = [await played(CURRENT_FLAGS), await played(CURRENT_FLAGS.filter((flag) => flag !== FLAGS.readers_as_indices))];
    const sent = (timeline: Timeline): EventOf<'message.sent'>[] => eventsOf(timeline, 'message.sent');
    const [all, many, others, few, effect] = sent(now);
    assert.deepEqual([all!.audience, all!.to, all!.agents], ['public', [], undefined]);
    assert.deepEqual([others!.to, others!.agents, effect!.to, effect!.agents], [[], '1-100', [], '1-49']);
    assert.deepEqual([many!.to, few!.to.length, few!.agents], [[], 20, undefined]);
    assert.ok(JSON.stringify(many).length < 600, JSON.stringify(many));
    assert.ok(sent(before).every(({ agents }) => agents === undefined));
    assert.deepEqual(
      sent(before).map(({ to }) => to.length),
      [0, 100, 100, 20, 49],
    );
    // The same agents have the same messages in both.
    assert.deepEqual(sent(now).map(reachedCount), sent(before).map(reachedCount));
    const readers = (timeline: Timeline) =>
      timeline.head.messages.backing.map(({ to, ...message }) => ({ ...message, to: [...to].sort((a, b) => a - b) }));
    assert.deepEqual(readers(now), readers(before));
    assert.deepEqual([...eachIndividual(now.head)], [...eachIndividual(before.head)]);
    // A run that was recorded before folds from its events.
    assert.deepEqual(Timeline.of(before.events).head.messages, before.head.messages);
    const name = (id: string | null): string => id ?? 'world';
    assert.equal(titleOf(others!, name), 'ada to 100 agents: I am here.');
    assert.equal(addressedBy(others!, name, english), ' → 100 agents');
    const shown = eventItems(now, now.head, others!).find(({ name: field }) => field === 'to')!;
    assert.deepEqual([shown.value, shown.children!.list(0, 1).map(({ value }) => value)], ['[100]', ['"folk_0001"']]);
    const [first] = entriesAt(others, now.head, name);
    assert.equal(first?.label, 'folk_0001 reads it');
  });

  it('sets variables of the world with the same events and faults', async () => {
    const society = (then: string): string => `society: 1
populations:
  folk: { size: ${CROWD}, name: 'P {n}', vars: { x: number }, sample: { x: '=number' } }
worlds:
  w:
    vars: { low: { start: 0, from: 0, to: 10 }, high: 0, word: { start: few, told: false }, found: false }
    phases: { count: { first: true, then: ${JSON.stringify(then)} } }
scenarios:
  s: { cast: [folk], world: w, rounds: 2 }
`;
    const rules = [
      'high = max(all.map(a => a.x)) + round',
      'low = count(all.filter(a => a.x < 5))\nhigh += share(all.map(a => a.x > 100))',
      "word = mean(all.map(a => a.x)) > 10 ? 'many' : 'few'\nfound = all.some(a => a.x == 7)",
      // A fault, and a value out of bounds: nothing of the rule stays.
      'high = 3\nlow = count(all)',
      'high = 3\nlow = 1 / (count(all) - 1000)',
      // These run over records.
      'high = chance(0.5) ? 1 : 2',
      'high = 1\nlow = high + 1',
      'found = all[3].x == 4',
    ];
    for (const rule of rules) {
      const found = await eventsOfBoth(society(rule));
      assert.ok(
        found.some(({ type }) => type === 'variable.set' || type === 'fault'),
        rule,
      );
    }
  });

  it('counts the agents with the same fault', async () => {
    const text = fileOf([{ who: 'true', order: 'simultaneous', lines: ['me.n = me.n / 0'], measures: [MEASURES[0]!] }]);
    const faults = (await eventsOfBoth(text)).filter((event) => event.type === 'fault');
    assert.deepEqual(
      faults.map((event) => event.type === 'fault' && [event.code, event.times]),
      [1, 2].map(() => ['division-by-zero', CROWD + 5]),
    );
  });

  it('notes each reading of a private variable, also through a measure', async () => {
    const text = `society: 1
fragments: { secretive: { private: [trust] } }
populations:
  folk: { size: ${CROWD}, name: 'P {n}', extends: [secretive], vars: { trust: number, open: number }, sample: { trust: '=number', open: '=number' } }
worlds:
  w: { measures: { hidden: mean(all.map(a => a.trust)), twice: hidden * 2, shown: mean(all.map(a => a.open)) } }
scenarios:
  s: { cast: [folk], world: w, rounds: 1 }
`;
    const model = await modelOf(text);
    const { head } = await playWith(model, silent);
    const isPrivate = (id: string): boolean =>
      watched(() => model.measures.find((one) => one.id === id)!.formula!.run(scopeOf(model, head))).isPrivate;
    const twice = ['hidden', 'twice', 'shown'].map((id) => [isPrivate(id), isPrivate(id)]);
    assert.deepEqual(twice, [
      [true, true],
      [true, true],
      [false, false],
    ]);
  });

  describe('reads measures in rules', () => {
    const society = (rule: string, more = ''): string => `society: 1
populations: { folk: { size: ${CROWD}, name: 'P {n}' } }
worlds:
  w: { agent_vars: { n: 0, m: 0 }, phases: { p: { who: all, order: sequential, then: ${JSON.stringify(rule)} } }, measures: { total: 'min(1000, sum(all.map(a => a.n)))', other: sum(all.map(a => a.m)), best: max(all.map(a => a.n))${more} } }
scenarios:
  s: { world: w, rounds: 1 }
`;
    const best = (found: readonly SimEvent[]): readonly unknown[] =>
      found.flatMap((event) => (event.type === 'measure.taken' && event.measure === 'best' ? [event.value] : []));

    it('as the agents before have left them', async () => {
      assert.deepEqual(best(await eventsOfBoth(society('me.n = total + 1'))), [1001]);
      assert.deepEqual(best(await eventsOfBoth(society('me.m = 1\nme.n = twice + 1', ', twice: other * 2'))), [2 * CROWD + 1]);
      // This one cannot be changed by the rule, so the rule runs over columns.
      assert.deepEqual(best(await eventsOfBoth(society('me.n = other + 1'))), [1]);
    });

    it('as they were before the phase over columns, in runs before the flag', async () => {
      const flags = CURRENT_FLAGS.filter((flag) => flag !== FLAGS.steps_as_done);
      assert.deepEqual(best((await playWith(await modelOf(society('me.n = total + 1'), { flags }), silent)).events), [1]);
    });
  });

  describe('ends a rule over all pairs of agents', () => {
    const PASSES = ['5', '6', '7', '8'].map((n) => `all.filter(a => a.n * a.n > ${n}).length`);
    const PAIRS = `${PASSES.join(' + ')} + me.n`;
    const END = 'outcome: sum(all.map(a => a.n))';
    const society = (phase: string, vars = 'n: 0', more = ''): string => `society: 1
populations: { folk: { size: ${CROWD}, name: 'P {n}' } }
worlds:
  w: { agent_vars: { ${vars} }, phases: { p: ${phase} }, measures: { ${END} } }
scenarios:
  s: { world: w, rounds: 1${more} }
`;
    /** What is left of a rule: its faults, and the agents that it has changed. */
    const left = (found: readonly SimEvent[]): readonly unknown[] => {
      const faults = found.flatMap((event) => (event.type === 'fault' ? [[event.code, event.times ?? 1, event.at]] : []));
      const changed = found.flatMap((event) => (event.type === 'measure.taken' && event.measure === 'outcome' ? [event.value] : []));
      return [...faults, ...changed];
    };
    const who = society(`{ who: { if: ${JSON.stringify(`${PAIRS} >= agent.n`)} }, then: me.n = 1 }`);
    const then = society(`{ who: all, then: ${JSON.stringify(`me.n = 1 + ${PAIRS}`)} }`);

    for (const [name, text, at] of [
      ['who', who, 'worlds.w.phases.p.who.if'],
      ['then', then, 'worlds.w.phases.p.then'],
      ['tell', society(`{ who: all, tell: ${JSON.stringify(`$(${PAIRS})`)} }`), 'worlds.w.phases.p.tell'],
      ['generations', society(`{ replace: { keep: 0.5, by: ${JSON.stringify(PAIRS)} } }`), 'worlds.w.phases.p.replace.by'],
      [
        'an intervention',
        society('{}', 'n: 0', `, interventions: { i: { at: start, to: all, then: ${JSON.stringify(`me.n = 1 + ${PAIRS} - me.n`)} } }`),
        'scenarios.s.interventions.i.then',
      ],
    ] as const)
      it(`with one fault for all of them, and for none of them: ${name}`, async () => {
        const found = await eventsOfBoth(text);
        assert.deepEqual(left(found), [['step-limit', CROWD, at], 0]);
        const [fault] = found.filter((event) => event.type === 'fault');
        assert.match(
          String(fault?.type === 'fault' && fault.text),
          /for 1,000 agents together: it stopped at number \d+, and reaches nobody\. .+/,
        );
        assert.equal(found.filter(({ type }) => type === 'message.sent' || type === 'agent.left').length, 0);
      });

    it('with one fault where a variable starts: nobody has a value', async () => {
      const start = JSON.stringify(`=${PAIRS}`);
      const found = await eventsOfBoth(society('{}', `n: 0, m: { start: ${start} }`));
      assert.deepEqual(left(found), [['step-limit', CROWD, 'worlds.w.agent_vars.m'], 0]);
    });

    it('at the same agents over columns and agent by agent, near the limit too', async () => {
      const bits = Array.from({ length: 10 }, (_, i) => `(chance(0.5) ? ${2 ** i} : 0)`).join(' + ');
      const ends = { whole: 0, stopped: 0 };
      const search = fc.record({ least: fc.integer({ min: 950, max: 1030 }), some: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(
          fc.array(search, { minLength: 1, maxLength: 7 }),
          fc.constantFrom('simultaneous', 'shuffled'),
          async (all, order) => {
            const searches = all.map(({ least, some }) =>
              some ? `(all.some(a => a.k > ${least} || a.k == me.k) ? 1 : 0)` : `(all.every(a => a.k < ${least} && a.k != me.k) ? 1 : 0)`,
            );
            const text = `society: 1
populations: { folk: { size: ${CROWD}, name: 'P {n}' } }
worlds:
  w:
    agent_vars: { n: 0, k: 0 }
    phases: { mix: { who: all, then: ${JSON.stringify(`me.k = ${bits}`)} }, p: { who: all, order: ${order}, then: ${JSON.stringify(`me.n = 1 + ${searches.join(' + ')}`)} } }
scenarios:
  s: { world: w, rounds: 1 }
`;
            const isStopped = (await eventsOfBoth(text, all.length)).some(({ type }) => type === 'fault');
            ends[isStopped ? 'stopped' : 'whole']++;
          },
        ),
        { numRuns: 8, seed: 4 },
      );
      assert.ok(ends.whole > 1 && ends.stopped > 1, JSON.stringify(ends));
    });

    it('where columns count too much, agent by agent: the rule runs', async () => {
      // Columns count both sides of a condition.
      const sides = Array.from({ length: 40 }, (_, i) => `(a.n > ${i} || a.n + 1 + 1 + 1 + 1 + 1 + 1 > 0)`).join(' || ');
      const text = society(`{ who: all, then: ${JSON.stringify(`me.n = all.every(a => !a.b || (${sides})) ? 1 : 2`)} }`, 'n: 0, b: false');
      assert.deepEqual(left(await eventsOfBoth(text)), [CROWD]);
    });

    it('in runs before the flag, for the agents after the limit', async () => {
      const flags = CURRENT_FLAGS.filter((flag) => flag !== FLAGS.whole_passes);
      for (const [text, times] of [
        [who, 1],
        [then, null],
      ] as const) {
        const found = (await playWith(await modelOf(text, { flags }), silent)).events;
        const [[code, counted], changed] = left(found) as [readonly unknown[], number];
        assert.equal(code, 'step-limit');
        assert.ok(changed > 0 && changed < CROWD, String(changed));
        assert.equal(counted, times ?? CROWD - changed);
      }
    });
  });
});
