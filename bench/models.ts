/**
 * A short run of the built product with a real model, beside the server's own figures: how much of the time is the server's, how much of
 * the prompts comes from its cache, how many answers are usable, and how far off the estimate of tokens is.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { isModelInstalled, startRealModel, temporaryFolder } from '../scripts/testing.mjs';
import type { EventOf, SimEvent } from '../src/core/events/events.js';
import { estimateTokens, vocabularyOf } from '../src/language/tokens/estimate.js';
import { print, spread } from './support/figures.js';
import { type HeardCall, listenTo, repeatedTokens, workTime } from './support/listeningProxy.js';

const MODEL = 'smollm2';
const SLOTS = 2;
const CLI = join(process.cwd(), 'dist', 'cli.mjs');
const EXAMPLE = 'making_friends.society';

/** Exit code where the bench cannot run. */
const SKIPPED = 2;

/** Two threads whose cores are busy wait for each other, so a machine with other work gets half of them. */
const THREADS = Math.max(1, Math.floor(availableParallelism() / (loadavg()[0]! < availableParallelism() ? 1 : 2)));

const society = (url: string): string => `society: 1
title: Three rounds of making_friends
imports: [./${EXAMPLE}]
models: { small: { kind: openai, base_url: "${url}/v1", name: ${MODEL}, max_tokens: 160, temperature: 0, concurrency: ${SLOTS}, timeout: 600 } }
scenarios: { few: { extends: make_friends, rounds: 3, model: small } }
`;

interface Played {
  readonly calls: readonly HeardCall[];
  readonly events: readonly SimEvent[];
  /** Milliseconds by the clock, from the first question to the end of the process. */
  readonly wall: number;
  /** Milliseconds on a core of the whole process of the product. */
  readonly core: number;
  /** Tokens that the server read, by its own sum (`/metrics`); null where it does not say. */
  readonly read: number | null;
}

/** Writes the time on a core when the process of the product ends. */
const atExit = (file: string): string =>
  `data:text/javascript,${encodeURIComponent(
    `import { writeFileSync } from 'node:fs';
     process.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(${JSON.stringify(file)}, String((user + system) / 1000)); });`,
  )}`;

async function played(): Promise<Played> {
  const server = await startRealModel(MODEL, { slots: SLOTS, threads: THREADS });
  const proxy = await listenTo(server.url);
  const dir = temporaryFolder();
  try {
    copyFileSync(join('examples', EXAMPLE), join(dir, EXAMPLE));
    writeFileSync(join(dir, 'few.society'), society(proxy.url));
    const cpu = join(dir, 'cpu');
    const args = ['--import', atExit(cpu), CLI, 'run', 'few.society', '--scenario', 'few', '--out', 'played', '--quiet'];
    await ended(args, dir);
    const end = performance.now();
    const lines = readFileSync(join(dir, 'played', 'events.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const first = Math.min(...proxy.calls.map(({ end, work }) => end - work));
    return {
      calls: proxy.calls,
      events: lines.map((line) => JSON.parse(line) as SimEvent),
      wall: end - first,
      core: Number(readFileSync(cpu, 'utf8')),
      read: await readTokens(server.url),
    };
  } finally {
    proxy.close();
    await server.stop();
  }
}

function ended(args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`the run ended with exit code ${code}\n${output}`))));
  });
}

/** The sum of the tokens of prompts that the server computed, which came from no cache. */
async function readTokens(url: string): Promise<number | null> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = /^llamacpp:prompt_tokens_total (\S+)/m.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function printAll({ calls, events, wall, core, read }: Played): void {
  const n = calls.length;
  const input = sum(calls.map((call) => call.input));
  const cached = sum(calls.map((call) => call.cached));
  const work = workTime(calls);
  const answers = events.filter((event): event is EventOf<'answer.received'> => event.type === 'answer.received');
  const accepted = answers.filter(({ status, by }) => status === 'accepted' && by === undefined).length;
  const turns = events.filter(({ type }) => type === 'turn.ended').length;
  const vocabulary = vocabularyOf(MODEL);
  const errors = calls.map((call) => Math.abs(estimateTokens(call.prompt, vocabulary) - call.input) / call.input);
  const { median, p95 } = spread(errors);
  const prompt = input / n;

  print({
    name: 'models/work of the server',
    unit: 's',
    ours: work / 1000,
    n,
    against: 'limit',
    limit: wall / 1000,
    goal: 0.95,
    more: true,
  });
  const fromCache = { unit: 'tokens', ours: cached, n };
  print({ ...fromCache, name: 'models/prompts from the cache', against: 'limit', limit: input, goal: 0.6, more: true });
  const repeated = repeatedTokens(calls);
  print({ ...fromCache, name: 'models/repeated beginnings from the cache', against: 'limit', limit: repeated, goal: 0.9, more: true });
  print({ name: 'models/prompts that the server computed', unit: 'tokens', ours: input - cached, against: null, peer: read });
  for (const { status, reason, because, value } of answers)
    if (status !== 'accepted') process.stderr.write(`${status}: ${reason ?? because ?? ''} ${JSON.stringify(value)}\n`);
  const usable = { name: 'models/usable answers', unit: 'answers', ours: accepted, n: answers.length };
  print({ ...usable, against: 'limit', limit: answers.length, goal: 0.99, more: true });
  print({ name: 'models/calls', unit: 'calls', ours: n, against: null, peer: answers.length });
  print({
    name: 'models/tokens',
    unit: 'tokens a turn',
    ours: (input + sum(calls.map((call) => call.output))) / turns,
    n: turns,
    against: null,
  });
  const off = { unit: 'tokens off a prompt', n, against: 'limit', limit: prompt } as const;
  print({ ...off, name: 'models/estimate, median', ours: median * prompt, goal: 0.05 });
  print({ ...off, name: 'models/estimate, 95 of 100', ours: p95 * prompt, goal: 0.12 });
  const served = sum(calls.map((call) => call.work)) / n;
  print({ name: 'models/client, core', unit: 'ms a call', ours: core / n, n, against: 'peer', peer: served, goal: 0.05 });
}

function problem(): string | null {
  if (!isModelInstalled(MODEL)) return `${MODEL} is not installed: npm run models -- install ${MODEL}`;
  return existsSync(CLI) ? null : 'dist/cli.mjs is missing: node esbuild.mjs';
}

const reason = problem();
if (reason === null) printAll(await played());
else {
  process.stderr.write(`skipped: ${reason}\n`);
  process.exitCode = SKIPPED;
}
