/** The answer to a lean `fetch`: the parts of a `Response` that the openai package uses, read directly from the socket. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { isDeep } from '../../core/util/json.js';
import { AnswerTooLarge } from './answerTooLarge.js';

/** Holds its connection until the body has been read, failed or been dropped. */
export class LeanResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly statusText: string;
  readonly headers: LeanHeaders;
  readonly redirected = false;
  readonly type = 'default';
  bodyUsed = false;
  readonly #message: IncomingMessage;
  readonly #maxBytes: number;
  #body: ReadableStream | null = null;
  #failure: Error | null = null;

  constructor(
    message: IncomingMessage,
    readonly url: string,
    maxBytes: number,
  ) {
    this.status = message.statusCode ?? 0;
    this.ok = this.status >= 200 && this.status <= 299;
    this.statusText = message.statusMessage ?? '';
    this.headers = new LeanHeaders(message.headers);
    this.#message = message;
    this.#maxBytes = maxBytes;
    // A failure before the first read must not be lost and must not end the process.
    message.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  /** Ends the body with this error, for current and later readers. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#message.destroy(error);
  }

  async json(): Promise<unknown> {
    const text = await this.text();
    if (isDeep(text)) throw new SyntaxError('The answer is nested too deeply.');
    return JSON.parse(text) as unknown;
  }

  async text(): Promise<string> {
    const text = (await this.#bytes()).toString('utf8');
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = await this.#bytes();
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    return copy;
  }

  /** The body as it arrives, for answers that are streamed; always the same stream. It fails above the limit. */
  get body(): ReadableStream {
    this.#body ??= Readable.toWeb(Readable.from(this.#pieces()));
    return this.#body;
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    this.#use();
    let size = 0;
    try {
      for await (const chunk of this.#message) {
        size += (chunk as Buffer).length;
        if (size > this.#maxBytes) throw this.#tooLarge();
        yield chunk as Buffer;
      }
    } catch (error) {
      throw this.#failure ?? error;
    }
  }

  #bytes(): Promise<Buffer> {
    this.#use();
    const message = this.#message;
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const chunks: Buffer[] = [];
      let size = 0;
      message.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > this.#maxBytes) this.#tooLarge();
        else chunks.push(chunk);
      });
      message.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
      message.on('error', (error) => reject(this.#failure ?? error));
      message.on('close', () => reject(this.#failure ?? new Error('The connection was closed.')));
    });
  }

  #tooLarge(): Error {
    const error = new AnswerTooLarge(this.#maxBytes);
    this.fail(error);
    return error;
  }

  #use(): void {
    if (this.bodyUsed) throw new TypeError('The body has been read already.');
    this.bodyUsed = true;
  }
}

/** The headers of an answer that are read. A global `Headers` object costs more than the rest of an answer. */
class LeanHeaders {
  constructor(readonly all: IncomingHttpHeaders) {}

  get(name: string): string | null {
    const value = this.all[name.toLowerCase()];
    return value === undefined ? null : String(value);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  *entries(): IterableIterator<[string, string]> {
    for (const [name, value] of Object.entries(this.all)) yield [name, String(value)];
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  forEach(act: (value: string, name: string) => void): void {
    for (const [name, value] of this.entries()) act(value, name);
  }
}
