/** Every request that a capability announces, and those of our own, as a client sends them. */
import assert from 'node:assert/strict';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import { Timeline } from '../../../src/core/timeline.js';
import type { Mind } from '../../../src/engine/index.js';
import { CAPABILITIES, type Timeline as Where } from '../../../src/debug/index.js';
import { Client, FILE, recorded, runOf, type TestRun } from '../../support/debugging.js';
import { lively, mindOf } from '../../support/societies.js';

/** What is sent for a capability, and what its answer has to hold. Null: tested by its name below. */
type Sent = (client: Client) => Promise<unknown>;

const stackOf = async (client: Client): Promise<readonly P.StackFrame[]> =>
  ((await client.body('stackTrace', { threadId: 1 })) as P.StackTraceResponse['body']).stackFrames;

const text = async (moved: Promise<P.StoppedEvent['body'] | null>): Promise<string> => (await moved)?.text ?? 'ended';

const verified = async (client: Client, command: string, args: object): Promise<readonly boolean[]> =>
  ((await client.body(command, args)) as P.SetBreakpointsResponse['body']).breakpoints.map((one) => one.verified);

const FLAGS: { readonly [flag: string]: Sent } = {
  supportsConfigurationDoneRequest: async (c) =>
    assert.ok(c.messages.some((m) => 'command' in m && m.command === 'configurationDone' && m.success)),
  supportsTerminateRequest: async (c) => {
    const ended = c.event('terminated');
    await c.body('terminate');
    await ended;
  },
  supportTerminateDebuggee: async () => {
    let run: TestRun | undefined;
    let goOn = (): void => {};
    const waits = new Promise<void>((done) => {
      goOn = done;
    });
    const client = await new Client({ launch: async (_config, gate) => (run = runOf(() => gate.pace() ?? waits)) }).enter();
    const ended = client.event('terminated');
    await client.body('disconnect', { terminateDebuggee: false });
    await ended;
    assert.equal(run?.live.timeline.head.ended, null, 'the session does not wait for the run');
    assert.equal(run?.stopped(), false);
    goOn();
    assert.equal(await run?.done, 'ended');
  },
  supportsStepBack: async (c) => {
    const before = await text(c.stop('stepIn'));
    await c.stop('stepIn');
    assert.equal(await text(c.stop('stepBack')), before);
    assert.equal((await c.stop('reverseContinue'))?.reason, 'entry');
  },
  supportsRestartFrame: async (c) => {
    await c.stop('stepOut');
    const run = (await stackOf(c)).at(-1)!;
    assert.match((await c.stop('restartFrame', { frameId: run.id }))?.description ?? '', /event 0 of/);
    assert.equal((await c.ask('restartFrame', { frameId: run.id })).success, false, 'a frame of an earlier stop');
  },
  supportsGotoTargetsRequest: async (c) => {
    await c.stop('stepOut');
    const { targets } = (await c.body('gotoTargets', { source: { path: FILE }, line: 3 })) as P.GotoTargetsResponse['body'];
    assert.match(targets[0]!.label, /^event \d+: ADA looks around$/);
    assert.equal(await text(c.stop('goto', { threadId: 1, targetId: targets[0]!.id })), 'ADA looks around');
  },
  supportsConditionalBreakpoints: async (c) =>
    assert.deepEqual(await verified(c, 'setFunctionBreakpoints', { breakpoints: [{ name: 'turn.started', condition: 'round == 2' }] }), [
      true,
    ]),
  supportsHitConditionalBreakpoints: async (c) => {
    await c.body('setFunctionBreakpoints', { breakpoints: [{ name: 'round.started', hitCondition: '3' }] });
    assert.equal(await text(c.stop('continue')), 'round 3 begins');
  },
  supportsLogPoints: async (c) => {
    const printed = c.event('output');
    await c.body('setBreakpoints', { source: { path: FILE }, breakpoints: [{ line: 4, logMessage: 'turn of {me.name}' }] });
    await c.stop('next');
    await c.stop('stepOut');
    await printed;
    assert.ok(c.messages.some((m) => m.type === 'event' && /^turn of BEN/.test((m as P.OutputEvent).body?.output ?? '')));
  },
  supportsFunctionBreakpoints: async (c) => {
    await c.body('setFunctionBreakpoints', { breakpoints: [{ name: 'ben.turn.started' }] });
    assert.equal(await text(c.stop('continue')), 'BEN looks around');
  },
  supportsDataBreakpoints: async (c) => {
    await c.stop('stepOut');
    const { scopes } = (await c.body('society/inspect', { agent: 'ada' })) as P.ScopesResponse['body'];
    const measures = scopes.find(({ name }) => name === 'Measures')!;
    const { variables } = (await c.body('variables', { variablesReference: measures.variablesReference })) as P.VariablesResponse['body'];
    const { dataId } = (await c.body('dataBreakpointInfo', {
      variablesReference: measures.variablesReference,
      name: variables[0]!.name,
    })) as P.DataBreakpointInfoResponse['body'];
    assert.deepEqual(await verified(c, 'setDataBreakpoints', { breakpoints: [{ dataId }] }), [true]);
    assert.equal((await c.stop('continue'))?.reason, 'data breakpoint');
  },
  supportsBreakpointLocationsRequest: async (c) =>
    assert.deepEqual(await c.body('breakpointLocations', { source: { path: FILE }, line: 1, endLine: 9 }), {
      breakpoints: [{ line: 3 }, { line: 4 }],
    }),
  supportsEvaluateForHovers: async (c) =>
    assert.equal(((await c.body('evaluate', { expression: 'ben.name', context: 'hover' })) as P.EvaluateResponse['body']).result, '"BEN"'),
  supportsSetVariable: async (c) => {
    for (let round = 1; round <= 3; round++) await c.stop('stepOut');
    const of = async (): Promise<{ readonly reference: number; readonly value: string }> => {
      const { scopes } = (await c.body('society/inspect', { agent: 'ada' })) as P.ScopesResponse['body'];
      const { variablesReference } = scopes.find(({ name }) => name === 'Ties')!;
      const { variables } = (await c.body('variables', { variablesReference })) as P.VariablesResponse['body'];
      const reference = variables[0]!.variablesReference;
      const ties = (await c.body('variables', { variablesReference: reference })) as P.VariablesResponse['body'];
      return { reference, value: ties.variables.find(({ name }) => name === 'BEN')!.value };
    };
    const { reference } = await of();
    const stopped = c.event('stopped');
    await c.body('setVariable', { variablesReference: reference, name: 'BEN', value: '0.5 + 0.25' });
    assert.match((await stopped).body.description, /^Live/);
    const after = await of();
    assert.equal(after.value, '0.750');
    const refused = await c.ask('setVariable', { variablesReference: after.reference, name: 'BEN', value: '7' });
    assert.match(JSON.stringify(refused.body), /from 0 to 1/);
    await c.stop('stepBack');
    const past = await of();
    assert.match(
      JSON.stringify((await c.ask('setVariable', { variablesReference: past.reference, name: 'BEN', value: '0' })).body),
      /past/,
    );
    assert.equal(await c.stop('continue').then((stop) => stop?.text), 'run.ended');
  },
  supportsCompletionsRequest: async (c) => {
    const labels = async (line: string): Promise<readonly string[]> => {
      const { targets } = (await c.body('completions', { text: line, column: line.length + 1 })) as P.CompletionsResponse['body'];
      return targets.map(({ label }) => label);
    };
    assert.ok((await labels('be')).includes('ben'));
    assert.ok((await labels('ben.na')).includes('name'));
    assert.deepEqual(await labels('nobody.'), []);
  },
  completionTriggerCharacters: async () => assert.deepEqual(CAPABILITIES.completionTriggerCharacters, ['.']),
  supportsDelayedStackTraceLoading: async (c) => {
    await c.stop('stepOut');
    const all = await stackOf(c);
    const { stackFrames, totalFrames } = (await c.body('stackTrace', {
      threadId: 1,
      startFrame: 1,
      levels: 1,
    })) as P.StackTraceResponse['body'];
    assert.equal(totalFrames, all.length);
    assert.deepEqual(
      stackFrames.map(({ name }) => name),
      [all[1]!.name],
    );
  },
  supportsLoadedSourcesRequest: async (c) => {
    await c.stop('next');
    const { sources } = (await c.body('loadedSources')) as P.LoadedSourcesResponse['body'];
    assert.equal(sources[0]!.path, FILE);
    const { sourceReference = 0 } = sources.at(-1)!;
    const { content } = (await c.body('source', { sourceReference, source: sources.at(-1) })) as P.SourceResponse['body'];
    assert.equal(JSON.parse(content).type, 'turn.started');
  },
  supportsCancelRequest: async () => {
    const run = await recorded(12_000);
    const client = await new Client({ attach: async () => run }).enter({ run: '/r' }, 'attach');
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'memory.written', condition: 'round < 0' }] });
    const searching = client.event('progressStart');
    const [paused] = await Promise.all([
      client.stop('continue'),
      searching.then(({ body }) => client.body('cancel', { progressId: body.progressId })),
    ]);
    assert.equal(paused?.reason, 'pause');
    assert.match(paused?.description ?? '', /event 0 of/);
    assert.ok(client.messages.some((m) => 'event' in m && m.event === 'progressEnd'));
  },
  supportsExceptionFilterOptions: async (c) =>
    assert.deepEqual(
      await verified(c, 'setExceptionBreakpoints', {
        filters: [],
        filterOptions: [{ filterId: 'fault', condition: 'round > 1' }, { filterId: 'none' }],
      }),
      [true, false],
    ),
  supportsExceptionInfoRequest: async (c) => {
    assert.equal((await c.ask('exceptionInfo', { threadId: 1 })).success, false, 'nothing went wrong yet');
    const silly = mindOf(() => ({ action: 'dance' }));
    const client = await new Client({ launch: async (_config, gate) => runOf(gate.pace, silly) }).enter();
    await client.body('setExceptionBreakpoints', { filters: ['unusable'] });
    assert.equal((await client.stop('continue'))?.reason, 'exception');
    const { exceptionId, description } = (await client.body('exceptionInfo', { threadId: 1 })) as P.ExceptionInfoResponse['body'];
    assert.equal(exceptionId, 'answer.received');
    assert.match(description ?? '', /^(ADA|BEN) answers \(fallback: /);
  },
  exceptionBreakpointFilters: async (c) => {
    const filters = CAPABILITIES.exceptionBreakpointFilters!.map(({ filter }) => filter);
    assert.ok((await verified(c, 'setExceptionBreakpoints', { filters })).every(Boolean));
  },
};

describe('requests of the debug session', () => {
  it('has a test for whatever it announces', () => assert.deepEqual(Object.keys(CAPABILITIES).sort(), Object.keys(FLAGS).sort()));

  for (const [flag, sent] of Object.entries(FLAGS))
    it(`announces ${flag}, and answers to it`, async () => {
      const client = await new Client().enter();
      await sent(client);
      assert.equal(client.unanswered, 0);
      await client.ask('disconnect');
    });

  it('refuses what it does not know, and what comes before the run, in words', async () => {
    const client = new Client();
    assert.equal((await client.ask('readMemory')).success, false);
    assert.equal((await client.ask('stackTrace', { threadId: 1 })).success, false);
    assert.equal((await client.ask('next', { threadId: 1 })).success, false);
    assert.equal((await client.ask('threads')).success, true);
  });

  it('goes to any event, back by turns and rounds, and tells where it is', async () => {
    const client = await new Client().enter();
    await client.stop('stepOut');
    await client.stop('stepOut');
    assert.equal(await text(client.stop('society/back', { by: 'round' })), 'round 1 ends');
    const turn = await text(client.stop('society/back', { by: 'turn' }));
    assert.match(turn, /^(ADA|BEN) /);
    const at = (await client.body('society/timeline')) as Where;
    assert.equal(at.rounds.length, 2);
    assert.equal(at.isLive, false);
    assert.match((await client.stop('society/seek', { seq: at.rounds[1]! }))?.text ?? '', /^round 2 begins$/);
    assert.equal((await client.ask('society/seek', { seq: at.events })).success, false);
    assert.equal((await client.stop('evaluate', { expression: 'goto 0', context: 'repl' }))?.reason, 'goto');
  });

  it('asks an agent off the record: nothing happens in the run', async () => {
    const client = await new Client().enter();
    await client.stop('stepOut');
    const before = (await client.body('society/timeline')) as Where;
    const answer = await client.ask('evaluate', { expression: 'ask ada "why are you here?"', context: 'repl' });
    assert.deepEqual(answer.body, { result: 'Because.', variablesReference: 0 });
    assert.deepEqual(await client.body('society/timeline'), before);
    assert.equal((await client.ask('evaluate', { expression: 'ask zoe why', context: 'repl' })).success, false);
  });

  it('shows the prompt part by part and the answer that came of it', async () => {
    const client = await new Client().enter();
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'answer.received' }] });
    await client.stop('continue');
    const [top] = await stackOf(client);
    const { scopes } = (await client.body('scopes', { frameId: top!.id })) as P.ScopesResponse['body'];
    const items = async (name: string): Promise<ReadonlyMap<string, string>> => {
      const { variablesReference } = scopes.find((scope) => scope.name === name)!;
      const { variables } = (await client.body('variables', { variablesReference })) as P.VariablesResponse['body'];
      return new Map(variables.map((one) => [one.name, one.value]));
    };
    const prompt = await items('Prompt');
    assert.equal(prompt.get('frame'), 'Frame.');
    assert.match(prompt.get('you') ?? '', /^You are (ADA|BEN)\.$/);
    assert.equal((await items('Answer')).get('status'), '"accepted"');
  });

  it('attaches to a run that is over at its first event, and leaves it at its last', async () => {
    const run = await recorded();
    const client = await new Client({ attach: async () => run }).enter({ run: '/runs/r1' }, 'attach');
    assert.equal(((await client.body('society/timeline')) as Where).seq, 0);
    const end = await client.stop('continue');
    assert.match(end?.description ?? '', /^At the end of the run/);
    assert.equal(await client.stop('continue'), null);
    assert.equal(run.stopped(), false);
    const said = client.messages.filter((m) => m.type === 'event' && /Words of/.test((m as P.OutputEvent).body?.output ?? ''));
    assert.equal(said.length, 0, 'what was said long ago is not told again');
  });

  it('joins a run that goes on where it is, holds it at a breakpoint, and lets it go on alone', async () => {
    let hold: (() => Promise<void> | undefined) | null = null;
    const slowly = (): Promise<void> => new Promise((done) => setImmediate(done));
    const run = runOf(() => hold?.() ?? slowly());
    while (run.live.timeline.events.length < 5) await slowly();
    const client = new Client({
      attach: async (_config, gate) => {
        hold = gate.pace;
        return { ...run, stop: () => (hold = null) };
      },
    });
    await client.ask('initialize', { adapterID: 'society' });
    const attached = client.body('attach', {});
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'round.started', condition: 'round == 3' }] });
    const stopped = client.event('stopped');
    await client.ask('configurationDone');
    await attached;
    assert.equal((await stopped).body.text, 'round 3 begins');
    const { length } = run.live.timeline.events;
    for (let i = 0; i < 50; i++) await slowly();
    assert.equal(run.live.timeline.events.length, length, 'it is held');
    await client.ask('disconnect');
    assert.equal(await run.done, 'ended');
    assert.equal(run.stopped(), false);
  });

  it('stands nowhere in a run without events, and leaves it', async () => {
    const run = await recorded();
    const { model, id } = run.live;
    const empty = { ...run, live: { id, model, problem: null, timeline: new Timeline() } };
    const client = await new Client({ attach: async () => empty }).enter({ run: '/r' }, 'attach');
    assert.deepEqual((await client.body('stackTrace', { threadId: 1 })) as object, { stackFrames: [], totalFrames: 0 });
    await client.stop('reverseContinue');
    assert.equal((await client.ask('society/seek', { seq: 0 })).success, false);
    assert.equal(await client.stop('continue'), null);
  });

  it('pauses while a mind thinks, without waiting for it, and keeps its answer', async () => {
    const open: (() => void)[] = [];
    const slow: Mind = {
      ...lively,
      ask: async (question, token) => {
        await new Promise<void>((done) => open.push(done));
        return lively.ask(question, token);
      },
    };
    const client = await new Client({ launch: async (_config, gate) => runOf(gate.pace, slow) }).enter();
    await client.ask('continue', { threadId: 1 });
    while (open.length < 2) await new Promise((later) => setImmediate(later));
    const stopped = client.event('stopped');
    await client.ask('pause', { threadId: 1 });
    const { reason, text: title } = (await stopped).body;
    assert.equal(reason, 'pause');
    assert.match(title, /is asked to act$/);
    for (const done of open.splice(0)) done();
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'answer.received' }] });
    assert.match(await text(client.stop('continue')), /answers \(accepted\)$/);
    await client.ask('disconnect');
  });
});
