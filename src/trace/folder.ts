/**
 * A run folder being written: manifest, events, answers, blobs. Lines are gathered and appended in order; what was
 * asked to be durable is awaited. The folder itself is behind a port, so the same code writes to any file system.
 */
import type { SimEvent } from '../core/events.js';
import { CALLS } from './calls.js';
import { type AnswerLine, answerLine, eventLine, type OverrideLine, overrideLine, promptLine } from './journal.js';
import type { Manifest } from './manifest.js';
import type { OpenFile } from './pieces.js';

/** One folder's files, by name relative to it. Every call rejects with the system's error when it cannot be done. */
export interface FolderFiles {
  /** Nothing of what is written is kept, so that events need not be put into words. */
  readonly discards?: true;
  read(name: string): Promise<string | null>;
  write(name: string, text: string): Promise<void>;
  append(name: string, text: string): Promise<void>;
  /** A file to be read in places; null where there is none. Without it, files are read as one text. */
  open?(name: string): Promise<OpenFile | null>;
  /** Gives back what is held open to be added to; everything can be used again afterwards. */
  close?(): Promise<void>;
  /** Makes this process the only writer; rejects where another is. Gives back what releases it. */
  lock?(): Promise<() => Promise<void>>;
}

/** Characters of event lines gathered before they are written. */
const BATCH = 64 * 1024;

/** What a fork has of its parent. */
export interface Beginning {
  readonly events: readonly SimEvent[];
  readonly answers: readonly AnswerLine[];
  /** Lines of `prompts.jsonl`. */
  readonly prompts: string;
}

const NOTHING: Beginning = { events: [], answers: [], prompts: '' };

export class RunFolder {
  #pending = '';
  #writing: Promise<void> = Promise.resolve();
  /** Answers and prompts that wait to be written, and the promise that they are. */
  #answers = '';
  #prompts = '';
  #answered: Promise<void> | null = null;
  /** Lines of calls that wait to be written, and the promise that they are. */
  #calls = '';
  #called: Promise<void> | null = null;
  readonly #prompted = new Set<string>();
  #failure: unknown = null;
  #release: (() => Promise<void>) | undefined;

  constructor(readonly files: FolderFiles) {}

  /** Starts a folder: blobs and what the run begins with first, then the manifest, without which there is no run. */
  async create(manifest: Manifest, blobs: ReadonlyMap<string, string>, begins: Beginning = NOTHING): Promise<void> {
    this.#release = await this.files.lock?.();
    for (const [sha256, text] of blobs) await this.files.write(`blobs/${sha256}`, text);
    await this.files.write('events.jsonl', begins.events.map(eventLine).join(''));
    await this.files.write('answers.jsonl', begins.answers.map(answerLine).join(''));
    if (begins.prompts !== '') await this.files.write('prompts.jsonl', begins.prompts);
    await this.manifest(manifest);
  }

  /** Goes on with a run that was cut off: what lies behind its last whole step and its last whole answer is left out. */
  async reopen(manifest: Manifest, { events, answers }: Kept): Promise<void> {
    this.#release = await this.files.lock?.();
    await this.#cut('events.jsonl', events);
    await this.#cut('answers.jsonl', answers);
    await this.#cut('prompts.jsonl', null);
    await this.#cut('overrides.jsonl', null);
    await this.#cut(CALLS, null);
    await this.manifest(manifest);
  }

  /** Keeps so many characters of a file; its whole lines where that is not known. */
  async #cut(name: string, kept: number | null): Promise<void> {
    const text = (await this.files.read(name)) ?? '';
    const whole = kept ?? text.lastIndexOf('\n') + 1;
    if (text.length > whole) await this.files.write(name, text.slice(0, whole));
  }

  /** Lets others write. Everything has been flushed before. */
  async close(): Promise<void> {
    const release = this.#release;
    this.#release = undefined;
    try {
      await this.files.close?.();
    } finally {
      await release?.();
    }
  }

  manifest(manifest: Manifest): Promise<void> {
    return this.files.write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  }

  events(events: readonly SimEvent[]): void {
    if (this.files.discards) return;
    for (const event of events) this.#pending += eventLine(event);
    if (this.#pending.length >= BATCH) this.#flushEvents();
  }

  /** Kept before what follows from it; a failure to write it is the run's. */
  override(line: OverrideLine): void {
    void this.#enqueue(() => this.files.append('overrides.jsonl', overrideLine(line))).catch(() => {});
  }

  /**
   * Resolves once the answer, and the prompt it answers, are written. What comes while something is being written is
   * written together.
   */
  answer(answer: AnswerLine, prompt: string | null): Promise<void> {
    this.#answers += answerLine(answer);
    if (prompt !== null && !this.#prompted.has(answer.hash)) {
      this.#prompted.add(answer.hash);
      this.#prompts += promptLine(answer.hash, prompt);
    }
    this.#answered ??= this.#enqueue(async () => {
      const [answers, prompts] = [this.#answers, this.#prompts];
      this.#answers = this.#prompts = '';
      this.#answered = null;
      if (prompts !== '') await this.files.append('prompts.jsonl', prompts);
      await this.files.append('answers.jsonl', answers);
    });
    return this.#answered;
  }

  /** Resolves once the lines are written: a call is sent only then. */
  calls(lines: string): Promise<void> {
    this.#calls += lines;
    this.#called ??= this.#enqueue(() => {
      const calls = this.#calls;
      this.#calls = '';
      this.#called = null;
      return this.files.append(CALLS, calls);
    });
    return this.#called;
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

  /** Writes one after the other. After a failure nothing is written any more: it would stand behind half a line. */
  #enqueue(write: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(() => {
      if (this.#failure !== null) throw this.#failure;
      return write();
    });
    this.#writing = done.catch((error: unknown) => {
      this.#failure ??= error;
    });
    return done;
  }
}

/** Characters of each file that are whole; of the events null where they all are. */
export interface Kept {
  readonly events: number | null;
  readonly answers: number;
}
