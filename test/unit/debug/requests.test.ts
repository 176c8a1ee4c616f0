/** Every request that a capability announces, and those of our own, as a client sends them. */
import assert from 'node:assert/strict';
import type { DebugProtocol as P } from '@vscode/debugprotocol';
import { describe, it } from 'mocha';
import { Timeline } from '../../../src/core/events/timeline.js';
import type { Mind } from '../../../src/engine/index.js';
import type { Span } from '../../../src/core/util/textPosition.js';
import {
  CAPABILITIES,
  type DebugHost,
  type DebuggedRun,
  type LaunchConfig,
  type Origin,
  Places,
  type Timeline as Where,
} from '../../../src/debug/index.js';
import { partaking } from '../../../src/debug/run/sourceMap.js';
import { fakeTiming } from '../../support/timing.js';
import { Client, FILE, PEOPLE, recorded, runOf, type TestRun } from '../../support/debugging.js';
import { compiled, lively, mindOf, society } from '../../support/societies.js';

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
    assert.equal(run?.handle.timeline.head.ended, null, 'the session does not wait for the run');
    assert.equal(run?.stopped(), false);
    goOn();
    assert.equal(await run?.done, 'ended');
  },
  supportSuspendDebuggee: async () => {
    let run: TestRun | undefined;
    const client = await new Client({ launch: async (_config, gate) => (run = runOf(gate.pace)) }).enter();
    const { length } = run!.handle.timeline.events;
    const ended = client.event('terminated');
    await client.body('disconnect', { suspendDebuggee: true });
    await ended;
    for (let i = 0; i < 50; i++) await new Promise((later) => setImmediate(later));
    assert.equal(run!.handle.timeline.events.length, length, 'it does not continue');
    assert.equal(run!.stopped(), false);
  },
  supportsStepBack: async (c) => {
    const before = await text(c.stop('stepIn'));
    await c.stop('stepIn');
    assert.equal(await text(c.stop('stepBack')), before);
    assert.equal((await c.stop('reverseContinue'))?.reason, 'entry');
  },
  supportsRestartRequest: async () => {
    const launched: (readonly [LaunchConfig, DebuggedRun | undefined])[] = [];
    const runs: TestRun[] = [];
    const launch: DebugHost['launch'] = async (config, gate, before) => {
      launched.push([config, before]);
      const run = { ...runOf(gate.pace), fits: async ({ seed }: LaunchConfig) => seed === undefined };
      runs.push(run);
      return run;
    };
    const client = await new Client({ launch }).enter();
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'round.started', condition: 'round == 2' }] });
    await client.stop('continue');
    const { length } = runs[0]!.handle.timeline.events;
    const again = await client.stop('restart', { arguments: { program: FILE } });
    assert.equal(again?.reason, 'restart');
    assert.match(`${again?.description}: ${again?.text}`, /^Past moment, round 0: the run begins/);
    assert.equal((await client.stop('continue'))?.text, 'round 2 begins');
    assert.equal(runs[0]!.handle.timeline.events.length, length, 'nothing is asked again');
    const other = await client.stop('restart', { arguments: { program: FILE, seed: 9, stopOnEntry: true } });
    assert.equal(other?.reason, 'entry');
    assert.deepEqual(
      launched.map(([{ seed }, before]) => [seed, before]),
      [
        [undefined, undefined],
        [9, runs[0]],
      ],
    );
    assert.equal(await runs[0]!.done, 'stopped');
    assert.equal((await client.stop('continue'))?.text, 'round 2 begins', 'breakpoints stay');
    const over = client.event('terminated');
    await client.ask('disconnect');
    await over;
    assert.equal(client.messages.filter((m) => 'event' in m && m.event === 'terminated').length, 1);
  },
  supportsRestartFrame: async (c) => {
    await c.stop('stepOut');
    const run = (await stackOf(c)).at(-1)!;
    assert.match((await c.stop('restartFrame', { frameId: run.id }))?.text ?? '', /^the run begins/);
    assert.equal((await c.ask('restartFrame', { frameId: run.id })).success, false, 'a frame of an earlier stop');
  },
  supportsGotoTargetsRequest: async (c) => {
    await c.stop('stepOut');
    const { targets } = (await c.body('gotoTargets', { source: { path: FILE }, line: 3 })) as P.GotoTargetsResponse['body'];
    assert.match(targets[0]!.label, /^event \d+: ADA: turn starts$/);
    assert.equal(await text(c.stop('goto', { threadId: 1, targetId: targets[0]!.id })), 'ADA: turn starts');
  },
  supportsStepInTargetsRequest: async (c) => {
    await c.body('setFunctionBreakpoints', { breakpoints: [{ name: 'question.asked' }] });
    assert.equal(await text(c.stop('continue')), 'ADA is asked to act');
    const targets = async (frame: number): Promise<P.StepInTarget[]> => {
      const frameId = (await stackOf(c))[frame]!.id;
      return ((await c.body('stepInTargets', { frameId })) as P.StepInTargetsResponse['body']).targets;
    };
    assert.deepEqual(
      (await targets(0)).map(({ label }) => label),
      ['turn of ADA', 'turn of BEN'],
    );
    assert.deepEqual(await targets(1), [], 'only at the cursor');
    const [, ben] = await targets(0);
    await c.body('setFunctionBreakpoints', { breakpoints: [] });
    assert.equal(await text(c.stop('stepIn', { threadId: 1, targetId: ben!.id })), 'BEN: turn starts');
    assert.equal((await c.ask('stepIn', { threadId: 1, targetId: 4_711 })).success, false);
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
    assert.equal(await text(c.stop('continue')), 'BEN: turn starts');
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
      breakpoints: [{ line: 3 }, { line: 4 }, { line: 5 }],
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
      /read-only/,
    );
    assert.equal(await c.stop('continue').then((stop) => stop?.text), 'the run ends');
  },
  supportsSetExpression: async (c) => {
    for (let round = 1; round <= 3; round++) await c.stop('stepOut');
    const stop = await c.stop('setExpression', { expression: 'tie(ada, ben)', value: '0.5 + 0.25' });
    assert.match(stop?.text ?? '', /^override: tie ADA → BEN = 0.75$/);
    assert.equal(((await c.body('evaluate', { expression: 'tie(ada, ben)' })) as P.EvaluateResponse['body']).result, '0.75');
    assert.match(JSON.stringify((await c.ask('setExpression', { expression: '2 + 2', value: '5' })).body), /cannot be set/);
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
  supportsModulesRequest: async (c) => {
    const { modules, totalModules } = (await c.body('modules', {})) as P.ModulesResponse['body'];
    assert.deepEqual(
      modules.map(({ name }) => name),
      ['builtin'],
    );
    assert.equal(totalModules, 1);
    assert.deepEqual(((await c.body('modules', { startModule: 1, moduleCount: 1 })) as P.ModulesResponse['body']).modules, []);
  },
  additionalModuleColumns: async (c) => {
    const { modules } = (await c.body('modules', {})) as { modules: object[] };
    for (const { attributeName, type } of CAPABILITIES.additionalModuleColumns!)
      assert.equal(typeof modules[0]![attributeName as never], type ?? 'string', attributeName);
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
    assert.match(paused?.text ?? '', /^the run begins/);
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
  breakpointModes: async (c) => {
    await c.stop('stepOut');
    const breakpoints = [{ line: 3, mode: 'live' }];
    assert.deepEqual(await verified(c, 'setBreakpoints', { source: { path: FILE }, breakpoints }), [true]);
    await c.stop('society/seek', { seq: 0 });
    const live = await c.stop('continue');
    assert.equal(live?.text, 'ADA: turn starts');
    assert.match(live?.description ?? '', /^Live, round 2$/, 'not where the recording is passed');
    assert.equal((await c.stop('reverseContinue'))?.reason, 'entry');
    assert.deepEqual(await verified(c, 'setBreakpoints', { source: { path: FILE }, breakpoints: [{ line: 3, mode: 'now' }] }), [false]);
    const filterOptions = [{ filterId: 'fault', mode: 'always' }];
    assert.deepEqual(await verified(c, 'setExceptionBreakpoints', { filters: [], filterOptions }), [true]);
  },
  supportsClipboardContext: async (c) => {
    await c.stop('stepOut');
    const value = async (expression: string, context: string): Promise<string> =>
      ((await c.body('evaluate', { expression, context })) as P.EvaluateResponse['body']).result;
    assert.equal(await value('ben.name', 'clipboard'), 'BEN', 'as it is, not as it is shown');
    assert.equal(await value('ben.name', 'variables'), '"BEN"');
    assert.deepEqual(JSON.parse(await value('[1, [2, 3]]', 'clipboard')), [1, [2, 3]]);
    assert.equal((JSON.parse(await value('ben', 'clipboard')) as { id: string }).id, 'ben');
  },
  supportsANSIStyling: async () => {
    const said = async (supportsANSIStyling: boolean): Promise<string> => {
      const client = new Client();
      await client.ask('initialize', { adapterID: 'society', supportsANSIStyling });
      const ended = client.event('terminated');
      void client.ask('launch', { program: FILE });
      await client.ask('configurationDone');
      await ended;
      return client.messages.map((m) => (m.type === 'event' && (m as P.OutputEvent).body?.output) || '').join('');
    };
    const [plain, styled] = [await said(false), await said(true)];
    assert.ok(!plain.includes('\x1b'));
    assert.ok(/\x1b\[1mADA\x1b\[22m: Words/.test(styled), 'the speaker is emphasised');
    assert.equal(styled.replace(/\x1b\[\d+m/g, ''), plain);
  },
  exceptionBreakpointFilters: async (c) => {
    const filters = CAPABILITIES.exceptionBreakpointFilters!.map(({ filter }) => filter);
    assert.ok((await verified(c, 'setExceptionBreakpoints', { filters })).every(Boolean));
  },
};

describe('requests of the debug session', () => {
  it('are tested for each announced capability', async () => {
    const { body } = await new Client().ask('initialize', { adapterID: 'society' });
    const announced = Object.entries(body as object).flatMap(([flag, value]) => (value === false ? [] : [flag]));
    assert.deepEqual(announced.sort(), Object.keys(FLAGS).sort());
  });

  for (const [flag, sent] of Object.entries(FLAGS))
    it(`announce ${flag}, and answer it`, async () => {
      const client = await new Client().enter();
      await sent(client);
      assert.equal(client.unanswered, 0);
      await client.ask('disconnect');
    });

  it('explain an unknown request, and one that comes before the run', async () => {
    const client = new Client();
    assert.equal((await client.ask('readMemory')).success, false);
    assert.equal((await client.ask('stackTrace', { threadId: 1 })).success, false);
    assert.equal((await client.ask('next', { threadId: 1 })).success, false);
    assert.equal((await client.ask('threads')).success, true);
  });

  it('explain why no breakpoint stops at a line that takes no part in the run', async () => {
    const client = await new Client().enter();
    const args = { source: { path: FILE }, breakpoints: [{ line: 3 }, { line: 5 }, { line: 9 }] };
    const { breakpoints } = (await client.body('setBreakpoints', args)) as P.SetBreakpointsResponse['body'];
    assert.deepEqual(
      breakpoints.map(({ verified }) => verified),
      [true, false, false],
    );
    assert.match(breakpoints[1]!.message!, /^`zoe` takes no part in this run/);
    assert.match(breakpoints[2]!.message!, /^Nothing on this line happens/);
  });

  it('stop at a line of a scenario that the played scenario extends', () => {
    const at = (line: number): Span => ({ source: 'a', range: { start: { line, character: 0 }, end: { line, character: 9 } } });
    const nodes = new Map([
      ['scenarios.base.rewards.joy', at(3)],
      ['scenarios.play.rewards.joy', at(3)],
      ['scenarios.base.coach', at(5)],
    ]);
    const places = new Places(nodes, () => FILE);
    const model = { ...compiled(society(PEOPLE)), scenario: 'play' };
    assert.deepEqual(partaking(model, places, 'scenarios.base.rewards.joy'), { ok: true, node: 'scenarios.play.rewards.joy' });
    assert.deepEqual(partaking(model, places, 'scenarios.base.coach'), { ok: false, why: 'This run plays `play`, not `base`.' });
    assert.deepEqual(partaking(model, places, 'codes.tone'), { ok: true, node: 'codes.tone' });
  });

  it('go to any event, back by turns and rounds, and report the position', async () => {
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

  it('run to an event or a round, also a later one, unless a breakpoint comes first', async () => {
    const client = await new Client().enter();
    const where = async (): Promise<Where> => client.body('society/timeline');
    assert.equal((await where()).rounds.length, 0);
    assert.equal((await client.stop('society/runTo', { round: 3 }))?.text, 'round 3 begins');
    const { rounds, isLive } = await where();
    assert.ok(rounds.length === 3 && isLive, 'asked live, and nothing beyond it');
    assert.ok(client.messages.some((message) => 'event' in message && message.event === 'continued'));
    assert.equal((await client.stop('society/runTo', { round: 2 }))?.text, 'round 2 begins');
    assert.equal((await client.stop('society/runTo', { seq: rounds[1]! + 3 }))?.reason, 'goto');
    assert.equal((await where()).seq, rounds[1]! + 3);
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'round.ended' }] });
    assert.equal((await client.stop('society/runTo', { round: 3 }))?.text, 'round 2 ends', 'a breakpoint comes first');
    const { seqs } = (await client.body('society/hits')) as { seqs: readonly number[] };
    assert.deepEqual(seqs, [rounds[1]! - 1, rounds[2]! - 1], 'where breakpoints hold is known');
    for (const wrong of [{}, { round: 0 }, { seq: -1 }, { seq: 1.5 }, { seq: 1, run: 'another' }])
      assert.equal((await client.ask('society/runTo', wrong)).success, false, JSON.stringify(wrong));
    await client.body('setFunctionBreakpoints', { breakpoints: [] });
    assert.equal((await client.stop('society/runTo', { round: 1_000 }))?.text, 'the run ends', 'what never comes is the end');
  });

  it('interview an agent without an effect on the run', async () => {
    const client = await new Client().enter();
    await client.stop('stepOut');
    const before = (await client.body('society/timeline')) as Where;
    const answer = await client.ask('evaluate', { expression: 'ask ada "why are you here?"', context: 'repl' });
    assert.deepEqual(answer.body, { result: 'Because.', variablesReference: 0 });
    assert.deepEqual(await client.body('society/timeline'), before);
    const several = await client.ask('evaluate', { expression: 'ask ada 3 times "why are you here?"', context: 'repl' });
    const lines = (several.body as { result: string }).result.split('\n');
    assert.deepEqual(
      lines.map((line) => line.slice(0, 3)),
      ['1. ', '2. ', '3. '],
    );
    assert.equal((await client.ask('evaluate', { expression: 'ask zoe why', context: 'repl' })).success, false);
  });

  it('show the prompt part by part and the answer to it', async () => {
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

  it('attach to a finished run at its first event, and leave it at its last', async () => {
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

  it('open a long run at its first event before the rest is folded; a far seek shows progress and can be cancelled', async () => {
    const run = await recorded(40_000);
    const timeline = Timeline.lazily([...run.handle.timeline.events]);
    const { model, id } = run.handle;
    const client = await new Client({ attach: async () => ({ ...run, handle: { id, model, problem: null, timeline } }) }).enter(
      { run: '/r' },
      'attach',
    );
    assert.ok(timeline.folded < 10_000, `${timeline.folded}`);
    const progress = client.event('progressStart');
    const cancelled = client.event('stopped');
    await client.body('society/seek', { seq: 40_000 });
    const { progressId } = (await progress).body;
    await client.body('cancel', { progressId });
    const { reason, text: where } = (await cancelled).body;
    assert.equal(reason, 'pause');
    assert.match(where, /^the run begins/);
    await client.stop('society/seek', { seq: 40_000 });
    assert.equal(((await client.body('society/timeline')) as Where).seq, 40_000);
    await client.ask('disconnect');
  });

  it('attach to a running run at its current event, stop it at a breakpoint, and let it continue alone', async () => {
    let hold: (() => Promise<void> | undefined) | null = null;
    const slowly = (): Promise<void> => new Promise((done) => setImmediate(done));
    const run = runOf(() => hold?.() ?? slowly());
    while (run.handle.timeline.events.length < 5) await slowly();
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
    const { length } = run.handle.timeline.events;
    for (let i = 0; i < 50; i++) await slowly();
    assert.equal(run.handle.timeline.events.length, length, 'it is held');
    await client.ask('disconnect');
    assert.equal(await run.done, 'ended');
    assert.equal(run.stopped(), false);
  });

  it('lead from a memory and a tie to the event that made it', async () => {
    const run = await recorded();
    const client = await new Client({ attach: async () => run }).enter({ run: '/r' }, 'attach');
    await client.stop('continue');
    const below = async (variablesReference: number): Promise<readonly P.Variable[]> =>
      ((await client.body('variables', { variablesReference })) as P.VariablesResponse['body']).variables;
    const { scopes } = (await client.body('society/inspect', { agent: 'ada' })) as P.ScopesResponse['body'];
    const handle = (name: string): number => scopes.find((scope) => scope.name === name)!.variablesReference;
    const { events } = run.handle.timeline;
    const memories = await below(handle('Memory'));
    const written = events.filter((e) => e.type === 'memory.written' && e.agent === 'ada');
    assert.ok(memories.length > 0 && memories.length === written.length);
    for (const { name } of memories) {
      const { seq } = (await client.body('society/origin', { variablesReference: handle('Memory'), name })) as Origin;
      const memory = written.find((e) => e.type === 'memory.written' && e.id === name);
      const made = events[seq!]!;
      const source = memory?.type === 'memory.written' ? memory.source : null;
      assert.ok(source === null ? made === memory : made.type === 'message.sent' && made.id === source, name);
    }
    const network = (await below(handle('Ties')))[0]!;
    const tie = (await below(network.variablesReference))[0]!;
    const { seq, place } = (await client.body('society/origin', {
      variablesReference: network.variablesReference,
      name: tie.name,
    })) as Origin;
    assert.equal(events[seq!]!.type, 'tie.changed');
    assert.equal(place, null, 'the network is written in no file here');
    assert.equal((await client.ask('society/origin', { variablesReference: handle('Memory'), name: 'nothing' })).success, false);
    await client.ask('disconnect');
  });

  it('have no position in a run without events, and leave it', async () => {
    const run = await recorded();
    const { model, id } = run.handle;
    const empty = { ...run, handle: { id, model, problem: null, timeline: new Timeline() } };
    const client = await new Client({ attach: async () => empty }).enter({ run: '/r' }, 'attach');
    assert.deepEqual((await client.body('stackTrace', { threadId: 1 })) as object, { stackFrames: [], totalFrames: 0 });
    await client.stop('reverseContinue');
    assert.equal((await client.ask('society/seek', { seq: 0 })).success, false);
    assert.equal(await client.stop('continue'), null);
  });

  it('show a question after it is open for half a second; cancelling pauses, and the answer is kept', async () => {
    const open: (() => void)[] = [];
    const slow: Mind = {
      ...lively,
      ask: async (question, token) => {
        await new Promise<void>((done) => open.push(done));
        return lively.ask(question, token);
      },
    };
    const timing = fakeTiming();
    const client = await new Client({ launch: async (_config, gate) => runOf(gate.pace, slow) }, timing).enter();
    const shown = (event: string): number => client.messages.filter((m) => 'event' in m && m.event === event).length;
    await client.ask('continue', { threadId: 1 });
    while (open.length < 2) await new Promise((later) => setImmediate(later));
    await timing.advance(499);
    assert.equal(shown('progressStart'), 0);
    const [started, told, stopped] = [client.event('progressStart'), client.event('progressUpdate'), client.event('stopped')];
    await timing.advance(1);
    const { progressId, cancellable } = (await started).body;
    assert.equal(cancellable, true);
    assert.match((await told).body.message, /^(ADA|BEN) is asked to act \(builtin\), and 1 more$/);
    await client.body('cancel', { progressId });
    assert.equal((await stopped).body.reason, 'pause');
    assert.equal(shown('progressEnd'), 1);
    for (const done of open.splice(0)) done();
    await timing.advance(2_000);
    assert.equal(shown('progressStart'), 1, 'nothing is under way');
    await client.body('setFunctionBreakpoints', { breakpoints: [{ name: 'answer.received' }] });
    assert.match(await text(client.stop('continue')), /answers \(accepted\)$/);
    await client.ask('disconnect');
    assert.equal(timing.pending, 0);
  });

  it('pause while a mind answers, without waiting for it, and keep its answer', async () => {
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
