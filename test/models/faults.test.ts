/** What a real server does when something is wrong with it, and what our client makes of it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { startRealModel } from '../../scripts/testing.mjs';
import { CancellationSource } from '../../src/core/util/lifecycle.js';
import { type Mind, type MindAnswer, MindFault } from '../../src/engine/model/mind.js';
import type { AnswerSchema, Question } from '../../src/engine/model/question.js';
import { Ledger, Limiter, withCare } from '../../src/minds/layers/index.js';
import { judge } from '../../src/engine/observation/answer.js';
import { openaiMind, openModel } from '../../src/minds/openai/index.js';
import { chatRequest, FIRST_DIALECT } from '../../src/minds/openai/request.js';
import { nodeTiming } from '../../src/runs/setup/languageModelGuard.js';
import { serverChanges } from '../../src/runs/summary/serverChanges.js';

const NAME = 'smollm2';
const TEXT: AnswerSchema = {
  type: 'object',
  properties: { text: { type: 'string', maxLength: 2000 } },
  required: ['text'],
  additionalProperties: false,
};

const question = (text: string, answer: AnswerSchema = TEXT): Question =>
  ({
    ...{ agent: null, purpose: 'judge', mind: NAME, hash: '', seed: 0, occurrence: 0, answer },
    parts: () => [{ section: 'test', role: 'user', text, at: null, why: 'test', kept: true }],
  }) as unknown as Question;

const mindAt = (url: string, maxTokens: number): Mind =>
  openaiMind({
    id: NAME,
    model: NAME,
    baseUrl: `${url}/v1`,
    key: null,
    schema: 'json_schema',
    timeoutMs: 300_000,
    maxTokens,
    temperature: 0,
  });

const faultOf = async (mind: Mind, asked: Question, token = new CancellationSource().token): Promise<MindFault> => {
  try {
    await mind.ask(asked, token);
  } catch (error) {
    assert.ok(error instanceof MindFault, String(error));
    return error;
  }
  assert.fail('the question was answered');
};

describe('faults of a server of llama.cpp', function () {
  this.timeout(10 * 60_000);
  let server: Awaited<ReturnType<typeof startRealModel>>;

  before(async () => {
    server = await startRealModel(NAME, { slots: 1, context: 512 });
  });
  after(() => server?.stop());

  it('a question that is longer than the context is a fault that says so, and is not tried again', async () => {
    const fault = await faultOf(mindAt(server.url, 50), question('A note about the garden. '.repeat(200)));
    assert.deepEqual([fault.code, fault.retryable], ['too-long', false]);
  });

  it('an answer that has no end is cut at the limit of tokens, and is asked for once more', async () => {
    const long: AnswerSchema = { ...TEXT, properties: { text: { type: 'string' } } };
    const endless = question('Write a very long story about a garden, without an end.', long);
    const mind = mindAt(server.url, 24);
    const first = await faultOf(mind, endless);
    assert.equal(first.code, 'other-dialect', 'the question is to be asked again');
    // Its text has no limit of length that could be lower.
    assert.equal((await faultOf(mind, endless)).code, 'cut-short');
  });

  it('an answer with a limit of length ends before the limit of tokens', async () => {
    const { text = '' } = await mindAt(server.url, 60).ask(
      question('Write a very long story about a garden, without an end.'),
      new CancellationSource().token,
    );
    assert.ok((JSON.parse(text) as { text: string }).text.length <= 100, text);
  });

  it('a grammar of ours gives an answer of the schema without needless white space', async () => {
    const form: AnswerSchema = {
      type: 'object',
      properties: {
        mood: { type: 'string', enum: ['"calm"', 'très gai'] },
        marks: { type: 'array', maxItems: 3, items: { type: 'integer', minimum: 1, maximum: 10 } },
        text: { type: ['string', 'null'], maxLength: 30 },
        share: { type: 'number', minimum: 0, maximum: 1 },
      },
      required: ['mood', 'marks', 'text', 'share'],
      additionalProperties: false,
    };
    const asked = question('How is the garden?', form);
    const dialect = { ...FIRST_DIALECT, lengths: true, brief: true, grammar: true };
    const body = chatRequest(asked, { model: NAME, maxTokens: 200, temperature: 0 }, dialect);
    const response = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
    assert.equal(response.headers.get('server'), 'llama.cpp');
    const { choices } = (await response.json()) as { choices: readonly { message: { content: string } }[] };
    const text = choices[0]!.message.content;
    assert.equal(judge(asked, { text } as MindAnswer).status, 'accepted', text);
    assert.doesNotMatch(text, /[{}[\],:]\s{2}|\n/);
  });

  it('a question that is cancelled frees the server for the next one', async () => {
    const source = new CancellationSource();
    const asked = faultOf(mindAt(server.url, 400), question('Write a very long story about a garden.'), source.token);
    setTimeout(() => source.cancel(), 300);
    assert.equal((await asked).code, 'cancelled');
    const { text = '' } = await mindAt(server.url, 60).ask(question('Say hello.'), new CancellationSource().token);
    assert.notEqual(text, '');
  });

  it('a server that is killed while it answers is a fault that is tried again, and one that is gone is not', async () => {
    const asked = faultOf(mindAt(server.url, 400), question('Write a very long story about a garden.'));
    setTimeout(() => process.kill(server.pid, 'SIGKILL'), 300);
    const lost = await asked;
    assert.deepEqual([lost.code, lost.retryable], ['connection-lost', true]);
    await server.stopped;
    const gone = await faultOf(mindAt(server.url, 50), question('Say hello.'));
    assert.equal(gone.code, 'endpoint-down');
  });
});

describe('a server that is restarted with another model under the same name', function () {
  this.timeout(10 * 60_000);

  it('names the weights that answered, so the change is reported', async () => {
    const first = await startRealModel(NAME, { slots: 2, context: 512, threads: 1 });
    const opened = await openModel({
      ...{ id: 'near', trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} },
      model: {
        kind: 'openai',
        base_url: `${first.url}/v1`,
        name: 'same-name',
        temperature: 0,
        max_tokens: 60,
        schema: 'json_schema',
        timeout: 300,
      },
    });
    assert.ok(opened.ok);
    const limiter = new Limiter({ most: 'auto', timing: nodeTiming });
    const care = { timing: nodeTiming, ledger: new Ledger({}), limiter, price: null, maxTokens: 60, checks: opened.checks };
    const mind = withCare(opened.mind, care);
    const served: string[] = [];
    const asked = { ...question('Say hello.'), situation: { round: 1, phase: 'talk', options: [] } } as unknown as Question;
    const ask = async (): Promise<void> => {
      const answer = await mind.ask(asked, new CancellationSource().token);
      served.push(answer.served ?? '');
    };
    await ask();
    assert.equal(limiter.state.window, 3, 'two slots, and one question that waits');
    const lost = faultOf(mind, asked);
    process.kill(first.pid, 'SIGKILL');
    await first.stopped;
    assert.equal((await lost).code, 'endpoint-down');
    const port = Number(new URL(first.url).port);
    const other = await startRealModel('gemma3', { port, slots: 1, context: 512, threads: 1 });
    try {
      await ask();
    } finally {
      await other.stop();
    }
    assert.match(served[0]!, /SmolLM2-135M.*\d+ parameters/);
    assert.match(served[1]!, /gemma.*\d+ parameters/i);
    const lines = served.map((one) => ({ mind: 'near', model: 'same-name', served: one }));
    assert.equal(serverChanges(lines)[0]?.count, 1);
  });
});
