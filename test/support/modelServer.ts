/**
 * A server on 127.0.0.1 that speaks the OpenAI protocol for chat and embeddings, correctly or with faults, and stores its requests.
 * Behaviour is chosen per request, so that a test can also follow a schedule.
 */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { leastValue, type Schema, schemaIn } from './leastAnswer.js';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; null where it is none. */
  readonly body: ChatBody | null;
}

export interface ChatBody {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly n?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly stream?: boolean;
  readonly tools?: readonly { readonly function: { readonly name: string; readonly strict: boolean; readonly parameters: Schema } }[];
  /** Texts of a request for embeddings. */
  readonly input?: readonly string[];
  readonly encoding_format?: string;
  readonly grammar?: string;
  readonly tool_choice?: { readonly function: { readonly name: string } };
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly name: string; readonly strict: boolean; readonly schema: Schema };
  };
}

export type Mode =
  | 'ok'
  | 'no-json-schema'
  | 'no-response-format'
  | 'no-max-tokens'
  | 'plain-refusal-of-format'
  | 'no-grammar'
  | 'no-temperature'
  | 'no-choices'
  | 'one-choice'
  | 'no-stream'
  | 'ignores-stream'
  | 'expired-key'
  | 'slow-first-byte'
  | 'unauthorized'
  | 'forbidden'
  | 'no-credit'
  | 'model-not-found'
  | 'wrong-path'
  | 'rate-limited'
  | 'rate-limited-bare'
  | 'unavailable'
  | 'loading'
  | 'no-slot'
  | 'busy'
  | 'thinks-beside'
  | 'only-thinks'
  | 'invalid-utf8'
  | 'prose'
  | 'server-error'
  | 'redirect'
  | 'slow'
  | 'slow-body'
  | 'half-json'
  | 'cut-body'
  | 'html'
  | 'other-json'
  | 'error-as-success'
  | 'empty'
  | 'empty-after-thinking'
  | 'thinks-aloud'
  | 'thinks-the-answer'
  | 'calls-the-tool'
  | 'refusal'
  | 'filtered'
  | 'length'
  | 'wrong-schema'
  | 'huge'
  | 'reset'
  | 'echoes-key'
  | 'too-long'
  | 'no-embeddings'
  | 'speaks-only'
  | 'few-vectors'
  | 'broken-vectors'
  | 'twice-the-same-index'
  | 'backwards';

export interface ModelServerOptions {
  readonly mode?: Mode | ((request: ReceivedRequest, index: number) => Mode);
  /** Text of the answer to the n-th request (from 0), and which of its choices (from 0). By default the least valid answer to the schema. */
  readonly reply?: (request: ReceivedRequest, index: number, choice: number) => string;
  /** What the server says that it answered the n-th request (from 0) with; by default the model that was asked for. */
  readonly served?: (index: number) => { readonly model?: string; readonly system_fingerprint?: string };
  /** The program that the server says it is, in a header of its answers. */
  readonly program?: string;
  /** Milliseconds before a good answer. */
  readonly delayMs?: number;
  /** Milliseconds between the pieces of an answer that is streamed. */
  readonly gapMs?: number;
  /** The models that `/v1/models` lists; without it there is no such list. */
  readonly models?: readonly string[];
  /** Answers to GET requests by path, such as `/props`; 404 for others. */
  readonly facts?: { readonly [path: string]: unknown };
  /** How mode `echoes-key` spells the header with the key. */
  readonly echo?: (header: string) => string;
  /** Where mode `redirect` points. */
  readonly redirectTo?: string;
}

export interface ModelServer {
  readonly origin: string;
  /** With `/v1`. */
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Paths of requests for facts about the server. They are not among `requests`, and no mode changes their answers. */
  readonly asked: readonly string[];
  facts: NonNullable<ModelServerOptions['facts']>;
  /** The most questions that were open at the same time. */
  readonly atOnce: number;
  /** Connections ever opened, and open now. */
  readonly connections: { readonly opened: number; readonly open: number };
  mode: NonNullable<ModelServerOptions['mode']>;
  close(): Promise<void>;
}

export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const requests: ReceivedRequest[] = [];
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  let [open, atOnce] = [0, 0];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received = receive(request, Buffer.concat(chunks).toString('utf8'));
      const path = received.path.split('?')[0]!;
      if (options.program !== undefined) response.setHeader('server', options.program);
      if (received.method === 'GET' && !(path === '/v1/models' && options.models)) {
        asked.push(path);
        const fact = handle.facts[path];
        return fact === undefined ? send(response, 404, '404 page not found', 'text/plain') : send(response, 200, JSON.stringify(fact));
      }
      const index = requests.push(received) - 1;
      atOnce = Math.max(atOnce, ++open);
      response.on('close', () => open--);
      const mode = typeof handle.mode === 'function' ? handle.mode(received, index) : handle.mode;
      answer({ mode, received, index, response, options });
    });
  });
  server.on('connection', (socket) => {
    opened++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle: ModelServer = {
    origin,
    baseUrl: `${origin}/v1`,
    requests,
    asked,
    facts: options.facts ?? {},
    get atOnce() {
      return atOnce;
    },
    get connections() {
      return { opened, open: sockets.size };
    },
    mode: options.mode ?? 'ok',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return handle;
}

function receive(request: http.IncomingMessage, text: string): ReceivedRequest {
  let body: ChatBody | null = null;
  try {
    body = JSON.parse(text) as ChatBody;
  } catch {
    // Kept as text.
  }
  return { method: request.method ?? '', path: request.url ?? '', headers: request.headers, text, body };
}

interface Exchange {
  readonly mode: Mode;
  readonly received: ReceivedRequest;
  readonly index: number;
  readonly response: http.ServerResponse;
  readonly options: ModelServerOptions;
}

function answer(exchange: Exchange): void {
  const { mode, received, response, options } = exchange;
  const format = received.body?.response_format?.type;
  if (received.path.split('?')[0] === '/v1/models' && options.models)
    return send(response, 200, JSON.stringify({ object: 'list', data: options.models.map((id) => ({ id, object: 'model' })) }));
  const embeds = received.path.split('?')[0] === '/v1/embeddings';
  if (!embeds && received.path.split('?')[0] !== '/v1/chat/completions') return send(response, 404, '404 page not found', 'text/plain');
  if (mode === 'reset') return void response.socket?.resetAndDestroy();
  if (mode === 'no-json-schema' && format === 'json_schema')
    return refuse(response, 400, "'response_format.type' must be 'json_object' or 'text'", { param: 'response_format.type' });
  if (mode === 'no-response-format' && format !== undefined)
    return send(response, 422, JSON.stringify({ detail: [{ loc: ['body', 'response_format'], msg: 'extra fields not permitted' }] }));
  if (mode === 'plain-refusal-of-format' && format !== undefined)
    return send(response, 400, JSON.stringify({ object: 'error', message: 'this feature is unsupported', type: 'BadRequestError' }));
  if (mode === 'no-grammar' && received.body?.grammar !== undefined) return refuse(response, 400, 'Failed to parse grammar');
  if (mode === 'no-max-tokens' && received.body?.max_tokens !== undefined)
    return refuse(
      response,
      400,
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { param: 'max_tokens' },
    );
  if (mode === 'no-stream' && received.body?.stream) return refuse(response, 400, 'Streaming is not supported here.', { param: 'stream' });
  const failure = failures[mode];
  if (failure) return failure(response, received, options);
  if (mode === 'slow') return; // until the client closes the connection
  const speak = (): void => (embeds ? giveVectors(exchange) : speakWell(exchange));
  const delayMs = mode === 'slow-first-byte' ? SLOW_MS : options.delayMs;
  if (delayMs) setTimeout(speak, delayMs);
  else speak();
}

/** Long for an answer, and still within the time limits of tests. */
const SLOW_MS = 60;

type Failure = (response: http.ServerResponse, received: ReceivedRequest, options: ModelServerOptions) => void;

const failures: { readonly [mode in Mode]?: Failure } = {
  unauthorized: (response) => refuse(response, 401, 'Incorrect API key provided.', { code: 'invalid_api_key' }),
  'expired-key': (response) => refuse(response, 401, 'The API key has expired.', { code: 'api_key_expired' }),
  forbidden: (response) => refuse(response, 403, 'Forbidden.'),
  'no-credit': (response) => refuse(response, 429, 'You exceeded your current quota.', { code: 'insufficient_quota' }),
  'model-not-found': (response, { body }) =>
    refuse(response, 404, `The model '${body?.model ?? ''}' does not exist.`, { code: 'model_not_found' }),
  'wrong-path': (response) => send(response, 404, '404 page not found', 'text/plain'),
  'rate-limited': (response) => {
    response.setHeader('retry-after', '7');
    refuse(response, 429, 'Slow down.', { code: 'rate_limit_exceeded' });
  },
  'rate-limited-bare': (response) => refuse(response, 429, 'Slow down.'),
  unavailable: (response) => {
    response.setHeader('retry-after', new Date(Date.now() + 2000).toUTCString());
    send(response, 503, '{"error":"The model is loading"}');
  },
  loading: (response) => send(response, 503, '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}'),
  'no-slot': (response) => send(response, 503, '{"error":{"code":503,"message":"no slot available","type":"unavailable_error"}}'),
  busy: (response) => send(response, 503, '{"error":"server busy, please try again. maximum pending requests exceeded"}'),
  'invalid-utf8': (response) => {
    const text = Buffer.from('{"choices":[{"index":0,"message":{"role":"assistant","content":"{\\"action\\": \\"??');
    text.set([0xff, 0xc3], text.length - 2);
    response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.concat([text, Buffer.from('"},"finish_reason":"stop"}]}')]));
  },
  'server-error': (response) => send(response, 500, '<html><body>Traceback (most recent call last)</body></html>', 'text/html'),
  redirect: (response, _, { redirectTo = '/' }) => {
    response.writeHead(307, { location: redirectTo }).end();
  },
  'no-temperature': (response) => refuse(response, 400, "Unsupported value: 'temperature' does not support 0.7 with this model."),
  'no-choices': (response) => refuse(response, 400, 'Only one completion choice is allowed'),
  'too-long': (response) =>
    refuse(response, 400, 'This model has a maximum context length of 8192 tokens.', { code: 'context_length_exceeded' }),
  'echoes-key': (response, { headers }, { echo = (header) => header }) =>
    refuse(response, 400, `Bad header\n\u202e${echo(headers.authorization ?? '')} was sent`),
  'no-embeddings': (response) => refuse(response, 501, 'This server does not support embeddings. Start it with `--embeddings`'),
  'speaks-only': (response) => refuse(response, 400, 'The model does not support Embeddings API'),
  'half-json': (response) => send(response, 200, '{"id":"c1","choices":[{"index":0,"mess'),
  'cut-body': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"id":"c1","choices":[');
    setTimeout(() => response.socket?.destroy(), 5);
  },
  'slow-body': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":');
  },
  html: (response) => send(response, 200, '<!doctype html><title>Welcome</title>', 'text/html'),
  'other-json': (response) => send(response, 200, '{"hello":"world"}'),
  'error-as-success': (response) => send(response, 200, '{"error":{"code":429,"message":"Upstream is busy"}}'),
  huge: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"id":"');
    const more = (): boolean => !response.destroyed && response.write('x'.repeat(65_536)) && more();
    response.on('drain', more);
    more();
  },
};

/** A vector that distinguishes texts by the frequency of some letters. */
export const vectorOf = (text: string): readonly number[] => ['a', 'e', 'n', 'o', 't'].map((letter) => text.split(letter).length - 1.5);

function giveVectors({ mode, received, response }: Exchange): void {
  const input = received.body?.input ?? [];
  const data = input.map((text, index) => ({ object: 'embedding', index, embedding: [...vectorOf(text)] as (number | null)[] }));
  if (mode === 'few-vectors') data.pop();
  if (mode === 'broken-vectors') data[0]!.embedding[1] = null;
  if (mode === 'twice-the-same-index') for (const one of data) one.index = 0;
  if (mode === 'backwards') data.reverse();
  const tokens = input.reduce((sum, text) => sum + text.split(' ').length, 0);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  send(response, 200, JSON.stringify({ object: 'list', data, model: received.body?.model, usage }));
}

function speakWell({ mode, received, index, response, options }: Exchange): void {
  const reply = options.reply ?? leastReply;
  const content = reply(received, index, 0);
  const others = mode === 'one-choice' ? [] : Array.from({ length: (received.body?.n ?? 1) - 1 }, (_, i) => reply(received, index, i + 1));
  if (received.body?.stream && mode !== 'ignores-stream') return void stream(response, content, options.gapMs ?? 0);
  const done = (message: object, finish = 'stop', usage: object = {}): void =>
    send(
      response,
      200,
      JSON.stringify({
        ...completion(received, [message, ...others.map((one) => ({ content: one }))], finish, usage),
        ...options.served?.(index),
      }),
    );
  switch (mode) {
    case 'empty':
      return done({ content: '' });
    case 'empty-after-thinking':
      return done({ content: null, reasoning_content: 'Let me think.' }, 'stop', { completion_tokens_details: { reasoning_tokens: 40 } });
    case 'thinks-aloud':
      return done({ content: `<think>Maybe {"action":"shout"}?</think>\n\n${content}` });
    case 'thinks-beside':
      return done({ content, reasoning_content: 'Maybe {"action":"shout"}?' });
    case 'only-thinks':
      return done({ content: '', reasoning_content: 'I could write {"action":"shout"}, or' }, 'length');
    case 'thinks-the-answer':
      return done({ content: '', reasoning_content: `\n${content}\n` });
    case 'calls-the-tool':
      return done(
        { content: null, tool_calls: [{ id: 't1', type: 'function', function: { name: 'act_answer', arguments: content } }] },
        'tool_calls',
      );
    case 'refusal':
      return done({ content: null, refusal: "I can't help with that." });
    case 'filtered':
      return done({ content: 'Well,' }, 'content_filter');
    case 'length':
      return done({ content: content.slice(0, content.length / 2) }, 'length');
    case 'prose':
      return done({ content: `Sure, this is what I do:\n\`\`\`json\n${content}\n\`\`\`\nI hope that helps {really}.` });
    case 'wrong-schema':
      return done({ content: '{"unexpected":true}' });
    default:
      return done({ content });
  }
}

function completion(received: ReceivedRequest, messages: readonly object[], finish: string, usage: object): object {
  return {
    id: 'chatcmpl-test',
    object: 'chat.completion',
    created: 1,
    model: received.body?.model ?? 'test',
    choices: messages.map((message, index) => ({
      index,
      message: { role: 'assistant', ...message },
      finish_reason: finish,
      logprobs: null,
    })),
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, ...usage },
  };
}

/** The answer in pieces, with so many milliseconds between them. */
async function stream(response: http.ServerResponse, content: string, gapMs: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const chunk = (choices: readonly object[], more: object = {}): boolean =>
    response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices, ...more })}\n\n`);
  for (const piece of content.match(/[\s\S]{1,7}/gu) ?? []) {
    chunk([{ index: 0, delta: { content: piece }, finish_reason: null }]);
    if (gapMs > 0) await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]);
  chunk([], { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } });
  response.end('data: [DONE]\n\n');
}

function refuse(response: http.ServerResponse, status: number, message: string, more: object = {}): void {
  send(response, status, JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: null, ...more } }));
}

function send(response: http.ServerResponse, status: number, text: string, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** The least valid answer to the schema in the request, wherever the schema is; `{}` where there is none. */
export function leastReply({ body }: ReceivedRequest): string {
  const asked =
    body?.response_format?.json_schema?.schema ?? body?.tools?.[0]?.function.parameters ?? schemaIn(body?.messages?.at(-1)?.content ?? '');
  return JSON.stringify(asked ? leastValue(asked) : {});
}
