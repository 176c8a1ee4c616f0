/**
 * A pool of worker threads that answer one message after another. What a thread was at when it died is tried once more, in
 * another one. Knows nothing of what is answered. A thread's script says `ready` with its first message.
 */
import { Worker } from 'node:worker_threads';
import { type CancellationToken, neverCancelled } from '../core/util/cancellation.js';

interface ThreadPoolOptions {
  /** Module that each thread runs. */
  readonly script: URL;
  /** How many threads. */
  readonly size: number;
  /** What each of them is given at its start, as `workerData`. */
  readonly data: unknown;
}

type Answered<T> =
  | { readonly ok: true; readonly answer: T }
  /** Two threads died of it, the second with these words. */
  | { readonly ok: false; readonly message: string };

interface Task<Q, T> {
  readonly question: Q;
  tries: number;
  readonly resolve: (answered: Answered<T>) => void;
  readonly reject: (error: Error) => void;
}

const TRIES = 2;

export class ThreadPool<Q, T> {
  readonly #waiting: Task<Q, T>[] = [];
  readonly #threads = new Set<Thread<Q, T>>();
  #closed = false;

  constructor(readonly options: ThreadPoolOptions) {}

  /**
   * Resolves with the answer of a thread. Rejects where threads do not start at all, the pool is closed, or nobody wants to know
   * any more: a thread that is at it is ended then, and another takes its place.
   */
  ask(question: Q, token: CancellationToken = neverCancelled): Promise<Answered<T>> {
    let stop = { dispose: (): void => undefined };
    const answered = new Promise<Answered<T>>((resolve, reject) => {
      const task = { question, tries: 0, resolve, reject };
      this.#waiting.push(task);
      this.#serve();
      stop = token.onCancellationRequested(() => this.#drop(task));
    });
    return answered.finally(() => stop.dispose());
  }

  /** Ends all threads, whatever they are at. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#refuse(new Error('The threads are closed.'));
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #serve(): void {
    if (this.#closed) return this.#refuse(new Error('The threads are closed.'));
    const free = [...this.#threads].filter(({ task, isEnding }) => task === null && !isEnding);
    while (this.#waiting.length > 0) {
      const thread = free.pop() ?? (this.#threads.size < this.options.size ? this.#start() : null);
      if (!thread) return;
      thread.take(this.#waiting.shift()!);
    }
  }

  #start(): Thread<Q, T> {
    const thread = new Thread<Q, T>(this.options, {
      done: () => this.#serve(),
      died: (message, began) => {
        this.#threads.delete(thread);
        this.#died(thread, message, began);
      },
    });
    this.#threads.add(thread);
    return thread;
  }

  #drop(task: Task<Q, T>): void {
    const waits = this.#waiting.indexOf(task);
    if (waits >= 0) this.#waiting.splice(waits, 1);
    for (const thread of this.#threads)
      if (thread.task === task) {
        thread.task = null;
        void thread.end();
      }
    task.reject(new Error('Nobody wants to know any more.'));
  }

  #died({ task, isEnding }: Thread<Q, T>, message: string, began: boolean): void {
    // A thread that cannot even start does so for every task.
    if (!began && !isEnding) this.#refuse(new Error(`A worker thread does not start: ${message}`), task);
    else if (task && this.#closed) task.reject(new Error('The threads are closed.'));
    else if (task && task.tries < TRIES) this.#waiting.unshift(task);
    else task?.resolve({ ok: false, message });
    if (!this.#closed) this.#serve();
  }

  #refuse(error: Error, task: Task<Q, T> | null = null): void {
    task?.reject(error);
    for (const one of this.#waiting.splice(0)) one.reject(error);
  }
}

interface Told {
  readonly done: () => void;
  /** `began`: it had said that it is ready. */
  readonly died: (message: string, began: boolean) => void;
}

/** One thread, and what it is at. */
class Thread<Q, T> {
  task: Task<Q, T> | null = null;
  isEnding = false;
  readonly #worker: Worker;
  #began = false;
  #message = '';

  constructor({ script, data }: ThreadPoolOptions, told: Told) {
    this.#worker = new Worker(script, { workerData: data, env: {} });
    this.#worker.on('message', (message: unknown) => {
      if (!this.#began) {
        this.#began = true;
        if (this.task) this.#begin(this.task);
        return;
      }
      const { task } = this;
      this.task = null;
      task?.resolve({ ok: true, answer: message as T });
      told.done();
    });
    this.#worker.on('error', (error) => {
      this.#message = error instanceof Error ? error.message : String(error);
    });
    this.#worker.on('exit', (code) => told.died(this.#message === '' ? `it ended with code ${code}` : this.#message, this.#began));
  }

  /** Begins once the thread is ready, so that one which does not start is told from one that died of its task. */
  take(task: Task<Q, T>): void {
    this.task = task;
    if (this.#began) this.#begin(task);
  }

  #begin(task: Task<Q, T>): void {
    task.tries++;
    this.#worker.postMessage(task.question);
  }

  async end(): Promise<void> {
    this.isEnding = true;
    await this.#worker.terminate();
  }
}
