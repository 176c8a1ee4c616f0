/** Answers that are read while they are written, and endpoints that cannot give them so. */
import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { MindAnswer } from '../../../src/engine/model/mind.js';
import { retry } from '../../../src/minds/layers/index.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';
import { fakeTiming } from '../../support/timing.js';
import { mindAt, question } from './openaiSupport.js';

const again = retry({ timing: fakeTiming() });

/** Asks and reads along. */
async function readAlong(baseUrl: string, token = neverCancelled): Promise<{ answer: MindAnswer; heard: readonly string[] }> {
  const heard: string[] = [];
  const answer = await again(mindAt(baseUrl)).ask({ ...question(), heard: (soFar) => heard.push(soFar) }, token);
  return { answer, heard };
}

describe('an answer that is streamed', () => {
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer({ reply: () => '{"action":"nothing","text":"Grüße 👋 an alle","votes":[]}' });
  });
  afterEach(() => server.close());

  it('is reported as it grows, and ends as the whole answer with its usage', async () => {
    const { answer, heard } = await readAlong(server.baseUrl);
    assert.ok(heard.length > 3);
    for (const [i, text] of heard.slice(1).entries()) assert.ok(text.length > heard[i]!.length && text.startsWith(heard[i]!), text);
    assert.deepEqual(answer, { text: heard.at(-1), usage: { input: 100, output: 20 } });
    assert.equal(server.requests[0]?.body?.stream, true);
  });

  it('is requested only where a caller reads along', async () => {
    await mindAt(server.baseUrl).ask(question(), neverCancelled);
    assert.equal(server.requests[0]?.body?.stream, undefined);
  });

  it('is one piece where the server cannot stream: a server that refuses is asked again, one that ignores it is not', async () => {
    server.mode = 'no-stream';
    const refused = await readAlong(server.baseUrl);
    assert.deepEqual([refused.heard, server.requests.map(({ body }) => body?.stream)], [[], [true, undefined]]);
    server.mode = 'ignores-stream';
    const ignored = await readAlong(server.baseUrl);
    assert.deepEqual([ignored.heard, server.requests.length], [[], 3]);
    assert.deepEqual(ignored.answer, refused.answer);
  });
});

describe('a stream with a fault', () => {
  let server: Server;
  let speak: (response: ServerResponse) => void = () => {};
  let closed = 0;
  let baseUrl = '';
  before(async () => {
    server = createServer((request, response) => {
      response.on('close', () => closed++);
      request.resume();
      speak(response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  after(() => server.close());

  const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
  const delta = (more: object, finish: string | null = null): string =>
    data({ choices: [{ index: 0, delta: more, finish_reason: finish }] });
  const asked = (token = neverCancelled): Promise<MindAnswer> =>
    Promise.resolve(mindAt(baseUrl).ask({ ...question(), heard: () => {} }, token));

  const cases: readonly (readonly [what: string, code: string, text: string])[] = [
    ['ends in the middle', 'connection-lost', delta({ content: '{"act' })],
    ['ends before it says anything', 'connection-lost', ': hello\n\n'],
    ['says only that it is done', 'not-json-protocol', 'data: [DONE]\n\n'],
    ['is no JSON', 'broken-answer', 'data: {"choices":[\n\n'],
    ['has an error in it', 'rate-limited', delta({ content: '{' }) + data({ error: { code: 429, message: 'Upstream is busy' } })],
    ['refuses', 'refused', delta({ refusal: 'No. ' }) + delta({ refusal: 'Never.' }, 'stop')],
    ['thinks and says nothing', 'empty-content', delta({ reasoning_content: 'Well…' }) + delta({}, 'stop')],
    ['reaches its limit', 'cut-short', delta({ content: '{"a' }, 'length')],
  ];
  for (const [what, code, text] of cases)
    it(`reports it: it ${what}`, async () => {
      speak = (response) => response.end(text);
      await assert.rejects(asked(), { code });
    });

  it('is joined wherever it is cut, also inside characters and line ends', async () => {
    const text = `: ping\r\n\r\n${delta({ role: 'assistant' })}${delta({ content: '{"text":"ü👋' })}data:${JSON.stringify({ choices: [{ delta: { content: '"}' }, finish_reason: 'stop' }] })}\r\n\r\ndata: [DONE]`;
    const bytes = Buffer.from(text);
    for (let size = 1; size < 40; size += 6) {
      speak = (response) => {
        for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size));
        response.end();
      };
      assert.equal((await asked()).text, '{"text":"ü👋"}');
    }
  });

  it('has the arguments of a tool, where the file asks for a call', async () => {
    const call = (text: string, finish: string | null = null): string =>
      delta({ tool_calls: [{ index: 0, function: { arguments: text } }] }, finish);
    speak = (response) => response.end(call('{"action":') + call('"nothing"}', 'tool_calls'));
    const heard: string[] = [];
    const mind = mindAt(baseUrl, { schema: 'tools' });
    const { text } = await mind.ask({ ...question(), heard: (soFar) => heard.push(soFar) }, neverCancelled);
    assert.deepEqual([heard, text], [['{"action":', '{"action":"nothing"}'], '{"action":"nothing"}']);
  });

  it('closes the connection when it is cancelled in the middle', async () => {
    speak = (response) => response.write(delta({ content: '{' }));
    const source = new CancellationSource();
    const before = closed;
    const one = { ...question(), heard: () => source.cancel() };
    await assert.rejects(async () => mindAt(baseUrl).ask(one, source.token), { code: 'cancelled' });
    for (let i = 0; i < 100 && closed === before; i++) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(closed, before + 1);
  });
});
