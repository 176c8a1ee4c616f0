/** A million agents under the debugger, through its requests: stops at one of them, shows why, and evaluates with pauses. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { before, describe, it } from 'mocha';
import { variableAt } from '../../../src/core/events/agents.js';
import { idAt, indexOf } from '../../../src/core/events/roster.js';
import { networkOf } from '../../../src/core/events/state.js';
import { rowOf } from '../../../src/core/events/ties.js';
import { agentsListed, askedAt } from '../../../src/debug/inspect/evaluateAt.js';
import { resumable } from '../../../src/core/util/pauses.js';
import { CROWD_FILE, crowdRun } from '../../support/crowdRuns.js';
import { Client, hostOf, type TestRun } from '../../support/debugging.js';

const MANY = 1_000_000;
/** As many as make an evaluation over records pause, and few enough for a quick test. */
const SOME = 30_000;

/** An epidemic; a thousandth of the agents is ill at first. */
const epidemic = (people: number, rounds: number): string => `society: 1
populations: { people: { size: ${people}, name: 'Person {n}' } }
ties: { town: { among: people, graph: 'small_world(4, 0.1)', strength: 1 } }
worlds:
  contagion:
    agent_vars: { state: [well, ill, over] }
    phases:
      day:
        who: { if: "agent.state == 'ill' || agent.state == 'well' && neighbours(agent).some(a => a.state == 'ill' && chance(0.4))" }
        then: "me.state = me.state == 'ill' ? 'over' : 'ill'"
scenarios:
  main:
    cast: [people]
    world: contagion
    rounds: ${rounds}
    interventions: { first: { at: start, to: random ${people / 1_000}, then: me.state = 'ill' } }
`;
const THEN = 10;

const entered = (run: TestRun): Promise<Client> => new Client(hostOf({ attach: async () => run })).enter({ run: 'r1' }, 'attach');

const seqNow = async (one: Client): Promise<number> => ((await one.body('society/timeline')) as { readonly seq: number }).seq;

const frame = async (one: Client): Promise<DebugProtocol.StackFrame> => {
  const { stackFrames } = (await one.body('stackTrace', { threadId: 1 })) as { readonly stackFrames: DebugProtocol.StackFrame[] };
  return stackFrames[0]!;
};

const ask = async (one: Client, expression: string): Promise<string> =>
  ((await one.body('evaluate', { expression, frameId: (await frame(one)).id })) as { readonly result: string }).result;

const variables = async (one: Client, variablesReference: number): Promise<readonly DebugProtocol.Variable[]> =>
  ((await one.body('variables', { variablesReference })) as { readonly variables: DebugProtocol.Variable[] }).variables;

/** What is wrong with an expression; empty if it has a value. */
const fault = async (one: Client, expression: string): Promise<string> => {
  const { success, body } = await one.ask('evaluate', { expression });
  return success ? '' : (body as { error: { variables: { _reason: string } } }).error.variables._reason;
};

const events = (one: Client, name: string): readonly unknown[] =>
  one.messages.filter((message) => message.type === 'event' && (message as DebugProtocol.Event).event === name);

describe('a million agents under the debugger', () => {
  let run: TestRun;
  before(async function () {
    this.timeout(120_000);
    run = await crowdRun(epidemic(MANY, 4));
  });

  it('stop it where a condition becomes true for any of them, forward and back, and the cause is shown', async () => {
    const one = await entered(run);
    const { timeline } = run.handle;
    const breakpoints = [{ name: "agent.state == 'ill'" }];
    const set = (await one.body('setFunctionBreakpoints', { breakpoints })) as { breakpoints: DebugProtocol.Breakpoint[] };
    assert.equal(set.breakpoints[0]?.verified, true, set.breakpoints[0]?.message);
    const seen: (readonly [seq: number, id: string])[] = [];
    const here = async (): Promise<readonly [number, string]> => [await seqNow(one), JSON.parse(await ask(one, 'me.id')) as string];
    for (let i = 0; i < 3; i++) {
      assert.equal((await one.stop('continue'))?.reason, 'function breakpoint');
      seen.push(await here());
    }
    for (const [seq, id] of seen) {
      assert.equal(variableAt(timeline.at(seq), indexOf(timeline.head.roster, id), 'state'), 'ill');
      assert.notEqual(variableAt(timeline.at(seq - 1), indexOf(timeline.head.roster, id), 'state'), 'ill');
    }
    await one.stop('reverseContinue');
    assert.deepEqual(await here(), seen[1]);
    await one.stop('continue');
    const [seq, id] = await here();
    assert.deepEqual([seq, id], seen[2]);

    const { scopes } = (await one.body('scopes', { frameId: (await frame(one)).id })) as { readonly scopes: DebugProtocol.Scope[] };
    const why = await variables(one, scopes.find(({ name }) => name === 'Why')!.variablesReference);
    assert.equal(why.find(({ name }) => name === 'change')?.value, 'state well → ill');
    const read = await variables(one, why.find(({ name }) => name === 'read')!.variablesReference);
    const earlier = timeline.at(seq - 1);
    const tied = [...rowOf(networkOf(earlier, 'town')!, indexOf(earlier.roster, id)).to].map((index) => idAt(earlier.roster, index));
    const causes = read.filter(({ value }) => /^state ill; drew /.test(value)).map(({ evaluateName }) => evaluateName!);
    assert.ok(causes.length > 0);
    for (const cause of causes) {
      assert.ok(tied.includes(cause), `${cause} is no neighbour of ${id}`);
      assert.equal(variableAt(earlier, indexOf(earlier.roster, cause), 'state'), 'ill');
    }

    await one.stop('stepBack');
    assert.equal(await seqNow(one), seq);
    await one.stop('stepBack');
    assert.ok((await seqNow(one)) < seq);
  });

  it('are counted over columns at once, and compared in pairs not at all', async () => {
    const one = await entered(run);
    const { timeline } = run.handle;
    await one.stop('society/seek', { seq: timeline.head.seq });
    let ill = 0;
    for (let i = 0; i < MANY; i++) if (variableAt(timeline.head, i, 'state') === 'ill') ill++;
    assert.equal(await ask(one, "count(all.filter(a => a.state == 'ill'))"), String(ill));
    assert.match(await ask(one, "all.filter(a => a.state == 'ill')"), new RegExp(`^\\[${ill}\\] Person `));
    const breakpoints = [{ name: 'variables.set', condition: 'all.filter(b => b.name == agent.name).length > 1' }];
    await one.stop('society/seek', { seq: 0 });
    await one.body('setFunctionBreakpoints', { breakpoints });
    await one.stop('continue');
    assert.equal(await seqNow(one), timeline.head.seq);
    const said = events(one, 'output').map((event) => (event as DebugProtocol.OutputEvent).body.output);
    assert.equal(said.filter((text) => /too many steps for 1,000,000 agents, so it does not hold\. Add a part/.test(text)).length, 1);
  });
});

describe('a long evaluation in the debugger', () => {
  let run: TestRun;
  before(async () => {
    run = await crowdRun(epidemic(SOME, 1));
  });

  const atEnd = async (): Promise<Client> => {
    const one = await entered(run);
    await one.stop('society/seek', { seq: run.handle.timeline.head.seq });
    return one;
  };
  const SLOW = "all.filter(a => a.name + '!' == 'Person 7!').length";

  it('is short where names and ids are compared with a text, and else pauses after few agents', () => {
    const { model, timeline } = run.handle;
    const stepsOf = (source: string): number => {
      const again = resumable(askedAt(model, timeline.head, null, null, source));
      let steps = 1;
      while (!again(() => true)) steps++;
      return steps;
    };
    const texts = ["all.filter(a => a.name == 'Person 77').length", "all.some(a => a.id != 'people_00077' && a.name == 'Person 9')"];
    // The list of all agents is made in one slice.
    for (const source of texts) assert.ok(stepsOf(source) <= 2, source);
    assert.ok(stepsOf(SLOW) >= SOME / 64);
    // The records are known now; each pass over them has steps of its own.
    for (const ranking of ['top(all, 3, a => a.name.length)', 'bottom(all.map(a => a.name.length), 20000)'])
      assert.ok(stepsOf(ranking) >= SOME / 64, ranking);
    const ranked = askedAt(model, timeline.head, null, null, 'top(all, 3, a => a.name.length).map(a => a.name)');
    assert.deepEqual(ranked(), { ok: true, value: ['Person 10000', 'Person 10001', 'Person 10002'] });
    assert.deepEqual([...agentsListed(model, timeline.head, "all.filter(a => a.name == 'Person 77')")!], [76]);
  });

  it('pauses with progress, and gives the same value', async () => {
    const one = await atEnd();
    assert.equal(await ask(one, SLOW), '1');
    assert.deepEqual([events(one, 'progressStart').length, events(one, 'progressEnd').length], [1, 1]);
  });

  it('ends when it is cancelled, and when the cursor moves', async () => {
    const one = await atEnd();
    const cancelled = fault(one, SLOW);
    const [{ body }] = events(one, 'progressStart') as [DebugProtocol.ProgressStartEvent];
    await one.ask('cancel', { progressId: body.progressId });
    assert.equal(await cancelled, 'The evaluation was cancelled.');
    const left = fault(one, SLOW);
    await one.stop('society/seek', { seq: 3 });
    assert.equal(await left, 'This value belongs to an earlier stop.');
    assert.equal(events(one, 'progressEnd').length, 2);
  });

  it('has a limit of steps that names a way out, in messages of breakpoints too', async () => {
    const one = await atEnd();
    const pairs = "all.map(a => all.filter(b => b.name + '!' == a.name || b.name + '?' == a.name).length)";
    const words = /^This takes too many steps for 30,000 agents\. Read `neighbours` instead of `all`, .* as in `all\.slice\(0, 100\)`\.$/;
    assert.match(await fault(one, pairs), words);
    assert.equal(await fault(one, pairs.replace('all.map', 'all.slice(0, 1).map').replace('all.filter', 'all.slice(0, 100).filter')), '');
    await one.stop('society/seek', { seq: 0 });
    const source = { path: CROWD_FILE };
    const breakpoints = [`{round}: {${SLOW}}`, `{${pairs}}`].map((logMessage) => ({ line: THEN, logMessage }));
    const set = (await one.body('setBreakpoints', { source, breakpoints })) as { breakpoints: DebugProtocol.Breakpoint[] };
    assert.deepEqual(
      set.breakpoints.map(({ verified }) => verified),
      [true, true],
    );
    await one.stop('continue');
    const said = events(one, 'output').map((event) => (event as DebugProtocol.OutputEvent).body.output);
    assert.ok(said.includes('1: 1\n'));
    assert.ok(said.some((text) => /^\{This takes too many steps for 30,000 agents\./.test(text)));
  });
});
