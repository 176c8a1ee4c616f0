/**
 * Hands runs out to workers on any machine, over BullMQ on Redis, and collects their results. A run may be played more than
 * once, where a worker disappeared or Redis lost its data. A run has a key, so it counts once.
 */
import { t } from '../../core/util/l10n.js';
import { Job as QueueJob, Queue, QueueEvents } from 'bullmq';
import { sha256 } from '../../node/ports.js';
import type { Job, Material, JobResult, Player } from '../../runs/experiments/index.js';
import type { Connection } from './connection.js';
import { HELD, materialPlace, MOST, nameOf, outcomeOf, QUEUE, type SentJob, TRIES } from './queueMessages.js';

interface HandOut {
  readonly material: Material;
  /** The experiment's name, for people who list the queue. */
  readonly id: string;
  /** Measures that every result must have. */
  readonly measures: readonly string[];
  readonly connection: Connection;
  /** Messages for the user who waits. */
  readonly told: (words: string) => void;
}

export interface QueuePlayer extends Player {
  /** Runs that workers play now, as far as is known. */
  readonly underWay: number;
}

/** Runs in the queue at the same time: each worker has one more waiting than it plays. */
const PLACES = 1000;

/** Milliseconds without a message after which the queue is checked, because a message may have been lost. */
const QUIET = 5000;

/** The most milliseconds for taking back runs that were not played: Redis may not answer. */
const GIVING_BACK = 2000;

/** Opens the queue and sends the material; rejects with a message where that fails. */
export async function handingOut(options: HandOut): Promise<QueuePlayer> {
  const text = JSON.stringify(options.material);
  if (text.length > MOST.material)
    throw new Error(`The society and its data are ${text.length} characters; a queue carries at most ${MOST.material}.`);
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
  /** The last key that was deleted in Redis, which comes after all others. */
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
    // A run that a worker plays cannot be taken back: its result stays for the next experiment that asks for it.
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
      if (!this.#closed) this.#waiting.get(name)?.reject(new Error(`Redis at ${shown} does not accept a run: ${(error as Error).message}`));
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
    const problem = isVanished ? 'Every worker that received this run disappeared.' : reason;
    this.#settled(name)?.resolve({ kind: 'lost', problem });
  }

  #settled(name: string): Waiting | undefined {
    const waiting = this.#waiting.get(name);
    this.#lastHeard = performance.now();
    this.#waiting.delete(name);
    this.#played.delete(name);
    return waiting;
  }

  /** The state of a run in the queue. `isNew`: it was handed out just now, so a run that failed before is retried. */
  async #look(name: string, isNew = false): Promise<void> {
    if (!this.#waiting.has(name)) return;
    try {
      // Reads the state first: in the other order, a run that ends in between would seem to have ended without a result.
      const state = await this.#queue.getJobState(name);
      const found = await QueueJob.fromId(this.#queue, name);
      if (!found) return await this.#send(name);
      if (state === 'completed') return this.#completed(name, found.returnvalue);
      if (state !== 'failed') return;
      if (!isNew) return this.#failed(name, found.failedReason);
      await this.#queue.remove(name);
      await this.#send(name);
    } catch {
      // Redis cannot be reached: everything is checked when it answers again.
    }
  }

  async #whenQuiet(): Promise<void> {
    if (this.#waiting.size === 0 || performance.now() - this.#lastHeard < QUIET) return;
    await this.#lookAtAll();
    await this.#lookForWorkers().catch(() => undefined);
  }

  /** After a restart, Redis may have lost all data. */
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
      this.options.told(t('no worker is connected to {0}: start one with society worker --redis {0}', shown));
    this.#saidNobody = workers === 0;
  }
}

/** Waits for it, up to a limit. */
async function soon(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GIVING_BACK);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
