/** A run with a budget: it pauses before the call that could overrun it, and goes on to the same events as one without. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { canonical } from '../../../src/core/util/json.js';
import { createLanguageService } from '../../../src/language/index.js';
import { folderFiles, nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import {
  bookBeside,
  CallJournal,
  ledgerOf,
  LiveRun,
  loadModel,
  makeMinds,
  type Minds,
  openRecorded,
  panelSnapshot,
  replay,
  sourceName,
} from '../../../src/runs/index.js';
import { Ledger } from '../../../src/minds/index.js';
import { CALLS, readCalls, sentLine, settledLine } from '../../../src/trace/index.js';
import { leastValue } from '../../support/leastAnswer.js';
import { type ModelServer, type ReceivedRequest, startModelServer } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';

const MAIN = 'file:///study/main.society';

const NAMES = ['Ada', 'Ben', 'Cem', 'Dee', 'Eli', 'Fay', 'Gus', 'Hal', 'Ina', 'Jon'];

/** `model` and `budget` are the rest of their lines; ten people take part, in three rounds. */
const file = (baseUrl: string, model: string, budget: string): string => `society: 1
title: Budget
imports: [library/feed]
models:
  lab: { kind: openai, base_url: "${baseUrl}", name: test-model, concurrency: 64${model} }
  other: { kind: builtin }
personas:
${NAMES.map((name, i) => `  ${name.toLowerCase()}: { name: ${name}, interests: [${['jazz', 'chess', 'tea'][i % 3]}] }`).join('\n')}
scenarios: { s: { cast: all, world: feed, rounds: 3, seed: 3, model: lab${budget} } }
`;

/** The same to the same prompt, whenever it is asked. */
function reply({ body }: ReceivedRequest): string {
  const schema = body?.response_format?.json_schema?.schema ?? {};
  const words = sha256(canonical(body?.messages as never)).slice(0, 8);
  return canonical({ ...(leastValue(schema) as object), text: `Words ${words}.` });
}

describe('a run with a budget', function () {
  this.timeout(20_000);
  let root: string;
  let server: ModelServer;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'society-budget-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));
  afterEach(() => server.close());

  const ports = {
    trusted: true,
    env: () => undefined,
    vault: { get: () => Promise.resolve(null) },
    allowedEnv: {},
    timing: fastTiming(),
  };

  async function minded(name: string, budget: string, model = ''): Promise<{ made: Minds; run: () => Promise<LiveRun> }> {
    const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
    language.set(MAIN, file(server.baseUrl, model, budget));
    const loaded = await loadModel(language, MAIN);
    assert.ok(loaded.ok, JSON.stringify(loaded.problems));
    const made = await makeMinds(loaded.resolved.society, loaded.model, ports);
    const sources = loaded.resolved.sources.map(({ uri, text }) => ({ uri: sourceName(MAIN, uri), text }));
    const run = async (): Promise<LiveRun> => {
      assert.ok(made.ok, made.ok ? '' : made.message);
      const files = folderFiles(join(root, name));
      const live = new LiveRun({ ...made, id: 'r', model: loaded.model, sources, files, created: '2026-01-01T00:00:00Z' });
      await live.run();
      return live;
    };
    return { made, run };
  }

  async function goOn(name: string, calls?: number, afterBudget?: 'builtin'): Promise<LiveRun> {
    const files = folderFiles(join(root, name));
    const opened = await openRecorded(files);
    assert.ok(opened.ok, opened.ok ? '' : opened.message);
    const from = opened.run;
    const made = await makeMinds(from.resolved.society, from.model, ports, { ...from, afterBudget });
    assert.ok(made.ok);
    if (calls !== undefined) made.ledger.limit({ calls });
    const live = new LiveRun({ ...made, id: 'r', model: from.model, sources: from.sources, files, created: from.manifest.created, from });
    await live.run();
    return live;
  }

  const names = (live: LiveRun): string[] =>
    live.options
      .ledger!.booked()
      .map((one) => canonical(one as never))
      .sort();

  const events = (name: string): string => readFileSync(join(root, name, 'events.jsonl'), 'utf8');

  it('pauses before the first call above the budget, with all places taken, and continues to the same events', async () => {
    server = await startModelServer({ reply, delayMs: 5 });
    const whole = await (await minded('whole', '')).run();
    assert.equal(whole.state, 'ended');
    const needed = server.requests.length;
    assert.ok(needed >= 20, `${needed}`);
    for (const calls of [0, 1, 7, 13, needed - 1]) {
      const name = `paused-${calls}`;
      const before = server.requests.length;
      const live = await (await minded(name, `, budget: { calls: ${calls} }`)).run();
      assert.equal(live.state, 'paused');
      assert.match(live.problem!, new RegExp(`${calls} of ${calls} calls`));
      assert.equal(server.requests.length - before, calls);
      assert.equal((await goOn(name)).state, 'paused');
      assert.equal(server.requests.length - before, calls);
      const ended = await goOn(name, needed);
      assert.equal(ended.state, 'ended', ended.problem ?? '');
      assert.equal(server.requests.length - before, needed);
      assert.equal(events(name), events('whole'));
      assert.deepEqual(ended.options.ledger!.spent, whole.options.ledger!.spent);
    }
  });

  it('continues with the built-in mind, asks no model any more, and marks every answer', async () => {
    server = await startModelServer({ reply });
    assert.equal((await (await minded('then', ', budget: { calls: 7 }')).run()).state, 'paused');
    const ended = await goOn('then', undefined, 'builtin');
    assert.equal(ended.state, 'ended', ended.problem ?? '');
    assert.equal(server.requests.length, 7);
    const answers = ended.timeline.events.filter((event) => event.type === 'answer.received');
    const [own, instead] = [answers.filter(({ by }) => by === undefined), answers.filter(({ by }) => by === 'builtin')];
    assert.deepEqual([own.length, instead.length], [7, answers.length - 7]);
    assert.ok(instead.length > 0 && instead.every(({ because }) => because === 'budget-reached'));
    assert.equal(ended.options.ledger!.spent.calls, 7);
    const { model, timeline } = ended;
    const source = { id: 'r', model, timeline, state: ended.state, problem: null, cost: null };
    const told = panelSnapshot(source).course.messages.map((message) => message.instead?.because);
    assert.deepEqual([...new Set(told)].sort(), ['budget-reached', undefined], 'the conversation says which are whose');
    const opened = await openRecorded(folderFiles(join(root, 'then')));
    assert.ok(opened.ok && replay(opened.run).ok, 'the recording gives the same events again');
  });

  it('knows the earlier usage by agent and mind when it continues', async () => {
    server = await startModelServer({ reply });
    const before = await (await minded('names', ', budget: { calls: 7 }', ', price: { input: 10, output: 40 }')).run();
    assert.equal(names(before).length, 7);
    assert.deepEqual(names(await goOn('names')), names(before));
  });

  it('knows every call of a killed process: usage, failed calls, and open calls', async () => {
    server = await startModelServer({ reply, delayMs: 120, mode: (_, index) => (index % 3 === 1 ? 'reset' : 'ok') });
    const { made, run } = await minded('killed', '', ', price: { input: 10, output: 40 }');
    assert.ok(made.ok);
    const going = run();
    while (server.requests.length < 14) await new Promise((resolve) => setTimeout(resolve, 1));
    cpSync(join(root, 'killed'), join(root, 'left'), { recursive: true });
    rmSync(join(root, 'left', 'lock'));
    const [sent, taken] = [server.requests.length, made.ledger.spent];
    server.mode = 'ok';
    await going;
    assert.ok(taken.calls < sent && taken.unsure > 0, `${taken.calls} of ${sent} have come back, and some failed`);
    const before = server.requests.length;
    const live = await goOn('left', 20);
    const { spent } = live.options.ledger!;
    assert.deepEqual([live.state, spent.calls], ['paused', 20]);
    // One may have been written down and not have arrived.
    const asked = server.requests.length - before;
    assert.ok(asked > 0 && sent + asked <= 20, `${sent} and ${asked} of 20`);
    assert.ok(spent.unsure >= sent - taken.calls + taken.unsure, `${spent.unsure}`);
    assert.ok(spent.money > taken.money);
    assert.equal((await goOn('left', 20)).options.ledger!.spent.calls, 20, 'and a third sitting knows of both');
  });

  it('continues a run of an older version: the sum in its manifest, and answers after it', async () => {
    server = await startModelServer({ reply });
    const whole = await (await minded('older', ', budget: { calls: 7 }', ', price: { input: 10, output: 40 }')).run();
    const { spent } = whole.options.ledger!;
    rmSync(join(root, 'older', 'calls.jsonl'));
    const path = join(root, 'older', 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...manifest, spent: { ...spent, calls: 9 }, spentUntil: 7 }));
    const live = await goOn('older', 12);
    assert.deepEqual([live.options.ledger!.spent.calls, server.requests.length], [12, 7 + 3]);
    const again = await goOn('older', 12);
    assert.deepEqual(again.options.ledger!.spent, live.options.ledger!.spent);
    assert.deepEqual(names(again), names(live));
  });

  it('knows the costs of an older version also after an interview', async () => {
    server = await startModelServer({ reply });
    const { spent } = (await (await minded('talked', ', budget: { calls: 7 }')).run()).options.ledger!;
    rmSync(join(root, 'talked', 'calls.jsonl'));
    const path = join(root, 'talked', 'manifest.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), spent, spentUntil: 7 }));
    const files = folderFiles(join(root, 'talked'));
    const opened = await openRecorded(files);
    assert.ok(opened.ok);
    const { model, resolved, ...from } = opened.run;
    const ledger = ledgerOf(resolved.society, model, opened.run);
    const beside = bookBeside({ files, ledger, from });
    for (const output of [1, 2]) await beside.write(settledLine(`${output}`, { calls: 1, input: 0, output, money: 0, unsure: 0 }));
    await beside.done();
    const then = await goOn('talked', 9);
    assert.equal(server.requests.length, 7, 'nine calls are used');
    assert.deepEqual(then.options.ledger!.spent, { ...spent, calls: 9, output: spent.output + 3 });
  });

  it('includes the costs of other processes in its folder, such as an interview', async () => {
    server = await startModelServer({ reply });
    const [about, took] = [
      { mind: 'lab', agent: 'ada', purpose: 'interview', round: 1, currency: '', node: '' },
      { calls: 1, input: 10, output: 500, money: 0, unsure: 1 },
    ] as const;
    const files = folderFiles(join(root, 'heard'));
    const ledger = new Ledger({});
    const book = new CallJournal();
    await files.append(CALLS, sentLine('before-1', about, took));
    let now = 0;
    await book.hear(files, ledger, () => now);
    const send = () => book.sent(about, { input: 1, output: 1, money: 0 });
    await send();
    assert.equal(ledger.spent.calls, 0, 'what was there is known');
    await files.append(CALLS, sentLine('other-1', about, took));
    await send();
    assert.equal(ledger.spent.calls, 0, 'it is not looked for each time');
    now += 1_000;
    await send();
    assert.deepEqual(ledger.spent, took);
    const less = { ...took, output: 20, unsure: 0 };
    await files.append(CALLS, settledLine('other-1', less));
    now += 1_000;
    await send();
    assert.deepEqual(ledger.spent, less);
    assert.deepEqual(ledger.booked(), [{ ...about, spent: less }]);
    await files.close?.();
  });

  it('reserves the maximum of a call also where nothing limits it', async () => {
    server = await startModelServer({ reply, delayMs: 60 });
    const { run } = await minded('unlimited', '', ', max_tokens: 200');
    const going = run();
    while (server.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    const text = readFileSync(join(root, 'unlimited', 'calls.jsonl'), 'utf8');
    await going;
    const out = readCalls(text).map(({ took }) => took);
    assert.ok(out.length >= 3 && out.every(({ input, output, unsure }) => unsure === 1 && input > 0 && output === 200), text);
  });

  it('never uses more tokens or money than its limit', async () => {
    server = await startModelServer({ reply, delayMs: 2 });
    const price = ', max_tokens: 200, price: { input: 10, output: 40, currency: USD }';
    for (const [name, budget] of [
      ['tokens', '{ tokens: 6000 }'],
      ['money', '{ money: 0.05 USD }'],
    ] as const) {
      const live = await (await minded(name, `, budget: ${budget}`, price)).run();
      const { input, output, money } = live.options.ledger!.spent;
      assert.equal(live.state, 'paused', `${name}: ${input} ${output} ${money}`);
      assert.match(live.problem!, name === 'tokens' ? /of 6000 tokens/ : /of 0.050 USD/);
      assert.ok(input > 0, `${name}: nothing was asked`);
      assert.ok(name === 'tokens' ? input + output <= 6000 : money <= 0.05);
    }
  });

  it('does not start where it could not be stored', async () => {
    server = await startModelServer({ reply });
    const elsewhere = await minded('other-currency', ', budget: { money: 1 USD }', ', price: { input: 1, output: 1, currency: EUR }');
    assert.ok(!elsewhere.made.ok && elsewhere.made.code === 'no-price' && /one currency/.test(elsewhere.made.message));
    assert.equal((await (await minded('local', ', budget: { money: 1 USD }')).run()).state, 'ended');
  });

  it('records which mind answered in the place of a model, and why, also when the run is remade', async () => {
    server = await startModelServer({ reply, mode: (_, index) => (index % 3 === 0 ? 'refusal' : 'ok') });
    const live = await (await minded('others', '', ', fallback: other')).run();
    assert.equal(live.state, 'ended');
    const instead = live.timeline.events.filter(
      (event) => event.type === 'answer.received' && event.by === 'other' && event.because === 'refused',
    );
    assert.ok(instead.length >= 5, `${instead.length}`);
    assert.equal((await goOn('others')).state, 'ended');
  });
});
