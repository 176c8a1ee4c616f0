/**
 * Embeddings in runs with a folder: cut off anywhere, replayed with no mind, forked and recorded they are the same, nobody is
 * asked for a vector twice, what they took is in the books, and what is private does not go over the wire.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { packed } from '../../../src/core/events/textVectors.js';
import type { EventOf, EventType } from '../../../src/core/events/events.js';
import { rng } from '../../../src/core/random/rng.js';
import type { Mind, Question } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  type EditedFile,
  egress,
  egressLines,
  forecast,
  LiveRun,
  type Loaded,
  loadEdited,
  loadModel,
  makeMinds,
  type MindAccessPorts,
  openRecorded,
  planFork,
  type RecordedRun,
  replay,
  sourceName,
  TurnProblems,
} from '../../../src/runs/index.js';
import type { FolderFiles } from '../../../src/trace/index.js';
import { type Mode, type ModelServer, startModelServer, vectorOf } from '../../support/modelServer.js';
import { lively } from '../../support/societies.js';
import { fastTiming } from '../../support/timing.js';

const MAIN = 'file:///study/main.society';

const file = (url = 'http://localhost:11434/v1', memory = '{ recall: 4, embeddings: near }', more = ''): string => `society: 1
title: Study
imports: [library/feed]
models: { near: { kind: openai, base_url: "${url}", name: nomic-embed-text } }
personas:
  ada: { name: Ada, interests: [jazz], memories: [{ text: The oven is old. }, { text: Owls hunt at night. }]${more} }
  ben: { name: Ben, interests: [jazz, chess] }
  cem: { name: Cem, interests: [chess], memories: [{ text: The oven is hot. }] }
scenarios: { s: { cast: all, world: feed, rounds: 4, seed: 3, premise: A forum., memory: ${memory} } }
`;

type Memory = FolderFiles & { readonly files: Map<string, string> };

function memoryFiles(files = new Map<string, string>()): Memory {
  return {
    files,
    read: (name) => Promise.resolve(files.get(name) ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, text)),
    append: (name, text) => Promise.resolve(void files.set(name, (files.get(name) ?? '') + text)),
  };
}

/** Speaks prose and gives vectors, later and in any order, and remembers what it was asked. */
function speaker(): { readonly minds: ReadonlyMap<string, Mind>; readonly asked: string[]; readonly texts: string[] } {
  const [asked, texts]: [string[], string[]] = [[], []];
  const ask = async (question: Question) => {
    asked.push(`${question.hash} ${question.occurrence}`);
    texts.push(...(question.texts ?? []));
    for (let i = Number.parseInt(question.hash.slice(0, 2), 16) % 7; i > 0; i--) await Promise.resolve();
    if (question.texts)
      return { value: { vectors: question.texts.map((text) => packed(vectorOf(text))!) }, usage: { input: 3, output: 0 } };
    const answer = lively.ask(question, { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => {} }) });
    return { text: JSON.stringify((answer as { value: unknown }).value), usage: { input: 10, output: 5 } };
  };
  const mind = (id: string): Mind => ({ id, kind: 'openai', model: id, prose: true, ask });
  return { minds: new Map(['builtin', 'near'].map((id) => [id, mind(id)])), asked, texts };
}

async function load(text: string): Promise<Loaded & { ok: true }> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return loaded;
}

async function start(text: string, files: Memory, minds: ReadonlyMap<string, Mind>): Promise<RecordedRun> {
  const { model, resolved } = await load(text);
  const sources = resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
  const live = new LiveRun({ id: 'r', model, minds, sources, files, created: '2026-01-01T00:00:00Z' });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return opened(files);
}

async function opened(files: FolderFiles): Promise<RecordedRun> {
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.run;
}

async function goOn(files: Memory, minds: ReadonlyMap<string, Mind>): Promise<LiveRun> {
  const from = await opened(files);
  const { model, sources, manifest } = from;
  const live = new LiveRun({ id: manifest.id, model, minds, sources, files, created: manifest.created, from });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return live;
}

async function fork(
  parent: RecordedRun,
  seq: number,
  minds: ReadonlyMap<string, Mind>,
  edit?: string,
): Promise<RecordedRun & { readonly folder: Memory }> {
  const texts = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  if (edit !== undefined) texts.set(MAIN, edit);
  const edited = edit === undefined ? undefined : await loadEdited(texts, MAIN, parent);
  const planned = planFork(parent, { at: { seq }, ...(edited ? { file: (edited as { readonly file: EditedFile }).file } : {}) });
  assert.ok(planned.ok, planned.ok ? '' : planned.message);
  const folder = memoryFiles();
  const { sources } = planned.texts;
  const live = new LiveRun({
    id: 'child',
    model: planned.model,
    minds,
    sources,
    files: folder,
    created: '2026-01-01T00:00:00Z',
    fork: planned.fork,
  });
  assert.equal(await live.run(), 'ended', live.problem ?? '');
  return { ...(await opened(folder)), folder };
}

const EVENTS = 'events.jsonl';
const ANSWERS = 'answers.jsonl';
const of = <T extends EventType>({ events }: Pick<RecordedRun, 'events'>, type: T): readonly EventOf<T>[] =>
  events.filter((e): e is EventOf<T> => e.type === type);

describe('a run with embeddings', function () {
  this.timeout(60_000);

  it('that was cut off continues to the same events, and asks for nothing twice, wherever its files end', async () => {
    const whole = memoryFiles();
    const first = speaker();
    const run = await start(file(), whole, first.minds);
    assert.ok(of(run, 'embedding.received').length > 2);
    const [events, answers] = [whole.files.get(EVENTS)!, whole.files.get(ANSWERS)!];
    // Every byte of the vectors' own lines now and then, and others.
    const lines = events.split('\n');
    const starts = lines.map((_, i) => lines.slice(0, i).join('\n').length);
    const near = lines.flatMap((line, i) =>
      line.includes('"embedding.') ? [starts[i]! + 3, starts[i]! + (line.length >> 1), starts[i]! + line.length + 1] : [],
    );
    const random = rng(9, 'cut');
    const cuts = [...near, ...Array.from({ length: 40 }, () => Math.floor(random() * (events.length + 1)))];
    for (const [n, place] of cuts.entries()) {
      const cut = memoryFiles(new Map(whole.files));
      cut.files.set(EVENTS, events.slice(0, place));
      const used = (cut.files.get(EVENTS)!.match(/"type":"(answer|embedding).received"/g) ?? []).length;
      const least = answers
        .split('\n')
        .slice(0, used + 3)
        .join('\n').length;
      cut.files.set(ANSWERS, answers.slice(0, least + Math.floor(random() * Math.max(0, answers.length - least))));
      const kept = new Set((await opened(cut)).answers.map(({ hash, occurrence }) => `${hash} ${occurrence}`));
      const again = speaker();
      await goOn(cut, again.minds);
      assert.equal(cut.files.get(EVENTS), events, `cut ${n} at ${place}`);
      assert.deepEqual(
        again.asked.filter((key) => kept.has(key)),
        [],
        `cut ${n}: asked twice`,
      );
    }
  });

  it('is remade from its folder without a mind, byte by byte', async () => {
    const run = await start(file(), memoryFiles(), speaker().minds);
    assert.deepEqual(replay(run), { ok: true, events: run.events.length, steps: run.events.at(-1)!.step + 1 });
    assert.ok(of(run, 'recall.done').some(({ by }) => by === 'embeddings'));
  });

  it('equals its parent in a fork with nothing changed, whose vectors are not requested again', async () => {
    const files = memoryFiles();
    const parent = await start(file(), files, speaker().minds);
    const seqs = [...of(parent, 'embedding.asked'), ...of(parent, 'embedding.received')].map(({ seq }) => seq);
    for (const seq of seqs) {
      const again = speaker();
      const child = await fork(parent, seq, again.minds);
      assert.equal(child.folder.files.get(EVENTS), files.files.get(EVENTS), `event ${seq}`);
      assert.deepEqual(again.asked, [], `event ${seq}`);
    }
  });

  it('does not wait for open embeddings in a fork without them, and replays', async () => {
    const parent = await start(file(), memoryFiles(), speaker().minds);
    const asked = of(parent, 'embedding.asked')[1]!;
    const child = await fork(parent, asked.seq, speaker().minds, file(undefined, '{ recall: 4 }'));
    const behind = child.events.filter(({ seq }) => seq > asked.seq);
    assert.deepEqual(
      behind.filter(({ type }) => type.startsWith('embedding')).map((event) => (event as EventOf<'embedding.received'>).reason),
      ['not-wanted'],
    );
    assert.ok(behind.every((event) => event.type !== 'recall.done' || event.by === undefined));
    assert.ok(replay(child).ok);
  });

  it('gives its vectors to a run that is recorded from it', async () => {
    const whole = await start(file(), memoryFiles(), speaker().minds);
    const again = file().replace(
      '{ kind: openai, base_url: "http://localhost:11434/v1", name: nomic-embed-text }',
      '{ kind: recorded, run: runs/r }',
    );
    const { model, resolved } = await load(again);
    const ports: MindAccessPorts = {
      ...{ trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} },
      recording: () => Promise.resolve({ ok: true, answers: whole.answers }),
    };
    const made = await makeMinds(resolved.society, model, ports);
    assert.ok(made.ok);
    const files = memoryFiles();
    const minds = new Map([...made.minds, ['builtin', speaker().minds.get('builtin')!]]);
    const copy = await start(again, files, minds);
    const vectors = (run: RecordedRun): readonly unknown[] => of(run, 'embedding.received').map((event) => [event.reason, event.vectors]);
    assert.deepEqual(vectors(copy), vectors(whole));
    assert.deepEqual(
      of(copy, 'recall.done').map(({ memories }) => memories),
      of(whole, 'recall.done').map(({ memories }) => memories),
    );
  });
});

describe('a run with embeddings of a server', function () {
  this.timeout(30_000);
  let server: ModelServer;
  before(async () => {
    server = await startModelServer();
  });
  after(() => server.close());

  const ports: MindAccessPorts = {
    ...{ trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} },
    timing: fastTiming(),
  };

  async function played(
    mode: Mode,
    text = file(server.baseUrl),
  ): Promise<{
    readonly run: RecordedRun;
    readonly made: Awaited<ReturnType<typeof makeMinds>> & { ok: true };
    readonly loaded: Loaded & { ok: true };
  }> {
    server.mode = mode;
    const loaded = await load(text);
    const made = await makeMinds(loaded.resolved.society, loaded.model, ports);
    assert.ok(made.ok, made.ok ? '' : made.message);
    return { run: await start(text, memoryFiles(), made.minds), made, loaded };
  }

  it('books each call under its purpose, also where the run is continued', async () => {
    const from = server.requests.length;
    const { run, made, loaded } = await played('ok');
    const calls = server.requests.length - from;
    assert.equal(calls, of(run, 'embedding.asked').length);
    assert.equal(made.ledger.by('purpose').get('embedding')!.calls, calls);
    assert.deepEqual(made.ledger.spent.output, 0);
    assert.deepEqual([...made.ledger.by('node').keys()], ['scenarios.s.memory.embeddings']);
    const again = await makeMinds(loaded.resolved.society, loaded.model, ports, run);
    assert.ok(again.ok);
    assert.deepEqual(again.ledger.by('purpose').get('embedding'), made.ledger.by('purpose').get('embedding'));
    assert.deepEqual(
      again.ledger
        .booked()
        .map(({ node, round }) => [node, round])
        .sort(),
      made.ledger
        .booked()
        .map(({ node, round }) => [node, round])
        .sort(),
    );
  });

  it('uses about as much as the forecast', async () => {
    const { made, loaded } = await played('ok');
    const { minds, rows } = await forecast(loaded.resolved.society, loaded.model, { now: () => 0 });
    const { calls, input, output } = minds[0]!;
    assert.deepEqual(
      rows.map(({ purpose }) => purpose),
      ['embedding'],
    );
    const { spent } = made.ledger;
    assert.equal(calls.likely, spent.calls);
    // The server counts words, which are fewer than tokens.
    assert.ok(input.low <= 2 * spent.input && input.high >= spent.input, `${JSON.stringify(input)} ${spent.input}`);
    assert.deepEqual([output.likely, output.high], [0, 0]);
  });

  it('pauses before the call that would exceed its budget', async () => {
    server.mode = 'ok';
    const text = file(server.baseUrl).replace('rounds: 4', 'rounds: 4, budget: { calls: 2 }');
    const { model, resolved } = await load(text);
    const from = server.requests.length;
    const made = await makeMinds(resolved.society, model, ports);
    assert.ok(made.ok);
    const sources = resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
    const files = memoryFiles();
    const live = new LiveRun({ id: 'r', model, minds: made.minds, sources, files, created: '2026-01-01T00:00:00Z' });
    assert.equal(await live.run(), 'paused');
    assert.equal(server.requests.length - from, 2);
    const instead = await makeMinds(resolved.society, model, ports, { ...(await opened(files)), afterBudget: 'builtin' });
    assert.ok(instead.ok);
    await goOn(files, instead.minds);
    assert.equal(server.requests.length - from, 2);
    const run = await opened(files);
    assert.ok(of(run, 'embedding.received').some(({ reason }) => reason === 'no-stand-in'));
  });

  for (const [mode, code] of [
    ['few-vectors', 'no-embeddings'],
    ['no-embeddings', 'no-embeddings'],
    ['server-error', 'no-embeddings'],
  ] as const)
    it(`continues without them, and reports it at the line of the file: ${mode}`, async () => {
      const { run, loaded } = await played(mode);
      assert.ok(of(run, 'recall.done').every(({ by }) => by === undefined));
      const problems = new TurnProblems(loaded.model);
      problems.add(run.events);
      const [problem, ...others] = problems.placed(loaded.resolved);
      assert.deepEqual([problem!.code, others.length], [code, 0]);
      const line = file().split('\n')[problem!.range.start.line]!;
      assert.ok(line.slice(problem!.range.start.character).startsWith('embeddings: near'), `${problem!.range.start.character} ${line}`);
      assert.match(problem!.message, /. Until the next round relevance is told by words in common\. This happened at least \d times\./);
    });

  it('names before it begins where texts are sent, and sends no private text there', async () => {
    const secret = 'wants to leave her husband Ilmar';
    const text = file('https://api.example.com/v1', undefined, `, goals: [${secret}], private: [memories, goals]`);
    const { model, resolved } = await load(text.replace('The oven is hot.', `Ada ${secret}.`));
    const [line] = egressLines(egress(resolved.society, model));
    assert.equal(
      line,
      'what is said and remembered → https://api.example.com (nomic-embed-text): texts to compare by embeddings; 2 private fields withheld',
    );
    const heard = speaker();
    const files = memoryFiles();
    const run = await start(text.replace('The oven is hot.', `Ada ${secret}.`), files, heard.minds);
    assert.ok(heard.texts.some((sent) => sent.includes('[withheld]')));
    for (const one of [secret, 'The oven is old.', 'Owls hunt'])
      assert.deepEqual(
        heard.texts.filter((sent) => sent.includes(one)),
        [],
        one,
      );
    const hashes = of(run, 'embedding.asked').map(({ hash }) => hash);
    const kept = files.files
      .get('prompts.jsonl')!
      .split('\n')
      .filter((prompt) => hashes.some((hash) => prompt.includes(hash)));
    assert.ok(kept.length > 1 && kept.every((prompt) => !prompt.includes(secret)));
  });
});
