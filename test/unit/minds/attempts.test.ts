/**
 * Every request that leaves is a call: second tries, other dialects and lost connections too. The server counts for itself, and
 * the ledger never has another number, nor the server more than the budget allows.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { rng } from '../../../src/core/random/rng.js';
import { BUDGET_REACHED, type MindFault } from '../../../src/engine/model/mind.js';
import { Ledger, Limiter, withCare } from '../../../src/minds/layers/index.js';
import { leanFetch } from '../../../src/minds/openai/index.js';
import { type Mode, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';
import { mindAt, question } from './openaiSupport.js';

const QUESTIONS = 40;
const AGAIN: readonly Mode[] = ['reset', 'cut-body', 'server-error', 'rate-limited-bare', 'wrong-schema', 'half-json', 'empty'];

/** How many were answered, and how many were refused because the budget was used up. */
async function asked(seed: number, calls: number, modes: readonly Mode[], badness: number): Promise<[answered: number, broke: number]> {
  const random = rng(seed, 'attempts');
  const server = await startModelServer({ mode: () => (random() < badness ? modes[Math.floor(random() * modes.length)]! : 'ok') });
  const lean = leanFetch({ maxSockets: 4 });
  const timing = fastTiming(seed);
  const ledger = new Ledger({ calls });
  const limiter = new Limiter({ most: 8, timing });
  const care = { timing, ledger, limiter, price: null, maxTokens: 100 };
  const mind = withCare(mindAt(server.baseUrl, { fetch: lean.fetch, maxTokens: 100 }), care);
  try {
    const all = Array.from({ length: QUESTIONS }, (_, occurrence) => mind.ask({ ...question(), occurrence }, neverCancelled));
    const settled = await Promise.allSettled(all);
    assert.equal(server.requests.length, ledger.spent.calls, `seed ${seed}: the ledger says ${ledger.spent.calls}`);
    assert.ok(server.requests.length <= calls, `seed ${seed}: ${server.requests.length} of ${calls}`);
    assert.equal(ledger.out, 0);
    const broke = settled.filter((one) => one.status === 'rejected' && (one.reason as MindFault).code === BUDGET_REACHED);
    return [settled.filter(({ status }) => status === 'fulfilled').length, broke.length];
  } finally {
    lean.dispose();
    await server.close();
  }
}

describe('calls that the server counts', function () {
  this.timeout(20_000);

  it('equal the calls in the ledger, and never exceed the budget, whatever fails', async () => {
    let broke = 0;
    for (let seed = 0; seed < 20; seed++) broke += (await asked(seed, 20 + seed, AGAIN, 0.5))[1];
    assert.ok(broke > 20, `${broke} questions met the budget`);
  });

  it('include the calls that detect a dialect', async () => {
    const downs: readonly Mode[] = ['no-response-format'];
    assert.deepEqual((await asked(1, 2, downs, 1))[0], 0, 'two calls find out that formats are not known');
    assert.ok((await asked(1, 1000, downs, 1))[0] === QUESTIONS);
  });
});
