/**
 * A run folder being written: manifest, events, answers, blobs. Lines are gathered and appended in order; what was
 * asked to be durable is awaited. The folder itself is behind a port, so the same code writes to any file system.
 */
import type { SimEvent } from '../core/events.js';
import { type AnswerLine, answerLine, eventLine, readEvents } from './journal.js';
import { type Manifest, parseManifest } from './manifest.js';

/** One folder's files, by name relative to it. Every call rejects with the system's error when it cannot be done. */
export interface FolderFiles {
  read(name: string): Promise<string | null>;
  write(name: string, text: string): Promise<void>;
  append(name: string, text: string): Promise<void>;
}

/** Characters of event lines gathered before they are written. */
const BATCH = 64 * 1024;

export class RunFolder {
  #pending = '';
  #writing: Promise<void> = Promise.resolve();
  #failure: unknown = null;

  constructor(readonly files: FolderFiles) {}

  /** Starts an empty folder: blobs first, then the manifest that names them. */
  async create(manifest: Manifest, blobs: ReadonlyMap<string, string>): Promise<void> {
    for (const [sha256, text] of blobs) await this.files.write(`blobs/${sha256}`, text);
    await this.files.write('events.jsonl', '');
    await this.files.write('answers.jsonl', '');
    await this.manifest(manifest);
  }

  manifest(manifest: Manifest): Promise<void> {
    return this.files.write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  }

  events(events: readonly SimEvent[]): void {
    for (const event of events) this.#pending += eventLine(event);
    if (this.#pending.length >= BATCH) this.#flushEvents();
  }

  /** Resolves once the answer, and the prompt it answers, are written. */
  async answer(answer: AnswerLine, prompt: string | null): Promise<void> {
    if (prompt !== null) await this.#enqueue(() => this.files.write(`blobs/${answer.hash}`, prompt));
    await this.#enqueue(() => this.files.append('answers.jsonl', answerLine(answer)));
  }

  /** Resolves when everything given so far is written; rejects with the first failure. */
  async flush(): Promise<void> {
    this.#flushEvents();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** The first failure to write, or null: a run that cannot be kept must stop. */
  get failure(): unknown {
    return this.#failure;
  }

  #flushEvents(): void {
    if (this.#pending === '') return;
    const text = this.#pending;
    this.#pending = '';
    void this.#enqueue(() => this.files.append('events.jsonl', text)).catch(() => {});
  }

  #enqueue(write: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(write);
    this.#writing = done.catch((error: unknown) => {
      this.#failure ??= error;
    });
    return done;
  }
}

export interface OpenedRun {
  readonly manifest: Manifest;
  readonly events: readonly SimEvent[];
  /** Characters behind the last whole step that were left out. */
  readonly dropped: number;
}

/** A recorded run, up to its last whole step; null when the folder holds none. */
export async function openRun(files: FolderFiles): Promise<OpenedRun | null> {
  const manifest = parseManifest((await files.read('manifest.json')) ?? '');
  if (!manifest) return null;
  return { manifest, ...readEvents((await files.read('events.jsonl')) ?? '') };
}
