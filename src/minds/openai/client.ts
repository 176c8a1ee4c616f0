/**
 * The client of the openai package, with explicit values for everything that it would read from the environment, and without
 * headers that would be removed later: creating them takes as long as all other work for a call.
 */
import { OpenAI } from 'openai';
import { endpointFetch } from './endpoint.js';
import { leanFetch, type Fetch } from '../../node/http/leanFetch.js';

interface ClientOptions {
  /** Up to and including `/v1`; a query (`?api-version=…`) is kept. */
  readonly baseUrl: string;
  readonly key: string | null;
  readonly fetch?: Fetch | undefined;
}

/** A client for one endpoint. It never sees the key. */
export function openaiClient({ baseUrl, key, fetch }: ClientOptions, origin: string, timeoutMs: number): OpenAI {
  const url = new URL(baseUrl.trim());
  return new LeanClient({
    baseURL: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    defaultQuery: Object.fromEntries(url.searchParams),
    apiKey: 'unused',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    timeout: timeoutMs + 1000, // ours comes first; it also covers the body
    fetch: endpointFetch({ fetch: fetch ?? leanFetch().fetch, origin, key }),
  });
}

type Build = OpenAI['buildRequest'];

class LeanClient extends OpenAI {
  readonly #urls = new Map<string, string>();

  /** No headers: `endpointFetch` adds only the necessary ones. Only lists have a query besides the one in the address. */
  override buildRequest({ method, path, query, body, signal }: Parameters<Build>[0]): ReturnType<Build> {
    const url = (query ? undefined : this.#urls.get(path)) ?? this.buildURL(path, query as Record<string, unknown> | undefined);
    if (!query) this.#urls.set(path, url);
    const req = { method, headers: NO_HEADERS, body: JSON.stringify(body), ...(signal ? { signal } : {}) };
    return Promise.resolve({ req, url, timeout: this.timeout });
  }
}

const NO_HEADERS = new Headers();
