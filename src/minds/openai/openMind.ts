/** Opens the mind of a model's entry: checks trust first, then creates the mind. All hosts use this function, so none skips the check. */
import type { Mind } from '../../engine/model/mind.js';
import { resolveMindAccess, type AccessRequest, type Refusal } from '../trust/access.js';
import type { Fetch } from './leanFetch.js';
import { openaiMind } from './mind.js';

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
}

/** Default seconds for a whole answer. Models on the user's own computer can be slow. */
const defaultTimeout = 120;

interface OpenRequest extends Omit<AccessRequest, 'model'> {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly model: OpenaiModelSpec;
  /** Shared between minds, so that they share connections. */
  readonly fetch?: Fetch | undefined;
}

/** The mind, or the reason why it may not be asked. Nothing is sent in either case. */
export async function openModel(request: OpenRequest): Promise<{ readonly ok: true; readonly mind: Mind } | Refusal> {
  const { id, model, fetch } = request;
  const access = await resolveMindAccess(request);
  if (!access.ok) return access;
  // The client is loaded before the run starts, and only if the run asks an endpoint.
  await import('./client.js');
  const mind = openaiMind({
    id,
    baseUrl: model.base_url,
    model: model.name,
    temperature: model.temperature,
    topP: model.top_p,
    maxTokens: model.max_tokens,
    schema: model.schema === 'text' ? 'none' : (model.schema ?? 'auto'),
    key: access.key,
    timeoutMs: (model.timeout ?? defaultTimeout) * 1000,
    fetch,
  });
  return { ok: true, mind };
}
