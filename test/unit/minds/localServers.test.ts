/** The models of servers on this machine, found at real sockets: each kind of server, and servers that do not answer well. */
import assert from 'node:assert/strict';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'mocha';
import { SERVE_PORTS } from '../../../scripts/testing.mjs';
import { findLocalModels, SMALL_PORTS } from '../../../src/minds/openai/index.js';

type Answers = { readonly [path: string]: unknown };
type Kind = 'ollama' | 'lm-studio' | 'openai' | 'small';

describe('models of servers on this machine', () => {
  const opened: net.Server[] = [];
  const sockets = new Set<net.Socket>();
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(opened.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  async function listen<T extends net.Server>(server: T, host = '127.0.0.1'): Promise<number> {
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
    opened.push(server);
    return (server.address() as AddressInfo).port;
  }

  /** A server with one JSON answer for each path, of the body that was sent; 404 for other paths. */
  const serve = (answers: Answers, paths: string[] = []): Promise<number> =>
    listen(
      http.createServer((request, response) => {
        const { url = '' } = request;
        paths.push(url);
        let body = '';
        request.on('data', (chunk) => (body += String(chunk)));
        request.on('end', () => {
          const answer = answers[url];
          const value: unknown = typeof answer === 'function' ? (answer as (sent: unknown) => unknown)(body && JSON.parse(body)) : answer;
          if (value === undefined) return void response.writeHead(404).end('404 page not found');
          response.writeHead(200, { 'content-type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value));
        });
      }),
    );

  const find = async (kind: Kind, port: number, limitMs = 5000): Promise<readonly string[]> =>
    (await findLocalModels({ ports: [{ kind, port }], limitMs })).map(
      ({ server, name, context, longest }) => `${server}: ${name} (${context}, ${longest})`,
    );

  it('are those of Ollama, without models that write no text', async () => {
    const shown: Answers = {
      'qwen3:8b': { capabilities: ['completion', 'tools'], model_info: { 'qwen3.context_length': 40960 }, parameters: 'top_k 20' },
      'mine:latest': { model_info: { 'llama.context_length': 131072 }, parameters: 'stop    "x"\nnum_ctx                        8192' },
      'old:1b': {},
      'nomic-embed-text:latest': { capabilities: ['embedding'], model_info: { 'nomic-bert.context_length': 2048 } },
    };
    const port = await serve({
      '/api/tags': { models: Object.keys(shown).map((name) => ({ name, model: name, size: 1 })) },
      '/api/ps': { models: [{ name: 'qwen3:8b', context_length: 4096 }] },
      '/api/show': ({ model }: { readonly model: string }) => shown[model],
    });
    assert.deepEqual(await find('ollama', port), [
      'Ollama: qwen3:8b (4096, 40960)',
      'Ollama: mine:latest (8192, 131072)',
      'Ollama: old:1b (null, null)',
    ]);
  });

  it('are those of LM Studio, of its own list or of the list of the protocol', async () => {
    const own = [
      { id: 'qwen/qwen3-8b', type: 'llm', state: 'loaded', loaded_context_length: 4096, max_context_length: 32768 },
      { id: 'google/gemma-3-4b', type: 'vlm', state: 'not-loaded', max_context_length: 131072 },
      { id: 'text-embedding-nomic-embed-text-v1.5', type: 'embeddings', max_context_length: 2048 },
    ];
    assert.deepEqual(await find('lm-studio', await serve({ '/api/v0/models': { object: 'list', data: own } })), [
      'LM Studio: qwen/qwen3-8b (4096, 32768)',
      'LM Studio: google/gemma-3-4b (null, 131072)',
    ]);
    assert.deepEqual(await find('lm-studio', await serve({ '/v1/models': { data: [{ id: 'qwen/qwen3-8b', object: 'model' }] } })), [
      'LM Studio: qwen/qwen3-8b (null, null)',
    ]);
  });

  it('are those of llama.cpp, with the context of one slot', async () => {
    const port = await serve({
      '/v1/models': { object: 'list', data: [{ id: '/models/a.gguf', owned_by: 'llamacpp', meta: { n_ctx_train: 8192 } }] },
      '/props': { default_generation_settings: { n_ctx: 2048 }, total_slots: 4 },
    });
    assert.deepEqual(await find('openai', port), ['llama.cpp: /models/a.gguf (2048, 8192)']);
  });

  it('are those of vLLM, which is not asked for properties, and of other servers', async () => {
    const paths: string[] = [];
    const data = [{ id: 'Qwen/Qwen3-8B', owned_by: 'vllm', max_model_len: 40960 }];
    assert.deepEqual(await find('openai', await serve({ '/v1/models': { data } }, paths)), ['vLLM: Qwen/Qwen3-8B (40960, null)']);
    assert.deepEqual(paths, ['/v1/models']);
    assert.deepEqual(await find('openai', await serve({ '/v1/models': { data: [{ id: 'a' }, { id: 'b' }] } })), [
      'OpenAI-compatible server: a (null, null)',
      'OpenAI-compatible server: b (null, null)',
    ]);
  });

  it('are marked as very small where `npm run models` serves them', async () => {
    assert.deepEqual(SERVE_PORTS, SMALL_PORTS);
    const port = await serve({ '/v1/models': { data: [{ id: 'smollm2', owned_by: 'llamacpp' }] } });
    const [small] = await findLocalModels({ ports: [{ kind: 'small', port }], limitMs: 5000 });
    assert.deepEqual([small?.small, small?.baseUrl, small?.context], [true, `http://127.0.0.1:${port}/v1`, null]);
  });

  it('are found also where another server hangs, sends nonsense, or refuses', async () => {
    const gone = await serve({});
    await new Promise((resolve) => opened.pop()?.close(resolve));
    const hangs = await listen(net.createServer());
    const breaks = await listen(net.createServer((socket) => socket.end('220 mail.example ESMTP\r\n')));
    const html = await serve({ '/v1/models': '<!doctype html>', '/api/tags': '[1,', '/api/v0/models': '"x"' });
    const odd = await serve({ '/v1/models': { data: [null, 7, 'x', [], { id: 5 }, { id: '' }] }, '/api/tags': { models: { name: 'x' } } });
    const well = await serve({ '/v1/models': { data: [{ id: 'well' }] } });
    const bad = [gone, hangs, breaks, html, odd].flatMap((port) =>
      (['ollama', 'lm-studio', 'openai'] as const).map((kind) => ({ kind, port })),
    );
    const found = await findLocalModels({ ports: [...bad, { kind: 'openai', port: well }], limitMs: 400 });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['well'],
    );
  });

  it('are listed without a context where only that answer does not come', async () => {
    const port = await listen(
      http.createServer(({ url }, response) => {
        if (url === '/v1/models') response.end(JSON.stringify({ data: [{ id: 'a' }] }));
      }),
    );
    assert.deepEqual(await find('openai', port, 400), ['OpenAI-compatible server: a (null, null)']);
  });

  it('have limits: how many, how long a name, which characters, how large a number', async () => {
    const names = ['a'.repeat(200), 'a'.repeat(201), "$(env('KEY'))", '$(trash)', '[b](command:x)', 'a\nb', 'a\u202eb', '<b>', 'd', 'd'];
    const data = [...names.map((id) => ({ id, max_model_len: 1e15 })), ...Array.from({ length: 500 }, (_, i) => ({ id: `m${i}` }))];
    const found = await findLocalModels({ ports: [{ kind: 'openai', port: await serve({ '/v1/models': { data } }) }], limitMs: 5000 });
    assert.deepEqual(
      found.slice(0, 3).map(({ name, context }) => [name, context]),
      [
        ['a'.repeat(200), null],
        ['d', null],
        ['m0', null],
      ],
    );
    assert.ok(found.length < 64);
  });

  it('are of 127.0.0.1 only: no redirect is followed, and nothing on ::1 is asked', async () => {
    const paths: string[] = [];
    const elsewhere = await serve({ '/v1/models': { data: [{ id: 'elsewhere' }] } }, paths);
    const guide = await listen(
      http.createServer((_, response) => response.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/v1/models` }).end()),
    );
    assert.deepEqual(await find('openai', guide), []);
    const six = http.createServer((_, response) => response.end(JSON.stringify({ data: [{ id: 'six' }] })));
    const port = await listen(six, '::1').catch(() => null);
    if (port !== null) assert.deepEqual(await find('openai', port), []);
    assert.deepEqual(paths, []);
  });
});
