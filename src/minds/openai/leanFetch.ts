/**
 * A lean `fetch`: what the openai package uses of one, over node:http and node:https, at a fraction of the cost of
 * the global one. Knows nothing of models, keys or the protocol.
 *
 * Proxies and certificates: the editor puts its own `request` onto the module objects of http and https (proxy
 * settings, system certificates). So the modules are imported whole and `request` is looked up at each call.
 *
 * Redirects are not followed: a key sent to one origin must not travel to another.
 */
import http from 'node:http';
import https from 'node:https';
import type { Disposable } from '../../core/disposable.js';
import { LeanResponse } from './leanResponse.js';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface LeanFetchOptions {
  /** Connections open at once per origin. Calls above it wait for a free one. */
  readonly maxSockets?: number;
  /** Bytes of an answer's body above which it is dropped with `AnswerTooLarge`. */
  readonly maxAnswerBytes?: number;
}

export interface LeanFetch extends Disposable {
  readonly fetch: Fetch;
}

/** Idle connections are closed after this long, in milliseconds. */
const idleMs = 30_000;

interface Call {
  readonly url: URL;
  readonly method: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string | null;
  readonly signal: AbortSignal | null;
  readonly agent: http.Agent | false;
  readonly maxBytes: number;
}

/** Opens no connection until it is called; `dispose` closes those that are open. */
export function leanFetch({ maxSockets = 64, maxAnswerBytes = 8_000_000 }: LeanFetchOptions = {}): LeanFetch {
  const settings: http.AgentOptions = { keepAlive: true, maxSockets, timeout: idleMs };
  const plain = new http.Agent(settings);
  const secure = new https.Agent(settings);
  return {
    fetch: async (input, init = {}) => {
      const url = addressOf(input);
      const agent = url.protocol === 'https:' ? secure : plain;
      const { method = 'GET', signal = null } = init;
      return exchange({ url, method, headers: headersOf(init.headers), body: textOf(init.body), signal, agent, maxBytes: maxAnswerBytes });
    },
    dispose: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Sends the call; resolves when the head of the answer is there. */
function exchange(call: Call): Promise<Response> {
  const { url, method, headers, agent, signal } = call;
  if (signal?.aborted) return Promise.reject(abortError());
  return new Promise((resolve, reject) => {
    let answered: LeanResponse | null = null;
    const request = (url.protocol === 'https:' ? https : http).request(url, { method, headers, agent });
    const abort = (): void => {
      answered?.fail(abortError());
      request.destroy(abortError());
    };
    signal?.addEventListener('abort', abort, { once: true });
    const release = (): void => signal?.removeEventListener('abort', abort);
    request.on('response', (message) => {
      answered = new LeanResponse(message, url.href, call.maxBytes);
      message.on('close', release);
      resolve(answered as unknown as Response);
    });
    request.on('error', (error) => {
      release();
      if (answered) answered.fail(error);
      // The server closed an idle connection just as it was used again: nothing was answered, so ask on a new one.
      else if (request.reusedSocket && isReset(error) && !signal?.aborted) resolve(exchange({ ...call, agent: false }));
      else reject(error);
    });
    request.end(call.body ?? undefined);
  });
}

function addressOf(input: string | URL | Request): URL {
  const url = new URL(typeof input === 'string' || input instanceof URL ? input : input.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('Only http and https can be fetched.');
  if (url.username !== '' || url.password !== '') throw new TypeError('An address with a password in it is not fetched.');
  return url;
}

function headersOf(init: RequestInit['headers']): http.OutgoingHttpHeaders {
  if (!init) return {};
  const entries = init instanceof Headers || Array.isArray(init) ? init : Object.entries(init);
  return Object.fromEntries(entries as Iterable<[string, string]>);
}

function textOf(body: RequestInit['body']): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body !== 'string') throw new TypeError('Only text can be sent.');
  return body;
}

function isReset(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

function abortError(): Error {
  return Object.assign(new Error('The call was aborted.'), { name: 'AbortError', code: 'ABORT_ERR' });
}
