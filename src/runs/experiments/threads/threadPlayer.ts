/**
 * Plays runs in worker threads, each with its own engine. The threads are in their own process: a run that uses up the memory
 * there ends no other program, and V8 takes some flags only at the start of a process. A thread that dies loses only its current
 * run; a process loses those of its threads. These runs are played once more. Most of the cost of a thread is its first
 * seconds, in which the engine is compiled: threads can be kept for other experiments.
 */
import { cores } from '../../../node/machine.js';
import type { Job, Material, JobResult, Player } from '../design/runRecord.js';
import { type ThreadOptions, ThreadsProcess, type Told } from './threadsProcess.js';

/**
 * Without this flag, helper threads of V8 collect garbage and compile in parallel with the threads that play. Where a core is free for
 * them, a new thread is faster with them, by a fifth in its first hundred runs of 0.1 s. Where all cores play, they only take turns:
 * then two threads on two cores are 8 to 14 % faster without helpers.
 */
const NO_HELPERS = '--single-threaded';

/** The number of processes that may die while they play a run. */
const DEATHS = 2;

interface Task {
  readonly batch: number;
  readonly job: Job;
  /** The number of processes that died while they played it. */
  deaths: number;
  readonly resolve: (outcome: JobResult) => void;
  readonly reject: (error: Error) => void;
}

/** Worker threads that play runs of any material. They start with the first runs. */
export class Threads {
  readonly #tasks = new Map<number, Task>();
  /** The materials of open players, by batch. As JSON, which is written once for all threads. */
  readonly #materials = new Map<number, string>();
  #flags: readonly string[];
  #process: ThreadsProcess | null = null;
  #isClosed = false;
  #ids = 0;

  /** `size` is the number of threads, from 1. */
  constructor(
    readonly size: number,
    readonly options: ThreadOptions = {},
  ) {
    this.#flags = size < (options.cores ?? cores()) ? [] : [NO_HELPERS];
  }

  /** Plays runs of a material. Closing it ends threads that play one of them; the others stay. */
  player(material: Material): Player {
    const batch = this.#ids++;
    this.#materials.set(batch, JSON.stringify(material));
    return { places: this.size, play: (job) => this.#play(batch, job), close: async () => this.#over(batch) };
  }

  /** Ends all threads, whatever they do. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#refuse(new Error('The threads are closed.'));
    await this.#process?.end();
  }

  async #play(batch: number, job: Job): Promise<JobResult> {
    if (this.#isClosed) throw new Error('The threads are closed.');
    if (!this.#materials.has(batch)) return { kind: 'stopped' };
    return new Promise((resolve, reject) => {
      const id = this.#ids++;
      this.#tasks.set(id, { batch, job, deaths: 0, resolve, reject });
      this.#send(id, { batch, job });
    });
  }

  #send(id: number, { batch, job }: Pick<Task, 'batch' | 'job'>): void {
    this.#process ??= this.#start();
    this.#process?.play({ id, batch, job }, () => this.#materials.get(batch)!);
  }

  #start(): ThreadsProcess | null {
    const told: Told = {
      played: (id, outcome) => this.#take(id)?.resolve(outcome),
      refused: (id, message) => this.#take(id)?.reject(new Error(message)),
      died: (message, began) => this.#died(message, began),
    };
    try {
      return new ThreadsProcess(this.size, this.#flags, this.options, told);
    } catch (error) {
      // For example where memory is short; most errors come later.
      this.#refuse(notStarted((error as Error).message));
      return null;
    }
  }

  #over(batch: number): void {
    this.#materials.delete(batch);
    this.#process?.forget(batch);
    for (const [id, task] of this.#tasks) if (task.batch === batch) this.#take(id)?.resolve({ kind: 'stopped' });
  }

  #died(message: string, began: boolean): void {
    this.#process = null;
    if (!began && this.#flags.length === 0) this.#refuse(notStarted(message));
    // Another version of V8 may not have the flags.
    if (!began) this.#flags = [];
    for (const [id, task] of this.#tasks)
      if (began && ++task.deaths === DEATHS) this.#take(id)?.resolve({ kind: 'lost', problem: lostWith(message) });
      else this.#send(id, task);
  }

  #refuse(error: Error): void {
    for (const id of this.#tasks.keys()) this.#take(id)?.reject(error);
  }

  #take(id: number): Task | undefined {
    const task = this.#tasks.get(id);
    this.#tasks.delete(id);
    return task;
  }
}

/** Playing in this process is not a fallback: where no process starts, threads do not start either, and memory is short for both. */
const notStarted = (message: string): Error =>
  new Error(`The process of the worker threads does not start: ${message}. Close other programs, or use fewer threads, and play again.`);
const lostWith = (message: string): string => `Two processes of worker threads died while they played it: ${message}.`;

/** A player with its own threads, `size` of them, from 1. */
export function inThreads(material: Material, size: number, options: ThreadOptions = {}): Player {
  const threads = new Threads(size, options);
  const player = threads.player(material);
  const close = async (): Promise<void> => {
    await player.close();
    await threads.close();
  };
  return { ...player, close };
}
