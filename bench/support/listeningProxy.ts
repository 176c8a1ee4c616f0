/** Passes the requests of a client on to a model server, and keeps what the server says of each answer. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One question and its answer. Times are milliseconds of this process, or of the server's own clock. */
export interface HeardCall {
  /** The text of the prompt as it was sent. */
  readonly prompt: string;
  /** When the whole answer was here. */
  readonly end: number;
  /** By the server: tokens of the prompt, tokens of the answer, tokens of the prompt that came from its cache. */
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  /** By the server: the time for the prompt and for the answer. */
  readonly work: number;
}

export interface ListeningProxy {
  readonly url: string;
  readonly calls: readonly HeardCall[];
  close(): void;
}

interface Completion {
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
  readonly timings?: { readonly cache_n: number; readonly prompt_ms: number; readonly predicted_ms: number };
}

export async function listenTo(server: string): Promise<ListeningProxy> {
  const calls: HeardCall[] = [];
  const proxy = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void pass(Buffer.concat(chunks).toString('utf8'), request, response));
  });
  const pass = async (body: string, { method = 'GET', url = '/' }: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    try {
      const answer = await fetch(`${server}${url}`, { method, signal: abort.signal, ...(body === '' ? {} : { body }) });
      const text = await answer.text();
      const heard = url.endsWith('/chat/completions') && answer.ok ? heardIn(body, text) : null;
      if (heard) calls.push(heard);
      response.writeHead(answer.status, headersOf(answer.headers)).end(text);
    } catch {
      response.destroy();
    }
  };
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, calls, close: () => proxy.close() };
}

/** The headers that the client reads. By `server`, it recognises llama.cpp and sends it a grammar. */
function headersOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(['content-type', 'server'].flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!]] : [])));
}

function heardIn(body: string, text: string): HeardCall | null {
  const { messages } = JSON.parse(body) as { readonly messages: readonly { readonly content: string }[] };
  const { usage, timings } = JSON.parse(text) as Completion;
  if (!usage || !timings) return null;
  return {
    prompt: messages.map(({ content }) => content).join('\n\n'),
    end: performance.now(),
    ...{ input: usage.prompt_tokens, output: usage.completion_tokens, cached: timings.cache_n },
    work: timings.prompt_ms + timings.predicted_ms,
  };
}

/** Milliseconds in which the server worked on at least one question. */
export function workTime(calls: readonly HeardCall[]): number {
  let [busy, until] = [0, 0];
  for (const [start, end] of calls.map(({ end, work }) => [end - work, end] as const).sort((a, b) => a[0] - b[0])) {
    busy += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return busy;
}

/** Tokens of prompts that repeat the beginning of an earlier prompt, by their share of characters. */
export function repeatedTokens(calls: readonly HeardCall[]): number {
  return calls.reduce((sum, { prompt, input }, i) => {
    const longest = calls.slice(0, i).reduce((most, earlier) => Math.max(most, sharedLength(prompt, earlier.prompt)), 0);
    return sum + (prompt === '' ? 0 : (input * longest) / prompt.length);
  }, 0);
}

function sharedLength(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}
