/**
 * A mind behind an OpenAI-compatible endpoint. Asks once and gives the text back; trying again, budgets, rates,
 * the journal and parsing are layers around it. Opens no connection until it is asked.
 */
import { OpenAI } from 'openai';
import type { CancellationToken } from '../../core/cancellation.js';
import type { Mind, MindAnswer } from '../../engine/mind.js';
import type { Question } from '../../engine/question.js';
import { originOf } from '../trust/origin.js';
import { answerOf } from './answer.js';
import { endpointFetch, HttpProblem } from './endpoint.js';
import { badAddressFault, cancelledFault, faultOf, timeoutFault, type Endpoint } from './faults.js';
import { leanFetch, type Fetch } from './leanFetch.js';
import { chatRequest, formats, type Format, type LimitField, type Sampling } from './request.js';

export interface OpenaiMindOptions extends Sampling {
  /** Name in the file's `models:`. */
  readonly id: string;
  /** Up to and including `/v1`; a query (`?api-version=…`) is kept. */
  readonly baseUrl: string;
  /** Resolved by `resolveMindAccess`, or null. */
  readonly key: string | null;
  /** `auto` starts with the JSON Schema and remembers what the server refuses. */
  readonly schema: 'auto' | Format;
  /** Milliseconds for a whole answer, from asking to its last byte. */
  readonly timeoutMs: number;
  /** Shared between minds to share connections; its own lean one otherwise. */
  readonly fetch?: Fetch | undefined;
}

/** What this endpoint turned out to understand. */
interface Dialect {
  format: Format;
  limit: LimitField;
}

/** Timers beyond 2³¹ − 1 ms fire at once. */
const longestMs = 2 ** 31 - 2000;

export function openaiMind(options: OpenaiMindOptions): Mind {
  const { id, model, schema } = options;
  const timeoutMs = Math.min(options.timeoutMs, longestMs);
  const origin = originOf(options.baseUrl);
  const endpoint: Endpoint = { id, origin: origin ?? '', model, key: options.key };
  const dialect: Dialect = {
    format: schema === 'auto' ? 'json_schema' : schema,
    limit: origin === 'https://api.openai.com' ? 'max_completion_tokens' : 'max_tokens',
  };
  let client: OpenAI | null = null;
  return {
    id,
    kind: 'openai',
    model,
    prose: true,
    async ask(question, token) {
      if (origin === null) throw badAddressFault(id);
      if (token.isCancellationRequested) throw cancelledFault();
      client ??= clientFor(options, origin, timeoutMs);
      const watch = watchOver(token, timeoutMs);
      try {
        return await converse({ client, endpoint, options, dialect, question, signal: watch.signal });
      } catch (error) {
        if (watch.ended() === 'cancelled') throw cancelledFault();
        if (watch.ended() === 'timeout') throw timeoutFault(endpoint, timeoutMs);
        throw faultOf(error, endpoint);
      } finally {
        watch.dispose();
      }
    },
  };
}

/** Every option that the package would else read from the environment is given. It never sees the key. */
function clientFor({ baseUrl, key, fetch }: OpenaiMindOptions, origin: string, timeoutMs: number): OpenAI {
  const url = new URL(baseUrl.trim());
  return new OpenAI({
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

interface Conversation {
  readonly client: OpenAI;
  readonly endpoint: Endpoint;
  readonly options: OpenaiMindOptions;
  readonly dialect: Dialect;
  readonly question: Question;
  readonly signal: AbortSignal;
}

/** Asks in the dialect known so far and steps down where the server refuses it. What worked is remembered. */
async function converse({ client, endpoint, options, dialect, question, signal }: Conversation): Promise<MindAnswer> {
  const tried: Dialect = { ...dialect };
  for (;;) {
    try {
      const body = chatRequest(question, options, tried.format, tried.limit);
      const completion: unknown = await client.chat.completions.create(body, { signal });
      Object.assign(dialect, tried);
      return answerOf(completion, endpoint);
    } catch (error) {
      const problem = problemIn(error);
      if (!problem || !stepDown(tried, problem, options.schema === 'auto')) throw error;
    }
  }
}

/** The package wraps what its `fetch` throws. */
function problemIn(error: unknown): HttpProblem | null {
  const cause = error instanceof Error && !(error instanceof HttpProblem) ? error.cause : error;
  return cause instanceof HttpProblem ? cause : null;
}

/** Changes `dialect` to the next that the server may understand; false where the refusal is about something else. */
function stepDown(dialect: Dialect, problem: HttpProblem, free: boolean): boolean {
  if (problem.status !== 400 && problem.status !== 422) return false;
  if (dialect.limit === 'max_tokens' && /max_completion_tokens/.test(problem.words)) {
    dialect.limit = 'max_completion_tokens';
    return true;
  }
  const next = dialect.format === 'tools' ? undefined : formats[formats.indexOf(dialect.format) + 1];
  if (!free || !next || !refusesFormat(problem)) return false;
  dialect.format = next;
  return true;
}

function refusesFormat({ words, param }: HttpProblem): boolean {
  if (/response_?format|json_?schema|json_?object|structured.?output|guided|grammar/i.test(`${param} ${words}`)) return true;
  return (
    param === '' &&
    /unsupported|not support|unknown (field|parameter)|extra (inputs|fields)/i.test(words) &&
    !/temperature|tokens|\bmodel\b|role/i.test(words)
  );
}

interface Watch {
  readonly signal: AbortSignal;
  /** Why the call was ended from our side, or null. The first reason stays. */
  ended(): 'cancelled' | 'timeout' | null;
  dispose(): void;
}

/** Carries cancellation and the time limit to the socket. */
function watchOver(token: CancellationToken, timeoutMs: number): Watch {
  const controller = new AbortController();
  let reason: 'cancelled' | 'timeout' | null = null;
  const end = (why: 'cancelled' | 'timeout'): void => {
    reason ??= why;
    controller.abort();
  };
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  const listener = token.onCancellationRequested(() => end('cancelled'));
  return {
    signal: controller.signal,
    ended: () => reason,
    dispose: () => {
      clearTimeout(timer);
      listener.dispose();
    },
  };
}
