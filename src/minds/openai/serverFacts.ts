/**
 * What a server on this machine says about itself: how many questions it answers at once, and which model it has loaded. Its answers
 * are untrusted: their size and the time for them have limits, and texts are cleaned.
 */
import { quotable } from '../trust/redact.js';
import { endpointFetch, record } from './endpoint.js';
import type { Fetch } from '../../node/http/leanFetch.js';

export interface ServerFacts {
  /** Questions that the server answers at the same time; null where it does not say. */
  readonly slots: number | null;
  /** The loaded model, as a text that is another one for another model; null where the server does not say. */
  readonly weights: string | null;
  /** Whether the server lists its models. A server without a list is not examined further. */
  readonly lists: boolean;
}

interface FactsRequest {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  /** The model as the file names it. */
  readonly model: string;
  readonly key: string | null;
  readonly fetch: Fetch;
  /** Milliseconds for all answers of the server. */
  readonly limitMs?: number;
}

const LIMIT_MS = 2_000;
/** Characters of a file name, and of all of the text. */
const [NAME, ALL] = [60, 110] as const;
/** Whom llama.cpp names as the owner of its models. */
const LLAMA = 'llamacpp';
/** More slots than any server has. */
const BEYOND = 4_096;

type Fields = { readonly [key: string]: unknown };
type Ask = (path: string) => Promise<unknown>;

/** Asks the server for its facts; null where it does not answer, or loads its model. */
export async function serverFacts({ baseUrl, model, key, fetch, limitMs = LIMIT_MS }: FactsRequest): Promise<ServerFacts | null> {
  const { origin, pathname } = new URL(baseUrl.trim());
  const root = `${origin}${pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}`;
  const get = endpointFetch({ fetch, origin, key });
  const signal = AbortSignal.timeout(limitMs);
  const ask: Ask = async (path) => {
    try {
      return await (await get(`${root}${path}`, { method: 'GET', signal })).json();
    } catch {
      return null;
    }
  };
  const data = record(await ask('/v1/models'))['data'];
  if (!Array.isArray(data)) return null;
  const models = data.slice(0, 256).map(record);
  const own = models.find(({ id }) => id === model) ?? (models.length === 1 ? models[0]! : {});
  const found = await (BY_OWNER.get(own['owned_by']) ?? ofLlama)(ask, own, model);
  if (!found) return null;
  const { slots, weights } = found;
  const text = quotable(weights.filter((part) => part !== '').join(', '), [key], ALL);
  return { slots, weights: text === '' ? null : text, lists: true };
}

/** What a server says that it is. */
export interface ServerProgram {
  /** The header `server` of its responses. A proxy can change it, and a browser does not show it to pages of other origins. */
  readonly header: string | null;
  /** Whether it is a server of llama.cpp, by the header or by its list of models. */
  readonly isLlama: boolean;
}

/** Whether the header `server` of a response is that of llama.cpp. */
export const namesLlama = (header: string | null): boolean => /^llama\.cpp\b/.test(header ?? '');

/** The program of a server, by its list of models; null where it has no such list. */
export async function serverProgram({ baseUrl, key, fetch }: Omit<FactsRequest, 'model'>): Promise<ServerProgram | null> {
  try {
    const url = new URL(baseUrl.trim());
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/models`;
    const response = await endpointFetch({ fetch, origin: url.origin, key })(url, { method: 'GET', signal: AbortSignal.timeout(LIMIT_MS) });
    const list: unknown = JSON.parse(await response.text());
    const header = response.headers.get('server');
    return { header, isLlama: namesLlama(header) || isOfLlama(list) };
  } catch {
    return null;
  }
}

/** Whether a list of models is one of llama.cpp. */
function isOfLlama(list: unknown): boolean {
  const data = record(list)['data'];
  return Array.isArray(data) && data.slice(0, 256).some((model) => record(model)['owned_by'] === LLAMA);
}

interface Found {
  readonly slots: number | null;
  readonly weights: readonly string[];
}

/** Null where the server still loads its model. */
type Reader = (ask: Ask, own: Fields, model: string) => Promise<Found | null>;

/** llama.cpp: the slots and the file are among its properties, the size of the model in its list. */
const ofLlama: Reader = async (ask, own) => {
  const answer = await ask('/props');
  const isLlama = own['owned_by'] === LLAMA;
  if (answer === null && isLlama) return null;
  const props = record(answer);
  const { n_params: parameters, n_vocab: vocabulary, size } = record(own['meta']);
  const slots = count(props['total_slots']) ?? slotsIn(isLlama ? await ask('/slots') : null);
  const numbers = [amount(parameters, 'parameters'), amount(vocabulary, 'tokens in its vocabulary'), amount(size, 'bytes')];
  return { slots, weights: [fileName(props['model_path']), ...numbers] };
};

/** Ollama: the digest of the model in its own list. It does not say how many questions it answers at once. */
const ofOllama: Reader = async (ask, _own, model) => {
  const list = record(await ask('/api/tags'))['models'];
  const names = [model, `${model}:latest`];
  const own = (Array.isArray(list) ? list.slice(0, 1024).map(record) : []).find(({ name }) => names.includes(String(name)));
  const digest = own?.['digest'];
  return { slots: null, weights: [typeof digest === 'string' && digest !== '' ? `digest ${digest.slice(0, 19)}` : ''] };
};

/** LM Studio: the architecture and quantization in its own list. */
const ofLmStudio: Reader = async (ask, _own, model) => {
  const list = record(await ask('/api/v0/models'))['data'];
  const own = (Array.isArray(list) ? list.slice(0, 1024).map(record) : []).find(({ id }) => id === model);
  return { slots: null, weights: [plain(own?.['arch']), plain(own?.['quantization'])] };
};

/** vLLM: the name or folder of the weights. */
const ofVllm: Reader = (_ask, own) => {
  const root = own['root'];
  const isPath = typeof root === 'string' && /^(\/|[A-Za-z]:\\|~)/.test(root);
  return Promise.resolve({ slots: null, weights: [isPath ? fileName(root) : plain(root)] });
};

const BY_OWNER: ReadonlyMap<unknown, Reader> = new Map<unknown, Reader>([
  ['library', ofOllama],
  ['organization_owner', ofLmStudio],
  ['vllm', ofVllm],
]);

const plain = (value: unknown): string => (typeof value === 'string' ? value.slice(0, NAME) : '');

/** The last part of a path: the folders before it can name a person. */
const fileName = (path: unknown): string =>
  (typeof path === 'string' ? (path.split(/[\\/]/).findLast((part) => part !== '') ?? '') : '').slice(0, NAME);

const amount = (value: unknown, unit: string): string => (count(value, Number.MAX_SAFE_INTEGER) === null ? '' : `${String(value)} ${unit}`);

const slotsIn = (list: unknown): number | null => (Array.isArray(list) ? count(list.length) : null);

const count = (value: unknown, most = BEYOND): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= most ? value : null;
