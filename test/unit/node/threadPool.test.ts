import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CancellationSource } from '../../../src/core/util/lifecycle.js';
import { ThreadPool } from '../../../src/node/threadPool.js';

/** Doubles numbers; dies of what it is told to, at once or the first time only. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from 'node:worker_threads';
    const first = new Int32Array(workerData);
    parentPort.on('message', (n) => {
      if (n === 13) process.exit(3);
      if (n === 7 && Atomics.add(first, 0, 1) === 0) throw new Error('once');
      if (n === 99) for (;;);
      parentPort.postMessage(2 * n);
    });
    parentPort.postMessage('ready');
  `)}`,
);
const open = (size: number): ThreadPool<number, number> => new ThreadPool({ script, size, data: new SharedArrayBuffer(4) });

describe('a pool of threads', () => {
  it('answers all requests, and loses only those that end a thread twice', async () => {
    const pool = open(2);
    const answers = await Promise.all([1, 2, 7, 13, 5, 6].map((n) => pool.ask(n)));
    assert.deepEqual(answers, [
      { ok: true, answer: 2 },
      { ok: true, answer: 4 },
      { ok: true, answer: 14 },
      { ok: false, message: 'it ended with code 3' },
      { ok: true, answer: 10 },
      { ok: true, answer: 12 },
    ]);
    await pool.close();
  }).timeout(10_000);

  it('ends threads that would run forever', async () => {
    const pool = open(2);
    const endless = pool.ask(99);
    assert.deepEqual(await pool.ask(4), { ok: true, answer: 8 });
    await Promise.all([pool.close(), assert.rejects(endless, /closed/)]);
    await assert.rejects(pool.ask(1), /closed/);
  }).timeout(10_000);

  it('ends a thread whose answer is no longer needed, and answers the rest with another', async () => {
    const pool = open(1);
    const over = new CancellationSource();
    const endless = pool.ask(99, over.token);
    const unwanted = pool.ask(1, over.token);
    const wanted = pool.ask(4);
    over.cancel();
    await assert.rejects(endless, /The question was cancelled/);
    await assert.rejects(unwanted, /The question was cancelled/);
    assert.deepEqual(await wanted, { ok: true, answer: 8 });
    await pool.close();
  }).timeout(10_000);

  it('reports that no thread starts', async () => {
    const pool = new ThreadPool<number, number>({ script: new URL('data:text/javascript,throw new Error("no")'), size: 2, data: null });
    await assert.rejects(pool.ask(1), /does not start: no/);
    await pool.close();
  }).timeout(10_000);
});
