/**
 * Files that are appended to. A browser can only write whole files, so the text is kept in memory and the file is written again.
 * The file of events, which can be long, is written when it has grown by an eighth, and after a second: what is lost when the
 * window closes is played again when the run continues. Readers of this window get the whole text.
 */
import { unlessMissing, webFiles } from './files.js';

/** The file whose last lines may be written later, and the file of its sums, which must not be longer. */
const [EVENTS, SUMS] = [/\/events\.jsonl$/, /\/events\.sums\.jsonl$/];
/** Bytes below which a file is always written at once. */
const SMALL = 64 * 1024;
/** Milliseconds after which a file is written that has not grown enough. */
const DELAY_MS = 1000;

const files = new Map<string, GrowingFile>();

/** The bytes of a file of this window, also those that are not yet written; null if it is not being appended to. */
export const bytesInMemory = (path: string): Uint8Array | null => files.get(path)?.bytes() ?? null;

/** Appends to a file. Resolves when it is written, or when it is certain to be written soon. */
export async function append(path: string, text: string): Promise<void> {
  const file = files.get(path) ?? new GrowingFile(path);
  files.set(path, file);
  await file.append(new TextEncoder().encode(text));
}

/** Writes what is not yet written, and forgets the file. */
export async function shut(path: string): Promise<void> {
  const file = files.get(path);
  if (!file) return;
  try {
    await file.written();
  } finally {
    if (files.get(path) === file) files.delete(path);
  }
}

class GrowingFile {
  #content = new Uint8Array(0);
  /** Bytes of `#content` that are in use, and that the file on the disk has. */
  #size = 0;
  #kept = 0;
  #opened: Promise<void> | null = null;
  #writing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(readonly path: string) {}

  bytes(): Uint8Array | null {
    return this.#opened ? this.#content.subarray(0, this.#size) : null;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await (this.#opened ??= this.#open());
    this.#add(bytes);
    if (this.#failure) throw this.#failure.error;
    const summed = this.#summed();
    const isLater = summed ? summed.#isBehind() : EVENTS.test(this.path) && this.#isNearlyKept();
    if (!isLater) return this.written();
    this.#timer ??= setTimeout(() => void this.written().catch(() => undefined), DELAY_MS);
  }

  /** Resolves when everything is on the disk. Rejects with the first error. */
  async written(): Promise<void> {
    await this.#opened;
    await this.#summed()?.written();
    while (this.#isBehind()) {
      if (this.#failure) throw this.#failure.error;
      this.#writing ??= this.#write().finally(() => {
        this.#writing = null;
      });
      await this.#writing;
    }
  }

  #isNearlyKept(): boolean {
    return this.#size > SMALL && this.#size - this.#kept < this.#size / 8;
  }

  #isBehind(): boolean {
    return this.#kept < this.#size;
  }

  /** The file of events, for the file of its sums. */
  #summed(): GrowingFile | undefined {
    return SUMS.test(this.path) ? files.get(this.path.replace(SUMS, '/events.jsonl')) : undefined;
  }

  async #open(): Promise<void> {
    const found = await unlessMissing(webFiles().read(this.path));
    if (!found) return;
    this.#content = Uint8Array.from(found);
    this.#size = this.#kept = found.length;
  }

  async #write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const size = this.#size;
    try {
      await webFiles().write(this.path, this.#content.slice(0, size));
      this.#kept = size;
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }

  #add(bytes: Uint8Array): void {
    const size = this.#size + bytes.length;
    if (size > this.#content.length) {
      const larger = new Uint8Array(Math.max(2 * this.#content.length, size));
      larger.set(this.#content.subarray(0, this.#size));
      this.#content = larger;
    }
    this.#content.set(bytes, this.#size);
    this.#size = size;
  }
}
