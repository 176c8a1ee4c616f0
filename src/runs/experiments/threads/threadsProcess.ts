/** A process with worker threads of experiments, as seen by the process that started it: its input, its output, its end. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Job, JobResult } from '../design/runRecord.js';

/** Input messages. Jobs of one batch are played from one material, which is sent before the first of them, as JSON. */
export type ToThreads =
  | { readonly kind: 'material'; readonly batch: number; readonly text: string }
  | { readonly kind: 'play'; readonly batch: number; readonly id: number; readonly job: Job }
  /** Its results are not needed any more. */
  | { readonly kind: 'forget'; readonly batch: number };

/** Output messages; the first is `ready`. */
export type FromThreads =
  | { readonly kind: 'ready' }
  | { readonly kind: 'played'; readonly id: number; readonly outcome: JobResult }
  /** Its threads cannot play at all. */
  | { readonly kind: 'refused'; readonly id: number; readonly message: string };

export interface ThreadOptions {
  /** Program of the process. */
  readonly program?: URL;
  /** The program of each of its threads. */
  readonly thread?: URL;
  /** Cores for the threads; else all cores of this process. */
  readonly cores?: number;
}

/** Callbacks for one process. */
export interface Told {
  readonly played: (id: number, outcome: JobResult) => void;
  readonly refused: (id: number, message: string) => void;
  /** Called once, after all other callbacks. `began`: it was ready before. */
  readonly died: (message: string, began: boolean) => void;
}

/** Next to the bundle of this module. */
const PROGRAM = new URL('./experiments-threads.mjs', import.meta.url);
const THREAD = new URL('./experiments-worker.mjs', import.meta.url);

/** It receives nothing of this process's environment, where keys may be. A variable makes Electron run as Node. */
const ENV = { ELECTRON_RUN_AS_NODE: '1' };

export class ThreadsProcess {
  readonly #child: ChildProcess;
  readonly #over: Promise<void>;
  /** Batches whose material it has. */
  readonly #held = new Set<number>();
  #began = false;
  #words = '';

  /** `flags` are those of V8. */
  constructor(size: number, flags: readonly string[], { program = PROGRAM, thread = THREAD }: ThreadOptions, told: Told) {
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
    this.#child = fork(program, [`${size}`, thread.href], { execArgv: [...flags], env: ENV, serialization: 'advanced', stdio: [...stdio] });
    this.#child.on('message', (message) => this.#tell(message as FromThreads, told));
    this.#child.stderr?.on('data', (data: Buffer) => (this.#words ||= wordsIn(data.toString())));
    this.#child.on('error', (error) => (this.#words ||= error.message));
    this.#over = new Promise((resolve) => {
      // After the last message, unlike `exit`.
      this.#child.once('close', (code, signal) => {
        told.died(this.#words || `it ended with ${signal ?? `code ${code}`}`, this.#began);
        resolve();
      });
    });
  }

  play(told: { readonly id: number; readonly batch: number; readonly job: Job }, material: () => string): void {
    const { batch } = told;
    if (!this.#held.has(batch)) this.#send({ kind: 'material', batch, text: material() });
    this.#held.add(batch);
    this.#send({ kind: 'play', ...told });
  }

  forget(batch: number): void {
    if (this.#held.delete(batch)) this.#send({ kind: 'forget', batch });
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#over;
  }

  #send(message: ToThreads): void {
    // A message that cannot be sent has no receiver any more; `close` reports that.
    this.#child.send(message, () => undefined);
  }

  #tell(message: FromThreads, told: Told): void {
    if (message.kind === 'ready') this.#began = true;
    else if (message.kind === 'played') told.played(message.id, message.outcome);
    else told.refused(message.id, message.message);
  }
}

/** The error message, among all output of a process before it dies. */
const wordsIn = (text: string): string => /^.*(?:error\b|bad option).*$/im.exec(text)?.[0].trim() ?? '';
