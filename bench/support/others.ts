/** The same calls as a run's, made by others: by the openai package with its defaults, and with no more than Node has. */
import http from 'node:http';
import { OpenAI } from 'openai';
import { coreSeconds } from './child.js';
import type { WaitingCall } from './schedulerLoad.js';

const BODY = {
  model: 'mock',
  messages: [
    { role: 'system' as const, content: 'You are Ada, who lives in a small town and likes jazz. '.repeat(20) },
    { role: 'user' as const, content: 'What do you do next? Answer in JSON.' },
  ],
  response_format: {
    type: 'json_schema' as const,
    json_schema: {
      name: 'act_answer',
      strict: true,
      schema: {
        type: 'object',
        additionalProperties: false,
        required: ['action', 'text'],
        properties: { action: { type: 'string', enum: ['post', 'nothing'] }, text: { type: ['string', 'null'] } },
      },
    },
  },
};

export const OTHERS = ['package', 'http'] as const;
export type Other = (typeof OTHERS)[number];
export const isOther = (name: string | undefined): name is Other => OTHERS.some((one) => one === name);

/** Seconds of a core that so many calls took, so many of them out at once. */
export async function secondsOf(other: Other, baseUrl: string, calls: number, places: number): Promise<number> {
  const call = other === 'package' ? byPackage(baseUrl) : byHttp(baseUrl, places);
  const core = coreSeconds();
  let left = calls;
  const one = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: places }, one));
  return coreSeconds() - core;
}

/** Seconds by the clock that rounds of calls take one after another, with no more than Node has. */
export async function secondsInRounds(baseUrl: string, rounds: number, calls: number, places: number): Promise<number> {
  const call = byHttp(baseUrl, places);
  const start = performance.now();
  for (let round = 0; round < rounds; round++) await Promise.all(Array.from({ length: calls }, () => call()));
  return (performance.now() - start) / 1000;
}

/** Seconds by the clock that calls take with no more than Node has, each made as soon as those before it are answered. */
export async function secondsInOrder(baseUrl: string, calls: readonly WaitingCall[], places: number): Promise<number> {
  const call = byHttp(baseUrl, places);
  const start = performance.now();
  const answers: Promise<unknown>[] = [];
  for (const { who, after } of calls) answers.push(Promise.all(after.map((i) => answers[i])).then(() => call(`who=${who}`)));
  await Promise.all(answers);
  return (performance.now() - start) / 1000;
}

function byPackage(baseURL: string): () => Promise<unknown> {
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
  return () => client.chat.completions.create(BODY);
}

function byHttp(baseUrl: string, places: number): (words?: string) => Promise<unknown> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: places });
  const { hostname, port, pathname } = new URL(`${baseUrl}/chat/completions`);
  return (words = '') =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(words === '' ? BODY : { ...BODY, messages: [...BODY.messages, { role: 'user', content: words }] });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const request = http.request({ agent, hostname, port, path: pathname, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (text += piece));
        response.on('end', () => resolve(JSON.parse(text)));
      });
      request.on('error', reject);
      request.end(body);
    });
}
