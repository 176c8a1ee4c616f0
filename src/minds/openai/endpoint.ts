/**
 * The only place that sends requests to an endpoint. The openai package never gets the key: it is added here, with the few
 * necessary headers. Everything else that the package or the environment would add (`OPENAI_CUSTOM_HEADERS`, organisation,
 * platform) is removed. A request to another origin is refused. It is also the only place that receives answers: a key that
 * a server repeats is removed.
 */
import { isDeep } from '../../core/util/json.js';
import { type KeyFilter, keyFilter } from '../trust/keyFilter.js';
import type { Fetch } from '../../node/http/leanFetch.js';

/** An HTTP answer that is not a success, with the server's message, in any known shape. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    /** The server's own words, untrusted; '' if there are none. */
    readonly words: string,
    /** The server's own code (`insufficient_quota`, `model_not_found`) and the parameter it names; '' if none. */
    readonly serverCode: string,
    readonly param: string,
    /** `Retry-After`: seconds, or a date if the server did not send its own time. For the retry layer. */
    readonly retryAfter: string | null,
    readonly location: string | null,
  ) {
    super('http problem'); // neutral on purpose: the package interprets messages
  }
}

interface EndpointOptions {
  readonly fetch: Fetch;
  readonly origin: string;
  readonly key: string | null;
}

/** A `fetch` for one endpoint. Rejects with `HttpProblem` for every answer that is not a success. */
export function endpointFetch({ fetch, origin, key }: EndpointOptions): Fetch {
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    'user-agent': 'society-studio',
    ...(key === null ? {} : keyHeader(origin, key)),
  };
  const filter = keyFilter(key);
  // All calls of a mind have the same address.
  let known = '';
  return async (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (url !== known && new URL(url).origin !== origin) throw new TypeError('The request would have left for another origin.');
    known = url;
    const response = await fetch(url, { ...init, headers: { ...headers, ...uploadType(init) }, redirect: 'manual' });
    const clean = new CleanResponse(response, filter) as unknown as Response;
    if (clean.ok) return clean;
    throw await problemOf(clean);
  };
}

/** The type of a body that is not JSON, which only the upload of a file has. */
function uploadType(init: RequestInit | undefined): { readonly 'content-type'?: string } {
  const { 'content-type': type } = (init?.headers ?? {}) as { readonly 'content-type'?: unknown };
  return typeof type === 'string' ? { 'content-type': type } : {};
}

/** An answer without the key, in any spelling. For a stream, the code that joins its parts removes the key. */
class CleanResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly statusText: string;
  readonly url: string;
  readonly redirected: boolean;
  readonly type: Response['type'];
  readonly headers: { get(name: string): string | null; has(name: string): boolean; entries(): IterableIterator<[string, string]> };
  readonly #response: Response;
  readonly #filter: KeyFilter;

  constructor(response: Response, filter: KeyFilter) {
    this.#response = response;
    this.#filter = filter;
    ({ status: this.status, ok: this.ok, url: this.url, redirected: this.redirected, type: this.type } = response);
    this.statusText = filter.text(response.statusText);
    const { headers } = response;
    this.headers = {
      get: (name) => {
        const value = headers.get(name);
        return value === null ? null : filter.text(value);
      },
      has: (name) => headers.has(name),
      *entries() {
        for (const [name, value] of headers.entries()) yield [filter.text(name), filter.text(value)];
      },
    };
  }

  get bodyUsed(): boolean {
    return this.#response.bodyUsed;
  }

  async text(): Promise<string> {
    return this.#filter.text(await this.#response.text());
  }

  /** The key is removed after parsing, so that nothing else changes. */
  async json(): Promise<unknown> {
    const text = await this.#response.text();
    if (isDeep(text)) throw new SyntaxError('The answer is nested too deeply.');
    const clean = this.#filter.text(text);
    return clean === text || !isJson(text) ? (JSON.parse(clean) as unknown) : this.#filter.json(JSON.parse(text));
  }

  get body(): Response['body'] {
    return this.#response.body;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Azure takes a key in a separate header, and reads the usual header as a token of its directory. */
function keyHeader(origin: string, key: string): { readonly [name: string]: string } {
  return isAzure(origin) ? { 'api-key': key } : { authorization: `Bearer ${key}` };
}

const isAzure = (origin: string): boolean =>
  /^https:\/\/[a-z0-9-]+\.(openai\.azure\.com|openai\.azure\.us|cognitiveservices\.azure\.com|services\.ai\.azure\.com)$/.test(origin);

async function problemOf(response: Response): Promise<HttpProblem> {
  const text = await response.text();
  return problemFrom(response.status, parsed(text), retryAfterIn(response.headers), response.headers.get('location'));
}

/** A date is converted with the server's own clock, if the server sends it: the local clock may be wrong, or be changed meanwhile. */
function retryAfterIn(headers: Headers): string | null {
  const after = headers.get('retry-after');
  const [until, now] = [after, headers.get('date')].map((text) => (text !== null && /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : NaN));
  return Number.isNaN(until! - now!) ? after : String(Math.max(0, (until! - now!) / 1000));
}

/** Reads the shapes in use: `{error: {message, code, param}}`, `{error: text}`, `{message}`, `{detail}`. */
export function problemFrom(status: number, body: unknown, retryAfter: string | null = null, location: string | null = null): HttpProblem {
  const outer = record(body);
  const inner = record(outer['error']);
  const words = [inner['message'], outer['error'], outer['message'], outer['detail'], body].find(
    (candidate) => typeof candidate === 'string',
  );
  const detail = Array.isArray(outer['detail']) ? JSON.stringify(outer['detail']) : '';
  const code = [inner['code'], outer['code'], inner['type'], outer['type']].find((candidate) => typeof candidate === 'string');
  const param = typeof inner['param'] === 'string' ? inner['param'] : '';
  return new HttpProblem(status, String(words ?? detail), String(code ?? ''), param, retryAfter, location);
}

function parsed(text: string): unknown {
  if (isDeep(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return /^\s*</.test(text) ? null : text; // a page of HTML has no useful text to quote
  }
}

/** A JSON object's members; empty for other values. */
export function record(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: unknown }) : {};
}
