/** Testing a model's connection: what is found out, and that no key is shown. */
import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { ModelSpec, Society } from '../../../src/language/generated/society.js';
import { type ModelTest, type ModelTestPorts, testableModels, testModel } from '../../../src/runs/index.js';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../../support/modelServer.js';
import { mindOf, society } from '../../support/societies.js';

const KEY = 'sk-test-do-not-leak-0123456789';

describe('testing a model', () => {
  let server: ModelServer;
  afterEach(() => server.close());

  const ports = (): ModelTestPorts => {
    let now = 0;
    return {
      trusted: true,
      env: () => undefined,
      vault: { get: () => Promise.resolve({ value: KEY, origin: server.origin }) },
      allowedEnv: {},
      now: () => (now += 60),
    };
  };

  const file = (more: object = {}): Society =>
    society(['ada'], { models: { lab: { kind: 'openai', base_url: server.baseUrl, name: 'small', ...more } as ModelSpec } });

  async function tested(options: ModelServerOptions, more: object = {}, access = ports()): Promise<ModelTest> {
    server = await startModelServer(options);
    return testModel(file(more), 'lab', access, neverCancelled);
  }

  it('reports how fast it answers, that it enforces the schema, and its cost', async () => {
    const { ok, code, lines } = await tested({ models: ['small', 'large'] }, { price: { input: 1, output: 2 } });
    assert.deepEqual([ok, code], [true, 'answers']);
    assert.deepEqual(lines, [
      `small at ${server.origin} answers in 60 ms.`,
      'Its answers keep to a JSON Schema.',
      'It costs 1 USD per million tokens of prompts and 2 of answers.',
    ]);
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/v1/chat/completions', '/v1/models'],
    );
    const [asked] = server.requests;
    assert.doesNotMatch(asked?.body?.messages?.map(({ content }) => content).join('') ?? '', /amber/);
  });

  it('reports that it has no schemas, or ignores them, and what to write then', async () => {
    const none = await tested({ mode: 'no-json-schema' });
    assert.deepEqual(none.lines.slice(1, 3), [
      'It does not support JSON Schema.',
      'As a JSON object, with the schema in the prompt, it follows it.',
    ]);
    assert.equal(none.lines[3], 'It costs nothing.');
    await server.close();
    const told = (text: string): string => (/amber-kettle-47/.exec(text) ? '```json\n{"word": "amber-kettle-47"}\n```' : 'Hello!');
    const reply: ModelServerOptions['reply'] = ({ body }) => told(body?.messages?.map(({ content }) => content).join('') ?? '');
    const ignored = await tested({ reply });
    assert.equal(ignored.lines[1], 'It accepts a JSON Schema and ignores it.');
    assert.equal(ignored.lines[3], "Write schema: json_object at the model 'lab'.");
    await server.close();
    const deaf = await tested({ reply: () => 'Hello!' });
    assert.match(deaf.lines[2] ?? '', /did not keep to the form/);
    assert.deepEqual([server.requests.length, server.asked], [3, ['/v1/models']]);
  });

  it('asks a model for embeddings for two of them, and for nothing else', async () => {
    const embedding = (): Society => ({ ...file(), scenarios: { main: { world: 'feed', memory: { embeddings: 'lab' } } } });
    server = await startModelServer();
    const { ok, lines } = await testModel(embedding(), 'lab', ports(), neverCancelled);
    assert.deepEqual([ok, lines], [true, [`small at ${server.origin} gives embeddings of 5 numbers in 60 ms.`, 'It costs nothing.']]);
    assert.deepEqual(
      server.requests.map(({ path, body }) => [path, body?.input?.length]),
      [['/v1/embeddings', 2]],
    );
    server.mode = 'speaks-only';
    const refused = await testModel(embedding(), 'lab', ports(), neverCancelled);
    assert.deepEqual([refused.ok, refused.code], [false, 'cannot-embed']);
  });

  it('tries only the form that the file names', async () => {
    const { lines } = await tested({ mode: 'calls-the-tool' }, { schema: 'tools' });
    assert.equal(lines[1], 'Its answers keep to the schema of a tool.');
    assert.ok(server.requests[0]?.body?.tools);
  });

  it('lists the available models when the name is wrong, and reports a model that is not listed', async () => {
    const wrong = await tested({ mode: 'model-not-found', models: ['tiny', 'huge'] });
    assert.deepEqual([wrong.ok, wrong.code], [false, 'model-not-found']);
    assert.match(wrong.lines.join('\n'), /has no model called 'small'[\s\S]*The server offers tiny, huge\./);
    await server.close();
    const unlisted = await tested({ models: ['tiny'] });
    assert.match(unlisted.lines[2] ?? '', /does not list small/);
  });

  it('explains a fault, never with the key', async () => {
    for (const mode of ['unauthorized', 'echoes-key', 'server-error', 'html'] as const) {
      const { ok, lines } = await tested({ mode }, { key: "$(secret('lab'))" });
      assert.equal(ok, false);
      assert.ok(lines.length > 0 && !lines.join('\n').includes(KEY), mode);
      assert.ok(server.requests.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
      await server.close();
    }
    server = await startModelServer();
    await server.close();
    const down = await testModel(file(), 'lab', ports(), neverCancelled);
    assert.equal(down.code, 'endpoint-down');
  });

  it('asks no model without trust, or where there is none to ask', async () => {
    const refused = await tested({}, {}, { ...ports(), trusted: false });
    assert.deepEqual([refused.code, server.requests.length], ['untrusted-workspace', 0]);
    const plain = society(['ada'], { models: { s: { kind: 'scripted', answers: [] } } });
    assert.deepEqual(testableModels(plain), ['s']);
    assert.equal((await testModel(plain, 's', ports(), neverCancelled)).code, 'not-asked');
    assert.equal((await testModel(plain, 't', ports(), neverCancelled)).code, 'no-mind');
  });

  it("also asks the editor's models", async () => {
    server = await startModelServer();
    const editor = society(['ada'], { models: { e: { kind: 'editor' } } });
    assert.equal((await testModel(editor, 'e', ports(), neverCancelled)).code, 'no-editor');
    const mind = { ...mindOf(() => null, 'e'), model: 'copilot-small', ask: () => ({ text: '{"word":"amber-kettle-47"}' }) };
    const found = await testModel(editor, 'e', { ...ports(), editor: () => Promise.resolve({ ok: true, mind }) }, neverCancelled);
    assert.deepEqual(found.lines.slice(0, 2), [
      'copilot-small answers through the editor in 60 ms.',
      'With the schema in the prompt, it follows it.',
    ]);
  });
});
