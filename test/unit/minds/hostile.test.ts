/** Servers that mean harm: every call ends, with a reason, and what is kept of an answer is bounded. */
import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Mind } from '../../../src/engine/model/mind.js';
import { judge } from '../../../src/engine/observation/answer.js';
import { bound, layered, MOST_KEPT } from '../../../src/minds/layers/index.js';
import { type HostileServer, saying, startHostileServer, switching } from '../../support/hostileServer.js';
import { ask, faultOf, leastAct, mindAt, question } from './openaiSupport.js';

describe('an answer of a hostile server', () => {
  let server: HostileServer;
  before(async () => {
    server = await startHostileServer(saying('{}'));
  });
  after(() => server.close());

  for (const [to, closes] of [
    ['websocket', true],
    ['h2c', false],
  ] as const)
    it(`that switches to ${to}${closes ? ' and hangs up' : ''} is a fault with a reason`, async () => {
      server.behave = switching(to, closes);
      const fault = await faultOf(mindAt(server.baseUrl));
      assert.equal(fault.code, 'not-json-protocol');
      assert.match(fault.message, /does not speak the OpenAI protocol/);
    });

  it('with two million brackets is a fault, before it takes memory', async () => {
    server.behave = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[{"a":'.repeat(700_000));
    assert.equal((await faultOf(mindAt(server.baseUrl))).code, 'broken-answer');
  });

  it('with such brackets in the middle of a stream, or as an error, is a fault too', async () => {
    server.behave = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${'['.repeat(300_000)}\n\n`);
    const heard = { ...question(), heard: () => undefined };
    await assert.rejects(Promise.resolve(mindAt(server.baseUrl).ask(heard, neverCancelled)), { code: 'broken-answer' });
    server.behave = (response) => response.writeHead(400, { 'content-type': 'application/json' }).end('['.repeat(300_000));
    assert.equal((await faultOf(mindAt(server.baseUrl))).code, 'bad-request');
  });

  const kept = (mind: Mind) => ask(layered(mind, [bound]));

  it('that repeats itself is kept up to a limit, and checked at once', async () => {
    server.behave = saying('{"a":'.repeat(300_000));
    const answer = await kept(mindAt(server.baseUrl));
    assert.equal(answer.text?.length, MOST_KEPT);
    assert.deepEqual(judge(question(), answer), { status: 'fallback', reason: 'unparsable', value: null });
  });

  it('that is valid and very long is cut to the limits of its form', async () => {
    const said = { ...leastAct, text: 'so '.repeat(300_000), more: 'x'.repeat(500_000) };
    server.behave = saying(`Well: ${JSON.stringify(said)}`);
    const answer = await kept(mindAt(server.baseUrl));
    const verdict = judge(question(), answer);
    assert.deepEqual([verdict.status, verdict.reason], ['repaired', 'prose_around_json']);
    assert.deepEqual(verdict.value, { ...leastAct, text: 'so '.repeat(300_000).slice(0, 2000) });
    assert.ok(answer.text!.length < 3000);
  });

  it('that is short is kept unchanged', async () => {
    server.behave = saying(` Well: ${JSON.stringify(leastAct)}`);
    assert.equal((await kept(mindAt(server.baseUrl))).text, `Well: ${JSON.stringify(leastAct)}`);
  });
});
