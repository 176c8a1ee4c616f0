/**
 * The Batch protocol of OpenAI: a file of requests is uploaded, a batch is begun with it, and its answers are two files, one with
 * answers and one with errors, each in any order. Source: https://platform.openai.com/docs/api-reference/batch. Everything that a
 * server sends is untrusted data. Opens no connection until it is used.
 */
import type { OpenAI } from 'openai';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { MindAnswer } from '../../engine/model/mind.js';
import type { Question } from '../../engine/model/question.js';
import { allowedFor } from '../shared/allowance.js';
import { quotable } from '../trust/redact.js';
import { originOf } from '../trust/origin.js';
import { answerOf, withTaken } from './answer.js';
import { endpointFetch, record } from './endpoint.js';
import { badAddressFault, cancelledFault, faultOf, notProtocolFault, timeoutFault, type Endpoint } from './faults.js';
import { leanFetch } from '../../node/http/leanFetch.js';
import { firstDialect, type OpenaiMindOptions } from './mind.js';
import { chatRequest } from './request.js';
import { watchOver } from './watch.js';

const STATUSES = ['validating', 'in_progress', 'finalizing', 'completed', 'failed', 'expired', 'cancelling', 'cancelled'] as const;
export type BatchStatus = (typeof STATUSES)[number];

/** What a server says of a batch. */
export interface BatchState {
  readonly id: string;
  readonly status: BatchStatus;
  /** Requests in all, and those that have an answer or an error. */
  readonly total: number;
  readonly answered: number;
  /** Ids of the files with the answers and with the errors; null while there are none. */
  readonly output: string | null;
  readonly errors: string | null;
  /** Why the batch failed, in the words of the server; '' where it does not say. */
  readonly problem: string;
}

/** A server that takes batches for one model. Every method except `line` and `answer` rejects with `MindFault`. */
export interface BatchServer {
  /** The line of a question in the file of requests. `id` is repeated with its answer. */
  line(id: string, question: Question): string;
  /** Uploads a file of such lines; resolves with its id. */
  upload(lines: string, token: CancellationToken): Promise<string>;
  begin(file: string, token: CancellationToken): Promise<BatchState>;
  /** The batch that was begun with a file; null if the newest batches do not include it. */
  find(file: string, token: CancellationToken): Promise<BatchState | null>;
  state(batch: string, token: CancellationToken): Promise<BatchState>;
  cancel(batch: string, token: CancellationToken): Promise<void>;
  contents(file: string, token: CancellationToken): Promise<string>;
  /** The answer in the body of a response. Throws `MindFault`, with the usage that the server reports. */
  answer(body: unknown): MindAnswer;
}

/** The least time limit of a call in milliseconds: files are large. */
const LEAST_MS = 600_000;
/** Bytes of one answer. A file of answers can have 50,000 lines. */
const MOST_BYTES = 400_000_000;
/** Batches of a list in which a batch is looked for, the newest first. */
const NEWEST = 100;
const ID = /^[\w.:/-]{1,256}$/;
const BOUNDARY = 'society-studio-batch-of-requests';

export function openaiBatches(options: Omit<OpenaiMindOptions, 'fetch'>): BatchServer {
  const { id, model, key, baseUrl } = options;
  const timeoutMs = Math.max(options.timeoutMs, LEAST_MS);
  const origin = originOf(baseUrl);
  const endpoint: Endpoint = { id, origin: origin ?? '', model, key };
  const dialect = { ...firstDialect(options), stream: false };
  const { fetch } = leanFetch({ maxSockets: 4, maxAnswerBytes: MOST_BYTES });
  let opened: Promise<OpenAI> | null = null;
  const open = async (origin: string): Promise<OpenAI> =>
    (await import('./client.js')).openaiClient({ baseUrl, key, fetch }, origin, timeoutMs);

  async function call<T>(token: CancellationToken, act: (client: OpenAI, signal: AbortSignal) => Promise<T>): Promise<T> {
    if (origin === null) throw badAddressFault(id);
    if (token.isCancellationRequested) throw cancelledFault();
    const watch = watchOver(token, timeoutMs);
    try {
      return await act(await (opened ??= open(origin)), watch.signal);
    } catch (error) {
      if (watch.ended() === 'cancelled') throw cancelledFault();
      throw watch.ended() === 'timeout' ? timeoutFault(endpoint, timeoutMs) : faultOf(error, endpoint);
    } finally {
      watch.dispose();
    }
  }

  const idIn = (value: unknown): string => {
    if (typeof value === 'string' && ID.test(value)) return value;
    throw notProtocolFault(endpoint);
  };

  const fileIn = (value: unknown): string | null => (value === undefined || value === null || value === '' ? null : idIn(value));

  function stateIn(body: unknown): BatchState {
    const { id: batch, status, request_counts: counts, output_file_id: output, error_file_id: errors, errors: problems } = record(body);
    const known = STATUSES.find((one) => one === status);
    if (!known) throw notProtocolFault(endpoint);
    const { total, completed, failed } = record(counts);
    return {
      id: idIn(batch),
      status: known,
      ...{ total: count(total), answered: count(completed) + count(failed), output: fileIn(output), errors: fileIn(errors) },
      problem: quotable(problemIn(problems), [key]),
    };
  }

  return {
    line: (custom_id, question) => {
      const body = chatRequest(question, { ...options, maxTokens: options.maxTokens ?? allowedFor(question) }, dialect);
      return `${JSON.stringify({ custom_id, method: 'POST', url: '/v1/chat/completions', body })}\n`;
    },
    // The package sends forms with streams, which the lean connection does not.
    upload: (lines, token) =>
      call(token, async (client, signal) => {
        const send = endpointFetch({ fetch, origin: endpoint.origin, key });
        const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
        const response = await send(client.buildURL('/files', undefined), { method: 'POST', headers, body: form(lines), signal });
        return idIn(record(await response.json())['id']);
      }),
    begin: (file, token) =>
      call(token, async ({ batches }, signal) => {
        const body = { input_file_id: file, endpoint: '/v1/chat/completions', completion_window: '24h' } as const;
        return stateIn(await (await batches.create(body, { signal }).asResponse()).json());
      }),
    find: (file, token) =>
      call(token, async ({ batches }, signal) => {
        const { data } = record(await (await batches.list({ limit: NEWEST }, { signal }).asResponse()).json());
        const found = (Array.isArray(data) ? data : []).map(record).find((one) => one['input_file_id'] === file);
        return found ? stateIn(found) : null;
      }),
    state: (batch, token) =>
      call(token, async ({ batches }, signal) => stateIn(await (await batches.retrieve(batch, { signal }).asResponse()).json())),
    cancel: (batch, token) => call(token, async ({ batches }, signal) => void (await batches.cancel(batch, { signal }).asResponse())),
    contents: (file, token) => call(token, async ({ files }, signal) => (await files.content(file, { signal }).asResponse()).text()),
    answer: (body) => {
      try {
        return answerOf(body, endpoint);
      } catch (error) {
        throw withTaken(faultOf(error, endpoint), error);
      }
    },
  };
}

/** A form with the file and its purpose. Each line is JSON, so none can be the boundary. */
const form = (lines: string): string =>
  [
    ...[`--${BOUNDARY}`, 'content-disposition: form-data; name="purpose"', '', 'batch'],
    ...[`--${BOUNDARY}`, 'content-disposition: form-data; name="file"; filename="requests.jsonl"', 'content-type: application/jsonl', ''],
    ...[lines, `--${BOUNDARY}--`, ''],
  ].join('\r\n');

const count = (value: unknown): number => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0);

/** The first reason that a batch gives for its failure. */
function problemIn(errors: unknown): string {
  const { data } = record(errors);
  const { message, code } = record(Array.isArray(data) ? data[0] : null);
  return [message, code].find((text) => typeof text === 'string') ?? '';
}
