/**
 * Runs against a server that misbehaves on a seeded schedule. None crashes, none hangs, none loses an answer that was
 * given, nobody is asked again what was answered, and every fault is told in words.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { canonical } from '../../../src/core/util/json.js';
import { rng, type Rng } from '../../../src/core/random/rng.js';
import { createLanguageService } from '../../../src/language/index.js';
import { type LeanFetch, leanFetch } from '../../../src/minds/openai/index.js';
import { folderFiles, nodeTextFiles } from '../../../src/node/ports.js';
import { LiveRun, loadModel, makeMinds, openRecorded, replay, sourceName } from '../../../src/runs/index.js';
import type { AnswerLine, FolderFiles } from '../../../src/trace/index.js';
import { leastValue, schemaIn } from '../../support/leastAnswer.js';
import { type Mode, type ReceivedRequest, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';
import {
  type FileTrouble,
  jumpingDates,
  type LinkTrouble,
  pick,
  seldom,
  startStranger,
  troubledFetch,
  troubledFiles,
} from '../../support/trouble.js';

const KEY = 'sk-test-do-not-leak-0123456789';
const MAIN = 'file:///study/main.society';
/** Where the file says that the model is; requests are taken to each run's own server. */
const ADDRESS = 'http://localhost:1';
const RUNS = Number(process.env['FAULT_RUNS'] ?? 100);
/** Runs at a time: most of their time is spent on waiting for time limits. */
const TOGETHER = 40;

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
  'slow-first-byte',
];
/** Faults that take time, and faults that end a run until the user acts. */
const SLOW: readonly Mode[] = ['slow', 'slow-body', 'huge'];
const FATAL: readonly Mode[] = ['unauthorized', 'expired-key', 'model-not-found', 'no-credit', 'redirect'];
/** And what is wrong with embeddings alone. */
const VECTORS: readonly Mode[] = ['few-vectors', 'broken-vectors', 'twice-the-same-index', 'no-embeddings', 'speaks-only'];
const LINKS: readonly LinkTrouble[] = ['certificate', 'no-host', 'no-network'];
/** And what must be said of it. */
const WORDS = { ENOSPC: /disk is full/, EACCES: /read-only/, EROFS: /read-only/, EIO: /could not be written \(EIO\)/ };
const FILES = Object.keys(WORDS) as (keyof typeof WORDS)[];

const file = (instead: boolean, embeds: boolean): string => `society: 1
title: Faults
imports: [library/feed]
models:
  lab: { kind: openai, base_url: "${ADDRESS}/v1", name: test-model, key: "$(secret('lab'))", timeout: 2, concurrency: 8${instead ? ', fallback: other' : ''} }
  other: { kind: builtin }
  near: { kind: openai, base_url: "${ADDRESS}/v1", name: test-vectors, key: "$(secret('lab'))", timeout: 2 }
personas:
  ada: { name: Ada, interests: [jazz], memories: [{ text: The band plays on Sundays. }] }
  ben: { name: Ben, interests: [jazz, chess] }
  cem: { name: Cem, interests: [chess] }
  dee: { name: Dee, interests: [tea] }
scenarios: { s: { cast: all, world: feed, rounds: 3, seed: 3, model: lab${embeds ? ', memory: { embeddings: near }' : ''} } }
`;

/** All trouble that was made. */
const met = new Set<string>();
const meet = <T extends string | null>(trouble: T): T => {
  if (trouble !== null) met.add(trouble);
  return trouble;
};

function schedule(random: Rng): () => Mode {
  const badness = 0.2 + random() * 0.5;
  let slow = 2;
  let fatal = 1;
  return () => {
    if (random() > badness) return 'ok';
    const chance = random();
    if (chance < 0.08 && slow-- > 0) return pick(random, SLOW);
    if (chance < 0.14 && fatal-- > 0) return pick(random, FATAL);
    return pick(random, PASSING);
  };
}

/** What one run is played with. */
interface Stage {
  readonly seed: number;
  readonly files: FolderFiles;
  readonly ports: Parameters<typeof makeMinds>[2];
}

type Loaded = Extract<Awaited<ReturnType<typeof loadModel>>, { readonly ok: true }>;

describe('runs on a server that misbehaves', function () {
  this.timeout(60_000);
  let root: string;
  let lean: LeanFetch;
  let stranger: Awaited<ReturnType<typeof startStranger>>;
  const loaded: Loaded[] = [];
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'society-faults-'));
    lean = leanFetch();
    stranger = await startStranger();
    for (const embeds of [false, true]) for (const instead of [false, true]) loaded.push(await load(file(instead, embeds)));
  });
  after(() => {
    lean.dispose();
    stranger.close();
    rmSync(root, { recursive: true, force: true });
  });

  for (let first = 0; first < RUNS; first += TOGETHER) {
    const seeds = Array.from({ length: Math.min(TOGETHER, RUNS - first) }, (_, i) => first + i);
    it(`end with all answers stored and all failures reported (${first} to ${seeds.at(-1)})`, async () => {
      await Promise.all(seeds.map((seed) => misbehaved(seed)));
    });
  }

  it('include every kind of fault', function () {
    if (RUNS < 100) this.skip();
    for (const trouble of [...PASSING, ...SLOW, ...FATAL, ...VECTORS, ...LINKS, ...FILES]) assert.ok(met.has(trouble), trouble);
  });

  it('report at once a folder that cannot be written, and leave no lock', async () => {
    for (const code of FILES) {
      const files = folderFiles(join(root, code));
      const ports = { ...portsOf(1), fetch: lean.fetch };
      const live = await start(loaded[0]!, { seed: 1, files: troubledFiles(files, () => code), ports });
      assert.equal(live.state, 'failed');
      told(live.problem ?? '');
      assert.match(live.problem!, WORDS[code]);
      await (await files.lock!())();
    }
  });

  it('report a folder that was removed', async () => {
    const dir = join(root, 'taken');
    const files = folderFiles(dir);
    const taken: FolderFiles = {
      ...files,
      append: async (name, text) => {
        await files.append(name, text);
        rmSync(dir, { recursive: true, force: true });
      },
    };
    const server = await startModelServer({ reply });
    const fetch = troubledFetch(lean.fetch, ADDRESS, server.origin, stranger.origin, () => null);
    const live = await start(loaded[0]!, { seed: 1, files: taken, ports: { ...portsOf(1), fetch } });
    await server.close();
    assert.equal(live.state, 'failed');
    told(live.problem ?? '');
    assert.match(live.problem!, /moved or deleted/);
  });

  async function misbehaved(seed: number): Promise<void> {
    const dir = join(root, String(seed));
    const said: string[] = [];
    const next = schedule(rng(seed, 'faults'));
    const vectors = seldom(rng(seed, 'vectors'), VECTORS, 0.3, 2);
    const server = await startModelServer({
      mode: ({ path }, index) => {
        const embeds = path === '/v1/embeddings';
        const mode = meet((embeds ? vectors() : null) ?? next());
        if (embeds) return mode;
        if (mode === 'ok' || mode === 'prose' || mode === 'slow-first-byte') said.push(marked(index));
        return mode;
      },
      reply,
    });
    const full = seed % 5 === 4;
    const files = full ? troubledFiles(folderFiles(dir), afterStart(seldom(rng(seed, 'files'), FILES, 0.1, 2))) : folderFiles(dir);
    const links = seldom(rng(seed, 'links'), LINKS, 0.02, 1);
    const fetch = troubledFetch(lean.fetch, ADDRESS, server.origin, stranger.origin, () => meet(links()));
    try {
      await toTheEnd(loaded[seed % loaded.length]!, { seed, files, ports: { ...portsOf(seed), fetch } });
      // What came when the disk was full cannot be there; nobody acted on it either.
      await kept(dir, full ? [] : said, seed);
    } finally {
      await server.close();
    }
  }
});

/** A folder can be written when a run starts, else there is none. */
function afterStart(next: () => FileTrouble | null): () => FileTrouble | null {
  let calls = 0;
  return () => (calls++ < 12 ? null : meet(next()));
}

async function toTheEnd(loaded: Loaded, stage: Stage): Promise<void> {
  let live = await start(loaded, stage);
  for (let tries = 0; live.state !== 'ended'; tries++) {
    assert.equal(live.state, 'failed');
    told(live.problem ?? '');
    assert.ok(tries < 12, `seed ${stage.seed}: ${live.problem}`);
    live = await goOn(stage);
  }
  complete(live, stage.seed);
}

/** Words that are in one answer and no other. */
const marked = (index: number): string => `Words number ${index}.`;

function reply({ body }: ReceivedRequest, index: number): string {
  const schema = body?.response_format?.json_schema?.schema ?? schemaIn(body?.messages?.at(-1)?.content ?? '')!;
  return canonical({ ...(leastValue(schema) as object), text: marked(index) });
}

const portsOf = (seed: number): Stage['ports'] => ({
  trusted: true,
  env: () => undefined,
  vault: { get: () => Promise.resolve({ value: KEY, origin: ADDRESS }) },
  allowedEnv: {},
  timing: jumpingDates(fastTiming(seed), rng(seed, 'dates')),
});

async function load(text: string): Promise<Loaded> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

async function start({ resolved, model }: Loaded, { files, ports }: Stage): Promise<LiveRun> {
  const made = await makeMinds(resolved.society, model, ports);
  assert.ok(made.ok, made.ok ? '' : made.message);
  const sources = resolved.sources.map(({ uri, text }) => ({ uri: sourceName(MAIN, uri), text }));
  return played(new LiveRun({ ...made, id: 'r', model, sources, files, created: '2026-01-01T00:00:00Z' }));
}

async function goOn({ files, ports }: Stage): Promise<LiveRun> {
  const opened = await openRecorded(files);
  assert.ok(opened.ok, opened.ok ? '' : opened.message);
  const from = opened.run;
  const made = await makeMinds(from.resolved.society, from.model, ports, from);
  assert.ok(made.ok);
  const { model, sources, manifest } = from;
  return played(new LiveRun({ ...made, id: manifest.id, model, sources, files, created: manifest.created, from }));
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
  const known = new Set(lines.map(({ hash }) => hash));
  const faults = new Set(opened.run.events.flatMap((event) => (event.type === 'fault' ? [event.cause] : [])));
  for (const { seq, type, ...rest } of opened.run.events)
    if (type === 'question.asked' && !faults.has(seq)) assert.ok(known.has((rest as { hash: string }).hash), `seed ${seed}: ${seq}`);
  for (const event of opened.run.events)
    if (event.type === 'embedding.received' && event.reason === null) assert.ok(known.has(event.hash), `seed ${seed}: ${event.seq}`);
  const again = replay(opened.run);
  assert.ok(again.ok, again.ok ? '' : again.message);
}
