/**
 * A server on 127.0.0.1 that follows the Batch protocol of OpenAI (https://platform.openai.com/docs/api-reference/batch), and answers
 * ordinary questions too. Each look at a batch moves it one status further. It keeps its own bill, in whole billionths of the
 * currency, so that a test can compare it with the program's. Faults are chosen per request or per batch.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatBody, ReceivedRequest } from './modelServer.js';
import { leastReply } from './modelServer.js';

export interface BatchServerOptions {
  /** Text of the answer to a request, the same for the same request. */
  readonly reply?: (body: ChatBody) => string;
  /** Statuses that a batch goes through, one for each look; the last one stays. */
  readonly course?: readonly string[];
  /** Changes the files of a batch that has ended: lines of answers and lines of errors. */
  readonly files?: (output: Line[], errors: Line[]) => { readonly output: readonly Line[]; readonly errors: readonly Line[] };
  /** An HTTP status to answer a request with, in place of the right answer; `accept` first does what was asked for. */
  readonly fault?: (request: Pick<ReceivedRequest, 'method' | 'path'>, index: number) => Fault | null;
  /** The key that every request must have. */
  readonly key?: string;
}

export interface Fault {
  readonly status: number;
  readonly retryAfter?: string;
  readonly accept?: boolean;
}

export interface Line {
  readonly id: string;
  readonly custom_id: string;
  readonly response: { readonly status_code: number; readonly request_id: string; readonly body: unknown } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface Batch {
  readonly id: string;
  readonly input: string;
  looks: number;
  cancelled: boolean;
  ended: boolean;
  output: string | null;
  errors: string | null;
}

export interface BatchServerHandle {
  readonly baseUrl: string;
  /** Method and path of every request. */
  readonly requests: readonly string[];
  /** Requests in batches, and ordinary ones. */
  readonly asked: { readonly batched: readonly ChatBody[]; readonly alone: readonly ChatBody[] };
  readonly batches: readonly Batch[];
  /** The bill in billionths of the currency, at 2 for a million tokens of prompts and 8 for answers; half of that in batches. */
  readonly bill: { readonly billionths: number; readonly calls: number };
  options: BatchServerOptions;
  close(): Promise<void>;
}

/** Prices for a million tokens, as the file of a test gives them. */
export const PRICE = { input: 2, output: 8 };

const COURSE = ['validating', 'in_progress', 'in_progress', 'finalizing', 'completed'];

const MOST_REQUESTS = 50_000;

export async function startBatchServer(options: BatchServerOptions = {}): Promise<BatchServerHandle> {
  const files = new Map<string, string>();
  const batches: Batch[] = [];
  const requests: string[] = [];
  const asked: { batched: ChatBody[]; alone: ChatBody[] } = { batched: [], alone: [] };
  const bill = { billionths: 0, calls: 0 };

  function completion(body: ChatBody, isBatched: boolean): object {
    const content = (handle.options.reply ?? ((one) => leastReply({ body: one } as ReceivedRequest)))(body);
    const words = (body.messages ?? []).reduce((sum, message) => sum + message.content.split(/\s+/).length, 0);
    const usage = { prompt_tokens: words + 1, completion_tokens: content.length, total_tokens: words + 1 + content.length };
    // A price for a million tokens is a thousand billionths for one.
    const cost = usage.prompt_tokens * PRICE.input * 1000 + usage.completion_tokens * PRICE.output * 1000;
    bill.billionths += isBatched ? cost / 2 : cost;
    bill.calls++;
    (isBatched ? asked.batched : asked.alone).push(body);
    const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
    return { id: 'chatcmpl-1', object: 'chat.completion', model: body.model, choices, usage };
  }

  function add(text: string): string {
    const id = `file-${files.size + 1}`;
    files.set(id, text);
    return id;
  }

  const linesOf = (batch: Batch): { custom_id: string; method: string; url: string; body: ChatBody }[] =>
    (files.get(batch.input) ?? '')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));

  /** Answers what the batch has at its end: everything, or with an early end the first half. */
  function end(batch: Batch, status: string): void {
    if (batch.ended || !['completed', 'expired', 'cancelled'].includes(status)) return;
    batch.ended = true;
    const lines = linesOf(batch);
    const done = status === 'completed' ? lines.length : Math.floor(lines.length / 2);
    const answered = lines.slice(0, done).map(
      ({ custom_id, body }, i): Line => ({
        id: `batch_req_${i}`,
        custom_id,
        response: { status_code: 200, request_id: `req_${i}`, body: completion(body, true) },
        error: null,
      }),
    );
    const rest = lines.slice(done).map(
      ({ custom_id }, i): Line => ({
        id: `batch_req_${done + i}`,
        custom_id,
        response: null,
        error: { code: `batch_${status}`, message: 'This request could not be executed before the completion window expired.' },
      }),
    );
    const { output, errors } = (handle.options.files ?? ((o, e) => ({ output: o, errors: e })))(answered.reverse(), rest);
    const text = (some: readonly Line[]): string => some.map((line) => `${JSON.stringify(line)}\n`).join('');
    batch.output = output.length > 0 ? add(text(output)) : null;
    batch.errors = errors.length > 0 ? add(text(errors)) : null;
  }

  function shown(batch: Batch): object {
    const course = handle.options.course ?? COURSE;
    const status = batch.cancelled ? 'cancelled' : course[Math.min(batch.looks, course.length - 1)]!;
    end(batch, status);
    const total = linesOf(batch).length;
    const completed = batch.ended ? total : Math.min(total, Math.floor((total * batch.looks) / course.length));
    return {
      ...{ id: batch.id, object: 'batch', endpoint: '/v1/chat/completions', input_file_id: batch.input, completion_window: '24h', status },
      ...{ output_file_id: batch.output, error_file_id: batch.errors, created_at: 1, request_counts: { total, completed, failed: 0 } },
      errors: status === 'failed' ? { object: 'list', data: [{ code: 'invalid_json', message: 'Line 1 is no request.', line: 1 }] } : null,
    };
  }

  function answer(
    method: string,
    path: string,
    headers: http.IncomingHttpHeaders,
    text: string,
  ): { status: number; body: string | object } {
    const ok = (body: string | object) => ({ status: 200, body });
    const no = (status: number, message: string) => ({ status, body: { error: { message, type: 'invalid_request_error', code: null } } });
    const [, kind, id, more] = /^\/v1\/(\w+)(?:\/([^/?]+))?(?:\/(\w+))?/.exec(path) ?? [];
    if (handle.options.key !== undefined && headers.authorization !== `Bearer ${handle.options.key}`) return no(401, 'Incorrect API key.');
    if (method === 'POST' && path === '/v1/chat/completions') return ok(completion(JSON.parse(text) as ChatBody, false));
    if (method === 'POST' && path === '/v1/files') {
      const [, boundary] = /^multipart\/form-data; boundary=(\S+)$/.exec(headers['content-type'] ?? '') ?? [];
      if (boundary === undefined) return no(400, 'A file is uploaded as a form.');
      const parts = text.split(`--${boundary}`).slice(1, -1);
      const part = (name: string): string | undefined => {
        const found = parts.find((one) => one.includes(`name="${name}"`));
        return found?.slice(found.indexOf('\r\n\r\n') + 4, -2);
      };
      if (part('purpose') !== 'batch' || part('file') === undefined) return no(400, 'The file or its purpose is missing.');
      return ok({ id: add(part('file')!), object: 'file', purpose: 'batch', bytes: part('file')!.length });
    }
    if (method === 'GET' && kind === 'files' && more === 'content') return files.has(id!) ? ok(files.get(id!)!) : no(404, 'No such file.');
    if (method === 'POST' && path === '/v1/batches') {
      const wanted = JSON.parse(text) as { [key: string]: string };
      if (!files.has(wanted['input_file_id']!)) return no(400, 'No such file.');
      if (wanted['endpoint'] !== '/v1/chat/completions' || wanted['completion_window'] !== '24h') return no(400, 'Not supported.');
      const empty = { looks: 0, cancelled: false, ended: false, output: null, errors: null };
      const batch: Batch = { id: `batch_${batches.length + 1}`, input: wanted['input_file_id']!, ...empty };
      const ids = linesOf(batch).map((line) => line.custom_id);
      if (new Set(ids).size !== ids.length || ids.length > MOST_REQUESTS) return no(400, 'Ids are not unique, or too many.');
      batches.push(batch);
      return ok(shown(batch));
    }
    if (method === 'GET' && kind === 'batches' && id === undefined)
      return ok({ object: 'list', data: [...batches].reverse().map(shown), has_more: false });
    const batch = batches.find((one) => one.id === id);
    if (kind !== 'batches' || !batch) return no(404, 'Not found.');
    if (method === 'POST' && more === 'cancel') batch.cancelled = true;
    else batch.looks++;
    return ok(shown(batch));
  }

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [method, path] = [request.method ?? '', request.url ?? ''];
      const fault = handle.options.fault?.({ method, path }, requests.length) ?? null;
      requests.push(`${method} ${path}`);
      const { status, body } =
        fault && !fault.accept
          ? { status: fault.status, body: { error: { message: 'A fault of the test.' } } }
          : answer(method, path, request.headers, Buffer.concat(chunks).toString('utf8'));
      const isFile = typeof body === 'string';
      const headers = { 'content-type': isFile ? 'application/octet-stream' : 'application/json' };
      response.writeHead(fault ? fault.status : status, { ...headers, ...(fault?.retryAfter ? { 'retry-after': fault.retryAfter } : {}) });
      response.end(isFile ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const handle: BatchServerHandle = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    ...{ requests, asked, batches, bill, options },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return handle;
}
