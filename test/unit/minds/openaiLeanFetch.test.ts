import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { OpenAI } from 'openai';
import { leanFetch } from '../../../src/minds/openai/index.js';
import { startModelServer } from '../../support/modelServer.js';

describe('the lean fetch', () => {
  let server: http.Server;
  let origin: string;
  let respond: http.RequestListener;
  const lean = leanFetch({ maxAnswerBytes: 1000 });
  before(async () => {
    server = http.createServer((request, response) => respond(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    lean.dispose();
    server.close();
  });

  it('answers like the global one: status, headers, text', async () => {
    respond = (_, response) => response.writeHead(418, 'Teapot', { 'X-One': '1' }).end('\ufeffgrüß dich');
    for (const fetcher of [fetch, lean.fetch]) {
      const response = await fetcher(`${origin}/a?b=c`);
      assert.deepEqual([response.status, response.statusText, response.ok, response.url], [418, 'Teapot', false, `${origin}/a?b=c`]);
      assert.equal(response.headers.get('x-one'), '1');
      assert.deepEqual(
        [response.headers.has('X-ONE'), response.headers.get('x-two'), new Map(response.headers).get('x-one')],
        [true, null, '1'],
      );
      assert.equal(await response.text(), 'grüß dich');
    }
  });

  it('sends method, headers in any form, and the body with its length', async () => {
    const seen: unknown[] = [];
    respond = (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      request.on('end', () => {
        seen.push([request.method, request.headers['x-a'], request.headers['content-length'], body]);
        response.end('{"ok":true}');
      });
    };
    for (const headers of [{ 'X-A': '1' }, new Headers({ 'X-A': '1' }), [['X-A', '1']] as [string, string][]]) {
      const response = await lean.fetch(new URL(origin), { method: 'POST', headers, body: 'grüß' });
      assert.deepEqual(await response.json(), { ok: true });
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 3 }, () => ['POST', '1', '6', 'grüß']),
    );
  });

  it('reuses a connection', async () => {
    const ports = new Set<number | undefined>();
    respond = (request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    };
    for (let i = 0; i < 5; i++) await (await lean.fetch(origin)).text();
    assert.equal(ports.size, 1);
  });

  it('sends nothing twice, not even where the server closed an idle connection at the same moment', async () => {
    let received = 0;
    const known = new Set<unknown>();
    respond = (request, response) => {
      received++;
      if (known.has(request.socket)) request.socket.resetAndDestroy();
      else response.end('fine');
      known.add(request.socket);
    };
    const own = leanFetch();
    const send = async (): Promise<string> => (await own.fetch(origin, { method: 'POST', body: 'x' })).text();
    assert.equal(await send(), 'fine');
    await assert.rejects(send(), { code: 'ECONNRESET' });
    assert.equal(received, 2);
    assert.equal(await send(), 'fine');
    own.dispose();
  });

  it('rejects a connection that is reset the first time', async () => {
    let count = 0;
    respond = (request) => {
      count++;
      request.socket.resetAndDestroy();
    };
    const own = leanFetch();
    await assert.rejects(own.fetch(origin), { code: 'ECONNRESET' });
    assert.equal(count, 1);
    own.dispose();
  });

  it('aborts before a request, while waiting and while reading', async () => {
    await assert.rejects(lean.fetch(origin, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    respond = () => {};
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 20);
    await assert.rejects(lean.fetch(origin, { signal: waiting.signal }), { name: 'AbortError' });
    respond = (_, response) => {
      response.write('half');
    };
    const reading = new AbortController();
    const response = await lean.fetch(origin, { signal: reading.signal });
    setTimeout(() => reading.abort(), 20);
    await assert.rejects(response.text(), { name: 'AbortError' });
  });

  it('stops at a body that is too large, read whole or as a stream', async () => {
    respond = (_, response) => response.end('x'.repeat(1001));
    await assert.rejects((await lean.fetch(origin)).text(), { code: 'ANSWER_TOO_LARGE' });
    const { body } = await lean.fetch(origin);
    await assert.rejects(
      async () => {
        for await (const _ of body ?? []) {
          /* read on */
        }
      },
      { code: 'ANSWER_TOO_LARGE' },
    );
    respond = (_, response) => response.end('x'.repeat(1000));
    assert.equal((await (await lean.fetch(origin)).text()).length, 1000);
  });

  it('rejects a body that ends early, before and after a reader asks for it', async () => {
    respond = (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => request.socket.destroy(), 5);
    };
    await assert.rejects((await lean.fetch(origin)).text(), { code: 'ECONNRESET' });
    const response = await lean.fetch(origin);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await assert.rejects(response.text());
  });

  it('reads `request` at each call, so that the editor can install its proxy there', async () => {
    const original = { http: http.request, https: https.request };
    const used: string[] = [];
    const noting =
      (name: 'http' | 'https') =>
      (...args: Parameters<typeof http.request>) => {
        used.push(name);
        return original[name](...args);
      };
    respond = (_, response) => response.end();
    try {
      http.request = noting('http') as typeof http.request;
      https.request = noting('https') as typeof https.request;
      await (await lean.fetch(origin)).text();
      await assert.rejects(lean.fetch(origin.replace('http:', 'https:')));
    } finally {
      http.request = original.http;
      https.request = original.https;
    }
    assert.deepEqual(used, ['http', 'https']);
  });

  it('rejects addresses with a password and other schemes', async () => {
    await assert.rejects(lean.fetch('http://a:b@localhost/'), TypeError);
    await assert.rejects(lean.fetch('file:///etc/passwd'), TypeError);
  });

  it('streams to the openai package', async () => {
    const models = await startModelServer({ reply: () => 'one two three four five' });
    let text = '';
    for await (const chunk of await streamFrom(models.baseUrl)) text += chunk.choices[0]?.delta.content ?? '';
    assert.equal(text, 'one two three four five');
    await models.close();
  });

  it('closes the connection when a stream is left before its end', async () => {
    const left = new Promise<void>((resolve) => {
      respond = (_, response) => {
        response.on('close', resolve);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {"choices":[{"index":0,"delta":{"content":"one"}}]}\n\n');
      };
    });
    for await (const chunk of await streamFrom(origin)) {
      assert.equal(chunk.choices[0]?.delta.content, 'one');
      break;
    }
    await left;
  });

  function streamFrom(baseURL: string) {
    const client = new OpenAI({ apiKey: 'x', baseURL, fetch: lean.fetch, maxRetries: 0 });
    return client.chat.completions.create({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Hello.' }] });
  }
});
