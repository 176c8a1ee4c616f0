/**
 * Experiments over a real Redis, played by workers of the built command line. Workers are killed, Redis is killed and forgets, runs
 * fail, and entries of the queue are forged: every run is there once, and equals the run that this process plays.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { after, afterEach, before, describe, it } from 'mocha';
import { runSociety } from '../../support/commandLine.js';
import { noRedis, type RedisServer, startRedis } from '../../support/redis.js';

const cli = join(process.cwd(), 'dist', 'cli.mjs');
const QUEUE = 'society-1';

const study = (seeds: number): string => `society: 1
imports: [library/feed]
populations: { people: { size: 4 } }
ties: { friendship: { among: all, change: { rule: evidence } } }
scenarios: { meet: { world: feed, rounds: 4 } }
experiments:
  recall: { scenario: meet, grid: { memory.recall: [2, 8] }, seeds: ${seeds}, compare: { ties: { measure: reciprocity } } }
`;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once it has said that on stderr. */
  said(words: RegExp): Promise<void>;
}

describe('experiments over a queue', function () {
  this.timeout(120_000);
  let dir: string;
  let redis: RedisServer;
  const commands: Command[] = [];
  const heard: string[] = [];
  /** Of this process. */
  const connections: { close(): Promise<void> }[] = [];
  const opened = <T extends { close(): Promise<void> }>(connection: T): T => {
    connections.push(connection);
    return connection;
  };
  before(async function () {
    const why = noRedis();
    if (why !== null) {
      console.log(`    skipped: ${why}`);
      this.skip();
    }
    dir = mkdtempSync(join(tmpdir(), 'society-queue-'));
    redis = await startRedis();
  });
  after(async () => {
    await redis?.close();
    if (dir) rmSync(dir, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(connections.splice(0).map((connection) => connection.close()));
    for (const { child } of commands) child.kill('SIGKILL');
    await Promise.all(commands.splice(0).map(({ ended }) => ended));
    for (const text of heard.splice(0)) assert.ok(!text.includes(redis.password), 'no password is ever said');
  });

  function society(...args: string[]): Command {
    const child = spawn(process.execPath, [cli, ...args], { cwd: dir });
    let [out, err] = ['', ''];
    const waiting: { readonly words: RegExp; readonly resolve: () => void }[] = [];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
      for (const { words, resolve } of waiting) if (words.test(err)) resolve();
    });
    const ended = new Promise<Ended>((resolve) =>
      child.once('close', (code) => {
        heard.push(out, err);
        resolve({ code, out, err });
      }),
    );
    const said = (words: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ words, resolve });
        if (words.test(err)) resolve();
        void ended.then(() => reject(new Error(`it never said ${words}, but: ${err}`)));
      });
    const command = { child, ended, said };
    commands.push(command);
    return command;
  }

  const worker = (...args: string[]): Command => society('worker', '--redis', redis.url, '--lease', '1', '--at-once', '1', ...args);

  function file(seeds: number): string {
    writeFileSync(join(dir, 'study.society'), study(seeds));
    return 'study.society';
  }

  const overQueue = (seeds: number, out: string): Command => society('experiment', file(seeds), '--out', out, '--queue', redis.url);

  /** The lines that were kept, in an order of their own. */
  const kept = (out: string): readonly string[] =>
    readFileSync(join(dir, out, 'runs.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .sort();

  /** What the command says of the queue. */
  function listed(): string {
    const { stdout, stderr } = runSociety(dir, ['queue', '--redis', redis.url]);
    heard.push(stdout, stderr);
    return stdout;
  }

  const here = new Map<number, { readonly out: string; readonly kept: readonly string[] }>();

  /** What the same experiment gives without a queue. */
  function playedHere(seeds: number): { readonly out: string; readonly kept: readonly string[] } {
    const known = here.get(seeds);
    if (known) return known;
    const { stdout, stderr } = runSociety(dir, ['experiment', file(seeds), '--out', `here-${seeds}`, '--workers', '0']);
    heard.push(stdout, stderr);
    const played = { out: stdout, kept: kept(`here-${seeds}`) };
    here.set(seeds, played);
    return played;
  }

  /** All runs are there, each once, and are those that are played here. */
  async function assertSame(played: Ended, out: string, seeds: number): Promise<void> {
    assert.equal(played.code, 0, `${played.err}\n${played.out}`);
    const here = playedHere(seeds);
    assert.equal(played.out, here.out);
    assert.deepEqual(kept(out), here.kept);
    assert.equal(kept(out).length, 2 * seeds);
  }

  it('give the same results as without a queue, whichever worker played, and leave no entry', async () => {
    const workers = [worker(), worker('--at-once', '2')];
    await Promise.all(workers.map(({ said }) => said(/waiting for runs/)));
    const played = await overQueue(10, 'same').ended;
    for (const { child } of workers) child.kill('SIGINT');
    await assertSame(played, 'same', 10);
    const counts = (await Promise.all(workers.map(({ ended }) => ended))).map(({ out }) => Number(/^(\d+) runs? played/.exec(out)?.[1]));
    assert.equal(counts[0]! + counts[1]!, 20);
    assert.match(listed(), /0 workers; 0 waiting, 0 running, 0 played and not fetched, 0 failed/);
  });

  it('lose no run and count none twice when workers or the command are killed', async () => {
    const seeds = 40;
    const workers = [worker(), worker()];
    await Promise.all(workers.map(({ said }) => said(/waiting for runs/)));
    const playing = overQueue(seeds, 'killed');
    for (const tenth of [1, 3, 5]) {
      await playing.said(new RegExp(`^${(tenth * 2 * seeds) / 10} of`, 'm'));
      workers.shift()!.child.kill('SIGKILL');
      workers.push(worker());
    }
    playing.child.kill('SIGKILL');
    await playing.ended;
    await assertSame(await overQueue(seeds, 'killed').ended, 'killed', seeds);
  });

  it('continue when Redis restarted and lost its data', async () => {
    const helper = worker();
    await helper.said(/waiting for runs/);
    const playing = overQueue(40, 'away');
    await playing.said(/^16 of/m);
    await redis.kill();
    await playing.said(/Redis at redis:\/\/127\.0\.0\.1:\d+ cannot be reached/);
    await redis.start();
    await playing.said(/answers again/);
    await assertSame(await playing.ended, 'away', 40);
  });

  it('name the missing workers, and stop at Ctrl+C with nothing left over', async () => {
    const playing = overQueue(5, 'nobody');
    await playing.said(/no worker is connected to redis:\/\/127\.0\.0\.1:\d+: start one with society worker/);
    playing.child.kill('SIGINT');
    const { code, err } = await playing.ended;
    assert.equal(code, 1);
    assert.match(err, /stopped: completed runs are kept/);
    assert.match(listed(), /0 waiting, 0 running/);
  });

  it('list runs that fail after three tries, keep no forged result, and try again', async () => {
    const tries = new Map<number, number>();
    const forged = (job: Job): unknown => {
      const { key, seed } = job.data as { key: string; seed: number };
      tries.set(seed, (tries.get(seed) ?? 0) + 1);
      if (seed === 1) throw new Error('The machine is out of memory.');
      const measures = seed === 2 ? { reciprocity: ['a lot'] } : seed === 3 ? {} : { reciprocity: [1] };
      return { kind: 'played', key: seed === 4 ? '0'.repeat(64) : key, measures };
    };
    const connection = { host: '127.0.0.1', port: redis.port, password: redis.password, maxRetriesPerRequest: null };
    const rogue = opened(new Worker(QUEUE, async (job) => forged(job), { connection }));
    const { code, out } = await overQueue(4, 'forged').ended;
    await rogue.close();
    assert.equal(code, 1);
    assert.equal(tries.get(1), 6, 'three times in each arm');
    assert.equal(out.match(/^lost: .* seed 1: The machine is out of memory\.$/gm)?.length, 2);
    assert.equal(out.match(/^lost: .* seed [234]: A worker returned data that is not a run/gm)?.length, 6);
    assert.match(listed(), /2 failed\n(failed: recall, .* seed 1: The machine is out of memory\.\n){2}/);
    const helper = worker();
    await assertSame(await overQueue(4, 'forged').ended, 'forged', 4);
    helper.child.kill('SIGTERM');
    assert.equal((await helper.ended).code, 0);
  });

  it('have workers that refuse forged entries', async () => {
    const connection = { host: '127.0.0.1', port: redis.port, password: redis.password, maxRetriesPerRequest: null };
    const [queue, events] = [opened(new Queue(QUEUE, { connection })), opened(new QueueEvents(QUEUE, { connection }))];
    const helper = worker();
    await Promise.all([events.waitUntilReady(), helper.said(/waiting for runs/)]);
    const said = async (data: unknown): Promise<string> =>
      (await queue.add('forged', data)).waitUntilFinished(events, 20_000).then(
        () => 'played',
        (error: Error) => error.message,
      );
    const arm = { id: 'a', levels: {}, set: {}, wording: null, model: null };
    assert.match(await said({ run: 'process.exit(3)' }), /is not a run/);
    const client = new Redis(redis.url);
    opened({ close: async () => client.disconnect() });
    const [place] = await client.keys('society:material:*');
    assert.ok(place !== undefined, 'an experiment before has sent one');
    const hash = place.split(':').at(-1);
    assert.match(await said({ material: hash, key: '0'.repeat(64), arm, seed: 1 }), /does not match its key/);
    assert.match(await said({ material: hash, key: '0'.repeat(64), arm: { ...arm, model: 'far' }, seed: 1 }), /asks language models/);
    await client.copy(place, `society:material:${'1'.repeat(64)}`);
    assert.match(await said({ material: '1'.repeat(64), key: '0'.repeat(64), arm, seed: 1 }), /does not match its hash/);
    assert.match(await said({ material: '2'.repeat(64), key: '0'.repeat(64), arm, seed: 1 }), /no longer in Redis/);
    helper.child.kill('SIGKILL');
    await queue.obliterate({ force: true });
  });

  it('explain what is wrong with an address', async () => {
    const at = (address: string): Promise<Ended> => society('worker', '--redis', address).ended;
    const [other, closed, wrong] = await Promise.all([
      at(`redis://:${redis.password}@nowhere at all`),
      at(`redis://:${redis.password}@127.0.0.1:1`),
      at(`redis://127.0.0.1:${redis.port}`),
    ]);
    assert.match(other.err, /Write the address of a Redis as redis:\/\/HOST:PORT/);
    assert.match(closed.err, /No Redis answers at redis:\/\/127\.0\.0\.1:1 \(.*ECONNREFUSED/);
    assert.match(wrong.err, /requires another password/);
    assert.deepEqual([other.code, closed.code, wrong.code], [2, 1, 1]);
  });
});
