/** A crowd under the debugger: stops at one of many agents, steps through the agents of an event, and shows why an agent changed. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { before, describe, it } from 'mocha';
import { variableAt } from '../../../src/core/events/agents.js';
import { idAt, indexOf } from '../../../src/core/events/roster.js';
import { changedRows, changesMany, type ManyChanged, variableChangeOf } from '../../../src/core/events/rowViews.js';
import { rowSearch } from '../../../src/debug/breakpoints/rowSearch.js';
import { CROWD_FILE as FILE, crowdRun } from '../../support/crowdRuns.js';
import { Client, hostOf, type TestRun } from '../../support/debugging.js';

const SIZE = 1_000;
const TEXT = `society: 1
populations:
  town: { size: ${SIZE}, name: 'Resident {n}' }
ties:
  near: { among: all, strength: 1, graph: 'small_world(4, 0.1)' }
worlds:
  w:
    agent_vars: { state: [well, ill, over], note: 0 }
    phases:
      day:
        who:
          of: all
          if: agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(0.6))
        then: |
          me.state = me.state == 'ill' ? 'over' : 'ill'
          me.note = me.note + 1
scenarios:
  s:
    cast: [town]
    ties: [near]
    world: w
    rounds: 6
    seed: 3
    interventions:
      first: { at: start, to: [town_0500, town_0100], then: me.state = 'ill' }
`;
const THEN = TEXT.split('\n').findIndex((line) => line.includes("'over' : 'ill'"));

type Stopped = DebugProtocol.StoppedEvent['body'] | null;

describe('a crowd under the debugger', () => {
  let run: TestRun;
  before(async () => {
    run = await crowdRun(TEXT);
  });

  const client = (): Promise<Client> => new Client(hostOf({ attach: async () => run })).enter({ run: 'r1', stopOnEntry: true }, 'attach');

  const seqNow = async (one: Client): Promise<number> => ((await one.body('society/timeline')) as { readonly seq: number }).seq;

  const top = async (one: Client): Promise<DebugProtocol.StackFrame> => {
    const { stackFrames } = (await one.body('stackTrace', { threadId: 1 })) as { readonly stackFrames: DebugProtocol.StackFrame[] };
    return stackFrames[0]!;
  };

  const ask = async (one: Client, expression: string): Promise<string> =>
    ((await one.body('evaluate', { expression, frameId: (await top(one)).id })) as { readonly result: string }).result;

  /** The values of a scope by name. */
  const scope = async (one: Client, wanted: string): Promise<Map<string, DebugProtocol.Variable>> => {
    const { scopes } = (await one.body('scopes', { frameId: (await top(one)).id })) as { readonly scopes: DebugProtocol.Scope[] };
    const found = scopes.find(({ name }) => name === wanted);
    assert.ok(found, wanted);
    return below(one, found.variablesReference);
  };

  const below = async (one: Client, variablesReference: number, page: object = {}): Promise<Map<string, DebugProtocol.Variable>> => {
    const { variables } = (await one.body('variables', { variablesReference, ...page })) as {
      readonly variables: DebugProtocol.Variable[];
    };
    return new Map(variables.map((variable) => [variable.name, variable]));
  };

  /** The first event of many agents, from a number on, after which a variable has a value for some of them; and the first of these. */
  const firstWith = (value: string, from = 0): readonly [number, string] => {
    const { timeline } = run.handle;
    for (const event of timeline.events.slice(from)) {
      if (event.type !== 'variables.set' || event.name !== 'state' || event.at !== 'worlds.w.phases.day.then') continue;
      const state = timeline.at(event.seq);
      const { length, agent } = changedRows(event);
      for (let row = 0; row < length; row++)
        if (variableAt(state, agent(row), 'state') === value) return [event.seq, idAt(state.roster, agent(row))];
    }
    throw new Error(`never ${value}`);
  };

  it('plays the rule as events of many agents', () => {
    const { head, events } = run.handle.timeline;
    assert.equal(head.roster.crowds.length, 1);
    assert.ok(events.filter(({ type }) => type === 'variables.set').length > 8);
  });

  it('stops at the line of the rule at the first agent for which the condition of the breakpoint holds', async () => {
    for (const condition of ["agent.state == 'ill'", "me.state == 'ill'", "[agent.state].includes('ill')"]) {
      const one = await client();
      const source = { path: FILE };
      const [set] = (
        (await one.body('setBreakpoints', { source, breakpoints: [{ line: THEN + 1, condition }] })) as {
          breakpoints: DebugProtocol.Breakpoint[];
        }
      ).breakpoints;
      assert.equal(set?.verified, true, set?.message);
      const stopped = await one.stop('continue');
      const [seq, agent] = firstWith('ill');
      assert.equal(stopped?.reason, 'breakpoint', condition);
      assert.equal(await seqNow(one), seq);
      assert.match(stopped?.text ?? '', new RegExp(`^Resident ${Number(agent.slice(5))}.state = "ill"$`));
      const frame = await top(one);
      assert.equal(frame.line, THEN);
      assert.equal(await ask(one, 'me.id'), JSON.stringify(agent));
      assert.equal(await ask(one, 'event.agent'), JSON.stringify(agent));
      assert.equal(await ask(one, 'agent.state'), '"ill"');
    }
  });

  it('stops where a condition becomes true for any agent, forward and back', async () => {
    const one = await client();
    const breakpoints = [{ name: "agent.state == 'over'" }];
    const made = (await one.body('setFunctionBreakpoints', { breakpoints })) as { breakpoints: DebugProtocol.Breakpoint[] };
    assert.equal(made.breakpoints[0]?.verified, true, made.breakpoints[0]?.message);
    const forward: (readonly [number, string])[] = [];
    const backward: (readonly [number, string])[] = [];
    const name = (stopped: Stopped): string => /^(\S+ \d+)/.exec(stopped?.text ?? '')?.[1] ?? '';
    for (let i = 0; i < 3; i++) forward.push([await seqNowAfter(one, await one.stop('continue')), name(lastStop)]);
    for (let i = 0; i < 2; i++) backward.push([await seqNowAfter(one, await one.stop('reverseContinue')), name(lastStop)]);
    assert.deepEqual(backward, forward.slice(0, 2).reverse());
    const [seq, agent] = firstWith('over');
    assert.deepEqual(forward[0], [seq, `Resident ${Number(agent.slice(5))}`]);
  });

  it('tests only the agents for which the parts of a condition over columns hold, and says how many are left', async () => {
    const { timeline, model } = run.handle;
    const inState = (event: ManyChanged, word: string): readonly [all: number, held: readonly string[]] => {
      const { length, agent } = changedRows(event);
      const state = timeline.at(event.seq);
      const ids = Array.from({ length }, (_, row) => agent(row)).filter((index) => variableAt(state, index, 'state') === word);
      return [length, ids.map((index) => idAt(state.roster, index))];
    };
    const many = timeline.events.filter((one) => changesMany(one));
    const event = many.find((one) => one.type === 'variables.set' && one.name === 'note' && inState(one, 'over')[1].length > 3)!;
    const [length, over] = inState(event, 'over');
    assert.ok(over.length < length);
    const { seq } = event;
    const state = timeline.at(seq);
    /** The agents that are tested one by one until the search ends, and how often it pauses if it may pause after so many of them. */
    const searched = (source: string, pauseAfter = Number.POSITIVE_INFINITY): readonly [string, pauses: number, tested: unknown[]] => {
      const tested: unknown[] = [];
      const holdsForOne = (_state: unknown, _event: unknown, id: string): boolean => void tested.push(id) !== undefined;
      const search = rowSearch(model, { source, readsMoment: true, holds: () => assert.fail(), holdsForOne, tooLong: () => assert.fail() });
      for (let pauses = 0; ; pauses++) {
        const already = tested.length;
        const isTime = (): boolean => tested.length >= already + pauseAfter;
        const found = search({ event, state, before: () => timeline.at(seq - 1), agent: null, isTime });
        if (found.kind !== 'more') return [found.kind, pauses, tested];
        assert.ok(found.looked <= found.of && found.of === length);
      }
    };
    const slow = "agent.name + '!' != ''";
    for (const source of [`agent.state == 'over' && ${slow}`, `(${slow}) && (agent.note > 0 && agent.state == 'over')`]) {
      assert.deepEqual(searched(source), ['none', 0, over], source);
      const [found, pauses, tested] = searched(source, 2);
      assert.deepEqual([found, tested], ['none', over], source);
      assert.ok(pauses >= Math.floor(over.length / 2), source);
    }
    assert.equal(searched(`${slow} || agent.state == 'over'`)[2].length, length);
    // A condition over columns as a whole tests no agent on its own.
    assert.deepEqual(searched("agent.state == 'over' && agent.note > 1000"), ['none', 0, []]);
  });

  let lastStop: Stopped = null;
  const seqNowAfter = (one: Client, stopped: Stopped): Promise<number> => {
    lastStop = stopped;
    return seqNow(one);
  };

  it('refuses a condition that reads no variable of agents', async () => {
    const one = await client();
    const made = (await one.body('setFunctionBreakpoints', { breakpoints: [{ name: 'round == 2' }, { name: 'agent.stat == 1' }] })) as {
      breakpoints: DebugProtocol.Breakpoint[];
    };
    assert.deepEqual(
      made.breakpoints.map(({ verified }) => verified),
      [false, false],
    );
    const info = (name: string): Promise<{ readonly dataId: string | null }> => one.body('dataBreakpointInfo', { name });
    assert.equal((await info("agent.state == 'ill'")).dataId, "condition agent.state == 'ill'");
    assert.equal((await info('round == 2')).dataId, null);
  });

  it('steps into the agents of an event, and back', async () => {
    const one = await client();
    const [seq] = firstWith('over');
    await one.stop('society/seek', { seq });
    const event = run.handle.timeline.events[seq] as ManyChanged;
    assert.ok(changesMany(event));
    const { agent, length } = changedRows(event);
    const ids = [0, 1, 2].map((row) => idAt(run.handle.timeline.head.roster, agent(row)));
    const seen: string[] = [];
    for (let i = 0; i < 3; i++) {
      await one.stop('stepIn');
      seen.push(JSON.parse(await ask(one, 'me.id')) as string);
      // Inline values ask for these in the file of the rule.
      const state = run.handle.timeline.at(seq);
      for (const name of ['state', 'note'])
        assert.equal(await ask(one, `agent.${name}`), JSON.stringify(variableAt(state, agent(i), name)), `${ids[i]}.${name}`);
    }
    assert.deepEqual(seen, ids);
    await one.stop('stepBack');
    assert.equal(await ask(one, 'me.id'), JSON.stringify(ids[1]));
    await one.stop('stepBack');
    const whole = await one.stop('stepBack');
    assert.match(whole?.text ?? '', new RegExp(`^state of ${length} agents changes$`));
    assert.equal(await seqNow(one), seq);
    await one.stop('stepBack');
    assert.ok((await seqNow(one)) < seq);
    await one.stop('society/seek', { seq });
    const { targets } = (await one.body('stepInTargets', { frameId: (await top(one)).id })) as { targets: DebugProtocol.StepInTarget[] };
    assert.equal(targets.length, Math.min(50, length));
    await one.stop('stepIn', { threadId: 1, targetId: targets[2]!.id });
    assert.equal(await ask(one, 'me.id'), JSON.stringify(ids[2]));
  });

  it('steps over to the next event of many agents, or to the next one that changes the agent of a thread', async () => {
    const one = await client();
    const { events, head } = run.handle.timeline;
    const many = events.filter((event) => changesMany(event)).map(({ seq }) => seq);
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) seen.push(await seqNowAfter(one, await one.stop('next')));
    assert.deepEqual(seen, many.slice(0, 3));
    const [, agent] = firstWith('over');
    const changes = events.filter((event) => variableChangeOf(event, head.roster, indexOf(head.roster, agent))).map(({ seq }) => seq);
    await one.stop('society/seek', { seq: changes[0]! });
    for (const seq of changes.slice(1, 4)) {
      const stopped = await one.stop('next', { threadId: indexOf(head.roster, agent) + 2 });
      assert.equal(await seqNow(one), seq);
      assert.match(stopped?.text ?? '', new RegExp(`^Resident ${Number(agent.slice(5))}\\.`));
    }
  });

  it('shows why an agent changed: the rule, its condition and the neighbours that it read', async () => {
    const one = await client();
    const [seq, agent] = firstWith('ill');
    const source = { path: FILE };
    await one.body('setBreakpoints', { source, breakpoints: [{ line: THEN + 1, condition: "agent.state == 'ill'" }] });
    await one.stop('continue');
    const why = await scope(one, 'Why');
    assert.equal(why.get('change')?.value, 'state well → ill');
    assert.match(why.get('if')?.value ?? '', /neighbours\(agent\)/);
    const read = [...(await below(one, why.get('read')!.variablesReference)).values()];
    const state = run.handle.timeline.at(seq - 1);
    const last = read.at(-1)!;
    assert.match(last.value, /^state ill; drew 0\.\d+$/);
    assert.ok(Number(/drew (0\.\d+)/.exec(last.value)![1]) < 0.6);
    for (const { evaluateName, value } of read.filter(({ evaluateName: id }) => id !== agent))
      assert.ok(value.startsWith(`state ${String(variableAt(state, indexOf(state.roster, evaluateName!), 'state'))}`), evaluateName);
  });

  it('lists agents in pages, and reads any agent by its id', async () => {
    const one = await client();
    await one.stop('society/seek', { seq: run.handle.timeline.events.length - 1 });
    const world = await scope(one, 'World');
    const agents = world.get('agents')!;
    assert.equal(agents.indexedVariables, SIZE);
    const page = [...(await below(one, agents.variablesReference, { filter: 'indexed', start: 700, count: 2 })).values()];
    assert.deepEqual(
      page.map(({ name, value }) => [name, value]),
      [
        ['town_0701', 'Resident 701'],
        ['town_0702', 'Resident 702'],
      ],
    );
    const state = variableAt(run.handle.timeline.head, 499, 'state');
    for (const expression of ["agent('town_0500').state", 'town_0500.state'])
      assert.equal(await ask(one, expression), JSON.stringify(state));
    const over = Array.from({ length: SIZE }, (_, i) => variableAt(run.handle.timeline.head, i, 'state')).filter((is) => is === 'over');
    assert.equal(await ask(one, "count(all.filter(a => a.state == 'over'))"), String(over.length));
    for (const [expression, count] of [
      ['all', SIZE],
      ['town', SIZE],
      ["all.filter(one => one.state == 'over')", over.length],
      ["all.filter(a => [a.state].includes('over'))", over.length],
    ] as const) {
      const listed = (await one.body('evaluate', { expression })) as DebugProtocol.EvaluateResponse['body'];
      assert.equal(listed.indexedVariables, count, expression);
      assert.match(listed.result, new RegExp(`^\\[${count}\\] Resident \\d+, `), expression);
    }
    const { targets } = (await one.body('completions', { text: 'town_05', column: 8 })) as { targets: DebugProtocol.CompletionItem[] };
    assert.deepEqual([targets.length, targets[0]?.label], [100, 'town_0500']);
  });

  it('gives the thread of a silent agent the stack of the last event that changed it', async () => {
    const one = await client();
    const [, agent] = firstWith('over');
    await one.stop('society/seek', { seq: run.handle.timeline.events.length - 1 });
    const threadId = indexOf(run.handle.timeline.head.roster, agent) + 2;
    const { stackFrames } = (await one.body('stackTrace', { threadId })) as { readonly stackFrames: DebugProtocol.StackFrame[] };
    assert.match(stackFrames[0]!.name, /^Resident \d+\.note = \d$/);
    const { threads } = (await one.body('threads')) as { readonly threads: readonly unknown[] };
    assert.ok(threads.length <= 50);
  });
});
