/** Vectors of texts from a server: one request for all, what comes back packed in order, and what can be wrong with it in words. */
import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { packed } from '../../../src/core/events/textVectors.js';
import { type Mind, type MindAnswer, MindFault } from '../../../src/engine/model/mind.js';
import type { Question } from '../../../src/engine/model/question.js';
import { builtinMind, Ledger, Limiter, withCare, withOthers } from '../../../src/minds/index.js';
import { afterBudget } from '../../../src/minds/layers/index.js';
import { recordedMind } from '../../../src/minds/recordedAnswers/answerBook.js';
import { type Mode, type ModelServer, startModelServer, vectorOf } from '../../support/modelServer.js';
import { fastTiming } from '../../support/timing.js';
import { book } from './builtinSupport.js';
import { mindAt, question } from './openaiSupport.js';

const TEXTS = ['The boat leaves at noon.', 'Anna eats toast.', 'No.'];

const wanted = (texts: readonly string[] = TEXTS): Question => ({
  ...question({
    type: 'object',
    properties: { vectors: { type: 'array', items: { type: 'string' }, maxItems: texts.length } },
    required: ['vectors'],
    additionalProperties: false,
  }),
  ...{ agent: null, purpose: 'embedding', texts },
  parts: () => texts.map((text) => ({ section: 'text', role: 'user', text, at: null, why: 'embedding', kept: true })),
});

async function faultOf(mind: Mind): Promise<MindFault> {
  let answer: MindAnswer;
  try {
    answer = await mind.ask(wanted(), neverCancelled);
  } catch (error) {
    if (error instanceof MindFault) return error;
    throw error;
  }
  throw new Error(`answered: ${JSON.stringify(answer)}`);
}

const vectors = { vectors: TEXTS.map((text) => packed(vectorOf(text))!) };

describe('embeddings of an endpoint', () => {
  let server: ModelServer;
  before(async () => {
    server = await startModelServer();
  });
  after(() => server.close());

  it('are one request for all texts, with numbers as plain JSON', async () => {
    server.mode = 'ok';
    const answer = await mindAt(server.baseUrl, { key: 'k', temperature: 0.5, maxTokens: 9 }).ask(wanted(), neverCancelled);
    assert.deepEqual(answer, { value: vectors, usage: { input: 9, output: 0 } });
    const [request] = server.requests;
    assert.equal(server.requests.length, 1);
    assert.equal(request!.path, '/v1/embeddings');
    assert.equal(request!.headers.authorization, 'Bearer k');
    assert.deepEqual(request!.body, { model: 'qwen3:8b', input: TEXTS, encoding_format: 'float' });
  });

  it('are returned in the order of the texts, in any order of the server', async () => {
    server.mode = 'backwards';
    assert.deepEqual((await mindAt(server.baseUrl).ask(wanted(), neverCancelled)).value, vectors);
  });

  const cases: readonly (readonly [mode: Mode, code: string, retryable: boolean, words: RegExp])[] = [
    ['few-vectors', 'bad-vectors', false, /gave 2 vectors for 3 texts/],
    ['broken-vectors', 'bad-vectors', false, /no vector of numbers\. Name a model that gives embeddings/],
    ['twice-the-same-index', 'bad-vectors', false, /no vector for some of the texts/],
    ['no-embeddings', 'cannot-embed', false, /qwen3:8b .* gives no embeddings\..*name:/],
    ['speaks-only', 'cannot-embed', false, /gives no embeddings/],
    ['wrong-path', 'cannot-embed', false, /gives no embeddings/],
    ['model-not-found', 'model-not-found', false, /no model called/],
    ['unauthorized', 'unauthorized', false, /wants a key/],
    ['rate-limited', 'rate-limited', true, /Wait a little/],
    ['server-error', 'server-error', true, /failed \(500\)/],
    ['error-as-success', 'rate-limited', true, /Wait a little/],
    ['half-json', 'broken-answer', true, /broke off/],
    ['other-json', 'not-json-protocol', false, /does not speak/],
    ['html', 'not-json-protocol', false, /does not speak/],
    ['reset', 'connection-lost', true, /closed the connection/],
  ];

  for (const [mode, code, retryable, words] of cases)
    it(`explain a fault: ${mode} is ${code}`, async () => {
      server.mode = mode;
      const fault = await faultOf(mindAt(server.baseUrl));
      assert.deepEqual([fault.code, fault.retryable], [code, retryable], fault.message);
      assert.match(fault.message, words);
    });

  it('are requested again where that can help, and each call has the price of its text', async () => {
    const from = server.requests.length;
    server.mode = (_, index) => (index < from + 2 ? 'server-error' : 'ok');
    const timing = fastTiming(1);
    const ledger = new Ledger({});
    const care = {
      timing,
      ledger,
      limiter: new Limiter({ most: 2, timing }),
      price: { input: 2, output: 1000, currency: 'USD' },
      maxTokens: null,
    };
    const answer = await withCare(mindAt(server.baseUrl), care).ask(wanted(), neverCancelled);
    assert.deepEqual(answer.value, vectors);
    const { calls, output } = ledger.spent;
    assert.deepEqual([calls, output], [3, 0]);
    assert.deepEqual([...ledger.by('purpose').keys()], ['embedding']);
  });

  it('that are invalid are not requested again, and are paid', async () => {
    const from = server.requests.length;
    server.mode = 'few-vectors';
    const timing = fastTiming(1);
    const ledger = new Ledger({});
    const care = { timing, ledger, limiter: new Limiter({ most: 2, timing }), price: null, maxTokens: null };
    assert.equal((await faultOf(withCare(mindAt(server.baseUrl), care))).code, 'bad-vectors');
    assert.equal(server.requests.length, from + 1);
    assert.deepEqual([ledger.spent.calls, ledger.spent.input, ledger.spent.unsure], [1, 9, 0]);
  });

  it('have no replacement: neither the fallback nor the mind after the budget gives them', async () => {
    const other = mindAt(server.baseUrl, { id: 'other' });
    const lost: Mind = { ...other, id: 'lost', ask: () => Promise.reject(new MindFault('timeout', 'Too slow.', true)) };
    const spent: Mind = { ...other, id: 'spent', ask: () => Promise.reject(new MindFault('budget-reached', 'It is spent.')) };
    const from = server.requests.length;
    assert.equal((await faultOf(withOthers(lost, [other]))).code, 'timeout');
    assert.equal((await faultOf(afterBudget(builtinMind(book))(spent))).code, 'no-stand-in');
    assert.equal((await faultOf(recordedMind({ id: 'r', run: 'runs/one', answers: [], fallback: other }))).code, 'no-stand-in');
    assert.equal(server.requests.length, from);
  });
});
