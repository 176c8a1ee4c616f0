/** Batches of questions that can wait: the run has the same events as one by one, costs half, and continues after a kill. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { canonical } from '../../../src/core/util/json.js';
import { createLanguageService } from '../../../src/language/index.js';
import type { BatchNews } from '../../../src/minds/index.js';
import { folderFiles, nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import {
  egress,
  egressLines,
  forecast,
  forecastTable,
  LiveRun,
  loadModel,
  makeMinds,
  type MindAccessPorts,
  openRecorded,
  sourceName,
} from '../../../src/runs/index.js';
import {
  type BatchServerHandle,
  type BatchServerOptions,
  type Fault,
  type Line,
  PRICE,
  startBatchServer,
} from '../../support/batchServer.js';
import { leastValue } from '../../support/leastAnswer.js';
import type { ChatBody } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';

const MAIN = 'file:///study/main.society';

const NAMES = ['Ada', 'Ben', 'Cem', 'Dee', 'Eli', 'Fay', 'Gus', 'Hal', 'Ina', 'Jon'];

/** Ten people talk by rule; a model answers a survey after the last round, and codes each message. */
const file = (baseUrl: string, batch: string, more = ''): string => `society: 1
title: Batches
imports: [library/feed]
models:
  lab: { kind: openai, base_url: "${baseUrl}", name: test-model, max_tokens: 200, key: "$(env('LAB_KEY'))", price: { input: ${PRICE.input}, output: ${PRICE.output} }${batch} }
personas:
${NAMES.map((name, i) => `  ${name.toLowerCase()}: { name: ${name}, interests: [${['jazz', 'chess', 'tea'][i % 3]}] }`).join('\n')}
codes:
  kind: { of: message, ask: Is this kind?, answer: yes_no, by: judge, model: lab }
scenarios:
  s:
    cast: all
    world: feed
    rounds: 2
    seed: 3
    model_for: { survey: lab }
    surveys: { leaving: { at: end, ask: { stay: { text: Would you stay?, scale: 1..7 }, why: { text: Why? } } } }${more}
`;

/** The same to the same prompt, whenever and however it is asked. */
function reply({ messages, response_format: format }: ChatBody): string {
  const least = leastValue(format?.json_schema?.schema ?? {}) as { readonly [key: string]: unknown };
  const words = sha256(canonical(messages as never)).slice(0, 8);
  if ('value' in least) return canonical({ value: words < '8' });
  return canonical({ ...least, why: `Words ${words}.` } as never);
}

const ALL = ', batch: [code, survey]';

describe('batches', function () {
  this.timeout(60_000);
  let root: string;
  let server: BatchServerHandle;
  let news: BatchNews[] = [];
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'society-batches-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));
  afterEach(() => server.close());

  const ports = (): MindAccessPorts => ({
    trusted: true,
    env: (name) => (name === 'LAB_KEY' ? 'key-of-the-test' : undefined),
    vault: { get: () => Promise.resolve(null) },
    allowedEnv: { LAB_KEY: [new URL(server.baseUrl).origin] },
    timing: fastTiming(),
    batchNews: (one) => news.push(one),
  });

  async function serve(options: BatchServerOptions = {}): Promise<void> {
    news = [];
    server = await startBatchServer({ reply, key: 'key-of-the-test', ...options });
  }

  async function prepared(name: string, batch = ALL, more = ''): Promise<LiveRun> {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, file(server.baseUrl, batch, more));
    const loaded = await loadModel(language, MAIN);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const made = await makeMinds(loaded.resolved.society, loaded.model, ports());
    assert.ok(made.ok, made.ok ? '' : made.message);
    const sources = loaded.resolved.sources.map(({ uri, text }) => ({ uri: sourceName(MAIN, uri), text }));
    const files = folderFiles(join(root, name));
    return new LiveRun({ ...made, id: 'r', model: loaded.model, sources, files, created: '2026-01-01T00:00:00Z' });
  }

  async function played(name: string, batch = ALL, more = ''): Promise<LiveRun> {
    const live = await prepared(name, batch, more);
    await live.run();
    return live;
  }

  async function goOn(name: string): Promise<LiveRun> {
    const files = folderFiles(join(root, name));
    const opened = await openRecorded(files);
    assert.ok(opened.ok, opened.ok ? '' : opened.message);
    const from = opened.run;
    const made = await makeMinds(from.resolved.society, from.model, ports(), from);
    assert.ok(made.ok);
    const live = new LiveRun({ ...made, id: 'r', model: from.model, sources: from.sources, files, created: from.manifest.created, from });
    await live.run();
    return live;
  }

  /** Plays until a request, as if the process were killed there, and leaves its folder as `name`. */
  async function killedAt(name: string, isIt: (request: string) => Fault | null): Promise<void> {
    const live = await prepared(`${name}-killed`);
    let isDead = false;
    server.options = {
      ...server.options,
      fault: ({ method, path }) => {
        if (isDead) return { status: 500 };
        const fault = isIt(`${method} ${path}`);
        if (!fault) return null;
        isDead = true;
        cpSync(join(root, `${name}-killed`), join(root, name), { recursive: true, filter: (path) => !/lock[^/]*$/.test(path) });
        live.options.book!.leaveBatches();
        live.stop();
        return fault;
      },
    };
    assert.equal(await live.run(), 'stopped');
    server.options = { reply, key: 'key-of-the-test' };
  }

  const events = (name: string): string => readFileSync(join(root, name, 'events.jsonl'), 'utf8');
  const money = (live: LiveRun): number => live.options.ledger!.spent.money;
  const cents = (amount: number): number => Math.round(amount * 1e9) / 1e9;

  /** The events of the same run without batches, and the number of its questions. */
  let known: { readonly events: string; readonly questions: number } | null = null;
  async function oneByOne(): Promise<NonNullable<typeof known>> {
    if (known) return known;
    const here = server;
    await serve();
    const live = await played('one-by-one', '');
    assert.equal(live.state, 'ended', live.problem ?? '');
    assert.equal(server.batches.length, 0);
    assert.equal(cents(money(live)), server.bill.billionths / 1e9);
    known = { events: events('one-by-one'), questions: server.bill.calls };
    await server.close();
    server = here;
    return known;
  }

  it('gives the same events as one by one, for half of the bill', async () => {
    await serve();
    const alone = await oneByOne();
    assert.ok(alone.questions > 20, `${alone.questions}`);
    const live = await played('half');
    assert.equal(live.state, 'ended', live.problem ?? '');
    assert.equal(events('half'), alone.events);
    assert.equal(server.asked.batched.length, alone.questions);
    assert.equal(server.asked.alone.length, 0);
    assert.equal(server.batches.length, 3, 'the codes of two rounds, and the survey');
    assert.equal(cents(money(live)), server.bill.billionths / 1e9);
    const { calls, unsure } = live.options.ledger!.spent;
    assert.deepEqual({ calls, unsure }, { calls: alone.questions, unsure: 0 });
    assert.ok(live.answers.every(({ batch }) => batch === true));
    assert.ok(news.some((one) => one.kind === 'waiting' && one.answered > 0 && one.answered < one.total));
  });

  it('asks only the purposes in a batch that the file names', async () => {
    await serve();
    const alone = await oneByOne();
    const live = await played('survey', ', batch: [survey]');
    assert.equal(events('survey'), alone.events);
    assert.equal(server.asked.batched.length, NAMES.length);
    assert.equal(server.asked.alone.length, alone.questions - NAMES.length);
    assert.equal(cents(money(live)), server.bill.billionths / 1e9);
  });

  it('asks once more, alone, where an answer in a batch cannot be used', async () => {
    await serve();
    const alone = await oneByOne();
    let wrong = 2;
    server.options = { ...server.options, reply: (body) => ('why' in JSON.parse(reply(body)) && wrong-- > 0 ? 'Perhaps.' : reply(body)) };
    const live = await played('repaired');
    assert.equal(live.state, 'ended', live.problem ?? '');
    assert.equal(server.asked.batched.length, alone.questions);
    assert.equal(server.asked.alone.length, 2);
    assert.equal(live.answers.filter(({ repaired }) => repaired === 'asked_again_unparsable').length, 2);
    assert.equal(cents(money(live)), server.bill.billionths / 1e9);
  });

  it('survives rate limits and failures of the server, and a batch whose beginning was not answered', async () => {
    await serve();
    const alone = await oneByOne();
    const failed = new Set<string>();
    const once = (key: string, fault: Fault): Fault | null => {
      if (failed.has(key)) return null;
      failed.add(key);
      return fault;
    };
    server.options = {
      ...server.options,
      fault: ({ method, path }, index) => {
        if (path === '/v1/files') return once('upload', { status: 429, retryAfter: '3' });
        if (path === '/v1/batches' && method === 'POST') return once('begin', { status: 500, accept: true });
        if (path.endsWith('/content')) return once('content', { status: 503 });
        return method === 'GET' && index % 3 === 0 ? once(`look ${index}`, { status: 500 }) : null;
      },
    };
    const live = await played('failing');
    assert.equal(events('failing'), alone.events);
    assert.deepEqual([...failed].filter((key) => !key.startsWith('look')).sort(), ['begin', 'content', 'upload']);
    assert.ok(failed.size > 3);
    assert.equal(server.batches.length, 3);
    assert.equal(server.asked.batched.length, alone.questions);
    assert.equal(cents(money(live)), server.bill.billionths / 1e9);
  });

  it('asks the questions one by one that a batch did not answer before it expired', async () => {
    await serve();
    const alone = await oneByOne();
    server.options = { ...server.options, course: ['validating', 'in_progress', 'expired'] };
    const live = await played('expired', ', batch: [survey]');
    assert.equal(events('expired'), alone.events);
    const [half] = [NAMES.length / 2];
    assert.deepEqual(
      news.filter(({ kind }) => kind === 'alone'),
      [{ kind: 'alone', mind: 'lab', questions: half, of: NAMES.length, reason: 'batch_expired' }],
    );
    assert.equal(server.asked.batched.length, half);
    assert.equal(cents(money(live)), server.bill.billionths / 1e9);
  });

  it('asks the questions one by one of a batch that failed, and of a server without batches', async () => {
    await serve({ course: ['validating', 'failed'] });
    const alone = await oneByOne();
    const failed = await played('failed', ', batch: [survey]');
    assert.equal(events('failed'), alone.events);
    assert.deepEqual(
      news.find(({ kind }) => kind === 'alone'),
      {
        ...{ kind: 'alone', mind: 'lab', questions: NAMES.length, of: NAMES.length },
        reason: 'failed: Line 1 is no request.',
      },
    );
    assert.equal(cents(money(failed)), server.bill.billionths / 1e9);
    server.options = { ...server.options, fault: ({ path }) => (path === '/v1/files' ? { status: 404 } : null) };
    await played('none', ', batch: [survey]');
    assert.equal(events('none'), alone.events);
    assert.equal(server.batches.length, 1);
  });

  it('asks the questions one by one whose line is missing, has an error, or has another id', async () => {
    await serve();
    const alone = await oneByOne();
    const change = (output: Line[], errors: Line[]): { output: Line[]; errors: Line[] } => {
      const [first, second, third, ...rest] = output;
      const error = { status_code: 400, request_id: 'r', body: { error: { code: 'bad_request', message: 'No.' } } };
      const foreign = { ...third!, custom_id: 'of-another-batch' };
      return { output: [...rest, foreign], errors: [...errors, { ...second!, response: error }, { ...first!, custom_id: 'unknown' }] };
    };
    server.options = { ...server.options, files: change };
    const live = await played('lines', ', batch: [survey]');
    assert.equal(events('lines'), alone.events);
    const reasons = news.flatMap((one) => (one.kind === 'alone' ? [`${one.questions} ${one.reason}`] : [])).sort();
    assert.deepEqual(reasons, ['1 bad_request', '2 missing']);
    // The server may charge for the missing ones: their worst case is booked, and counted as unsure.
    assert.equal(live.options.ledger!.spent.unsure, 2);
    assert.ok(money(live) > server.bill.billionths / 1e9 - 3 * 0.001);
  });

  for (const [where, isIt] of [
    ['after the upload, before the batch begins', (request: string) => (request === 'POST /v1/batches' ? { status: 500 } : null)],
    ['after the batch began, before its id is known', (r: string) => (r === 'POST /v1/batches' ? { status: 500, accept: true } : null)],
    ['before the first look', (request: string) => (request.startsWith('GET /v1/batches/') ? { status: 500 } : null)],
    ['before the answers are read', (request: string) => (request.endsWith('/content') ? { status: 500 } : null)],
  ] as const)
    it(`continues after a kill ${where}, and pays for no question twice`, async () => {
      await serve();
      const alone = await oneByOne();
      const name = where.replaceAll(/\W+/g, '-');
      await killedAt(name, isIt);
      const live = await goOn(name);
      assert.equal(live.state, 'ended', live.problem ?? '');
      assert.equal(events(name), alone.events);
      assert.equal(server.batches.length, 3);
      assert.equal(server.asked.batched.length, alone.questions);
      assert.equal(cents(money(live)), server.bill.billionths / 1e9);
      const { calls, unsure } = live.options.ledger!.spent;
      assert.deepEqual({ calls, unsure }, { calls: alone.questions, unsure: 0 });
      const again = await openRecorded(folderFiles(join(root, name)));
      assert.ok(again.ok);
      const kept = again.run.calls.reduce((sum, { took }) => sum + took.money, 0);
      assert.equal(cents(kept), server.bill.billionths / 1e9);
    });

  it('cancels the batch when the run is stopped, and sends only the rest again', async () => {
    await serve();
    const alone = await oneByOne();
    const live = await prepared('stopped');
    server.options = {
      ...server.options,
      fault: ({ method, path }) => {
        if (method === 'GET' && path === '/v1/batches/batch_1') live.stop();
        return null;
      },
    };
    assert.equal(await live.run(), 'stopped');
    assert.ok(server.requests.includes('POST /v1/batches/batch_1/cancel'));
    assert.ok(live.options.ledger!.spent.unsure > 0);
    server.options = { reply, key: 'key-of-the-test' };
    const after = await goOn('stopped');
    assert.equal(events('stopped'), alone.events);
    assert.equal(server.batches.length, 4, 'the cancelled batch, its rest, and two others');
    assert.equal(server.asked.batched.length, alone.questions);
    assert.equal(server.asked.alone.length, 0);
    assert.equal(cents(money(after)), server.bill.billionths / 1e9);
  });

  it('sends as many questions in a batch as the budget allows, and pauses where none fits', async () => {
    await serve();
    const alone = await oneByOne();
    const free = await played('free', ', batch: [survey]');
    const needed = money(free);
    const before = server.batches.length;
    const live = await played('tight', ', batch: [survey]', `\n    budget: { money: ${(needed + 0.004).toFixed(6)} USD }`);
    assert.equal(live.state, 'ended', live.problem ?? '');
    assert.equal(events('tight').length > 0 && live.timeline.events.length, alone.events.trim().split('\n').length);
    assert.ok(server.batches.length - before > 1, `${server.batches.length - before}`);
    const stopped = await played('pauses', ALL, '\n    budget: { calls: 3 }');
    assert.equal(stopped.state, 'paused');
    assert.equal(stopped.options.ledger!.spent.calls, 3);
  });

  it('forecasts half of the price', async () => {
    await serve();
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    const made = async (batch: string) => {
      language.set(MAIN, file(server.baseUrl, batch));
      const loaded = await loadModel(language, MAIN);
      assert.ok(loaded.ok);
      return forecast(loaded.resolved.society, loaded.model, { now: () => 0 });
    };
    const [full, half] = [await made(''), await made(ALL)];
    assert.ok(full.money['USD']!.likely > 0);
    assert.equal(cents(half.money['USD']!.likely), cents(full.money['USD']!.likely / 2));
    assert.deepEqual(half.calls, full.calls);
    assert.ok(half.rows.every(({ batch }) => batch === true));
    assert.ok(forecastTable(half).some((line) => line.includes('survey (batch)')));
    assert.ok(!forecastTable(full).some((line) => line.includes('(batch)')));
  });

  it('are named where a run says what leaves the machine', async () => {
    await serve();
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    const said = async (batch: string) => {
      language.set(MAIN, file(server.baseUrl, batch));
      const loaded = await loadModel(language, MAIN);
      assert.ok(loaded.ok);
      return egressLines(egress(loaded.resolved.society, loaded.model)).join('\n');
    };
    assert.match(await said(ALL), /batches are sent as files, which the provider keeps$/);
    assert.doesNotMatch(await said(''), /batches/);
  });
});
