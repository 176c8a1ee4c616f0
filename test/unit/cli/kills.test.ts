/**
 * The built command line, killed without warning at any moment of a run that a model server answers: gone on with, it comes
 * to the events of a run that nobody killed, and the server is asked for no answer that was on disk.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { rng } from '../../../src/core/rng.js';
import { readAnswers, readEvents } from '../../../src/trace/index.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';

const KILLS = 12;
const cli = join(process.cwd(), 'dist', 'cli.mjs');

const file = (address: string): string => `society: 1
title: Killed
imports: [library/feed]
models: { far: { kind: openai, base_url: "${address}", name: test } }
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz] }
  cem: { name: Cem, interests: [chess] }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { s: { cast: all, world: feed, model: far, rounds: 12, seed: 3 } }
`;

describe('a run that is killed', function () {
  this.timeout(180_000);
  let dir: string;
  let server: ModelServer;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'society-kills-'));
    server = await startModelServer();
    writeFileSync(join(dir, 'main.society'), file(server.baseUrl));
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const read = (out: string, name: string): string => (existsSync(join(dir, out, name)) ? readFileSync(join(dir, out, name), 'utf8') : '');

  /** Runs the command; `killAt` is after how many answers of the server it is killed. */
  async function society(args: readonly string[], killAt: number | null = null): Promise<{ code: number | null; err: string }> {
    const child = spawn(process.execPath, [cli, ...args], { cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    const from = server.requests.length;
    const watch = setInterval(() => {
      if (killAt !== null && server.requests.length - from >= killAt) child.kill('SIGKILL');
    }, 1);
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    clearInterval(watch);
    return { code, err };
  }

  it(`goes on to the same events, ${KILLS} times out of ${KILLS}`, async () => {
    const whole = await society(['run', 'main.society', '--out', 'whole', '--quiet']);
    assert.equal(whole.code, 0, whole.err);
    const total = server.requests.length;
    const events = read('whole', 'events.jsonl');
    assert.ok(total > 20 && readEvents(events).events.length > 100);
    let killed = 0;
    for (let n = 0; n < KILLS; n++) {
      const out = `run${n}`;
      const { code } = await society(['run', 'main.society', '--out', out, '--quiet'], 1 + Math.floor(rng(4, 'kill', n)() * (total - 1)));
      if (code === 0) continue;
      killed++;
      const { answers } = readAnswers(read(out, 'answers.jsonl'));
      const before = server.requests.length;
      const again = await society(['run', '--resume', out, '--quiet']);
      assert.equal(again.code, 0, again.err);
      assert.equal(read(out, 'events.jsonl'), events, `kill ${n}`);
      assert.equal(server.requests.length - before, total - answers.length, `kill ${n}: asked for what was on disk`);
    }
    assert.ok(killed > KILLS / 2, `${killed} of ${KILLS} were killed in time`);
  });
});
