/** Batches of a model: their limits, which questions they take, and the end of a run that leaves them. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Question } from '../../../../src/engine/model/question.js';
import type { BatchLog } from '../../../../src/minds/index.js';
import { BatchPool } from '../../../../src/minds/layers/batchPool.js';
import { Ledger } from '../../../../src/minds/layers/index.js';
import type { BatchServer, BatchState } from '../../../../src/minds/openai/batches.js';
import { fakeTiming, settle } from '../../../support/timing.js';
import { CancellationSource, faultOf, good, neverCancelled, question } from './support.js';

const surveyed = (n: number): Question => ({ ...question(), purpose: 'survey', hash: `${n}`.padStart(40, '0'), place: n });

/** A server in memory, whose batches end when `isDone` says so. */
function serverWith(isDone: () => boolean) {
  const files: string[] = [];
  const cancelled: string[] = [];
  const state = (file: string): BatchState => {
    const status = isDone() ? 'completed' : 'in_progress';
    return { id: `of ${file}`, status, total: 0, answered: 0, output: file, errors: null, problem: '' };
  };
  const server: BatchServer = {
    line: (id) => `${JSON.stringify({ custom_id: id, response: { status_code: 200, body: id } })}\n`,
    upload: async (lines) => `${files.push(lines) - 1}`,
    begin: async (file) => state(file),
    find: async () => null,
    state: async (batch) => state(batch.slice('of '.length)),
    cancel: async (batch) => void cancelled.push(batch),
    contents: async (file) => files[Number(file)]!,
    answer: (body) => ({ ...good, served: String(body) }),
  };
  return { server, files, cancelled };
}

function poolWith(server: BatchServer, limits?: { readonly requests: number; readonly bytes: number }, leavesBatches = false) {
  const ledger = new Ledger();
  const timing = fakeTiming();
  const log: BatchLog = {
    leavesBatches,
    earlier: () => [],
    uploaded: async (_, entries) => ({ job: 'j', settle: entries.map(() => () => undefined) }),
    begun: async () => undefined,
  };
  const budget = { ledger, price: null, maxTokens: 100 };
  return { ledger, timing, pool: new BatchPool({ mind: 'small', purposes: new Set(['survey']), server, budget, log, timing, limits }) };
}

describe('batches of a model', () => {
  it('have at most as many questions and bytes as the server allows', async () => {
    const { server, files } = serverWith(() => true);
    const size = server.line('0'.repeat(36), surveyed(0)).length;
    for (const [limits, sizes] of [
      [{ requests: 2, bytes: 1e6 }, [2, 2, 1]],
      [{ requests: 100, bytes: 3 * size + 1 }, [3, 2]],
      [undefined, [5]],
    ] as const) {
      files.length = 0;
      const { pool, ledger } = poolWith(server, limits);
      const answers = [0, 1, 2, 3, 4].map((n) => pool.ask(surveyed(n), neverCancelled));
      pool.send();
      const served = (await Promise.all(answers)).map((answer) => answer?.served);
      assert.equal(new Set(served).size, 5);
      assert.deepEqual(
        files.map((text) => text.trim().split('\n').length),
        sizes,
      );
      assert.equal(ledger.spent.calls, 5);
    }
  });

  it('take a question once, of their purposes, and not in the place of another model', () => {
    const { pool } = poolWith(serverWith(() => true).server);
    const one = surveyed(1);
    assert.equal(pool.takes(one), true);
    void pool.ask(one, neverCancelled);
    assert.equal(pool.takes({ ...one }), false);
    assert.equal(pool.takes(surveyed(2)), true);
    assert.equal(pool.takes({ ...surveyed(3), mind: 'other' }), false);
    assert.equal(pool.takes({ ...surveyed(3), purpose: 'act' }), false);
  });

  it('send nothing before they are told to', async () => {
    const { server, files } = serverWith(() => true);
    const { pool } = poolWith(server);
    const answer = pool.ask(surveyed(1), neverCancelled);
    await settle();
    assert.equal(files.length, 0);
    pool.send();
    assert.equal((await answer)?.batch, true);
  });

  for (const leaves of [false, true])
    it(`are ${leaves ? 'left' : 'cancelled'} when ${leaves ? 'only this process ends' : 'the run is stopped'}`, async () => {
      const { server, cancelled } = serverWith(() => false);
      const { pool, ledger, timing } = poolWith(server, undefined, leaves);
      const stop = new CancellationSource();
      const answer = pool.ask(surveyed(1), stop.token);
      pool.send();
      await timing.advance(30_000);
      stop.cancel();
      assert.equal((await faultOf(answer)).code, 'cancelled');
      assert.deepEqual(cancelled, leaves ? [] : ['of 0']);
      assert.equal(ledger.spent.unsure, 1);
    });
});
