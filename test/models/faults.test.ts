/** What a real server does when something is wrong with it, and what our client makes of it. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { startRealModel } from '../../scripts/testing.mjs';
import { CancellationSource } from '../../src/core/util/lifecycle.js';
import { type Mind, MindFault } from '../../src/engine/model/mind.js';
import type { AnswerSchema, Question } from '../../src/engine/model/question.js';
import { openaiMind } from '../../src/minds/openai/index.js';

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

  it('a question that is longer than the context is a fault that says so, and is not tried again', async () => {
    const fault = await faultOf(mindAt(server.url, 50), question('A note about the garden. '.repeat(200)));
    assert.deepEqual([fault.code, fault.retryable], ['too-long', false]);
  });

  it('an answer that has no end is cut at the limit of tokens', async () => {
    const long: AnswerSchema = { ...TEXT, properties: { text: { type: 'string' } } };
    const fault = await faultOf(mindAt(server.url, 24), question('Write a very long story about a garden, without an end.', long));
    assert.equal(fault.code, 'cut-short');
  });

  it('an answer with a limit of length ends before the limit of tokens', async () => {
    const { text = '' } = await mindAt(server.url, 60).ask(
      question('Write a very long story about a garden, without an end.'),
      new CancellationSource().token,
    );
    assert.ok((JSON.parse(text) as { text: string }).text.length <= 100, text);
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
