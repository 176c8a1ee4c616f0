/** Opens the mind of a model's entry: checks trust first, then creates the mind. All hosts use this function, so none skips the check. */
import type { Mind } from '../../engine/model/mind.js';
import { resolveMindAccess, type AccessRequest, type Refusal } from '../trust/access.js';
import type { Fetch } from '../../node/http/leanFetch.js';
import { isLocal, originOf } from '../trust/origin.js';
import { leanFetch } from '../../node/http/leanFetch.js';
import { type BatchServer, openaiBatches } from './batches.js';
import { openaiMind, type OpenaiMindOptions } from './mind.js';
import { serverFacts, type ServerFacts } from './serverFacts.js';
import { CANARY_TOKENS } from './canaryTokens.js';

/** An entry of `models:` of kind `openai`, as written in the file. `concurrency` and `fallback` belong to the layers around it. */
export interface OpenaiModelSpec {
  readonly kind: 'openai';
  readonly base_url: string;
  readonly name: string;
  readonly temperature?: number | undefined;
  readonly top_p?: number | undefined;
  readonly max_tokens?: number | undefined;
  readonly key?: string | undefined;
  /** How structured answers are requested; found by trial if absent. */
  readonly schema?: 'json_schema' | 'tools' | 'json_object' | 'text' | undefined;
  /** Seconds for a whole answer. */
  readonly timeout?: number | undefined;
  /** Whether test questions show that the server changed its model; by default only where a server on this machine does not name it. */
  readonly canary?: boolean | undefined;
  /** Purposes whose questions are asked in batches. */
  readonly batch?: readonly string[] | undefined;
}

/** How the model of a server is checked while a run asks it. */
export interface ServerChecks {
  /** What the server says about itself; null where it does not answer. Never called for servers on other machines. */
  readonly facts: (() => Promise<ServerFacts | null>) | null;
  /** The same model, with answers that do not vary, for test questions. */
  readonly canary: Mind;
  readonly canaries: 'auto' | boolean;
}

/** Default seconds for a whole answer. Models on the user's own computer can be slow. */
const DEFAULT_TIMEOUT = 120;

interface OpenRequest extends Omit<AccessRequest, 'model'> {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly model: OpenaiModelSpec;
  /** Shared between minds, so that they share connections. */
  readonly fetch?: Fetch | undefined;
}

type OpenModel = { readonly ok: true; readonly mind: Mind; readonly checks: ServerChecks; readonly batches: BatchServer | null };

/** The mind, with its server of batches if the file asks for them, or the reason why it may not be asked. Nothing is sent in either case. */
export async function openModel(request: OpenRequest): Promise<OpenModel | Refusal> {
  const { id, model } = request;
  const access = await resolveMindAccess(request);
  if (!access.ok) return access;
  // The client is loaded before the run starts, and only if the run asks an endpoint.
  await import('./client.js');
  const origin = originOf(model.base_url);
  const local = origin !== null && isLocal(origin);
  const fetch = request.fetch ?? leanFetch().fetch;
  const options: OpenaiMindOptions = {
    id,
    baseUrl: model.base_url,
    model: model.name,
    temperature: model.temperature,
    topP: model.top_p,
    maxTokens: model.max_tokens,
    limitsAnswers: local,
    schema: model.schema === 'text' ? 'none' : (model.schema ?? 'auto'),
    key: access.key,
    timeoutMs: (model.timeout ?? DEFAULT_TIMEOUT) * 1000,
    fetch,
  };
  const { base_url: baseUrl, name } = model;
  const checks: ServerChecks = {
    facts: local ? () => serverFacts({ baseUrl, model: name, key: access.key, fetch }) : null,
    canary: openaiMind({ ...options, temperature: 0, topP: undefined, maxTokens: CANARY_TOKENS, withoutGrammar: true }),
    canaries: model.canary ?? (local ? 'auto' : false),
  };
  return { ok: true, mind: openaiMind(options), checks, batches: model.batch ? openaiBatches(options) : null };
}
