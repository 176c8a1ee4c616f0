/**
 * Runs against a server that misbehaves on a seeded schedule. None crashes, none hangs, none loses an answer that was
 * given, nobody is asked again what was answered, and every fault is told in words.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { canonical } from '../../../src/core/json.js';
import { rng, type Rng } from '../../../src/core/rng.js';
import { createLanguageService } from '../../../src/language/index.js';
import { folderFiles, nodeTextFiles } from '../../../src/node/ports.js';
import { LiveRun, loadModel, makeMinds, openRecorded, replay } from '../../../src/runs/index.js';
import type { AnswerLine } from '../../../src/trace/index.js';
import { leastValue, type Mode, type ModelServer, type ReceivedRequest, type Schema, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';

const KEY = 'sk-test-do-not-leak-0123456789';
const MAIN = 'file:///study/main.society';
const RUNS = Number(process.env['FAULT_RUNS'] ?? 40);

/** What passes, or spoils one answer. */
const PASSING: readonly Mode[] = [
  'rate-limited',
  'rate-limited-bare',
  'server-error',
  'unavailable',
  'reset',
  'cut-body',
  'half-json',
  'wrong-schema',
  'prose',
  'empty',
  'empty-after-thinking',
  'refusal',
  'filtered',
  'length',
  'invalid-utf8',
  'other-json',
  'html',
  'error-as-success',
  'no-json-schema',
];
/** What takes its time, and what ends a run until somebody does something. */
const SLOW: readonly Mode[] = ['slow', 'slow-body', 'huge'];
const FATAL: readonly Mode[] = ['unauthorized', 'model-not-found', 'no-credit', 'redirect'];

const file = (baseUrl: string, instead: boolean): string => `society: 1
title: Faults
imports: [library/feed]
models:
  lab: { kind: openai, base_url: "${baseUrl}", name: test-model, key: "$(secret('lab'))", timeout: 0.4, concurrency: 8${instead ? ', fallback: other' : ''} }
  other: { kind: builtin }
personas:
  ada: { name: Ada, interests: [jazz] }
  ben: { name: Ben, interests: [jazz, chess] }
  cem: { name: Cem, interests: [chess] }
  dee: { name: Dee, interests: [tea] }
scenarios: { s: { cast: all, world: feed, rounds: 3, seed: 3, model: lab } }
`;

function schedule(random: Rng): (request: ReceivedRequest, index: number) => Mode {
  const badness = 0.2 + random() * 0.5;
  const pick = (modes: readonly Mode[]): Mode => modes[Math.floor(random() * modes.length)]!;
  let slow = 2;
  let fatal = 2;
  return () => {
    if (random() > badness) return 'ok';
    const chance = random();
    if (chance < 0.08 && slow-- > 0) return pick(SLOW);
    if (chance < 0.14 && fatal-- > 0) return pick(FATAL);
    return pick(PASSING);
  };
}

describe('runs on a server that misbehaves', function () {
  this.timeout(20_000);
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'society-faults-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  for (let seed = 0; seed < RUNS; seed++)
    it(`end with everything kept and everything told (${seed})`, () => misbehaved(seed, join(root, String(seed))));
});

async function misbehaved(seed: number, dir: string): Promise<void> {
  const said: string[] = [];
  const next = schedule(rng(seed, 'faults'));
  const server = await startModelServer({
    mode: (request, index) => {
      const mode = next(request, index);
      if (mode === 'ok' || mode === 'prose') said.push(marked(index));
      return mode;
    },
    reply,
  });
  try {
    let live = await start(server, seed, dir);
    for (let tries = 0; live.state !== 'ended'; tries++) {
      assert.equal(live.state, 'failed');
      told(live.problem ?? '');
      assert.ok(tries < 12, `seed ${seed}: ${live.problem}`);
      live = await goOn(server, seed, dir);
    }
    complete(live, seed);
    await kept(dir, said, seed);
  } finally {
    await server.close();
  }
}

/** Words that are in one answer and no other. */
const marked = (index: number): string => `Words number ${index}.`;

function reply({ body }: ReceivedRequest, index: number): string {
  const schema = body?.response_format?.json_schema?.schema ?? schemaIn(body?.messages?.at(-1)?.content ?? '');
  return canonical({ ...(leastValue(schema) as object), text: marked(index) });
}

/** The schema where the server was told of it in words: behind the prompt, or in what is wrong with an answer. */
function schemaIn(text: string): Schema {
  const at = text.lastIndexOf('JSON Schema: ');
  return JSON.parse(text.slice(at + 'JSON Schema: '.length)) as Schema;
}

const ports = (server: ModelServer, seed: number): Parameters<typeof makeMinds>[2] => ({
  trusted: true,
  env: () => undefined,
  vault: { get: () => Promise.resolve({ value: KEY, origin: server.origin }) },
  allowedEnv: {},
  timing: fastTiming(seed),
});

async function start(server: ModelServer, seed: number, dir: string): Promise<LiveRun> {
  const text = file(server.baseUrl, seed % 2 === 1);
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const made = await makeMinds(loaded.resolved.society, loaded.model, ports(server, seed));
  assert.ok(made.ok, made.ok ? '' : made.message);
  const sources = loaded.resolved.sources.map(({ uri, text: source }) => ({
    uri: uri.replace(/^file:\/\/\/study\/|^society-library:\/+/, (base) => (base.startsWith('file') ? '' : 'library/')),
    text: source,
  }));
  return played(new LiveRun({ ...made, id: 'r', model: loaded.model, sources, files: folderFiles(dir), created: '2026-01-01T00:00:00Z' }));
}

async function goOn(server: ModelServer, seed: number, dir: string): Promise<LiveRun> {
  const opened = await openRecorded(folderFiles(dir));
  assert.ok(opened.ok, opened.ok ? '' : opened.message);
  const from = opened.run;
  const made = await makeMinds(from.resolved.society, from.model, ports(server, seed), from);
  assert.ok(made.ok);
  const { model, sources, manifest } = from;
  return played(new LiveRun({ ...made, id: manifest.id, model, sources, files: folderFiles(dir), created: manifest.created, from }));
}

async function played(live: LiveRun): Promise<LiveRun> {
  await live.run();
  return live;
}

/** In words for people: no codes of the system, no stack, no key. */
function told(text: string): void {
  assert.match(text, /^[A-Z'\u201c\w].{20,}[.)]$/s, text);
  assert.doesNotMatch(text, /\n\s+at |ECONN|undefined|\[object|sk-test/, text);
}

/** Every turn ends with a reason, and what was no answer has one too. */
function complete({ timeline }: LiveRun, seed: number): void {
  const { events } = timeline;
  const ended = events.filter((event) => event.type === 'turn.ended');
  assert.equal(ended.length, events.filter((event) => event.type === 'turn.started').length, `seed ${seed}`);
  for (const event of events) {
    if (event.type === 'fault') told(event.text);
    if (event.type !== 'answer.received') continue;
    assert.ok(event.status === 'accepted' || (event.reason ?? '') !== '', `seed ${seed}: ${JSON.stringify(event)}`);
    assert.equal(event.by === undefined, event.because === undefined);
  }
}

/** Every answer that was given is in the folder, once, and the run can be made again from it. */
async function kept(dir: string, said: readonly string[], seed: number): Promise<void> {
  const text = readFileSync(join(dir, 'answers.jsonl'), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AnswerLine);
  const keys = lines.map(({ hash, occurrence }) => `${hash} ${occurrence}`);
  assert.equal(new Set(keys).size, keys.length, `seed ${seed}: a question was answered twice`);
  for (const words of said) assert.ok(text.includes(words), `seed ${seed}: “${words}” is lost`);
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) assert.ok(!readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(KEY), entry.name);
  const opened = await openRecorded(folderFiles(dir));
  assert.ok(opened.ok);
  const again = replay(opened.run);
  assert.ok(again.ok, again.ok ? '' : again.message);
}
