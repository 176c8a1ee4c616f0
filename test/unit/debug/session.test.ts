/** The debug session as a client meets it: over a socket, with a run in memory behind it. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, describe, it } from 'mocha';
import { type DebugHost, type DebugRun, type LaunchConfig, LaunchRefused, SocietySession } from '../../../src/debug/index.js';
import { LiveRun } from '../../../src/runs/index.js';
import type { FolderFiles } from '../../../src/trace/index.js';
import { compiled, lively, society } from '../../support/societies.js';

const nowhere: FolderFiles = { read: async () => null, write: async () => {}, append: async () => {} };

/** A run of two people; `pace` keeps it waiting where given. */
function runOf(pace?: () => Promise<void>): DebugRun & { readonly stopped: () => boolean } {
  const model = compiled(society(['ada', 'ben']));
  const minds = new Map(model.minds.map(({ id }) => [id, lively]));
  const live = new LiveRun({ id: 'r1', model, minds, sources: [], files: nowhere, created: '', ...(pace ? { pace } : {}) });
  let stopped = false;
  const stop = () => {
    stopped = true;
    live.stop();
  };
  return { live, done: live.run(), stop, stopped: () => stopped, place: (node) => ({ path: '/somewhere/a.society', line: node.length }) };
}

describe('the debug session', () => {
  let server: Server;
  let client: DebugClient;

  const connect = async (host: DebugHost): Promise<DebugClient> => {
    server = createServer((socket) => {
      const session = new SocietySession(host);
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

  const program: LaunchConfig = { program: '/somewhere/a.society' };
  const launch = (dc: DebugClient) => Promise.all([dc.configurationSequence(), dc.launch(program as DebugProtocol.LaunchRequestArguments)]);

  it('announces only what it can do', async () => {
    const dc = await connect({ launch: async () => runOf() });
    const { body } = await dc.initializeRequest();
    assert.deepEqual(body, { supportsConfigurationDoneRequest: true, supportsTerminateRequest: true });
  });

  it('runs to the end: what is said, a closing line, exited and terminated once', async () => {
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
    assert.equal(spoken?.body.source?.path, '/somewhere/a.society');
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

  it('terminate answers at once and stops the run, which ends the session', async () => {
    let run: ReturnType<typeof runOf> | undefined;
    const dc = await connect({ launch: async () => (run = runOf(() => new Promise((done) => setTimeout(done, 5)))) });
    await launch(dc);
    await Promise.all([dc.waitForEvent('terminated'), dc.terminateRequest()]);
    assert.equal(run?.stopped(), true);
  });

  it('disconnect answers before, during and after a run', async () => {
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

  it('says why a run cannot start, and ends', async () => {
    const dc = await connect({ launch: () => Promise.reject(new LaunchRefused('There is no {scenario}.', false)) });
    const ended = dc.waitForEvent('terminated');
    await assert.rejects(launch(dc), /There is no \{scenario\}\./);
    await ended;
  });

  it('says that it cannot pause', async () => {
    const dc = await connect({ launch: async () => runOf() });
    await launch(dc);
    await assert.rejects(dc.pauseRequest({ threadId: 1 }), /cannot pause/);
  });

  it('does not pretend that a breakpoint would hit', async () => {
    const dc = await connect({ launch: async () => runOf() });
    await dc.initializeRequest();
    const { body } = await dc.setBreakpointsRequest({ source: { path: '/somewhere/a.society' }, breakpoints: [{ line: 3 }] });
    assert.equal(body.breakpoints[0]?.verified, false);
    assert.match(body.breakpoints[0]?.message ?? '', /without stopping/);
  });
});
