/**
 * A pool of worker threads that answer one message after another. If a thread dies, its task is tried once more in another thread.
 * The pool knows nothing of the tasks. The first message of a thread's script is `ready`.
 */
import { Worker } from 'node:worker_threads';
import { type CancellationToken, neverCancelled } from '../core/util/lifecycle.js';

interface ThreadPoolOptions {
  /** Module that each thread runs. */
  readonly script: URL;
  /** Number of threads. */
  readonly size: number;
  /** What each thread gets at its start, as `workerData`. */
  readonly data: unknown;
}

type Answered<T> =
  | { readonly ok: true; readonly answer: T }
  /** Two threads died of the task, the second with this message. */
  | { readonly ok: false; readonly message: string };

interface Task<Q, T> {
  readonly question: Q;
  tries: number;
  readonly resolve: (answered: Answered<T>) => void;
  readonly reject: (error: Error) => void;
}

const TRIES = 2;

/** A pool that asks questions of type Q and gets answers of type T. Threads start when the first question needs them. */
export class ThreadPool<Q, T> {
  readonly #waiting: Task<Q, T>[] = [];
  readonly #threads = new Set<Thread<Q, T>>();
  #closed = false;

  constructor(readonly options: ThreadPoolOptions) {}

  /**
   * Resolves with the answer of a thread. Rejects if threads do not start, if the pool is closed, or if `token` is cancelled. A
   * thread that works on a cancelled question is ended, and another takes its place.
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

  /** Ends all threads, with their tasks. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#refuse(new Error('The worker threads are closed.'));
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #serve(): void {
    if (this.#closed) return this.#refuse(new Error('The worker threads are closed.'));
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
    task.reject(new Error('The question was cancelled.'));
  }

  #died({ task, isEnding }: Thread<Q, T>, message: string, began: boolean): void {
    // A thread that cannot start fails for every task.
    if (!began && !isEnding) this.#refuse(new Error(`A worker thread does not start: ${message}`), task);
    else if (task && this.#closed) task.reject(new Error('The worker threads are closed.'));
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
  /** `began`: the thread has said that it is ready. */
  readonly died: (message: string, began: boolean) => void;
}

/** One thread, and its task. */
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

  /** Starts a task once the thread is ready. So a thread that does not start differs from one that dies of its task. */
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
