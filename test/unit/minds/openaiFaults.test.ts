import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { EndpointFault, leanFetch } from '../../../src/minds/openai/index.js';
import { startModelServer, type Mode, type ModelServer } from '../../support/modelServer.js';
import { faultOf, mindAt } from './openaiSupport.js';

/** Mode of the server, code of the fault, whether it is worth trying again, and what its words must say. */
const cases: readonly (readonly [mode: Mode, code: string, retryable: boolean, words: RegExp])[] = [
  ['unauthorized', 'unauthorized', false, /wants a key.*'Society: Set Key'/],
  ['forbidden', 'unauthorized', false, /'Society: Set Key'/],
  ['no-credit', 'no-credit', false, /no credit left/],
  ['model-not-found', 'model-not-found', false, /no model called 'qwen3:8b'.*name:/],
  ['wrong-path', 'wrong-address', false, /usually ends in \/v1/],
  ['rate-limited', 'rate-limited', true, /Wait a little/],
  ['loading', 'loading', true, /still loading the model/],
  ['no-slot', 'rate-limited', true, /lower concurrency: at the model 'small'/],
  ['busy', 'rate-limited', true, /lower concurrency:/],
  ['only-thinks', 'empty-content', false, /thought, but wrote no answer.*max_tokens/],
  ['server-error', 'server-error', true, /failed \(500\)\. Run again later/],
  ['error-as-success', 'rate-limited', true, /Wait a little/],
  ['too-long', 'too-long', false, /Recall fewer memories/],
  ['half-json', 'broken-answer', true, /broke off/],
  ['cut-body', 'connection-lost', true, /closed the connection/],
  ['reset', 'connection-lost', true, /closed the connection/],
  ['html', 'not-json-protocol', false, /does not speak the OpenAI protocol/],
  ['other-json', 'not-json-protocol', false, /does not speak the OpenAI protocol/],
  ['empty', 'empty-content', true, /empty answer/],
  ['empty-after-thinking', 'empty-content', false, /thought, but wrote no answer.*max_tokens/],
  ['refusal', 'refused', false, /refused to answer: “I can't help with that”/],
  ['filtered', 'refused', false, /refused to answer\./],
  ['length', 'cut-short', false, /Raise max_tokens/],
];

describe('faults of an endpoint', () => {
  let server: ModelServer;
  before(async () => {
    server = await startModelServer();
  });
  after(() => server.close());

  for (const [mode, code, retryable, words] of cases) {
    it(`have a plain message: ${mode} is ${code}`, async () => {
      server.mode = mode;
      const asked = server.requests.length;
      const fault = await faultOf(mindAt(server.baseUrl));
      assert.deepEqual([fault.code, fault.retryable], [code, retryable]);
      assert.match(fault.message, words);
      assert.doesNotMatch(fault.message, /\n| at .*\.[mc]?js:|Traceback|undefined|\[object/);
      assert.equal(server.requests.length, asked + 1, 'asked once, trying again is another layer');
    });
  }

  it('include how long the server asks to wait', async () => {
    server.mode = 'rate-limited';
    const fault = await faultOf(mindAt(server.baseUrl));
    assert.ok(fault instanceof EndpointFault);
    assert.deepEqual([fault.status, fault.retryAfter], [429, '7']);
  });

  it('read a date to wait for by the clock of the server, not by the local one', async () => {
    server.mode = 'unavailable';
    const fault = await faultOf(mindAt(server.baseUrl));
    assert.ok(fault instanceof EndpointFault);
    const seconds = Number(fault.retryAfter);
    assert.ok(seconds >= 1 && seconds <= 3, fault.retryAfter ?? 'none');
  });

  it('never quote a key, or control characters, when the server repeats them', async () => {
    server.mode = 'echoes-key';
    const key = 'my-own/secret+key 1';
    const fault = await faultOf(mindAt(server.baseUrl, { key }));
    assert.equal(server.requests.at(-1)?.headers.authorization, `Bearer ${key}`);
    assert.doesNotMatch(fault.message, /my-own|secret\+key|\n|\u202e/);
    assert.match(fault.message, /\[key\]/);
  });

  it('never show a key that cannot be sent', async () => {
    server.mode = 'ok';
    const fault = await faultOf(mindAt(server.baseUrl, { key: 'sk-line\nbreak' }));
    assert.equal(fault.code, 'bad-key');
    assert.doesNotMatch(fault.message, /line|break/);
  });

  it('have no property that could be logged with the key in it', async () => {
    server.mode = 'unauthorized';
    const fault = await faultOf(mindAt(server.baseUrl, { key: 'sk-abcdefghijkl' }));
    const { inspect } = await import('node:util');
    assert.doesNotMatch(inspect(fault, { depth: 9, showHidden: true }), /abcdefghijkl/);
  });

  it('report a server that is down', async () => {
    const gone = await startModelServer();
    await gone.close();
    const fault = await faultOf(mindAt(gone.baseUrl));
    assert.equal(fault.code, 'endpoint-down');
    assert.ok(fault.message.startsWith(`Nothing answers at ${gone.origin}. Start the server there`));
  });

  it('report a server that does not exist', async () => {
    const fault = await faultOf(mindAt('http://no-such-host.invalid/v1'));
    assert.equal(fault.code, 'endpoint-down');
    assert.match(fault.message, /no server called http:\/\/no-such-host\.invalid/);
  });

  it('report an invalid address, without a request', async () => {
    for (const address of ['', 'localhost', 'ftp://localhost/v1', 'http://me:pw@localhost/v1']) {
      const fault = await faultOf(mindAt(address));
      assert.equal(fault.code, 'bad-address');
      assert.doesNotMatch(fault.message, /me:pw/);
    }
  });

  it('report encryption that fails', async () => {
    const fault = await faultOf(mindAt(server.baseUrl.replace('http:', 'https:')));
    assert.equal(fault.code, 'tls');
  });

  it('report another program that listens there', async () => {
    const other = createTcpServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    assert.equal((await faultOf(mindAt(`http://127.0.0.1:${port}/v1`))).code, 'not-json-protocol');
    other.close();
  });

  it('drop an answer that is too large, long before its end', async () => {
    server.mode = 'huge';
    const lean = leanFetch({ maxAnswerBytes: 500_000 });
    const fault = await faultOf(mindAt(server.baseUrl, { fetch: lean.fetch }));
    assert.equal(fault.code, 'answer-too-large');
    assert.match(fault.message, /larger than 0\.5 MB/);
    lean.dispose();
  });

  it('do not follow a redirect, and report its target', async () => {
    const elsewhere = await recorder();
    const guide = await startModelServer({ mode: 'redirect', redirectTo: `${elsewhere.origin}/v1/chat/completions` });
    const fault = await faultOf(mindAt(guide.baseUrl, { key: 'sk-abcdefghijkl' }));
    assert.equal(fault.code, 'redirected');
    assert.ok(fault.message.includes(elsewhere.origin));
    assert.equal(elsewhere.count(), 0);
    elsewhere.server.close();
    await guide.close();
  });
});

async function recorder(): Promise<{ server: Server; origin: string; count(): number }> {
  let count = 0;
  const server = createServer((_, response) => {
    count++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => count };
}
