/**
 * Reads a streamed answer: server-sent events, joined to the completion that the server would send without streaming, so that
 * all later code reads one shape.
 */
import { isDeep } from '../../core/util/json.js';
import type { KeyFilter } from '../trust/keyFilter.js';
import { record } from './endpoint.js';

type Fields = { readonly [key: string]: unknown };

/**
 * Reads the stream to its end. `heard` gets the whole text so far each time it grows. The filter reads the whole text, because
 * a key may be split into several pieces.
 */
export async function readStream(response: Response, heard: (soFar: string) => void, filter: KeyFilter): Promise<unknown> {
  const whole = new Whole();
  let told = '';
  for await (const data of dataOf(response)) {
    if (data === '[DONE]') {
      whole.done = true;
      continue;
    }
    if (isDeep(data)) throw new SyntaxError('The answer is nested too deeply.');
    const chunk = record(parsed(data, filter));
    if (chunk['error']) return filter.json(chunk);
    whole.add(chunk);
    const clean = filter.begun(whole.text);
    if (clean === told) continue;
    told = clean;
    heard(told);
  }
  if (!whole.done) throw Object.assign(new Error('The stream ended early.'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  return filter.json(whole.completion());
}

/** Parses JSON. The message of a JSON error quotes the text, so the filter removes the key. */
function parsed(data: string, filter: KeyFilter): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return JSON.parse(filter.text(data)) as unknown;
  }
}

/** The texts after `data:`, one per line. */
async function* dataOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data:')) yield line.slice('data:'.length).trim();
  }
  if (rest.startsWith('data:')) yield rest.slice('data:'.length).trim();
}

/** The received part of one completion. */
class Whole {
  done = false;
  #spoke = false;
  #content = '';
  #refusal = '';
  #thoughts = '';
  #arguments = '';
  #finish: unknown = null;
  #usage: unknown = null;
  #timings: unknown = null;
  #model: unknown = null;
  #version: unknown = null;

  /** The answer so far, as text or as the arguments of a tool call. */
  get text(): string {
    return this.#content === '' ? this.#arguments : this.#content;
  }

  add(chunk: Fields): void {
    this.#usage = chunk['usage'] ?? this.#usage;
    this.#timings = chunk['timings'] ?? this.#timings;
    this.#model ??= chunk['model'];
    this.#version ??= chunk['system_fingerprint'];
    const choices = chunk['choices'];
    if (!Array.isArray(choices) || choices.length === 0) return;
    const choice = record(choices[0]);
    const delta = record(choice['delta']);
    const calls = delta['tool_calls'];
    this.#spoke = true;
    this.#content += words(delta['content']);
    this.#refusal += words(delta['refusal']);
    this.#thoughts += words(delta['reasoning_content'] ?? delta['reasoning']);
    this.#arguments += words(record(record(Array.isArray(calls) ? calls[0] : null)['function'])['arguments']);
    this.#finish = choice['finish_reason'] ?? this.#finish;
    if (this.#finish !== null) this.done = true;
  }

  completion(): Fields {
    if (!this.#spoke) return {};
    const message = {
      content: this.#content,
      ...(this.#refusal === '' ? {} : { refusal: this.#refusal }),
      ...(this.#thoughts === '' ? {} : { reasoning_content: this.#thoughts }),
      ...(this.#arguments === '' ? {} : { tool_calls: [{ function: { arguments: this.#arguments } }] }),
    };
    return {
      choices: [{ message, finish_reason: this.#finish }],
      usage: this.#usage,
      timings: this.#timings,
      model: this.#model,
      system_fingerprint: this.#version,
    };
  }
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');
