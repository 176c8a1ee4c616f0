/** Commands of other processes for a run: what they do, what they log, who may give them, and that no event changes. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { createLanguageService } from '../../../src/language/index.js';
import { folderFiles, nodeTextFiles } from '../../../src/node/ports.js';
import {
  buildRun,
  commandsRoom,
  type ControlReply,
  controlRoom,
  type LiveRun,
  loadModel,
  makeMinds,
  NO_MINDS_AHEAD,
  runSources,
} from '../../../src/runs/index.js';
import type { Ledger } from '../../../src/minds/index.js';

const MAIN = 'file:///study/main.society';
const FILE = `society: 1
imports: [library/feed]
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
scenarios: { s: { cast: all, world: feed, rounds: 4, seed: 3, budget: { calls: 5, money: 1 USD } } }
`;
const ACCESS = { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} };

interface Played {
  readonly live: LiveRun;
  readonly ledger: Ledger;
  readonly state: string;
}

describe('remote control of a run', () => {
  let root: string;
  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'society-control-')));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  /** Plays the run in a folder; after its third step it waits until `during` calls `go`. */
  async function played(dir: string, during: ((live: LiveRun, go: () => void) => Promise<void>) | null): Promise<Played> {
    mkdirSync(dir, { recursive: true });
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, FILE);
    const loaded = await loadModel(language, MAIN);
    assert.ok(loaded.ok);
    const minds = await makeMinds(loaded.resolved.society, loaded.model, ACCESS, { resolved: loaded.resolved });
    assert.ok(minds.ok);
    const { ledger } = minds;
    const files = folderFiles(dir);
    let steps = 0;
    let work: Promise<void> = Promise.resolve();
    const pace = (): Promise<void> | undefined =>
      ++steps === 3 && during
        ? new Promise((go) => {
            work = during(live, go).finally(go);
          })
        : undefined;
    const live: LiveRun = buildRun({
      ...{ ...minds, model: loaded.model, ahead: NO_MINDS_AHEAD, pace },
      beginning: {
        kind: 'new',
        id: 'r',
        files,
        created: '2026-01-01T00:00:00Z',
        sources: runSources(loaded.resolved, MAIN),
        mind: undefined,
        set: undefined,
      },
    });
    if (!during) return { live, ledger, state: await live.run() };
    const [{ serveControl }, { answering }] = await Promise.all([controlRoom(), commandsRoom()]);
    const answer = answering({ live, ledger, pid: process.pid, place: 'terminal', stop: () => live.stop() });
    const socket = await serveControl({ dir, files }, answer);
    const state = await live.run();
    await work;
    await socket.close();
    return { live, ledger, state };
  }

  const logged = (dir: string): readonly Record<string, unknown>[] =>
    readFileSync(join(dir, 'control.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('pauses, changes the budget and resumes, and every event is the same', async () => {
    const { control } = await controlRoom();
    await played(join(root, 'plain'), null);
    const dir = join(root, 'controlled');
    const replies: (ControlReply | null)[] = [];
    const ask = async (...args: Parameters<typeof control> extends [string, ...infer Rest] ? Rest : never): Promise<void> => {
      replies.push(await control(dir, ...args));
    };
    const { ledger } = await played(dir, async (live, go) => {
      await ask('resume');
      await ask('pause');
      go();
      // The step that was under way ends; after it nothing more happens.
      await new Promise((done) => setTimeout(done, 20));
      const { seq } = live.timeline.head;
      await new Promise((done) => setTimeout(done, 20));
      assert.equal(live.timeline.head.seq, seq);
      await ask('status');
      await ask('pause');
      await ask('budget', { calls: 50, money: null });
      await ask('budget', { money: { amount: 3, currency: 'EUR' } });
      await ask('budget', { calls: -1 });
      await ask('budget', {});
      await ask('resume');
    });
    assert.deepEqual(
      replies.map((reply) => (reply?.ok ? reply.status.state : reply?.message)),
      [
        ...['The run is not paused.', 'held', 'held', 'The run is paused already.', 'held', 'held'],
        ...['calls is a whole number from 0.', 'The new budget is missing.', 'running'],
      ],
    );
    assert.deepEqual(ledger.limits, { calls: 50, tokens: undefined, money: { amount: 3, currency: 'EUR' } });
    assert.deepEqual(
      logged(dir).map(({ command, limits }) => [command, limits]),
      [
        ['pause', undefined],
        ['budget', { calls: 50, money: null }],
        ['budget', { money: { amount: 3, currency: 'EUR' } }],
        ['resume', undefined],
      ],
    );
    const events = (name: string): string => readFileSync(join(root, name, 'events.jsonl'), 'utf8');
    assert.equal(events('controlled'), events('plain'));
    assert.deepEqual(
      readdirSync(dir).filter((name) => name.startsWith('control')),
      ['control.jsonl'],
    );
    assert.equal(await control(dir, 'status'), null);
  });

  it('stops a run that is paused, after it has logged the command', async () => {
    const { control, controlLog } = await controlRoom();
    const dir = join(root, 'stopped');
    mkdirSync(dir);
    writeFileSync(join(dir, 'control-0123abcd.sock'), 'of a process that was killed');
    const { state, live } = await played(dir, async (_, go) => {
      await control(dir, 'pause');
      go();
      await control(dir, 'stop');
    });
    assert.equal(state, 'stopped');
    assert.deepEqual(
      readdirSync(dir).filter((name) => name.startsWith('control')),
      ['control.jsonl'],
    );
    assert.deepEqual(
      (await controlLog(folderFiles(dir))).map(({ command, after: seq }) => [command, seq <= live.timeline.head.seq]),
      [
        ['pause', true],
        ['stop', true],
      ],
    );
  });

  it('answers only a process that can read the secret of its owner, and finds runs whose paths are long', async function () {
    if (process.platform === 'win32') this.skip();
    const { control, runsUnderWay } = await controlRoom();
    const near = mkdtempSync(join(root, 'n'));
    const far = join(root, 'a-folder-with-a-long-name'.repeat(4), '.society', 'runs', 'r');
    for (const dir of [near, far])
      await played(dir, async () => {
        const path = join(dir, 'control.json');
        const { socket, secret } = JSON.parse(readFileSync(path, 'utf8')) as { readonly socket: string; readonly secret: string };
        const place = socket.startsWith('/') ? socket : join(dir, socket);
        assert.equal(socket.startsWith('/'), dir === far);
        assert.deepEqual([statSync(path).mode & 0o777, statSync(place).mode & 0o777], [0o600, 0o600]);
        for (const line of [`{"secret":"${secret.replace(/./g, '0')}","request":{"command":"stop"}}`, 'stop', '[]', 'x'.repeat(20_000)])
          assert.equal(await sent(place, line), '', line.slice(0, 60));
        assert.match(await sent(place, `{"secret":"${secret}","request":{"command":"go"}}`), /Unknown command \\"go\\"/);
        const found = await runsUnderWay([root]);
        assert.deepEqual(
          found.map((one) => [one.dir, one.status.id, one.status.limits.calls]),
          [[dir, 'r', 5]],
        );
      });
    // A folder that another machine wrote, or that a killed process left.
    const left = mkdtempSync(join(root, 'left'));
    for (const socket of ['/run/other.sock', '../control-00000000.sock', 'control-00000000.sock']) {
      writeFileSync(join(left, 'control.json'), JSON.stringify({ socket, secret: 'x', pid: 1 }));
      assert.equal(await control(left, 'stop'), null);
    }
  });
});

/** Everything that a peer gets for a line before the connection is closed. */
function sent(path: string, line: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const peer = connect(path, () => peer.write(`${line}\n`));
    peer.on('data', (chunk) => (text += chunk.toString()));
    peer.on('error', () => undefined);
    peer.on('close', () => resolve(text));
  });
}
