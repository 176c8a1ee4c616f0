/**
 * A lean `fetch`: the parts that the openai package uses, over node:http and node:https, at a fraction of the cost of the
 * global one. Does not depend on models, keys or the protocol.
 *
 * Proxies and certificates: the editor replaces `request` in the module objects of http and https (proxy
 * settings, system certificates). So the whole modules are imported, and `request` is read at each call.
 *
 * Redirects are not followed: a key sent to one origin must not travel to another. Nothing is sent twice, not even if a
 * connection was lost before an answer came: the code that pays for calls decides about retries.
 */
import http from 'node:http';
import https from 'node:https';
import type { Disposable } from '../../core/util/lifecycle.js';
import { LeanResponse } from './leanResponse.js';

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

interface LeanFetchOptions {
  /** Connections open at once per origin. Calls above it wait for a free one. */
  readonly maxSockets?: number;
  /** An answer with a larger body, in bytes, is dropped with `AnswerTooLarge`. */
  readonly maxAnswerBytes?: number;
}

export interface LeanFetch extends Disposable {
  readonly fetch: Fetch;
}

/** Idle connections are closed after this long, in milliseconds. */
const idleMs = 30_000;

interface Call {
  readonly address: Address;
  readonly method: string;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string | null;
  readonly signal: AbortSignal | null;
  readonly agent: http.Agent;
  readonly maxBytes: number;
}

/** Opens no connection until it is called; `dispose` closes all open connections. */
export function leanFetch({ maxSockets = 64, maxAnswerBytes = 8_000_000 }: LeanFetchOptions = {}): LeanFetch {
  const settings: http.AgentOptions = { keepAlive: true, maxSockets, timeout: idleMs };
  const plain = new http.Agent(settings);
  const secure = new https.Agent(settings);
  // All calls of a mind have the same address.
  let last: Address | null = null;
  return {
    fetch: async (input, init = {}) => {
      const href = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
      const address = last?.href === href ? last : addressOf(href);
      last = address;
      const agent = address.secure ? secure : plain;
      const { method = 'GET', signal = null } = init;
      return exchange({
        address,
        method,
        headers: headersOf(init.headers),
        body: textOf(init.body),
        signal,
        agent,
        maxBytes: maxAnswerBytes,
      });
    },
    dispose: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Sends the call; resolves when the head of the answer has arrived. */
function exchange(call: Call): Promise<Response> {
  const { address, method, headers, agent, signal } = call;
  if (signal?.aborted) return Promise.reject(abortError());
  return new Promise((resolve, reject) => {
    let answered: LeanResponse | null = null;
    const request = (address.secure ? https : http).request({ ...address.options, method, headers, agent });
    const release = (): void => signal?.removeEventListener('abort', abort);
    const fail = (error: Error): void => {
      release();
      if (answered) answered.fail(error);
      else reject(error);
    };
    // The request may already be destroyed and emit no further event, so the call is settled here.
    const abort = (): void => {
      fail(abortError());
      request.destroy(abortError());
    };
    signal?.addEventListener('abort', abort, { once: true });
    request.on('response', (message) => {
      answered = new LeanResponse(message, address.href, call.maxBytes);
      message.on('close', release);
      resolve(answered as unknown as Response);
    });
    request.on('error', fail);
    // A server that changes to another protocol gives no answer, and Node reports it only by this event.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      fail(Object.assign(new Error('The server changed to another protocol.'), { code: 'HPE_UPGRADE' }));
    });
    request.on('close', () => {
      if (!answered) fail(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }));
    });
    request.end(call.body ?? undefined);
  });
}

/** The address of a request, in the parts that Node needs. */
interface Address {
  readonly href: string;
  readonly secure: boolean;
  readonly options: http.RequestOptions;
}

function addressOf(href: string): Address {
  const url = new URL(href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('Only http and https can be fetched.');
  if (url.username !== '' || url.password !== '') throw new TypeError('An address with a password in it is not fetched.');
  const { protocol, hostname, port, pathname, search } = url;
  // An IPv6 address has brackets only in a URL.
  const options = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), path: pathname + search, ...(port === '' ? {} : { port }) };
  return { href, secure: protocol === 'https:', options };
}

function headersOf(init: RequestInit['headers']): http.OutgoingHttpHeaders {
  if (!init) return {};
  return init instanceof Headers || Array.isArray(init)
    ? Object.fromEntries(init as Iterable<[string, string]>)
    : { ...(init as { readonly [name: string]: string }) };
}

function textOf(body: RequestInit['body']): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body !== 'string') throw new TypeError('Only text can be sent.');
  return body;
}

function abortError(): Error {
  return Object.assign(new Error('The call was aborted.'), { name: 'AbortError', code: 'ABORT_ERR' });
}
