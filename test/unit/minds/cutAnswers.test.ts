/** A question is asked once more, for a shorter answer, if its answer was cut at its limit of tokens on a server of this machine. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { AnswerSchema } from '../../../src/engine/model/question.js';
import { fitted } from '../../../src/minds/shared/answerRoom.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';
import { actSchema, mindAt, question } from './openaiSupport.js';

const closed = (properties: { readonly [key: string]: AnswerSchema }): AnswerSchema => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});

const text: AnswerSchema = { type: 'string', maxLength: 2000 };
const evidence: AnswerSchema = { type: 'array', maxItems: 8, items: { type: 'string', enum: ['ada.11', 'ada.12', 'ada.13'] } };
const INSIGHTS = closed({
  questions: { type: 'array', maxItems: 1, items: text },
  insights: {
    type: 'array',
    maxItems: 2,
    items: closed({ text, evidence, importance: { type: ['integer', 'null'], minimum: 1, maximum: 10 } }),
  },
});

/** Tokens of the longest answer of a model of which each digit, sign and piece of indentation is a token. */
function tokensOf(schema: AnswerSchema): number {
  if ('properties' in schema)
    return 3 + Object.entries(schema.properties).reduce((sum, [name, form]) => sum + 4 + name.length / 4 + tokensOf(form), 0);
  if ('items' in schema) return 4 + schema.maxItems * (3 + tokensOf(schema.items));
  if ('enum' in schema) return 5;
  return 'maxLength' in schema ? 2 + schema.maxLength! : 2;
}

describe('an answer that is cut', () => {
  let server: ModelServer | undefined;
  afterEach(() => server?.close());

  const lengths = (): readonly unknown[] =>
    server!.requests.map(({ body }) => {
      const { properties } = body!.response_format!.json_schema!.schema as unknown as { properties: { text: { maxLength: number } } };
      return properties.text.maxLength;
    });

  it('is asked for again once, in a form with less room, and its tokens count', async () => {
    server = await startModelServer({ mode: (_, index) => (index === 0 ? 'length' : 'ok') });
    const mind = mindAt(server.baseUrl, { maxTokens: 200 });
    const asked = question();
    await assert.rejects(async () => mind.ask(asked, neverCancelled), {
      ...{ code: 'other-dialect', retryable: true, answered: true },
      usage: { input: 100, output: 20 },
    });
    assert.equal((await mind.ask(asked, neverCancelled)).text, JSON.stringify({ action: 'post', text: null, votes: [] }));
    await mind.ask(question(), neverCancelled);
    const [first, second, other] = lengths() as readonly number[];
    assert.ok(second! <= first! / 2, `${first}, then ${second}`);
    assert.equal(other, first, 'other questions keep their room');
    assert.deepEqual(
      server.requests.map(({ body }) => body!.max_tokens),
      [200, 200, 200],
    );
  });

  it('is a fault if the shorter answer is cut too, if nothing limits it, or on a server elsewhere', async () => {
    server = await startModelServer({ mode: 'length' });
    const mind = mindAt(server.baseUrl, { maxTokens: 200 });
    const asked = question();
    await assert.rejects(async () => mind.ask(asked, neverCancelled), { code: 'other-dialect' });
    await assert.rejects(async () => mind.ask(asked, neverCancelled), { code: 'cut-short' });
    await assert.rejects(async () => mindAt(server!.baseUrl).ask(question(), neverCancelled), { code: 'cut-short' });
    await assert.rejects(async () => mindAt(server!.baseUrl, { maxTokens: 200, schema: 'none' }).ask(question(), neverCancelled), {
      code: 'cut-short',
    });
  });

  it('fits its limit of tokens the second time, also if each character is a token', () => {
    for (const schema of [actSchema, INSIGHTS, closed({ words: text, stance: { type: 'number' } })])
      for (const limit of [240, 400, 1000]) {
        const longest = tokensOf(fitted(schema, limit, true));
        assert.ok(longest <= limit, `${longest} tokens of ${limit}`);
      }
  });

  it('has short texts the second time where there is no room for more, as in a survey of many questions', () => {
    const marks = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`question_${i}`, { type: 'integer', minimum: 1, maximum: 7 }]));
    const survey = closed({ ...(marks as Record<string, AnswerSchema>), hope: text });
    const longestText = (brief: boolean): string => /"maxLength":(\d+)/.exec(JSON.stringify(fitted(survey, 100, brief)))![1]!;
    assert.deepEqual([longestText(false), longestText(true)], ['40', '12']);
  });

  it('has fewer votes the second time where they do not fit', () => {
    const votes = (most: number): AnswerSchema => {
      const message: AnswerSchema = { type: 'string', enum: Array.from({ length: 12 }, (_, i) => `fatima:${i}`) };
      return closed({
        text,
        votes: { type: 'array', maxItems: most, items: closed({ message, vote: { type: 'string', enum: ['up', 'down'] } }) },
      });
    };
    assert.ok(tokensOf(fitted(votes(12), 160, false)) > 160);
    const longest = tokensOf(fitted(votes(12), 160, true));
    assert.ok(longest <= 160, `${longest} tokens`);
    assert.match(JSON.stringify(fitted(votes(12), 4000, true)), /"maxItems":12/);
  });

  it('keeps its lists the first time, and loses items of plain values only where they do not fit', () => {
    const listed = (schema: AnswerSchema): number => {
      const { insights } = (schema as Extract<AnswerSchema, { type: 'object' }>).properties;
      const { items } = insights as Extract<AnswerSchema, { type: 'array' }>;
      return ((items as Extract<AnswerSchema, { type: 'object' }>).properties['evidence'] as { readonly maxItems: number }).maxItems;
    };
    assert.equal(listed(fitted(INSIGHTS, 200, false)), 8);
    assert.equal(listed(fitted(INSIGHTS, 4000, true)), 8);
    assert.ok(listed(fitted(INSIGHTS, 200, true)) < 8);
    const kept = fitted(closed({ ratings: { type: 'array', maxItems: 9, items: closed({ reason: text }) } }), 200, true);
    assert.match(JSON.stringify(kept), /"maxItems":9/);
  });
});
