/** A run as an OpenTelemetry trace, read by OpenTelemetry's own definition of the protocol and by its list of attributes. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { after, before, describe, it } from 'mocha';
import { canonical, type Json } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { MindFault, type ScenarioModel, type Question } from '../../../src/engine/index.js';
import { exportRun, type Kept, type RunTold } from '../../../src/exchange/index.js';
import type { ModelSpec, Society } from '../../../src/language/generated/society.js';
import { folderFiles } from '../../../src/node/ports.js';
import { redactionOf, runFolderExtras, LiveRun, makeMinds } from '../../../src/runs/index.js';
import { type ModelServer, type ReceivedRequest, startModelServer } from '../../support/modelServer.js';
import { assertNested, type ReadSpan, readTrace, type ReadTrace, valuesOf } from '../../support/otlp.js';
import { compiled, lively, mindOf, play, sha256, society } from '../../support/societies.js';
import { fastTiming } from '../../support/timing.js';

const MADE = Date.UTC(2026, 0, 1);
const KEPT: Kept = { hash: sha256('a run'), created: MADE, answers: () => () => undefined, prompt: () => null };

const told = (model: ScenarioModel, timeline: Timeline, more: Partial<RunTold> = {}): RunTold => ({
  id: 'r1',
  model,
  timeline,
  held: null,
  kept: KEPT,
  ...more,
});

function textOf(run: RunTold, texts = false): string {
  const made = exportRun('otlp', run, { network: null, round: null, least: null, texts });
  if (!made.ok) throw new Error(made.message);
  const pieces = [...made.file.pieces];
  assert.equal(pieces.length, made.file.count);
  assert.match(made.file.name, /^[\w-]+\.otlp\.json$/);
  return pieces.join('');
}

const traceOf = (run: RunTold, texts = false): ReadTrace => readTrace(textOf(run, texts));

const named = ({ spans }: ReadTrace, name: RegExp): readonly ReadSpan[] => spans.filter((span) => name.test(span.name));
const said = (span: ReadSpan): { readonly [key: string]: unknown } => valuesOf(span.attributes);
const eventsOf = (spans: readonly ReadSpan[], name: string): readonly { readonly [key: string]: unknown }[] =>
  spans.flatMap(({ events = [] }) => events.filter((one) => one.name === name).map(({ attributes }) => valuesOf(attributes)));

const answerOf = (question: Question): Json => (lively.ask(question, undefined as never) as { readonly value: Json }).value;

const CLIENT = 3;
const ERROR = 2;

describe('a run as an OpenTelemetry trace', () => {
  let model: ScenarioModel;
  let timeline: Timeline;
  let trace: ReadTrace;
  before(async () => {
    model = compiled(society(['ada', 'ben', 'cem']));
    ({ timeline } = await play(model));
    trace = traceOf(told(model, timeline));
  });

  const of = (type: string): number => timeline.events.filter((event) => event.type === type).length;

  it('has a span for the run, each round, phase, turn and question, each in its own', () => {
    assertNested(trace);
    assert.equal(named(trace, /^run main$/).length, 1);
    assert.deepEqual(
      named(trace, /^round /).map(({ name }) => name),
      ['round 1', 'round 2', 'round 3', 'round 4'],
    );
    assert.equal(named(trace, /^phase /).length, of('phase.started'));
    assert.equal(named(trace, /^invoke_agent /).length, of('turn.started'));
    assert.equal(named(trace, /^chat /).length, of('question.asked'));
    const byId = new Map(trace.spans.map((span) => [span.spanId, span]));
    const above = (span: ReadSpan): readonly string[] => {
      const parent = byId.get(span.parentSpanId ?? '');
      return parent ? [parent.name.split(' ')[0]!, ...above(parent)] : [];
    };
    for (const chat of named(trace, /^chat /)) assert.deepEqual(above(chat), ['invoke_agent', 'phase', 'round', 'run']);
    for (const { type, seq } of timeline.events) {
      if (type !== 'question.asked') continue;
      const span = trace.spans.find((one) => one.name.startsWith('chat') && said(one)['society.event'] === seq)!;
      assert.equal(span.startTimeUnixNano, `${MADE + seq}000000`);
    }
  });

  it('says that it is synthetic, which mind spoke, and that its times are not measured', () => {
    const { resource } = trace;
    assert.equal(resource['society.synthetic'], true);
    assert.equal(resource['society.minds'], 'builtin 3');
    assert.match(String(resource['society.about']), /no person said or did any of it/);
    assert.match(String(resource['society.time']), /not seconds/);
    assert.equal(resource['service.name'], 'society-studio');
  });

  it('has no model name for a mind without a model', () => {
    for (const chat of named(trace, /^chat /)) {
      assert.equal(chat.name, 'chat builtin');
      assert.notEqual(chat.kind, CLIENT);
      const values = said(chat);
      assert.equal(values['gen_ai.provider.name'], 'society.builtin');
      for (const key of ['gen_ai.request.model', 'gen_ai.response.model', 'gen_ai.usage.input_tokens']) assert.ok(!(key in values), key);
    }
  });

  it('uses only the names of generative AI that OpenTelemetry defines', () => {
    const known = new Set<unknown>(Object.values(conventions));
    assert.ok(known.has('gen_ai.provider.name'));
    const keys = traceOf(told(model, timeline), true).spans.flatMap(({ attributes, events = [] }) =>
      [attributes, ...events.map((one) => one.attributes)].flat(),
    );
    const theirs = new Set(keys.map(({ key }) => key).filter((key) => !key.startsWith('society.')));
    assert.ok(theirs.has('gen_ai.output.messages') && theirs.has('gen_ai.agent.name'));
    assert.deepEqual(
      [...theirs].filter((key) => !known.has(key)),
      [],
    );
  });

  it('has each message, tie and memory at its origin, and its text only on request', () => {
    const turns = named(trace, /^invoke_agent /);
    const sent = eventsOf(turns, 'society.message.sent');
    assert.equal(sent.length, of('message.sent'));
    assert.equal(eventsOf(named(trace, /^phase /), 'society.tie.changed').length, of('tie.changed'));
    assert.equal(eventsOf(trace.spans, 'society.memory.written').length, of('memory.written'));
    for (const turn of turns)
      for (const message of eventsOf([turn], 'society.message.sent'))
        assert.ok(String(message['society.message']).startsWith(`${String(said(turn)['gen_ai.agent.id'])}:`), JSON.stringify(message));
    const words = /Words of ada in round 2/;
    assert.doesNotMatch(textOf(told(model, timeline)), words);
    assert.match(textOf(told(model, timeline), true), words);
  });

  it('has the same bytes each time, and another trace for another run', () => {
    const run = told(model, timeline);
    assert.equal(textOf(run), textOf(run));
    const other = traceOf({ ...run, kept: { ...KEPT, hash: sha256('another run') } });
    const ids = new Set(trace.spans.map(({ spanId }) => spanId));
    assert.notEqual(other.spans[0]!.traceId, trace.spans[0]!.traceId);
    assert.deepEqual(
      other.spans.filter(({ spanId }) => ids.has(spanId)),
      [],
    );
  });

  it('of a run that was cut off ends there, and marks the spans that did not end', () => {
    let open = 0;
    const steps = timeline.events.flatMap(({ end, seq }) => (end ? [seq] : []));
    for (const seq of steps) {
      const cut = traceOf(told(model, Timeline.of(timeline.events.slice(0, seq + 1))));
      assertNested(cut);
      const left = cut.spans.filter((span) => said(span)['society.cut_off'] === true);
      assert.ok(left.every(({ endTimeUnixNano, status }) => endTimeUnixNano === `${MADE + seq}000000` && status === undefined));
      assert.equal(left.length === 0, seq === timeline.events.length - 1);
      open = Math.max(open, left.length);
    }
    assert.ok(open >= 9, 'run, round, phase, and turns with their questions');
  });

  it('of no event is an empty request, and a run without a folder has none', () => {
    assert.equal(textOf(told(model, new Timeline())), '{"resourceSpans":[]}\n');
    const { kept: _, ...unkept } = told(model, timeline);
    const made = exportRun('otlp', unkept, { network: null, round: null, least: null });
    assert.match(made.ok ? '' : made.message, /no folder/);
  });

  it('counts the events of a span beyond the limit', async () => {
    const people = Array.from({ length: 24 }, (_, i) => `p${i}`);
    const many = compiled(society(people, { ties: { friendship: { among: 'all', graph: 'complete', change: { rule: 'evidence' } } } }));
    const { timeline: long } = await play(many);
    const read = traceOf(told(many, long));
    assertNested(read);
    const changed = long.events.filter(({ type }) => type === 'tie.changed').length;
    const most = Math.max(...read.spans.map(({ events = [] }) => events.length));
    const dropped = read.spans.reduce((sum, { droppedEventsCount = 0 }) => sum + droppedEventsCount, 0);
    assert.equal(most, 128);
    assert.equal(eventsOf(read.spans, 'society.tie.changed').length + dropped, changed);
    assert.ok(long.events.length > 1_024, 'several pieces');
  });

  it('explains at the question and its turn why a mind could not answer, and at a phase which formula failed', async () => {
    const source = society(['ada', 'ben'], {
      scenarios: { main: { world: 'feed', rounds: 2, seed: 3, measures: { broken: '1 / (round - round)' } } },
    });
    const failing = compiled(source);
    const mind = {
      ...lively,
      ask: (question: Parameters<typeof lively.ask>[0], token: Parameters<typeof lively.ask>[1]) => {
        if (question.situation.self.id === 'ada' && question.situation.round === 1)
          throw new MindFault('refused', 'It said: my secret words.');
        return lively.ask(question, token);
      },
    };
    const { timeline: wrong } = await play(failing, mind);
    const codes = wrong.events.flatMap((event) => (event.type === 'fault' ? [event.code] : []));
    const read = traceOf(told(failing, wrong));
    assertNested(read);
    const failed = read.spans.filter(({ status }) => status?.code === ERROR);
    assert.deepEqual(
      failed
        .filter(({ status }) => status!.message === 'refused')
        .map(({ name }) => name)
        .sort(),
      ['chat builtin', 'invoke_agent ADA'],
    );
    assert.ok(failed.every((span) => said(span)['error.type'] === span.status!.message));
    const thrown = eventsOf(read.spans, 'exception').map((one) => one['exception.type']);
    assert.deepEqual(thrown.sort(), [...codes].sort());
    assert.ok(codes.length > 1, codes.join());
    assert.ok(failed.some(({ name }) => name.startsWith('phase ')));
    assert.doesNotMatch(textOf(told(failing, wrong)), /my secret words/);
    assert.match(textOf(told(failing, wrong), true), /my secret words/);
  });

  it('leaves out private values in files for others, with any options', async () => {
    const hidden = 'ada is afraid of "water"\nand of deep lakes';
    const personas: Society['personas'] = {
      ada: { name: 'Ada', interests: ['jazz'], private: ['backstory', 'vars.debt'], backstory: hidden, vars: { debt: 48211 } },
      ben: { name: 'Ben', interests: ['chess'] },
    };
    const secret = compiled(society(['ada', 'ben'], { personas }));
    const telling = mindOf(({ situation }) => ({
      ...{ action: 'post', on: null, to: null, votes: [] },
      text: situation.self.id === 'ada' ? `${situation.self.backstory}, and I owe 48211` : 'Hello there',
    }));
    const { timeline: course } = await play(secret, telling);
    const words = /afraid|deep lakes|48211/;
    assert.match(textOf(told(secret, course), true), words);
    assert.doesNotMatch(textOf(told(secret, course)), words);
    const prompt: Kept['prompt'] = () => [['user', hidden]];
    const answers: Kept['answers'] = () => () => ({ text: canonical({ text: hidden }) });
    const shared = told(secret, course, { held: redactionOf(secret, course.head), kept: { ...KEPT, prompt, answers } });
    const text = textOf(shared, true);
    assert.doesNotMatch(text, words);
    assert.match(text, /Hello there/);
    assert.match(text, /withheld/);
    assert.doesNotMatch(text, /gen_ai\.input\.messages/);
  });

  it('has a turn of its own for judges', async () => {
    const umpire = { kind: 'scripted', answers: ['x'] } as ModelSpec;
    const verdict = { who: 'all', resolve: { of: 'umpire', ask: 'Was $(me.name) fair?', answer: { fair: 'yes_no' } } };
    const source = society(['ada', 'ben'], { models: { umpire } });
    const { feed } = source.worlds!;
    const phases = { ...feed!.phases, verdict } as unknown as NonNullable<typeof feed>['phases'];
    const judged = compiled({ ...source, worlds: { feed: { ...feed, phases } as NonNullable<typeof feed> } });
    const { timeline: course } = await play(
      judged,
      mindOf((question) => (question.purpose === 'judge' ? { fair: true } : answerOf(question))),
    );
    const read = traceOf(told(judged, course));
    assertNested(read);
    const turns = named(read, /^turn judge$/);
    assert.equal(turns.length, 8);
    assert.ok(
      turns.every((turn) => ['ada', 'ben'].includes(String(said(turn)['society.about'])) && said(turn)['society.turn.end'] === 'answered'),
    );
    assert.ok(turns.every((turn) => !('gen_ai.agent.id' in said(turn))));
    const asked = read.spans.filter(({ parentSpanId }) => turns.some(({ spanId }) => spanId === parentSpanId));
    assert.ok(asked.every((span) => !('gen_ai.agent.id' in said(span))));
    assert.deepEqual(
      new Set(asked.map((span) => `${span.name} ${String(said(span)['gen_ai.provider.name'])}`)),
      new Set(['chat umpire society.scripted']),
    );
  });

  it('writes no half of a surrogate pair', async () => {
    const odd = compiled(society(['ada'], { personas: { ada: { name: 'Ada \ud83d', interests: [] } } }));
    const { timeline: course } = await play(odd);
    const text = textOf(told(odd, course));
    assert.doesNotMatch(text, /\\ud83d/i);
    assert.match(text, /invoke_agent Ada \ufffd/);
    readTrace(text);
  });
});

describe('a run of a language model as an OpenTelemetry trace', () => {
  let dir: string;
  let server: ModelServer;
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'society-trace-'));
    server = await startModelServer({ reply });
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const reply = (_request: ReceivedRequest): string => canonical({ action: 'post', text: 'Hello there.', on: null, to: null });

  /** A run on the server, in a folder. */
  async function played(id: string, source: Society): Promise<RunTold> {
    const model = compiled(source);
    const vault = { get: () => Promise.resolve(null) };
    const minds = await makeMinds(source, model, { trusted: true, env: () => undefined, vault, allowedEnv: {}, timing: fastTiming() });
    if (!minds.ok) throw new Error(minds.message);
    const files = folderFiles(join(dir, id));
    const sources = [{ uri: 'x.society', text: 'society: 1' }];
    const live = new LiveRun({ id, model, minds: minds.minds, sources, files, created: '2026-01-01T00:00:00Z' });
    assert.equal(await live.run(), 'ended');
    const kept = await runFolderExtras(files, true);
    assert.ok(kept);
    return told(model, live.timeline, { kept });
  }

  const lab = (name: string): ModelSpec => ({ kind: 'openai', base_url: server.baseUrl, name }) as ModelSpec;

  it('names the model, counts its tokens once each, and has prompt and answer on request', async () => {
    const run = await played(
      'run',
      society(['ada', 'ben', 'cleo'], {
        models: { lab: lab('test-model') },
        scenarios: { main: { world: 'feed', rounds: 2, seed: 3, model: 'lab' } },
      }),
    );
    assert.equal(run.kept!.created, MADE);
    const trace = traceOf(run);
    assertNested(trace);
    const chats = named(trace, /^chat /);
    assert.equal(chats.length, 6);
    for (const chat of chats) {
      assert.equal(chat.name, 'chat test-model');
      assert.equal(chat.kind, CLIENT);
      const values = said(chat);
      assert.equal(values['gen_ai.operation.name'], 'chat');
      assert.equal(values['gen_ai.provider.name'], 'openai');
      assert.equal(values['gen_ai.request.model'], 'test-model');
      assert.equal(values['gen_ai.response.model'], 'test-model');
      assert.equal(values['gen_ai.conversation.id'], 'r1');
      assert.ok(['ada', 'ben', 'cleo'].includes(String(values['gen_ai.agent.id'])));
      assert.ok(Number(values['gen_ai.usage.input_tokens']) > 0 && Number(values['gen_ai.usage.output_tokens']) > 0);
    }
    const total = (key: string, from: readonly ReadSpan[]): number => from.reduce((sum, span) => sum + Number(said(span)[key] ?? 0), 0);
    const lines = (await folderFiles(join(dir, 'run')).read('answers.jsonl'))!
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { usage: { input: number; output: number } });
    assert.equal(
      total('gen_ai.usage.input_tokens', trace.spans),
      lines.reduce((sum, { usage }) => sum + usage.input, 0),
    );
    assert.equal(
      total('gen_ai.usage.output_tokens', trace.spans),
      lines.reduce((sum, { usage }) => sum + usage.output, 0),
    );
    assert.ok(chats.every((chat) => !('gen_ai.input.messages' in said(chat))));
    const sent = server.requests.map(({ body }) => body!.messages!.map(({ role, content }) => `${role}: ${content}`).join('\n'));
    const asked = named(traceOf(run, true), /^chat /).map((chat) => messagesOf(said(chat)['gen_ai.input.messages']));
    assert.ok(asked.every((messages) => messages.length > 0));
    for (const messages of asked) assert.ok(sent.some((text) => messages.every(({ parts }) => text.includes(parts[0]!.content))));
    const answers = named(traceOf(run, true), /^chat /).map((chat) => messagesOf(said(chat)['gen_ai.output.messages']));
    for (const [answer] of answers) assert.deepEqual([answer?.role, answer?.parts[0]?.content], ['assistant', reply(server.requests[0]!)]);
  });

  it('has embeddings as questions of their own', async () => {
    const personas: Society['personas'] = {
      ada: { name: 'Ada', interests: ['jazz'], memories: [{ text: 'The oven is old.' }, { text: 'Owls hunt at night.' }] },
      ben: { name: 'Ben', interests: ['chess'], memories: [{ text: 'The oven is hot.' }] },
    };
    const memory = { recall: 1, embeddings: 'near' };
    const run = await played(
      'near',
      society(['ada', 'ben'], {
        personas,
        models: { near: lab('nomic'), lab: lab('test-model') },
        scenarios: { main: { world: 'feed', rounds: 3, seed: 3, model: 'lab', memory } },
      }),
    );
    const trace = traceOf(run, true);
    assertNested(trace);
    const vectors = named(trace, /^embeddings /);
    assert.equal(vectors.length, run.timeline.events.filter(({ type }) => type === 'embedding.asked').length);
    assert.ok(vectors.length > 0);
    for (const span of vectors) {
      const values = said(span);
      assert.deepEqual([span.name, span.kind, values['gen_ai.operation.name']], ['embeddings nomic', CLIENT, 'embeddings']);
      assert.ok(Number(values['gen_ai.usage.input_tokens']) > 0);
      assert.equal(span.status, undefined);
    }
    assert.ok(named(trace, /^chat /).every(({ name }) => name === 'chat test-model'));
  });
});

interface Spoken {
  readonly role: string;
  readonly parts: readonly { readonly type: string; readonly content: string }[];
}

const messagesOf = (text: unknown): readonly Spoken[] => JSON.parse(String(text)) as readonly Spoken[];
