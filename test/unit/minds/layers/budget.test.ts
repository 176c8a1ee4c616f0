/** The purse against servers that take more than they say, or say more than they took. */
import assert from 'node:assert/strict';
import { neverCancelled } from '../../../../src/core/util/lifecycle.js';
import { BUDGET_REACHED, type Mind } from '../../../../src/engine/model/mind.js';
import { budget, layered, Ledger, type Limits } from '../../../../src/minds/layers/index.js';
import { type HostileServer, saying, sendJson, startHostileServer } from '../../../support/hostileServer.js';
import { leastAct, mindAt, question } from '../openaiSupport.js';
import { faultOf } from './support.js';

const PRICE = { input: 1, output: 10, currency: 'USD' } as const;

describe('the budget', () => {
  let server: HostileServer;
  before(async () => {
    server = await startHostileServer(saying('{}'));
  });
  after(() => server.close());

  function purse(limits: Limits, maxTokens: number | null = null): { readonly ledger: Ledger; readonly mind: Mind } {
    const ledger = new Ledger(limits);
    const endpoint = mindAt(server.baseUrl, maxTokens === null ? {} : { maxTokens });
    return { ledger, mind: layered(endpoint, [budget({ ledger, price: PRICE, maxTokens })]) };
  }

  const ask = async (mind: Mind) => mind.ask(question(), neverCancelled);

  /** Writes as many tokens as it is allowed, and 20,000 where nothing limits it. */
  const wordy = (): void => {
    server.behave = (response, request, index) => {
      const output = request.body?.max_tokens ?? 20_000;
      saying(JSON.stringify(leastAct), { prompt_tokens: 50, completion_tokens: output })(response, request, index);
    };
  };

  it('of tokens limits the length of the answer in each call, and is not exceeded', async () => {
    wordy();
    const { ledger, mind } = purse({ tokens: 10_000 });
    const first = server.requests.length;
    let fault = null;
    while (!fault)
      fault = await ask(mind).then(
        () => null,
        (error: { code: string }) => error,
      );
    assert.equal(fault.code, BUDGET_REACHED);
    const limits = server.requests.slice(first).flatMap(({ body }) => (body ? [body.max_tokens] : []));
    assert.equal(limits[0], 4096, 'the usual');
    assert.ok(limits.length > 2 && limits.at(-1)! < 4096 && limits.at(-1)! >= 256, `what was left: ${limits.join(', ')}`);
    const { input, output } = ledger.spent;
    assert.ok(input + output <= 10_000 && input + output > 8500, `${input + output} of 10000`);
  });

  it('of money also limits the length, and is not exceeded', async () => {
    wordy();
    const { ledger, mind } = purse({ money: { amount: 0.05, currency: 'USD' } });
    let fault = null;
    while (!fault)
      fault = await ask(mind).then(
        () => null,
        (error: { code: string }) => error,
      );
    assert.equal(fault.code, BUDGET_REACHED);
    assert.ok(ledger.spent.money <= 0.05 && ledger.spent.money > 0.04, String(ledger.spent.money));
  });

  it('of calls, and no budget, leave the length of answers to the model; a limit of the file stays', async () => {
    wordy();
    for (const [limits, maxTokens, sent] of [
      [{ calls: 5 }, null, undefined],
      [{}, null, undefined],
      [{ tokens: 9000 }, 700, 700],
    ] as const) {
      await ask(purse(limits, maxTokens).mind);
      assert.equal(server.requests.at(-1)!.body?.max_tokens, sent);
    }
  });

  const useless: readonly (readonly [string, unknown])[] = [
    ['without choices', { usage: { prompt_tokens: 60, completion_tokens: 10 } }],
    ['with choices that say nothing', { choices: [{}], usage: { prompt_tokens: 60, completion_tokens: 10 } }],
    [
      'cut at its limit',
      { choices: [{ message: { content: '{"a' }, finish_reason: 'length' }], usage: { prompt_tokens: 60, completion_tokens: 10 } },
    ],
    ['that is an error', { error: { code: 429, message: 'Busy' }, usage: { prompt_tokens: 60, completion_tokens: 10 } }],
  ];
  for (const [name, body] of useless)
    it(`books the usage that the server reports for an unusable answer: one ${name}`, async () => {
      server.behave = (response) => sendJson(response, body);
      const { ledger, mind } = purse({});
      await faultOf(ask(mind));
      const { calls, input, output, unsure } = ledger.spent;
      assert.deepEqual({ calls, input, output, unsure }, { calls: 1, input: 60, output: 10, unsure: 0 });
    });

  it('books the maximum where such an answer has no usage, and nothing for a page or a refusal', async () => {
    const took = async (): Promise<readonly [number, number]> => {
      const { ledger, mind } = purse({});
      await faultOf(ask(mind));
      return [ledger.spent.output, ledger.spent.unsure];
    };
    server.behave = (response) => sendJson(response, { hello: 'world' });
    assert.deepEqual(await took(), [4096, 1]);
    server.behave = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {}\n\n');
    assert.deepEqual(await took(), [4096, 1]);
    server.behave = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Sign in');
    assert.deepEqual(await took(), [0, 0]);
    server.behave = (response) => sendJson(response, { error: { message: 'no' } }, 401);
    assert.deepEqual(await took(), [0, 0]);
  });

  it('ignores impossible figures', async () => {
    for (const usage of [
      { prompt_tokens: 2 ** 50, completion_tokens: 20 },
      { prompt_tokens: 50, completion_tokens: 9e12 },
      { prompt_tokens: -5, completion_tokens: 20 },
      { prompt_tokens: 1.5, completion_tokens: 20 },
      { prompt_tokens: '50', completion_tokens: null },
    ]) {
      server.behave = saying(JSON.stringify(leastAct), usage);
      const { ledger, mind } = purse({});
      const answer = await ask(mind);
      assert.equal(answer.usage, undefined, 'they are not kept with the answer either');
      assert.deepEqual([ledger.spent.unsure, ledger.spent.output], [1, 4096]);
    }
  });
});
