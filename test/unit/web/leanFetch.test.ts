/** The requests of a browser, against a real server. */
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import { faultOf } from '../../../src/minds/openai/faults.js';
import { AnswerTooLarge } from '../../../src/node/http/answerTooLarge.js';
import { leanFetch } from '../../../src/web/http/leanFetch.js';

describe('a request in a browser', () => {
  let server: Server;
  let origin = '';
  let received: IncomingHttpHeaders = {};
  before(async () => {
    server = createServer((request, response) => {
      received = request.headers;
      if (request.url === '/large') response.end('x'.repeat(1000));
      else if (request.url === '/moved') response.writeHead(302, { location: 'http://elsewhere.invalid/' }).end();
      else if (request.url === '/none') response.writeHead(204).end();
      else if (request.url !== '/silent') response.end('{"a":1}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('sends no header that needs a permission which servers do not give', async () => {
    const { fetch } = leanFetch();
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'society-studio',
      authorization: 'Bearer k',
    };
    const response = await fetch(`${origin}/`, { method: 'GET', headers: { ...headers, 'content-type': 'application/json' } });
    assert.deepEqual(await response.json(), { a: 1 });
    assert.equal(received.authorization, 'Bearer k');
    assert.notEqual(received['user-agent'], 'society-studio');
    assert.equal(received['content-type'], undefined);
    await fetch(`${origin}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    assert.equal(received['content-type'], 'application/json');
  });

  it('drops an answer that is too large, follows no redirect, and knows an empty answer', async () => {
    const { fetch } = leanFetch({ maxAnswerBytes: 999 });
    await assert.rejects(async () => (await fetch(`${origin}/large`)).text(), AnswerTooLarge);
    assert.equal(await (await leanFetch({ maxAnswerBytes: 1000 }).fetch(`${origin}/large`)).text(), 'x'.repeat(1000));
    assert.ok([302, 307].includes((await fetch(`${origin}/moved`)).status));
    assert.equal((await fetch(`${origin}/none`)).status, 204);
  });

  it('ends a call that is cancelled', async () => {
    const controller = new AbortController();
    const call = leanFetch().fetch(`${origin}/silent`, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(call, { name: 'AbortError' });
  });

  it('explains that an answer is not shown: nothing answers, or the server does not allow the page', async () => {
    const closed = await leanFetch()
      .fetch('http://127.0.0.1:1/')
      .catch((error: unknown) => error);
    const endpoint = { id: 'gpt', origin: 'https://api.example.com', model: 'm', key: null };
    const words = faultOf(new Error('outer', { cause: closed }), endpoint);
    assert.equal(words.code, 'endpoint-down');
    assert.match(words.message, /Nothing answers at https:\/\/api\.example\.com, or .*\(CORS\).*'gpt'.*desktop editor/);
    assert.match(faultOf(closed, { ...endpoint, origin: 'http://127.0.0.1:11434' }).message, /OLLAMA_ORIGINS/);
  });
});
