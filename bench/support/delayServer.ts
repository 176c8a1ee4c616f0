/**
 * A server on this machine that speaks the OpenAI protocol and takes its time: so many places, each answer after a fixed
 * while, with the least that fits the schema asked for. It runs in a process of its own, so that its work is not measured.
 */
import { spawn } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { rng } from '../../src/core/random/rng.js';

export interface DelayServer {
  readonly baseUrl: string;
  close(): void;
}

/** Starts this script again as the server; `script` has to call `serveWhenAsked` first. */
export function startServer(script: string, places: number, milliseconds: number, sigma = 0): Promise<DelayServer> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, 'serve', String(places), String(milliseconds), String(sigma)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.on('error', reject);
    child.stdout.once('data', (port) =>
      resolve({ baseUrl: `http://127.0.0.1:${String(port).trim()}/v1`, close: () => child.kill('SIGKILL') }),
    );
  });
}

/** True where this process is the server, and stays it. */
export function serveWhenAsked(): boolean {
  const [, , part, places, milliseconds, sigma] = process.argv;
  if (part !== 'serve') return false;
  serve(Number(places), takes(Number(milliseconds), Number(sigma)));
  return true;
}

/** Milliseconds that the answer to a question takes: log-normal with a median, drawn by whom it is asked, or always the same. */
export function takes(median: number, sigma: number): (who: string) => number {
  if (sigma === 0) return () => median;
  return (who) => {
    const draw = rng(1, 'bench.latency', who);
    return median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw()));
  };
}

/** Who is asked, where the prompt says so, as in `who=ada/3`. */
const whoIn = (body: string): string => /who=([a-z0-9_]+\/\d+)/.exec(body)?.[1] ?? '';

function serve(places: number, takes: (who: string) => number): void {
  const waiting: (() => void)[] = [];
  let free = places;
  const begin = (work: () => void): void => {
    if (free === 0) return void waiting.push(work);
    free--;
    work();
  };
  const end = (): void => {
    free++;
    const next = waiting.shift();
    if (next) begin(next);
  };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      begin(() => {
        const body = Buffer.concat(chunks).toString('utf8');
        const who = whoIn(body);
        setTimeout(() => {
          end();
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(completion(JSON.parse(body) as Asked, who)));
        }, takes(who));
      }),
    );
  });
  // A client that is slow for a while must not find its connection closed.
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: { readonly [key: string]: Schema };
}

interface Asked {
  readonly response_format?: { readonly json_schema?: { readonly schema?: Schema } };
}

const completion = (asked: Asked, who: string): object => ({
  ...{ id: 'x', object: 'chat.completion', created: 0, model: 'mock' },
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: JSON.stringify(answer(asked.response_format?.json_schema?.schema ?? {}, who)) },
    },
  ],
  usage: { prompt_tokens: 600, completion_tokens: 40, total_tokens: 640 },
});

/** The least that fits, with words of its own where it is asked for words and says who speaks. */
function answer(schema: Schema, who: string): unknown {
  const value = least(schema);
  return who !== '' && schema.properties?.text ? { ...(value as object), text: `Words of ${who}.` } : value;
}

/** The least value that a schema lets pass; of several words the last. */
function least({ type, enum: words, properties }: Schema): unknown {
  if (words) return words.at(-1);
  const kind = typeof type === 'string' ? type : type?.includes('null') ? 'null' : type?.[0];
  if (kind === 'object') return Object.fromEntries(Object.entries(properties ?? {}).map(([key, one]) => [key, least(one)]));
  return kind === 'array' ? [] : kind === 'string' ? '' : kind === 'null' ? null : kind === 'boolean' ? false : 0;
}
