/**
 * The models of servers on this machine that answer on their usual ports. Servers are asked only at 127.0.0.1, at the same time and
 * for a short time. What they answer is untrusted: its size, the number of models and the characters of a name have limits.
 */
import { endpointFetch, record } from './endpoint.js';
import { type Fetch, leanFetch } from '../../node/http/leanFetch.js';

export interface LocalModel {
  /** Name of the server's program; of its kind where the server does not say. */
  readonly server: 'Ollama' | 'LM Studio' | 'llama.cpp' | 'vLLM' | 'OpenAI-compatible server';
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  /** As the server lists it. */
  readonly name: string;
  /** Tokens that a question and its answer may have now; null where the server does not say. */
  readonly context: number | null;
  /** Tokens that the model could have with other settings of the server; null where the server does not say. */
  readonly longest: number | null;
  /** One of the very small models that `npm run models -- serve` starts. */
  readonly small: boolean;
}

/** `openai`: llama.cpp, vLLM and other servers that list models under `/v1/models`. `small`: what `npm run models -- serve` starts. */
interface LocalPort {
  readonly kind: 'ollama' | 'lm-studio' | 'openai' | 'small';
  readonly port: number;
}

/** Ports of `npm run models -- serve`; the first free one is used. */
export const SMALL_PORTS: readonly number[] = [11436, 11437, 11438];

const USUAL_PORTS: readonly LocalPort[] = [
  { kind: 'ollama', port: 11434 },
  { kind: 'lm-studio', port: 1234 },
  { kind: 'openai', port: 8080 },
  { kind: 'openai', port: 8000 },
  ...SMALL_PORTS.map((port) => ({ kind: 'small', port }) as const),
];

interface LocalOptions {
  readonly ports?: readonly LocalPort[];
  /** Milliseconds for all of the answers of a server. */
  readonly limitMs?: number;
}

const LIMIT_MS = 500;
/** Bytes of one answer. */
const MOST_BYTES = 2_000_000;
/** Models of one server that are listed. */
const MOST_MODELS = 64;
/** Characters of a name. A `$` would be an expression in a file and a symbol in a list. */
const NAME = /^[\p{L}\p{N}/~][\p{L}\p{N} ._:/\\@+=,()~-]{0,199}$/u;

/** The models, in the order of the ports and of each server's list. A server that does not answer well in time has none. */
export async function findLocalModels({ ports = USUAL_PORTS, limitMs = LIMIT_MS }: LocalOptions = {}): Promise<readonly LocalModel[]> {
  const lean = leanFetch({ maxSockets: 8, maxAnswerBytes: MOST_BYTES });
  try {
    const found = await Promise.all(ports.map((port) => modelsAt(port, lean.fetch, limitMs)));
    return found.flat();
  } finally {
    lean.dispose();
  }
}

/** Asks a path of one server. Null for everything but JSON in time. */
type Ask = (path: string, body?: object) => Promise<unknown>;

type Found = Omit<LocalModel, 'baseUrl' | 'small'>;

async function modelsAt({ kind, port }: LocalPort, fetch: Fetch, limitMs: number): Promise<readonly LocalModel[]> {
  const origin = `http://127.0.0.1:${port}`;
  const get = endpointFetch({ fetch, origin, key: null });
  const signal = AbortSignal.timeout(limitMs);
  const ask: Ask = async (path, body) => {
    try {
      const sent = body ? { method: 'POST', body: JSON.stringify(body), signal } : { method: 'GET', signal };
      return await (await get(`${origin}${path}`, sent)).json();
    } catch {
      return null;
    }
  };
  const found = await (kind === 'ollama' ? ofOllama(ask) : kind === 'lm-studio' ? ofLmStudio(ask) : ofOpenai(ask));
  return found.map((model) => ({ ...model, baseUrl: `${origin}/v1`, small: kind === 'small' }));
}

/** Ollama: the context of a model that is loaded (`/api/ps`) or that its file sets (`num_ctx`), and the longest of the model. */
async function ofOllama(ask: Ask): Promise<readonly Found[]> {
  const [tags, loaded] = await Promise.all([ask('/api/tags'), ask('/api/ps')]);
  const now = new Map(listIn(loaded, 'models').map((one) => [one['name'], count(one['context_length'])]));
  const models = await Promise.all(
    named(listIn(tags, 'models'), 'name').map(async ([name]): Promise<readonly Found[]> => {
      const shown = record(await ask('/api/show', { model: name }));
      if (Array.isArray(shown['capabilities']) && !shown['capabilities'].includes('completion')) return [];
      const info = Object.entries(record(shown['model_info'])).find(([key]) => key.endsWith('.context_length'));
      const set = /^num_ctx\s+(\d{1,9})\s*$/m.exec(typeof shown['parameters'] === 'string' ? shown['parameters'] : '');
      const context = now.get(name) ?? count(Number(set?.[1]));
      return [{ server: 'Ollama', name, context, longest: count(info?.[1]) }];
    }),
  );
  return models.flat();
}

/** LM Studio: its own list has context lengths; older versions have only the list of the protocol. */
async function ofLmStudio(ask: Ask): Promise<readonly Found[]> {
  const own = listIn(await ask('/api/v0/models'), 'data');
  const models = own.length > 0 ? own : listIn(await ask('/v1/models'), 'data');
  return named(models, 'id')
    .filter(([, { type }]) => type !== 'embeddings')
    .map(([name, model]) => ({
      ...{ server: 'LM Studio', name },
      ...{ context: count(model['loaded_context_length']), longest: count(model['max_context_length']) },
    }));
}

/** vLLM has the context in its list (`max_model_len`), llama.cpp among its properties (`n_ctx` of a slot). */
async function ofOpenai(ask: Ask): Promise<readonly Found[]> {
  const models = named(listIn(await ask('/v1/models'), 'data'), 'id');
  const [first] = models;
  if (!first) return [];
  const owner = first[1]['owned_by'];
  const props = owner === 'vllm' ? {} : record(await ask('/props'));
  const slot = count(record(props['default_generation_settings'])['n_ctx']);
  const server = owner === 'vllm' ? 'vLLM' : owner === 'llamacpp' || slot !== null ? 'llama.cpp' : 'OpenAI-compatible server';
  return models.map(([name, { max_model_len: length, meta }]) => ({
    ...{ server, name },
    context: count(length) ?? (models.length === 1 ? slot : null),
    longest: count(record(meta)['n_ctx_train']),
  }));
}

const listIn = (answer: unknown, key: string): readonly { readonly [key: string]: unknown }[] => {
  const list = record(answer)[key];
  return Array.isArray(list) ? list.slice(0, MOST_MODELS).map(record) : [];
};

/** The entries that have a usable name, each name once. */
function named(list: ReturnType<typeof listIn>, key: 'id' | 'name'): readonly (readonly [name: string, (typeof list)[number]])[] {
  const byName = new Map<string, (typeof list)[number]>();
  for (const one of list) {
    const name = one[key];
    if (typeof name === 'string' && NAME.test(name) && !byName.has(name)) byName.set(name, one);
  }
  return [...byName];
}

const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < 1e9 ? value : null;
