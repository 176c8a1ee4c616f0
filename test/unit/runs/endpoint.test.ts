/** A whole run against an OpenAI-compatible server: what is kept, what leaves, and what happens when it goes wrong. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { canonical, type Json } from '../../../src/core/util/json.js';
import type { ModelSpec, Society } from '../../../src/language/generated/society.js';
import { folderFiles } from '../../../src/node/ports.js';
import { LiveRun, type MindAccessPorts, makeMinds } from '../../../src/runs/index.js';
import { openRun } from '../../../src/trace/index.js';
import { type ModelServer, type ReceivedRequest, startModelServer } from '../../support/modelServer.js';
import { compiled, sha256, society } from '../../support/societies.js';
import { fastTiming } from '../../support/timing.js';

const KEY = 'sk-test-do-not-leak-0123456789';

const ports: MindAccessPorts = {
  trusted: true,
  env: () => undefined,
  vault: { get: (name) => Promise.resolve(name === 'lab' ? { value: KEY, origin: origin() } : null) },
  allowedEnv: {},
  timing: fastTiming(),
};

let server: ModelServer;
const origin = (): string => server.origin;

interface ActForm {
  readonly properties: { readonly action: { readonly enum: readonly string[] } };
}

describe('a run on an endpoint', () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-run-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));
  afterEach(() => server.close());

  const source = (key?: string): Society =>
    society(['ada', 'ben', 'cleo'], {
      models: { lab: { kind: 'openai', base_url: server.baseUrl, name: 'test-model', ...(key === undefined ? {} : { key }) } as ModelSpec },
      scenarios: { main: { world: 'feed', rounds: 3, seed: 3, model: 'lab' } },
    });

  async function start(name: string, from: Society, access = ports): Promise<LiveRun> {
    const model = compiled(from);
    const minds = await makeMinds(from, model, access);
    if (!minds.ok) throw new Error(minds.code);
    return new LiveRun({
      id: name,
      model,
      minds: minds.minds,
      sources: [{ uri: 'x.society', text: 'society: 1' }],
      files: folderFiles(join(dir, name)),
      created: '2026-01-01T00:00:00Z',
    });
  }

  const reply = (request: ReceivedRequest): string => {
    const schema = request.body?.response_format?.json_schema?.schema as unknown as ActForm & { readonly anyOf?: readonly ActForm[] };
    const actions = (schema.anyOf ?? [schema]).flatMap((form) => form.properties.action.enum);
    return canonical({ action: actions.at(-1) ?? 'post', text: 'Hello there.', on: null, to: null });
  };

  it('reports a server that changes its model, and keeps what answered', async () => {
    server = await startModelServer({ reply, served: (index) => ({ system_fingerprint: index < 5 ? 'fp_1' : 'fp_2' }) });
    const run = await start('changed', source("$(secret('lab'))"));
    assert.equal(await run.run(), 'ended');
    const stored = await openRun(folderFiles(join(dir, 'changed')));
    const served = stored?.answers.map((line) => line.served);
    assert.deepEqual([...new Set(served)].sort(), ['test-model (fp_1)', 'test-model (fp_2)']);
    const found = run.summary?.lost.filter(({ kind }) => kind === 'server') ?? [];
    assert.deepEqual(
      found.map(({ id, level, count, text }) => [id, level, count, text]),
      [
        [
          ...['lab', 'warning', 4],
          'The server of `lab` did not answer with one model. Answers by model and version: test-model (fp_1): 5, test-model (fp_2): 4.',
        ],
      ],
    );
  });

  it('stores every answer with its prompt under its hash, and no key anywhere', async () => {
    server = await startModelServer({ reply });
    const run = await start('kept', source("$(secret('lab'))"));
    assert.equal(await run.run(), 'ended');
    assert.equal(server.requests.length, 9);
    assert.ok(server.requests.every((r) => r.headers.authorization === `Bearer ${KEY}`));
    const answers = readFileSync(join(dir, 'kept', 'answers.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { hash: string });
    assert.equal(answers.length, 9);
    const prompts = readFileSync(join(dir, 'kept', 'prompts.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const asked = new Map(
      prompts.map((line) => JSON.parse(line) as { hash: string; prompt: Json }).map(({ hash, prompt }) => [hash, prompt]),
    );
    for (const { hash } of answers) assert.equal(sha256(canonical(asked.get(hash) ?? null)), hash);
    const files = readdirSync(join(dir, 'kept'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
    for (const entry of files) assert.ok(!readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(KEY), entry.name);
    const opened = await openRun(folderFiles(join(dir, 'kept')));
    assert.ok(opened?.manifest.languageModel === true && opened.manifest.state === 'ended');
  });

  it('gives the same events in any order of the answers', async () => {
    const bytes: string[] = [];
    for (const name of ['forward', 'backward']) {
      server = await startModelServer({ reply });
      let n = 0;
      const run = await start(name, source());
      server.mode = () => 'ok';
      const original = run.options.minds.get('lab')!;
      const delayed = {
        ...original,
        ask: async (...args: Parameters<typeof original.ask>) => {
          const wait = name === 'forward' ? 0 : 30 - 10 * (n++ % 3);
          const answer = await original.ask(...args);
          await new Promise((resolve) => setTimeout(resolve, wait));
          return answer;
        },
      };
      const live = new LiveRun({ ...run.options, minds: new Map([['lab', delayed]]) });
      await live.run();
      bytes.push(readFileSync(join(dir, name, 'events.jsonl'), 'utf8'));
      await server.close();
    }
    assert.ok(bytes[0]!.length > 2000);
    assert.equal(bytes[0], bytes[1]);
  });

  it('that is down stops at a whole step, reports the reason, and opens again', async () => {
    server = await startModelServer();
    const from = source();
    await server.close();
    const run = await start('down', from);
    assert.equal(await run.run(), 'failed');
    assert.match(run.problem!, /127\.0\.0\.1/);
    assert.doesNotMatch(run.problem!, /\n\s+at |ECONNREFUSED/);
    const opened = await openRun(folderFiles(join(dir, 'down')));
    assert.ok(opened !== null && opened.dropped === 0 && opened.events.at(-1)!.end === true);
    assert.equal(opened.manifest.state, 'failed');
  });

  it('that sometimes gives an invalid answer continues, with a reason for every silent turn', async () => {
    const modes = ['empty', 'server-error', 'wrong-schema', 'ok', 'refusal'] as const;
    server = await startModelServer({ reply, mode: (_request, index) => modes[index % modes.length]! });
    const run = await start('nonsense', source());
    assert.equal(await run.run(), 'ended');
    const ended = run.timeline.events.filter((e) => e.type === 'turn.ended');
    assert.equal(ended.length, 9);
    const reasons = new Set(ended.map((e) => e.type === 'turn.ended' && e.reason));
    assert.ok(reasons.size >= 3, [...reasons].join());
  });

  it('that fails repeatedly is not asked forever', async () => {
    server = await startModelServer({ mode: 'server-error' });
    const run = await start('dead', source());
    assert.equal(await run.run(), 'failed');
    assert.ok(server.requests.length <= 9 * 4); // each question four times at most
  });

  it('can be stopped half-way: finished steps are kept', async () => {
    server = await startModelServer({ reply, delayMs: 20 });
    const run = await start('stopped', source());
    run.timeline.onCommit(() => {
      if (run.timeline.head.round === 2) run.stop();
    });
    assert.equal(await run.run(), 'stopped');
    const opened = await openRun(folderFiles(join(dir, 'stopped')));
    assert.ok(opened!.events.length > 10 && opened!.manifest.state === 'stopped');
  });

  it('is not started from a workspace that is not trusted, or with a key of another origin', async () => {
    server = await startModelServer();
    for (const [access, key] of [
      [{ ...ports, trusted: false }, undefined],
      [ports, "$(env('AWS_SECRET_ACCESS_KEY'))"],
      [{ ...ports, vault: { get: () => Promise.resolve({ value: KEY, origin: 'https://elsewhere.example' }) } }, "$(secret('lab'))"],
      [ports, KEY],
    ] as const) {
      const from = source(key);
      const minds = await makeMinds(from, compiled(from), access);
      assert.ok(!minds.ok && minds.at.startsWith('models.lab'));
      assert.ok(!minds.message.includes(KEY));
    }
    assert.equal(server.requests.length, 0);
    assert.equal(server.connections.opened, 0);
  });
});
