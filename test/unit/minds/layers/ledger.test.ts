/** The purse: what is put aside and booked, and that a limit is never overrun, however many calls are under way. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rng } from '../../../../src/core/random/rng.js';
import type { MindAnswer } from '../../../../src/engine/model/mind.js';
import { budget, Ledger, type Limits, moneyText, wait } from '../../../../src/minds/layers/index.js';
import { fakeTiming, settle } from '../../../support/timing.js';
import { CancellationSource, failed, faultOf, good, mindOf, neverCancelled, question, rateLimited } from './support.js';

const about = { mind: 'm', agent: 'ada', purpose: 'act', round: 1, node: 'talk', currency: 'USD' } as const;
const cost = (tokens: number, money = 0) => ({ input: tokens, output: 0, money });

describe('the ledger of a run', () => {
  it('reserves the worst case and books the actual usage', async () => {
    const ledger = new Ledger({ tokens: 1000 });
    const hold = await ledger.hold(cost(900), about, neverCancelled);
    assert.deepEqual([ledger.out, ledger.spent.calls], [1, 0]);
    hold.settle({ input: 100, output: 20, money: 0.5 });
    hold.settle(null);
    assert.deepEqual(ledger.spent, { calls: 1, input: 100, output: 20, money: 0.5, unsure: 0 });
    assert.equal(ledger.out, 0);
  });

  it('waits for reservations of others, and is exhausted when there are none', async () => {
    const ledger = new Ledger({ tokens: 1000 });
    const first = await ledger.hold(cost(900), about, neverCancelled);
    let second: string | null = null;
    const waiting = ledger.hold(cost(800), about, neverCancelled).then((hold) => {
      second = 'held';
      return hold;
    });
    await settle();
    assert.equal(second, null);
    first.settle(cost(100));
    const hold = await waiting;
    const third = faultOf(ledger.hold(cost(500), about, neverCancelled));
    hold.settle(null);
    assert.equal((await third).code, 'budget-reached');
    assert.match((await third).message, /900 of 1000 tokens/);
    assert.equal((await faultOf(ledger.hold(cost(1), about, neverCancelled))).code, 'budget-reached');
  });

  it('continues when the limit is raised, and from the usage of an earlier part', async () => {
    const ledger = new Ledger({ calls: 10 });
    ledger.begin({ calls: 10, input: 5, output: 5, money: 0, unsure: 0 });
    assert.match((await faultOf(ledger.hold(cost(1), about, neverCancelled))).message, /10 of 10 calls/);
    ledger.limit({ calls: 11 });
    (await ledger.hold(cost(1), about, neverCancelled)).settle(null);
    assert.equal((await faultOf(ledger.hold(cost(1), about, neverCancelled))).code, 'budget-reached');
    assert.deepEqual([ledger.spent.calls, ledger.spent.unsure], [11, 1]);
  });

  it('stops waiting for callers that are cancelled', async () => {
    const ledger = new Ledger({ tokens: 100 });
    const first = await ledger.hold(cost(100), about, neverCancelled);
    const source = new CancellationSource();
    const second = faultOf(ledger.hold(cost(50), about, source.token));
    source.cancel();
    assert.equal((await second).code, 'cancelled');
    first.settle(cost(0));
    (await ledger.hold(cost(100), about, neverCancelled)).settle(null);
  });

  it('reports usage by agent, purpose, mind, round and node', async () => {
    const ledger = new Ledger();
    for (const agent of ['ada', 'ben', 'ada']) (await ledger.hold(cost(10), { ...about, agent }, neverCancelled)).settle(cost(7, 0.1));
    assert.equal(ledger.by('agent').get('ada')?.calls, 2);
    assert.equal(ledger.by('agent').get('ben')?.input, 7);
    assert.equal(ledger.by('purpose').get('act')?.calls, 3);
    assert.equal(ledger.by('node').get('talk')?.calls, 3);
    assert.equal(ledger.booked().length, 2);
  });

  it('is not exceeded with 64 open calls, whatever they use', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = rng(seed, 'purse');
      const timing = fakeTiming(seed);
      const limits: Limits[] = [{ calls: Math.floor(random() * 150) }, { tokens: 40_000 }, { money: { amount: 0.3, currency: 'USD' } }];
      const limit = limits[seed % 3]!;
      const ledger = new Ledger(limit);
      const mind = mindOf(async (): Promise<MindAnswer> => {
        await wait(timing, 1 + random() * 500, neverCancelled);
        const chance = random();
        if (chance < 0.1) throw rateLimited();
        if (chance < 0.2) throw failed('timeout');
        return { ...good, usage: { input: Math.floor(random() * 700), output: Math.floor(random() * 100) } };
      });
      const paid = budget({ ledger, price: { input: 5, output: 20, currency: 'USD' }, maxTokens: 100 })(mind);
      const codes: (string | null)[] = [];
      let next = 0;
      const place = async (): Promise<void> => {
        while (next++ < 300) {
          const fault = await Promise.resolve(paid.ask(question(), neverCancelled)).then(
            () => null,
            (error: { code: string }) => error.code,
          );
          codes.push(fault);
          if (fault === 'budget-reached') return;
        }
      };
      const places = Array.from({ length: 64 }, place);
      await timing.advance(1_000_000);
      await Promise.all(places);
      const { calls, input, output, money } = ledger.spent;
      assert.ok(codes.includes('budget-reached'), `seed ${seed}: the limit was never reached`);
      assert.equal(mind.asked.length, calls);
      assert.ok(calls <= (limit.calls ?? Infinity) && input + output <= (limit.tokens ?? Infinity), `seed ${seed}`);
      assert.ok(money <= (limit.money?.amount ?? Infinity) + 1e-9, `seed ${seed}: ${money}`);
      if (limit.calls !== undefined) assert.equal(calls, limit.calls);
      assert.equal(ledger.out, 0);
    }
  });

  it('books only the call where no server charges, and the worst case where the usage is unknown', async () => {
    const ledger = new Ledger();
    const faults = [rateLimited(), failed('unauthorized', false), failed('timeout')];
    const mind = mindOf((n) => {
      throw faults[n - 1]!;
    });
    const paid = budget({ ledger, price: null, maxTokens: 50 })(mind);
    for (let i = 0; i < 2; i++) await faultOf(paid.ask(question(), neverCancelled));
    assert.deepEqual(ledger.spent, { calls: 2, input: 0, output: 0, money: 0, unsure: 0 });
    await faultOf(paid.ask(question(), neverCancelled));
    assert.ok(ledger.spent.input > 100 && ledger.spent.output === 50 && ledger.spent.unsure === 1);
  });

  it('sends nothing for a caller that is cancelled while the call is recorded, and books only that call', async () => {
    const [ledger, source] = [new Ledger({ tokens: 100_000 }), new CancellationSource()];
    const settled: unknown[] = [];
    const sent = async () => {
      source.cancel();
      return (...taken: unknown[]) => void settled.push(taken);
    };
    const mind = mindOf(() => good);
    const paid = budget({ ledger, calls: { sent }, price: null, maxTokens: 50 })(mind);
    assert.equal((await faultOf(paid.ask(question(), source.token))).code, 'cancelled');
    assert.deepEqual([mind.asked.length, ledger.out, ledger.spent], [0, 0, { calls: 1, input: 0, output: 0, money: 0, unsure: 0 }]);
    assert.deepEqual(settled, [[{ input: 0, output: 0, money: 0 }, true]], 'and the folder knows');
  });

  it('formats money for people', () => {
    assert.deepEqual([moneyText(0, 'USD'), moneyText(1.5, 'EUR'), moneyText(0.00123, 'USD')], ['0.00 USD', '1.50 EUR', '0.0012 USD']);
  });
});
