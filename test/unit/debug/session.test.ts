/** The debug session as a client sees it: over a socket, with a run in memory. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, describe, it } from 'mocha';
import { CAPABILITIES, type DebugHost, type LaunchConfig, Refused, SocietySession } from '../../../src/debug/index.js';
import { FILE, gated, hostOf, runOf, type TestRun } from '../../support/debugging.js';

describe('the debug session', () => {
  let server: Server;
  let client: DebugClient;

  const connect = async (host: Partial<DebugHost>): Promise<DebugClient> => {
    server = createServer((socket) => {
      const session = new SocietySession(hostOf(host));
      session.setRunAsServer(true);
      session.start(socket, socket);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    client = new DebugClient('node', '', 'society');
    await client.start((server.address() as { port: number }).port);
    return client;
  };
  afterEach(async () => {
    await client.stop();
    server.close();
  });

  const program: LaunchConfig = { program: FILE };
  const launch = (dc: DebugClient) => Promise.all([dc.configurationSequence(), dc.launch(program as DebugProtocol.LaunchRequestArguments)]);

  it('announces only its own capabilities', async () => {
    const dc = await connect({ launch: async () => runOf() });
    const { body } = await dc.initializeRequest();
    assert.deepEqual(body, CAPABILITIES);
  });

  it('runs to the end: the messages, a closing line, exited and terminated once', async () => {
    const events: DebugProtocol.Event[] = [];
    const configs: LaunchConfig[] = [];
    const dc = await connect({
      launch: async (config) => {
        configs.push(config);
        return runOf();
      },
    });
    for (const name of ['output', 'exited', 'terminated']) dc.on(name, (event: DebugProtocol.Event) => events.push(event));
    await Promise.all([dc.waitForEvent('terminated'), launch(dc)]);
    const outputs = events.filter((e): e is DebugProtocol.OutputEvent => e.event === 'output');
    const spoken = outputs.find((e) => /^(ADA|BEN): Words of/.test(e.body.output));
    assert.equal(spoken?.body.source?.path, FILE);
    assert.match(outputs.at(-1)!.body.output, /^ended · round 4 of 4 · seed 3 · \d+ messages · .*synthetic data\n$/);
    assert.deepEqual(
      events.slice(-2).map((e) => e.event),
      ['exited', 'terminated'],
    );
    assert.equal(events.filter((e) => e.event !== 'output').length, 2);
    assert.equal(configs[0]?.program, program.program);
  });

  it('starts nothing before the configuration is done', async () => {
    let launched = false;
    const dc = await connect({
      launch: async () => {
        launched = true;
        return runOf();
      },
    });
    await dc.initializeRequest();
    const answer = dc.launchRequest(program as DebugProtocol.LaunchRequestArguments);
    await dc.threadsRequest();
    assert.equal(launched, false);
    await dc.configurationDoneRequest();
    await answer;
    assert.equal(launched, true);
  });

  it('answers terminate at once and stops the run, which ends the session', async () => {
    let run: TestRun | undefined;
    const dc = await connect({ launch: async () => (run = runOf(() => new Promise((done) => setTimeout(done, 5)))) });
    await launch(dc);
    await Promise.all([dc.waitForEvent('terminated'), dc.terminateRequest()]);
    assert.equal(run?.stopped(), true);
  });

  it('answers disconnect before, during and after a run', async () => {
    const dc = await connect({ launch: async () => runOf() });
    await dc.initializeRequest();
    const refused = dc.launchRequest(program as DebugProtocol.LaunchRequestArguments).then(
      () => 'launched',
      () => 'refused',
    );
    await dc.disconnectRequest();
    assert.equal(await refused, 'refused');
    await dc.disconnectRequest();
  });

  it('reports why a run cannot start, and ends', async () => {
    const dc = await connect({ launch: () => Promise.reject(new Refused('start-failed', 'There is no {scenario}.', false)) });
    const ended = dc.waitForEvent('terminated');
    await assert.rejects(launch(dc), /There is no \{scenario\}\./);
    await ended;
  });

  /** A run that is stopped at its first event. */
  const entered = async (): Promise<DebugClient> => {
    const dc = await connect(gated);
    await Promise.all([
      dc.configurationSequence(),
      dc.waitForEvent('stopped'),
      dc.launch({ ...program, stopOnEntry: true } as DebugProtocol.LaunchRequestArguments),
    ]);
    return dc;
  };
  const stopOf = async (dc: DebugClient, move: () => Promise<unknown>): Promise<DebugProtocol.StoppedEvent['body']> => {
    const [event] = await Promise.all([dc.waitForEvent('stopped'), move()]);
    return event.body as DebugProtocol.StoppedEvent['body'];
  };
  it('stops on the line of a persona when its turn begins, before its model is asked', async () => {
    const dc = await connect(gated);
    const launched = dc.launch(program as DebugProtocol.LaunchRequestArguments);
    await dc.waitForEvent('initialized');
    const { body } = await dc.setBreakpointsRequest({ source: { path: FILE }, breakpoints: [{ line: 4 }] });
    assert.equal(body.breakpoints[0]?.verified, false);
    const bound = dc.waitForEvent('breakpoint');
    const stopped = dc.waitForEvent('stopped');
    await dc.configurationDoneRequest();
    await launched;
    assert.equal((await bound).body.breakpoint.verified, true);
    const { reason, hitBreakpointIds, text } = (await stopped).body;
    assert.deepEqual([reason, hitBreakpointIds, text], ['breakpoint', [body.breakpoints[0]!.id], 'BEN: turn starts']);
    const { stackFrames } = (await dc.stackTraceRequest({ threadId: 1 })).body;
    assert.deepEqual(
      stackFrames.map(({ line }) => line),
      [4, 1, 1, 1],
    );
    // The same stop from either side.
    const seq = text;
    const next = await stopOf(dc, () => dc.continueRequest({ threadId: 1 }));
    assert.equal(next.text, seq);
    assert.match(next.description ?? '', /round 2/);
    const back = await stopOf(dc, () => dc.reverseContinueRequest({ threadId: 1 }));
    assert.match(back.description ?? '', /^Past moment, round 1$/);
    assert.deepEqual(back.hitBreakpointIds, hitBreakpointIds);
    const start = await stopOf(dc, () => dc.reverseContinueRequest({ threadId: 1 }));
    assert.equal(start.reason, 'entry');
  });

  it('steps to the next turn, to the end of the round, and along with one agent', async () => {
    const dc = await entered();
    const { threads } = (await dc.threadsRequest()).body;
    assert.deepEqual(
      threads.map(({ name }) => name),
      ['Test', 'ADA', 'BEN'],
    );
    const turns = [];
    for (let i = 0; i < 4; i++) turns.push((await stopOf(dc, () => dc.nextRequest({ threadId: 1 }))).text);
    assert.ok(turns.includes('ADA: turn starts') && turns.includes('BEN: turn starts'), turns.join(' | '));
    assert.match((await stopOf(dc, () => dc.stepOutRequest({ threadId: 1 }))).text ?? '', /^round \d ends$/);
    const ben = threads[2]!.id;
    for (let i = 0; i < 3; i++) assert.match((await stopOf(dc, () => dc.nextRequest({ threadId: ben }))).text ?? '', /^BEN\b/);
  });

  it('stops at events by name, under conditions, at a hit count, and only prints at a log point', async () => {
    const dc = await entered();
    const { body } = await dc.setFunctionBreakpointsRequest({
      breakpoints: [
        { name: 'turn.ended', condition: 'event.agent == "ben" && round >= 2' },
        { name: 'ben.message.sent', hitCondition: '>= 2' },
        { name: 'nobody.message.sent' },
        { name: 'turn.ended', condition: 'round >' },
      ],
    });
    assert.deepEqual(
      body.breakpoints.map(({ verified }) => verified),
      [true, true, false, false],
    );
    assert.match(body.breakpoints[2]!.message ?? '', /is not an event/);
    const lines: string[] = [];
    dc.on('output', (event: DebugProtocol.OutputEvent) => lines.push(event.body.output));
    await dc.setBreakpointsRequest({ source: { path: FILE }, breakpoints: [{ line: 3, logMessage: '{me.name} in {round}' }] });
    const first = await stopOf(dc, () => dc.continueRequest({ threadId: 1 }));
    assert.equal(first.reason, 'function breakpoint');
    assert.match(first.description ?? '', /round 2/);
    assert.ok(lines.includes('ADA in 1\n') && lines.includes('ADA in 2\n'), lines.join(''));
  });

  it('evaluates expressions in a frame, and explains errors', async () => {
    const dc = await entered();
    await stopOf(dc, () => dc.stepOutRequest({ threadId: 1 }));
    const value = async (expression: string): Promise<string> => (await dc.evaluateRequest({ expression, context: 'watch' })).body.result;
    assert.equal(await value('round'), '1');
    assert.equal(await value('ada.name'), '"ADA"');
    assert.equal(await value('all.length'), '2');
    await assert.rejects(value('all.'), /Error|expected|name|end/i);
    await assert.rejects(value('nobody_at_all'), /nobody_at_all/);
  });

  it('stops when a tie changes, and explains what cannot be watched', async () => {
    const dc = await entered();
    await stopOf(dc, () => dc.stepOutRequest({ threadId: 1 }));
    const { body: none } = await dc.dataBreakpointInfoRequest({ name: 'nothing' });
    assert.equal(none.dataId, null);
    const { body } = await dc.setDataBreakpointsRequest({ breakpoints: [{ dataId: 'measure reciprocity' }] });
    assert.equal(body.breakpoints[0]?.verified, true);
    const { reason, text } = await stopOf(dc, () => dc.continueRequest({ threadId: 1 }));
    assert.equal(reason, 'data breakpoint');
    assert.match(text ?? '', /^reciprocity = /);
  });

  it('pauses a run that is playing, and continues', async () => {
    const dc = await connect({ launch: async (_config, gate) => runOf(() => gate.pace() ?? new Promise((done) => setTimeout(done, 5))) });
    await launch(dc);
    const { reason } = await stopOf(dc, () => dc.pauseRequest({ threadId: 1 }));
    assert.equal(reason, 'pause');
    await assert.doesNotReject(stopOf(dc, () => dc.continueRequest({ threadId: 1 })));
  });
});
