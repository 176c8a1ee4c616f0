/** Words of hostile agents over the Model Context Protocol: after a client has read them, no flag of the start lets a tool act. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { TOOLS } from '../../../src/tools/index.js';
import { hostileSociety, ORDER, startHostileModel } from '../../support/hostileAgents.js';
import { type McpClient, type McpClients, mcpClients } from '../../support/mcpClients.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';

const FILE = 'voices.society';
/** Its run does not end, because its model never answers. */
const endless = (url: string): string => `society: 1
title: Endless
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben } }
models: { silent: { kind: openai, base_url: "${url}", name: test } }
scenarios: { long: { world: feed, model: silent } }
`;

const ALL_ALLOWED = ['--allow-run', '--allow-models', '--allow-write'];

describe('the server of the Model Context Protocol among hostile agents', function () {
  this.timeout(60_000);
  let dir: string;
  let server: ModelServer;
  let silent: ModelServer;
  let clients: McpClients;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'society-mcp-'));
    server = await startHostileModel();
    silent = await startModelServer({ delayMs: 600_000 });
    writeFileSync(join(dir, FILE), hostileSociety(server.baseUrl));
    writeFileSync(join(dir, 'long.society'), endless(silent.baseUrl));
    clients = mcpClients();
  });
  afterEach(async () => {
    await clients.close();
    await Promise.all([server.close(), silent.close()]);
    rmSync(dir, { recursive: true, force: true });
  });

  const connected = (agrees: boolean | null, ...flags: readonly string[]) =>
    clients.connect(agrees, join('dist', 'cli.mjs'), 'mcp', '--root', dir, ...flags);

  /** Plays a run and returns it. */
  async function played({ call }: McpClient, input: object = {}): Promise<string> {
    const { isError, text } = await call('run', { file: FILE, rounds: 1, ...input });
    assert.ok(!isError, text);
    return (JSON.parse(text) as { run: string }).run;
  }

  /** Reads the order that an agent gave in a run. */
  async function readOrder({ call }: McpClient, run: string): Promise<void> {
    const events = readFileSync(join(dir, '.society/runs', run, 'events.jsonl'), 'utf8').split('\n');
    const said = events.findIndex((line) => line.includes('"message.sent"'));
    assert.match((await call('why', { run, words: [said] })).text, new RegExp(ORDER.slice(0, 20)));
  }

  /** One call of each tool that acts. */
  const acts = (run: string, going: string): readonly (readonly [name: string, input: object])[] => [
    ['write', { file: 'owned.society', text: 'society: 1\ntitle: Owned\n' }],
    ['run', { file: FILE, mind: 'builtin' }],
    ['stop', { run: going }],
    ['what_if', { run, round: 0, changes: [] }],
    ['verify', { file: FILE }],
    ['experiment', { file: FILE }],
  ];

  const kept = (): readonly string[] => readdirSync(join(dir, '.society', 'runs')).toSorted();

  it('acts by the flags until words were read, and then for no client that cannot ask or whose user declines', async () => {
    for (const agrees of [null, false]) {
      const client = await connected(agrees, ...ALL_ALLOWED);
      const run = await played(client);
      const going = await played(client, { file: 'long.society', rounds: 10, wait: 0 });
      await readOrder(client, run);
      assert.deepEqual(client.asked, [], 'the flags allow what is called before words were read');
      const [before, questions] = [kept(), server.requests.length];
      const calls = acts(run, going);
      assert.deepEqual(
        calls.map(([name]) => name),
        TOOLS.filter(({ effect }) => effect !== 'reads').map(({ name }) => name),
      );
      for (const [name, input] of calls) {
        const { isError, text } = await client.call(name, input);
        assert.equal(isError, true, name);
        assert.match(text, agrees === null ? /has read words of agents.*in a new session/s : /The user did not allow this call/, name);
      }
      assert.equal(client.asked.length, agrees === null ? 0 : calls.length);
      for (const message of client.asked) {
        assert.match(message, /has read words of agents/);
        assert.doesNotMatch(message, /ignore all/i);
      }
      assert.deepEqual(kept(), before, 'no run was made');
      assert.equal(server.requests.length, questions, 'no model was asked');
      assert.ok(!existsSync(join(dir, 'owned.society')));
      assert.match(readFileSync(join(dir, '.society/runs', going, 'manifest.json'), 'utf8'), /"state": ?"running"/);
      await client.client.close();
    }
  });

  it('acts after words were read where the user agrees, and in a new session by its flags', async () => {
    const reading = await connected(true, '--allow-run', '--allow-models');
    await readOrder(reading, await played(reading));
    const { text } = await reading.call('run', { file: FILE, mind: 'builtin', rounds: 1 });
    assert.equal((JSON.parse(text) as { state: string }).state, 'ended');
    assert.equal(reading.asked.length, 1);
    const fresh = await connected(null, '--allow-run');
    assert.equal((await fresh.call('run', { file: FILE, mind: 'builtin', rounds: 1 })).isError, undefined);
    assert.match((await fresh.call('run', { file: FILE, rounds: 1 })).text, /It asks language models.*--allow-run --allow-models/s);
  });

  it('shows no word of an agent in any result but a quote', async () => {
    const client = await connected(null, ...ALL_ALLOWED);
    const { call } = client;
    const run = await played(client);
    const shown = [await call('status', { run }), await call('runs'), await call('people', { run })];
    for (const agent of ['ada', 'ben', 'eve']) shown.push(await call('people', { run, agent }));
    for (let event = 0; event < 20; event++) shown.push(await call('why', { run, event }));
    for (const { text } of shown) assert.doesNotMatch(text, /ignore all|owned/i);
  });
});

describe('the server that the extension offers to editors', function () {
  this.timeout(60_000);
  const clients = mcpClients();
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-mcp-'));
  });
  afterEach(async () => {
    await clients.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('lists the tools, checks a file of its folders and no other, and asks before it acts', async () => {
    const broken = 'society: 1\ntitel: X\n';
    writeFileSync(join(dir, 'a.society'), broken);
    const { client, call } = await clients.connect(null, join('dist', 'mcp-program.mjs'), dir);
    assert.deepEqual(
      (await client.listTools()).tools.map(({ name }) => name),
      TOOLS.map(({ name }) => name),
    );
    assert.match((await call('check', { file: 'a.society' })).text, /unknown-key/);
    assert.match((await call('check', { file: '/etc' })).text, /outside of the workspace/);
    assert.match((await call('write', { file: 'b.society', text: 'society: 1\ntitle: B\n' })).text, /needs the user's permission/);
    assert.equal(readFileSync(join(dir, 'a.society'), 'utf8'), broken);
    assert.deepEqual(readdirSync(dir), ['a.society']);
    const asking = await clients.connect(true, join('dist', 'mcp-program.mjs'), dir);
    assert.match((await asking.call('write', { file: 'b.society', text: 'society: 1\ntitle: B\n' })).text, /"written":true/);
    assert.deepEqual(
      asking.asked.map((message) => message.split('\n')[0]),
      ['Create b.society?'],
    );
  });
});
