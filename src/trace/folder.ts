/**
 * Writes a run folder: manifest, events, answers, blobs. Lines are gathered and appended in order. Methods that promise durability
 * resolve after the write. The folder itself is a port, so the same code writes to any file system.
 */
import type { SimEvent } from '../core/events/events.js';
import { BATCHES } from './batches.js';
import { CALLS } from './calls.js';
import { addSum, NO_SUM } from './checksum.js';
import { blockLine, SUMS, SumCheck } from './eventSums.js';
import { eventLine, eventPieces, isLongEvent } from './eventText.js';
import { type AnswerLine, answerLine, type OverrideLine, overrideLine, promptLine } from './journal.js';
import type { Manifest } from './manifest.js';
import { lastLineEnd, type OpenFile, piecesOf } from './lineReader.js';

/** One folder's files, by name relative to it. Every call rejects with the system's error when it cannot be done. */
export interface FolderFiles {
  /** What is written is not kept, so events are not turned into text. */
  readonly discards?: true;
  read(name: string): Promise<string | null>;
  write(name: string, text: string): Promise<void>;
  append(name: string, text: string): Promise<void>;
  /** A file that is read in places; null if there is none. Without this method, files are read as one text. */
  open?(name: string): Promise<OpenFile | null>;
  /** Shortens a file to so many bytes. A folder with `open` has it too. */
  cut?(name: string, bytes: number): Promise<void>;
  /** Closes the files that were kept open for appending. All methods can be used again afterwards. */
  close?(): Promise<void>;
  /** Makes this process the only writer. Rejects if another process writes. Resolves with a function that releases the lock. */
  lock?(): Promise<() => Promise<void>>;
}

/** Number of characters of event lines that are gathered before a write. */
const BATCH = 64 * 1024;

/** The most long events, each of up to some MB, that wait to be written. */
const MOST_LONG = 8;

/** A folder that keeps nothing. Events are not even turned into text. */
export const NOWHERE: FolderFiles = { discards: true, read: async () => null, write: async () => undefined, append: async () => undefined };

/** What a fork takes from its parent. */
export interface Beginning {
  readonly events: readonly SimEvent[];
  readonly answers: readonly AnswerLine[];
  /** Lines of `prompts.jsonl`, in pieces. */
  readonly prompts: AsyncIterable<string>;
}

/** An iterable without texts, for a beginning without prompts. */
export async function* noTexts(): AsyncGenerator<string> {}

const NOTHING: Beginning = { events: [], answers: [], prompts: noTexts() };

/** The file that keeps damaged events, with the text after them. */
export const BAD = 'events.jsonl.bad';

/**
 * The folder of one run. `create` or `reopen` is called first, `close` last. Failures to write are kept: `flush` rejects with the
 * first, and `failure` returns it.
 */
export class RunFolder {
  /** Lines that wait to be written, and long events, which are turned into text while they are written. */
  #pending: (string | SimEvent)[] = [];
  #length = 0;
  /** Events that wait to be written: the first, and the event after the last. */
  #from = 0;
  #to = 0;
  #writing: Promise<void> = Promise.resolve();
  /** Long events that are not written. */
  #long = 0;
  /** Answers and prompts that wait to be written, and the promise of that write. */
  #answers = '';
  #prompts = '';
  #answered: Promise<void> | null = null;
  /** Lines of calls that wait to be written, and the promise of that write. */
  #calls = '';
  #called: Promise<void> | null = null;
  readonly #prompted = new Set<string>();
  #failure: unknown = null;
  #release: (() => Promise<void>) | undefined;

  constructor(readonly files: FolderFiles) {}

  /** Starts a folder: first the blobs and the beginning of the run, then the manifest. Without a manifest there is no run. */
  async create(manifest: Manifest, blobs: ReadonlyMap<string, string>, begins: Beginning = NOTHING): Promise<void> {
    this.#release = await this.files.lock?.();
    for (const [sha256, text] of blobs) await this.files.write(`blobs/${sha256}`, text);
    for (const name of ['events.jsonl', SUMS, 'answers.jsonl']) await this.files.write(name, '');
    for (const lines of batches(begins.answers, answerLine)) await this.files.append('answers.jsonl', lines);
    // Leaves out a last line that its process did not write completely.
    for await (const lines of begins.prompts) await this.files.append('prompts.jsonl', lines.slice(0, lines.lastIndexOf('\n') + 1));
    this.events(begins.events);
    await this.flush();
    await this.manifest(manifest);
  }

  /**
   * Continues a run that was cut off. The text after its last whole step and its last whole answer is left out. Damaged events are
   * kept in a file of their own, with the text after them. Rejects if another process wrote after the run was read.
   */
  async reopen(manifest: Manifest, kept: Kept): Promise<void> {
    this.#release = await this.files.lock?.();
    for (const [name, size] of Object.entries(kept.sizes)) {
      const now = (await this.files.open?.(name))?.size ?? 0;
      if (now !== size) throw new Error('Another process continued this run after it was read. Open it again.');
    }
    if (kept.damaged) await this.#keepBad(kept);
    await this.#cut('events.jsonl', kept);
    await this.#cutSums(kept.count);
    for (const name of ['answers.jsonl', 'prompts.jsonl', 'overrides.jsonl', CALLS, BATCHES]) await this.#cut(name, null);
    await this.manifest(manifest);
  }

  async #keepBad({ characters, bytes }: Kept): Promise<void> {
    const file = this.files.cut ? await this.files.open?.('events.jsonl') : null;
    if (file && bytes !== null) for (const { text } of piecesOf(file, bytes)) await this.files.append(BAD, text);
    else if (characters !== null) await this.files.append(BAD, ((await this.files.read('events.jsonl')) ?? '').slice(characters));
  }

  /** Shortens a file to what is whole: `kept`, or its whole lines if that is not known. */
  async #cut(name: string, kept: Pick<Kept, 'characters' | 'bytes'> | null): Promise<void> {
    const { open, cut } = this.files;
    const file = cut ? await open?.call(this.files, name) : null;
    if (file && cut) {
      const whole = kept?.bytes ?? lastLineEnd(file);
      if (file.size > whole) await cut.call(this.files, name, whole);
      return;
    }
    const text = (await this.files.read(name)) ?? '';
    const whole = kept?.characters ?? text.lastIndexOf('\n') + 1;
    if (text.length > whole) await this.files.write(name, text.slice(0, whole));
  }

  /** Removes the checksums of events that are not kept. */
  async #cutSums(events: number): Promise<void> {
    const text = (await this.files.read(SUMS)) ?? '';
    const whole = new SumCheck(text).linesUpTo(events);
    if (whole !== text) await this.files.write(SUMS, whole);
  }

  /** Lets other processes write. Callers flush before. */
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
    for (const event of events) {
      if (this.#pending.length === 0) this.#from = event.seq;
      this.#to = event.seq + 1;
      const line = isLongEvent(event) ? event : eventLine(event);
      this.#pending.push(line);
      if (line === event) this.#long++;
      this.#length += typeof line === 'string' ? line.length : BATCH;
      if (event.end && this.#length >= BATCH) this.#flushEvents();
    }
  }

  /** Writes an override before what follows from it. If the write fails, the run fails. */
  override(line: OverrideLine): void {
    void this.#enqueue(() => this.files.append('overrides.jsonl', overrideLine(line))).catch(() => {});
  }

  /** Resolves once the answer and its prompt are written. What arrives during a write goes into the next write together. */
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

  /** Resolves once the lines are written. A call is sent only after that. */
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

  /** Resolves once a line of a batch is written. The server begins the batch only after that. */
  batch(line: string): Promise<void> {
    return this.#enqueue(() => this.files.append(BATCHES, line));
  }

  /** Resolves when everything given so far is written. Rejects with the first failure. */
  async flush(): Promise<void> {
    this.#flushEvents();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Whether so much waits to be written that a run has to wait too: a process that ends now would lose it. */
  get isBehind(): boolean {
    return this.#long > MOST_LONG;
  }

  /** Resolves when the events given so far are written, or the writing has failed. */
  written(): Promise<void> {
    this.#flushEvents();
    return this.#writing;
  }

  /** The first failure to write, or null. A run that cannot be kept must stop. */
  get failure(): unknown {
    return this.#failure;
  }

  #flushEvents(): void {
    if (this.#pending.length === 0) return;
    const [pending, from, to] = [this.#pending, this.#from, this.#to];
    this.#pending = [];
    this.#length = 0;
    void this.#enqueue(async () => {
      let sum = NO_SUM;
      for (const text of batches(linesOf(pending), String)) {
        await this.files.append('events.jsonl', text);
        sum = addSum(sum, text);
      }
      await this.files.append(SUMS, blockLine(from, to, sum));
      for (const one of pending) if (typeof one !== 'string') this.#long--;
    }).catch(() => {});
  }

  /** Writes in order. After a failure nothing more is written, because it would follow half a line. */
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

/** Which part of a run's files is whole, from when they were read. */
export interface Kept {
  /** Characters and bytes of whole events. Null if all are whole, or if the number is not known. */
  readonly characters: number | null;
  readonly bytes: number | null;
  /** Number of whole events. */
  readonly count: number;
  /** The text after the whole events is damaged, not cut off. */
  readonly damaged: boolean;
  /** Bytes of the files that no other process may write to in the meantime. */
  readonly sizes: { readonly [name: string]: number };
}

/** Lines, and the lines of long events in pieces. */
function* linesOf(pending: readonly (string | SimEvent)[]): Generator<string> {
  for (const one of pending) {
    if (typeof one === 'string') yield one;
    else yield* eventPieces(one);
  }
}

/** The lines of items, in texts of about one batch each. */
function* batches<T>(items: Iterable<T>, lineOf: (item: T) => string): Generator<string> {
  let text = '';
  for (const item of items) {
    text += lineOf(item);
    if (text.length < BATCH) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
