/** What real servers do while they load a model, where all of their slots are taken, and where they change the model. */
import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Mind } from '../../../src/engine/model/mind.js';
import { Ledger, Limiter, withCare, type Waiting } from '../../../src/minds/layers/index.js';
import { serverChanges } from '../../../src/runs/summary/serverChanges.js';
import { startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';
import { ask, leastAct, mindAt, question } from './openaiSupport.js';

const TEXT = JSON.stringify(leastAct);

describe('a real server', () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  function cared(baseUrl: string): { readonly mind: Mind; readonly waits: Waiting[]; readonly limiter: Limiter; readonly ledger: Ledger } {
    const timing = fastTiming();
    const waits: Waiting[] = [];
    const ledger = new Ledger({});
    const limiter = new Limiter({ most: 8, timing });
    const waiting = (wait: Waiting): void => void waits.push(wait);
    return { mind: withCare(mindAt(baseUrl), { timing, ledger, limiter, price: null, maxTokens: 100, waiting }), waits, limiter, ledger };
  }

  /** A server with its own answers to chat requests. */
  async function serve(answer: http.RequestListener): Promise<string> {
    const server = http.createServer((request, response) => request.resume().on('end', () => answer(request, response)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  const speak = (response: http.ServerResponse, more: object = {}): unknown =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ choices: [{ message: { content: TEXT }, finish_reason: 'stop' }], ...more }));

  it('that loads its model is asked again until it has loaded it, which is reported and costs nothing', async () => {
    const server = await startModelServer({ mode: (_, index) => (index < 30 ? 'loading' : 'ok') });
    closing.push(() => server.close());
    const { mind, waits, ledger } = cared(server.baseUrl);
    const answer = await mind.ask(question(), neverCancelled);
    assert.deepEqual(JSON.parse(answer.text ?? ''), leastAct);
    assert.equal(server.requests.length, 31);
    assert.deepEqual([...new Set(waits.map(({ code }) => code))], ['loading']);
    assert.ok(Math.max(...waits.map(({ ms }) => ms)) <= 5_000, 'it is asked soon after it has loaded');
    assert.equal(ledger.spent.input, 100);
  });

  it('that never loads its model is given up after five minutes', async () => {
    const server = await startModelServer({ mode: 'loading' });
    closing.push(() => server.close());
    const { mind, waits } = cared(server.baseUrl);
    await assert.rejects(async () => mind.ask(question(), neverCancelled), {
      code: 'loading',
      message: /still loading the model.*asked \d+ times/,
    });
    const waited = waits.reduce((sum, { ms }) => sum + ms, 0);
    assert.ok(waited > 200_000 && waited <= 300_000, `${waited}`);
  });

  it('with fewer slots than questions is asked less at once, and answers all of them', async () => {
    let [busy, refused] = [0, 0];
    const address = await serve((_, response) => {
      if (busy >= 2) {
        refused++;
        return response
          .writeHead(503)
          .end(JSON.stringify({ error: { code: 503, message: 'no slot available', type: 'unavailable_error' } }));
      }
      busy++;
      setTimeout(() => {
        busy--;
        speak(response);
      }, 2);
    });
    const { mind, limiter } = cared(address);
    let least = Infinity;
    const all = Array.from({ length: 24 }, async (_, occurrence) => {
      const { text } = await mind.ask({ ...question(), occurrence }, neverCancelled);
      least = Math.min(least, limiter.state.window);
      return text;
    });
    assert.deepEqual(
      await Promise.all(all),
      Array.from({ length: 24 }, () => TEXT),
    );
    assert.ok(refused > 0, 'the test never fills the slots');
    assert.ok(least <= 4, `the window was never below ${least}`);
  });

  it('names the model and version that answered, if they are not what was asked for', async () => {
    const bodies = [
      {},
      { model: 'qwen3:8b' },
      { model: 'qwen3:8b', system_fingerprint: 'fp_1' },
      { model: 'other\u202e\nmodel' },
      { model: 7 },
    ];
    const address = await serve(({ method }, response) =>
      method === 'GET' ? response.writeHead(404).end() : speak(response, bodies.shift()),
    );
    const mind = mindAt(address);
    const served: (string | undefined)[] = [];
    while (bodies.length > 0) served.push((await ask(mind)).served);
    assert.deepEqual(served, [undefined, undefined, 'qwen3:8b (fp_1)', 'other model', undefined]);
  });

  it('that changes its model in a run is reported; answers of an earlier run do not count', () => {
    const line = (served?: string, more: object = {}): Parameters<typeof serverChanges>[0][number] => ({
      ...{ mind: 'local', model: 'm' },
      ...(served === undefined ? {} : { served }),
      ...more,
    });
    assert.deepEqual(serverChanges([line(), line(), line('m')]), []);
    assert.deepEqual(serverChanges([line('m (fp_1)', { reused: true }), line()]), []);
    assert.deepEqual(serverChanges([line(undefined, { by: { mind: 'spare', model: 's', reason: 'refused' } }), line()]), []);
    assert.deepEqual(serverChanges([line('m (fp_1)'), line('m (fp_1)'), line('m (fp_2)'), line('n')]), [
      {
        ...{ kind: 'server', id: 'local', level: 'warning', count: 2, at: 'models.local' },
        text: 'The server of `local` did not answer with one model. Answers by model and version: m (fp_1): 2, m (fp_2): 1, n: 1.',
      },
    ]);
  });
});
