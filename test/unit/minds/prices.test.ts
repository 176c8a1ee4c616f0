/** Prices of models: by the file, by the table, on this machine, or unknown. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { costOf, originOf, type PricedSpec, priceOf, PRICES } from '../../../src/minds/index.js';

describe('prices', () => {
  it('are those of the file, of the table for the same address, or unknown', () => {
    const spec = (base_url: string, name: string): PricedSpec => ({ kind: 'openai', base_url, name });
    const openai = 'https://api.openai.com/v1';
    assert.equal(priceOf(spec(openai, 'gpt-5-mini-2025-08-07'))!.input, 0.25);
    assert.equal(priceOf(spec(openai, 'GPT-4o'))!.input, 2.5);
    assert.equal(priceOf(spec(openai, 'gpt-9')), null);
    assert.equal(priceOf(spec('https://elsewhere.example/v1', 'gpt-4o')), null);
    assert.equal(priceOf({ kind: 'editor', name: 'gpt-4o' }), null);
    assert.equal(priceOf(spec('http://127.0.0.1:8000/v1', 'gpt-4o'))!.from, 'local');
    for (const kind of ['builtin', 'random', 'scripted', 'recorded', 'human']) assert.equal(priceOf({ kind })!.input, 0);
    assert.deepEqual(priceOf({ ...spec(openai, 'gpt-4o'), price: { input: 1, output: 2 } }), {
      ...{ input: 1, output: 2, currency: 'USD', from: 'file', source: null, date: null },
    });
  });

  it('are per million tokens', () => {
    assert.equal(costOf({ input: 2, output: 8 }, { input: 500_000, output: 250_000 }), 3);
    const cached = { input: 500_000, output: 250_000, cached: 400_000 };
    assert.equal(costOf({ input: 2, output: 8 }, cached), 3);
    assert.equal(costOf({ input: 2, output: 8, cached: 0.5 }, cached), 0.2 + 0.2 + 2);
  });

  it('have the address and date of their source', () => {
    for (const { origin, source, date, input, output, name } of PRICES) {
      assert.equal(originOf(origin), origin);
      assert.match(source, /^https:\/\//);
      assert.match(date, /^20\d\d-\d\d(-\d\d)?$/);
      assert.ok(input > 0 && name !== '' && (/embedding/.test(name) ? output === 0 : output >= input));
    }
  });
});
