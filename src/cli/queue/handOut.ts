/**
 * Hands runs out to workers on any machine, over BullMQ on Redis, and gathers what comes of them. A run may be played more than
 * once, where a worker vanished or Redis forgot; it is known by its key, so it counts once.
 */
import { Job as QueueJob, Queue, QueueEvents } from 'bullmq';
import { sha256 } from '../../node/ports.js';
import type { Job, Material, JobResult, Player } from '../../runs/experiments/index.js';
import type { Connection } from './connection.js';
import { HELD, materialPlace, MOST, nameOf, outcomeOf, QUEUE, type SentJob, TRIES } from './sent.js';

interface HandOut {
  readonly material: Material;
  /** Of the experiment, for those who look at the queue. */
  readonly id: string;
  /** Measures that every run has to bring. */
  readonly measures: readonly string[];
  readonly connection: Connection;
  /** What somebody who waits wants to know. */
  readonly told: (words: string) => void;
}

export interface QueuePlayer extends Player {
  /** Runs that workers are at now, as far as is known. */
  readonly underWay: number;
}

/** Runs in the queue at once: enough for every worker to have one more than it plays. */
const PLACES = 1000;

/** Milliseconds of quiet after which the queue is looked at: something may have been missed. */
const QUIET = 5000;

/** Milliseconds that giving back what is not played may take, for Redis may be away. */
const GIVING_BACK = 2000;

/** Opens the queue and sends the material; rejects with words where that cannot be. */
export async function handingOut(options: HandOut): Promise<QueuePlayer> {
  const text = JSON.stringify(options.material);
  if (text.length > MOST.material)
    throw new Error(`The society and its data are ${text.length} characters, and at most ${MOST.material} go over a queue.`);
  const handing = new Handing(options, text);
  await handing.open();
  return handing;
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (outcome: JobResult) => void;
  readonly reject: (error: Error) => void;
}

class Handing implements QueuePlayer {
  readonly places = PLACES;
  readonly #queue: Queue;
  #events: QueueEvents | null = null;
  readonly #material: string;
  /** By name in the queue. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #played = new Set<string>();
  #quiet: NodeJS.Timeout | null = null;
  #lastHeard = 0;
  #saidNobody = false;
  /** The last that was deleted in Redis, which comes behind all others. */
  #fetched: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | null = null;

  constructor(
    readonly options: HandOut,
    readonly text: string,
  ) {
    this.#material = sha256(text);
    this.#queue = new Queue(QUEUE, { connection: options.connection.redis });
    this.#queue.on('error', () => undefined);
  }

  get underWay(): number {
    return this.#played.size;
  }

  async open(): Promise<void> {
    const { redis } = this.options.connection;
    const [last] = await redis.xrevrange(this.#queue.toKey('events'), '+', '-', 'COUNT', 1);
    await this.#sendMaterial();
    this.#events = new QueueEvents(QUEUE, { connection: redis, lastEventId: last?.[0] ?? '0-0' });
    this.#listen(this.#events);
    this.options.connection.onBack(() => void this.#lookAtAll());
    this.#quiet = setInterval(() => void this.#whenQuiet(), QUIET);
    await this.#lookForWorkers();
  }

  play(job: Job): Promise<JobResult> {
    if (this.#closed) return Promise.resolve({ kind: 'stopped' });
    return new Promise((resolve, reject) => {
      const name = nameOf(job, this.#material);
      this.#waiting.set(name, { job, resolve, reject });
      void this.#send(name);
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#quiet) clearInterval(this.#quiet);
    const names = [...this.#waiting.keys()];
    for (const { resolve } of this.#waiting.values()) resolve({ kind: 'stopped' });
    this.#waiting.clear();
    // What a worker is at cannot be taken back: it lies there for the next who asks.
    await soon(Promise.allSettled([this.#fetched, ...names.map((name) => this.#queue.remove(name))]));
    const { connection } = this.options;
    connection.end();
    await soon(Promise.allSettled([this.#events?.close(), this.#queue.close()]));
  }

  async #send(name: string): Promise<void> {
    const { job } = this.#waiting.get(name) ?? {};
    if (!job) return;
    const { key, arm, seed } = job;
    const data: SentJob = { material: this.#material, key, arm, seed };
    try {
      await this.#queue.add(this.options.id, data, {
        ...{ jobId: name, attempts: TRIES, backoff: { type: 'fixed', delay: 500 }, sizeLimit: MOST.job },
        ...{ removeOnComplete: { age: HELD }, removeOnFail: { age: HELD } },
      });
    } catch (error) {
      const { shown } = this.options.connection;
      if (!this.#closed) this.#waiting.get(name)?.reject(new Error(`Redis at ${shown} does not take a run: ${(error as Error).message}`));
    }
  }

  #listen(events: QueueEvents): void {
    events.on('error', () => undefined);
    events.on('active', ({ jobId }) => this.#waiting.has(jobId) && this.#played.add(jobId));
    events.on('waiting', ({ jobId }) => this.#played.delete(jobId));
    events.on('completed', ({ jobId, returnvalue }) => this.#completed(jobId, returnvalue));
    events.on('failed', ({ jobId, failedReason }) => this.#failed(jobId, failedReason));
    events.on('duplicated', ({ jobId }) => void this.#look(jobId, true));
    events.on('removed', ({ jobId }) => void this.#look(jobId));
  }

  #completed(name: string, returned: unknown): void {
    const waiting = this.#settled(name);
    if (!waiting) return;
    waiting.resolve(outcomeOf(returned, waiting.job, this.options.measures));
    this.#fetched = this.#queue.remove(name).catch(() => undefined);
  }

  #failed(name: string, reason: string): void {
    const isVanished = /stalled more than/.test(reason);
    const problem = isVanished ? 'Every worker that was given it vanished.' : reason;
    this.#settled(name)?.resolve({ kind: 'lost', problem });
  }

  #settled(name: string): Waiting | undefined {
    const waiting = this.#waiting.get(name);
    this.#lastHeard = performance.now();
    this.#waiting.delete(name);
    this.#played.delete(name);
    return waiting;
  }

  /** What has become of a run. `anew`: it was handed out just now, so that one which failed before is tried again. */
  async #look(name: string, anew = false): Promise<void> {
    if (!this.#waiting.has(name)) return;
    try {
      // The state first: read the other way round, a run that ends in between would have ended without a result.
      const state = await this.#queue.getJobState(name);
      const found = await QueueJob.fromId(this.#queue, name);
      if (!found) return await this.#send(name);
      if (state === 'completed') return this.#completed(name, found.returnvalue);
      if (state !== 'failed') return;
      if (!anew) return this.#failed(name, found.failedReason);
      await this.#queue.remove(name);
      await this.#send(name);
    } catch {
      // Redis is away: everything is looked at when it is back.
    }
  }

  async #whenQuiet(): Promise<void> {
    if (this.#waiting.size === 0 || performance.now() - this.#lastHeard < QUIET) return;
    await this.#lookAtAll();
    await this.#lookForWorkers().catch(() => undefined);
  }

  /** Redis may have forgotten everything, when it was started again. */
  async #lookAtAll(): Promise<void> {
    await this.#sendMaterial().catch(() => undefined);
    await Promise.all([...this.#waiting.keys()].map((name) => this.#look(name)));
  }

  async #sendMaterial(): Promise<void> {
    const { redis } = this.options.connection;
    const place = materialPlace(this.#material);
    if ((await redis.expire(place, HELD)) === 0) await redis.set(place, this.text, 'EX', HELD);
  }

  async #lookForWorkers(): Promise<void> {
    const workers = await this.#queue.getWorkersCount();
    const { shown } = this.options.connection;
    if (workers === 0 && !this.#saidNobody)
      this.options.told(`no worker listens at ${shown}: start some with society worker --redis ${shown}`);
    this.#saidNobody = workers === 0;
  }
}

/** Waits for it, but not for long. */
async function soon(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GIVING_BACK);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
