/**
 * Nothing but the endpoint that a file names is ever contacted, by the command line or by what the editor loads: each is run in a
 * process in which every way to another machine is watched, and closed but for that one.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';

const dist = join(process.cwd(), 'dist');
const cli = join(dist, 'cli.mjs');
const support = join(process.cwd(), 'test', 'support');

const file = (model: string): string => `society: 1
title: Watched
imports: [library/feed]
models: ${model}
personas: { ada: { name: Ada, interests: [jazz] }, ben: { name: Ben, interests: [jazz] } }
scenarios: { s: { cast: all, world: feed, model: m, rounds: 2, seed: 3 } }
`;

describe('network connections', function () {
  this.timeout(120_000);
  let dir: string;
  let server: ModelServer;
  let logs = 0;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'society-network-'));
    server = await startModelServer();
    writeFileSync(join(dir, 'near.society'), file('{ m: { kind: builtin } }'));
    writeFileSync(join(dir, 'far.society'), file(`{ m: { kind: openai, base_url: "${server.baseUrl}", name: test } }`));
    writeFileSync(join(dir, 'gone.society'), file('{ m: { kind: openai, base_url: "http://models.invalid:8080/v1", name: test } }'));
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Runs a program with everything closed but `allow`; gives what it tried to reach. */
  async function watched(args: readonly string[], allow = ''): Promise<{ tried: readonly string[]; out: string; code: number | null }> {
    const log = join(dir, `${logs++}.log`);
    // As if at home: variables that packages listen to must not lead anywhere either.
    const lures = { OPENAI_BASE_URL: 'http://lure.invalid', OPENAI_API_KEY: 'sk-lure-0123456789', HTTPS_PROXY: 'http://lure.invalid' };
    const env = { ...process.env, ...lures, WATCH_LOG: log, WATCH_ALLOW: allow };
    const all = ['--import', `file://${join(support, 'watchNetwork.mjs')}`, ...args];
    const child = spawn(process.execPath, all, { cwd: args[0] === cli ? dir : process.cwd(), env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (out += text.toString()));
    const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
    const tried = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
    return { tried, out, code };
  }

  const society = (...args: string[]): readonly string[] => [cli, ...args];
  const rooms = (name: string): readonly string[] => [join(support, 'playRooms.mjs'), dist, join(dir, name)];
  const own = (): string => server.origin.replace('http://', '');

  it('are all observed by the test', async () => {
    const roads = [
      "import('node:http').then(({ get }) => get('http://a.invalid/').on('error', () => {}))",
      "import('node:https').then(({ get }) => get('https://a.invalid/').on('error', () => {}))",
      "fetch('http://a.invalid/')",
      "import('node:net').then(({ connect }) => connect(9, '192.0.2.1'))",
      "import('node:tls').then(({ connect }) => connect(9, '192.0.2.1'))",
      "import('node:dns/promises').then(({ lookup }) => lookup('a.invalid'))",
      "import('node:dns').then(({ resolve4 }) => resolve4('a.invalid', () => {}))",
      "import('node:dgram').then(({ createSocket }) => createSocket('udp4').send('x', 9, '192.0.2.1'))",
      "import('node:child_process').then(({ spawn }) => spawn('curl'))",
    ];
    for (const road of roads) assert.notEqual((await watched(['--input-type=module', '-e', road])).tried.length, 0, road);
  });

  it('are not opened by a society of built-in minds, in any command', async () => {
    const done: readonly (readonly string[])[] = [
      society('check', 'near.society', 'far.society', 'gone.society'),
      society('forecast', 'far.society'),
      society('prompt', 'far.society', 'ada', '--after', '1'),
      society('run', 'near.society', '--out', 'near'),
      society('replay', 'near'),
      society('show', 'near'),
      society('ask', 'near', 'ada', 'How are you?'),
      rooms('near.society'),
    ];
    for (const args of done) {
      const { tried, out, code } = await watched(args);
      assert.deepEqual([tried, code], [[], 0], `${args.join(' ')}: ${out}`);
    }
  });

  it('are opened to the endpoint that the file names and nothing else', async () => {
    for (const args of [society('run', 'far.society', '--out', 'far'), rooms('far.society')]) {
      const before = server.requests.length;
      const { tried, out, code } = await watched(args, own());
      assert.equal(code, 0, out);
      assert.ok(server.requests.length > before);
      assert.deepEqual(new Set(tried), new Set([`connect ${own()}`]), out);
    }
  });

  it('are opened to no other endpoint where that one cannot be reached', async () => {
    for (const args of [society('run', 'gone.society', '--out', 'gone'), rooms('gone.society')]) {
      const { tried, out } = await watched(args, own());
      assert.deepEqual(new Set(tried), new Set(['connect models.invalid:8080']), out);
      assert.match(out, /models\.invalid:8080/);
    }
  });
});
