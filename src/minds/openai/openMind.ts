/** From a model's entry in a file to a mind: trust first, then the mind. Hosts come this way, so none forgets. */
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
  /** How structured answers are asked for; found out where it is not given. */
  readonly schema?: 'json_schema' | 'tools' | 'json_object' | 'text' | undefined;
  /** Seconds for a whole answer. */
  readonly timeout?: number | undefined;
}

/** Seconds for a whole answer where the file says nothing: models on one's own machine take their time. */
const defaultTimeout = 120;

interface OpenRequest extends Omit<AccessRequest, 'model'> {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly model: OpenaiModelSpec;
  /** Shared between minds, so that they share connections. */
  readonly fetch?: Fetch | undefined;
}

/** The mind, or why it may not be asked. Nothing is sent either way. */
export async function openModel(request: OpenRequest): Promise<{ readonly ok: true; readonly mind: Mind } | Refusal> {
  const { id, model, fetch } = request;
  const access = await resolveMindAccess(request);
  if (!access.ok) return access;
  // What the first call needs is there before the run begins, and nowhere that asks no endpoint.
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
