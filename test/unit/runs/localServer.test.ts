/** Runs on a server of this machine: how many questions it gets at once, and what happens when another model answers there. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { canonical } from '../../../src/core/util/json.js';
import type { ModelSpec, Society } from '../../../src/language/generated/society.js';
import { folderFiles } from '../../../src/node/ports.js';
import { LiveRun, type MindAccessPorts, makeMinds, openRecorded } from '../../../src/runs/index.js';
import { bookedOnCalls } from '../../../src/runs/setup/callJournal.js';
import { CALLS, readCalls } from '../../../src/trace/index.js';
import { serverChanges } from '../../../src/runs/summary/serverChanges.js';
import { leastValue } from '../../support/leastAnswer.js';
import { type ModelServer, type ModelServerOptions, type ReceivedRequest, startModelServer } from '../../support/modelServer.js';
import { compiled, sha256, society } from '../../support/societies.js';
import { fastTiming } from '../../support/timing.js';

const access: MindAccessPorts = {
  ...{ trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} },
  timing: fastTiming(),
};

const NAMES = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fatma'];

/** What llama.cpp says of a model. */
const llama = (file: string, slots: number, parameters = 1000): NonNullable<ModelServerOptions['facts']> => ({
  '/props': { total_slots: slots, model_path: `/home/ada/models/${file}` },
  '/v1/models': { data: [{ id: 'local', owned_by: 'llamacpp', meta: { n_params: parameters } }] },
});

/** The same to the same prompt, whenever it is asked. */
function reply({ body }: ReceivedRequest): string {
  const schema = body?.response_format?.json_schema?.schema ?? {};
  return canonical({ ...(leastValue(schema) as object), text: `Words ${sha256(canonical(body?.messages as never)).slice(0, 8)}.` });
}

describe('a run on a server of this machine', function () {
  this.timeout(60_000);
  let dir: string;
  let server: ModelServer;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'society-local-'));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));
  afterEach(() => server.close());

  const source = (more: object = {}): Society =>
    society(NAMES, {
      models: { near: { kind: 'openai', base_url: server.baseUrl, name: 'local', ...more } as ModelSpec },
      scenarios: { main: { world: 'feed', rounds: 3, seed: 3, model: 'near' } },
    });

  async function start(name: string, from: Society): Promise<LiveRun> {
    const model = compiled(from);
    const made = await makeMinds(from, model, access);
    if (!made.ok) throw new Error(made.code);
    const { minds, ledger, book, concurrency } = made;
    return new LiveRun({
      ...{ id: name, model, minds, ledger, book, concurrency },
      sources: [{ uri: 'x.society', text: 'society: 1' }],
      files: folderFiles(join(dir, name)),
      created: '2026-01-01T00:00:00Z',
    });
  }

  const textOf = (name: string, file: string): string => readFileSync(join(dir, name, file), 'utf8');

  it('has the same events for every number of slots, which the server is asked for', async () => {
    const events: string[] = [];
    for (const slots of [1, 2, 4]) {
      server = await startModelServer({ reply, facts: llama('a.gguf', slots), delayMs: 5, mode: 'no-grammar' });
      const run = await start(`slots${slots}`, source());
      assert.equal(await run.run(), 'ended');
      assert.ok(server.asked.includes('/props'));
      events.push(textOf(run.id, 'events.jsonl'));
      if (slots < 4) await server.close();
    }
    await server.close();
    server = await startModelServer({ reply });
    const fixed = await start('fixed', source({ concurrency: 16 }));
    assert.equal(await fixed.run(), 'ended');
    events.push(textOf('fixed', 'events.jsonl'));
    assert.equal(new Set(events).size, 1);
  });

  it('never has more than one question that waits for a slot, once the server has said their number', async () => {
    server = await startModelServer({ reply, facts: llama('a.gguf', 2), delayMs: 20 });
    const run = await start('two', source());
    const rounds: number[] = [];
    let open = 0;
    server.mode = () => {
      rounds.push(++open);
      setTimeout(() => open--, 15);
      return 'ok';
    };
    assert.equal(await run.run(), 'ended');
    // The first questions are sent before the server has answered.
    assert.ok(Math.max(...rounds.slice(NAMES.length)) <= 3, rounds.join(' '));
  });

  it('keeps the name of the weights with each answer, without the folders', async () => {
    server = await startModelServer({ reply, facts: llama('a.gguf', 4) });
    const run = await start('named', source());
    assert.equal(await run.run(), 'ended');
    assert.deepEqual([...new Set(run.answers.map(({ served }) => served))], ['local [a.gguf, 1000 parameters]']);
    assert.deepEqual(
      run.summary?.lost.filter(({ kind }) => kind === 'server'),
      [],
    );
    assert.ok(!textOf('named', 'answers.jsonl').includes('/home/ada'));
  });

  it('reports another model under the same name after a lost connection', async () => {
    server = await startModelServer({ reply, facts: llama('a.gguf', 1) });
    // The server is replaced in the middle: it closes a connection, and then has other weights.
    server.mode = (_, index) => {
      if (index !== 7) return 'ok';
      server.facts = llama('b.gguf', 1, 2000);
      return 'reset';
    };
    const run = await start('swapped', source());
    assert.equal(await run.run(), 'ended');
    const found = run.summary?.lost.filter(({ kind }) => kind === 'server') ?? [];
    assert.equal(found.length, 1);
    assert.match(found[0]!.text, /local \[a\.gguf, 1000 parameters\]: \d+, local \[b\.gguf, 2000 parameters\]: \d+/);
    const served = run.answers.map((line) => line.served);
    assert.equal(served.lastIndexOf('local [a.gguf, 1000 parameters]'), served.indexOf('local [b.gguf, 2000 parameters]') - 1);
  });

  it('asks test questions of a server that does not name its weights, at the start and after a lost connection', async () => {
    let mood = 'calm';
    const isCanary = ({ body }: ReceivedRequest): boolean => body?.messages?.at(-1)?.content.startsWith('Name three rivers') ?? false;
    const isTest = ({ body }: ReceivedRequest): boolean => /^(Name three rivers|Continue this)/.test(body?.messages?.at(-1)?.content ?? '');
    const answer = (request: ReceivedRequest): string => (isTest(request) ? canonical({ answer: `a ${mood} river` }) : reply(request));
    server = await startModelServer({ reply: answer, facts: { '/v1/models': { data: [{ id: 'local', owned_by: 'someone' }] } } });
    let sent = 0;
    server.mode = (request) => {
      if (isTest(request) || ++sent !== 9) return 'ok';
      mood = 'wild';
      return 'reset';
    };
    const run = await start('canaries', source());
    assert.equal(await run.run(), 'ended');
    assert.equal(server.requests.filter(isCanary).length, 2);
    assert.deepEqual([...new Set(server.requests.filter(isTest).map(({ body }) => body?.temperature))], [0]);
    const found = run.summary?.lost.filter(({ kind }) => kind === 'server') ?? [];
    assert.match(found[0]?.text ?? '', /local \[canary \w{8} \w{8}\]: \d+, local \[canary \w{8} \w{8}\]: \d+/);
    // They count as calls, under a name of their own.
    const { booked } = bookedOnCalls(readCalls(textOf('canaries', CALLS)));
    const calls = booked.filter(({ purpose }) => purpose === 'canary').reduce((sum, { spent }) => sum + spent.calls, 0);
    assert.equal(calls, 4);
    assert.ok(!textOf('canaries', 'events.jsonl').includes('river'));
  });

  it('asks no test questions where the file says so, or the server lists no models', async () => {
    const facts = { '/v1/models': { data: [{ id: 'local', owned_by: 'someone' }] } };
    server = await startModelServer({ reply, facts });
    const run = await start('without', source({ canary: false }));
    assert.equal(await run.run(), 'ended');
    const questions = server.requests.length;
    server.facts = {};
    const bare = await start('bare', source());
    assert.equal(await bare.run(), 'ended');
    assert.equal(server.requests.length, 2 * questions);
  });

  it('opens again with what its answers say', async () => {
    server = await startModelServer({ reply, facts: llama('a.gguf', 4) });
    const run = await start('again', source());
    await run.run();
    const found = await openRecorded(folderFiles(join(dir, 'again')));
    if (found.ok) assert.equal(found.run.answers[0]?.served, 'local [a.gguf, 1000 parameters]');
  });

  it('takes answers to test questions for one model if one of the two is the same', () => {
    const line = (served: string): Parameters<typeof serverChanges>[0][number] => ({ mind: 'near', model: 'local', served });
    const same = [line('local [canary aaaaaaaa bbbbbbbb]'), line('local [canary aaaaaaaa cccccccc]')];
    assert.deepEqual(serverChanges(same), []);
    assert.equal(serverChanges([...same, line('local [canary dddddddd eeeeeeee]')])[0]?.count, 1);
  });
});
