/**
 * The grammar of an answer accepts the JSON texts of its schema and no others. A regular expression stands for the grammar: the notation
 * has the same groups, classes and repetitions, and only its texts in quotation marks differ. test/models asks a real server with it.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import { MindFault } from '../../../src/engine/model/mind.js';
import type { AnswerSchema } from '../../../src/engine/model/question.js';
import { grammarOf } from '../../../src/minds/openai/grammar.js';
import { type ModelServer, type ModelServerOptions, startModelServer } from '../../support/modelServer.js';
import { actSchema, leastAct, mindAt, question } from './openaiSupport.js';

/** The regular expression of a grammar with one rule. */
function expressionOf(grammar: string): RegExp {
  const rule = /^root ::= (.*)$/su.exec(grammar)![1]!;
  const tokens = rule.match(/"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]|\{[0-9,]+\}|[()|?]|\s+/gsu)!;
  assert.equal(tokens.join(''), rule, 'the grammar has only texts, classes, groups and repetitions');
  const source = tokens.map((token) => {
    if (token.trim() === '') return '';
    return token.startsWith('"') ? `(?:${escaped(JSON.parse(token) as string)})` : token;
  });
  return new RegExp(`^(?:${source.join('')})$`, 'u');
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');

/** Values that have the form of a schema. */
function valuesOf(schema: AnswerSchema): fc.Arbitrary<unknown> {
  if ('properties' in schema)
    return fc.record(Object.fromEntries(Object.entries(schema.properties).map(([name, form]) => [name, valuesOf(form)])));
  if ('items' in schema) return fc.array(valuesOf(schema.items), { maxLength: schema.maxItems });
  if ('enum' in schema && schema.enum) return fc.constantFrom(...schema.enum);
  const types = [schema.type].flat();
  const bounds = schema as { readonly minimum?: number; readonly maximum?: number; readonly maxLength?: number };
  const one = (type: string): fc.Arbitrary<unknown> => {
    if (type === 'null') return fc.constant(null);
    if (type === 'boolean') return fc.boolean();
    if (type === 'integer') return fc.integer({ min: bounds.minimum ?? -5000, max: bounds.maximum ?? 5000 });
    if (type === 'number') return fc.integer({ min: -400, max: 400 }).map((n) => n / 8);
    return fc
      .string({ maxLength: bounds.maxLength ?? 20, unit: 'grapheme' })
      .filter((text) => [...text].length <= (bounds.maxLength ?? 20));
  };
  return fc.oneof(...types.map(one));
}

const closed = (properties: { readonly [key: string]: AnswerSchema }): AnswerSchema => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});

const EVERYTHING = closed({
  'a "quoted" name\n': { type: 'string', enum: ['two\nlines', 'back\\slash', 'ünïcode', '"', '](){}?|'] },
  words: { type: ['string', 'null'], maxLength: 12 },
  free: { type: 'string' },
  mark: { type: ['integer', 'null'], minimum: -3, maximum: 10 },
  many: { type: 'integer', minimum: 0, maximum: 100_000 },
  share: { type: 'number', minimum: 0, maximum: 1 },
  sure: { type: 'boolean' },
  list: { type: 'array', maxItems: 3, items: closed({ message: { type: 'string', enum: ['m1', 'm2'] } }) },
  none: { type: 'array', maxItems: 0, items: { type: 'boolean' } },
  nothing: closed({}),
});

describe('the grammar of an answer', () => {
  it('accepts every JSON text of the schema', () => {
    for (const schema of [actSchema, EVERYTHING]) {
      const expression = expressionOf(grammarOf(schema));
      fc.assert(fc.property(valuesOf(schema), (value) => expression.test(JSON.stringify(value))));
    }
  });

  it('accepts one space after a comma or colon, and no other white space', () => {
    const expression = expressionOf(grammarOf(actSchema));
    for (const good of ['{"action": "post", "text": null, "votes": ["m1", "m2"]}', '{"action":"post","text":null,"votes":[]}'])
      assert.match(good, expression);
    for (const bad of [
      '{ "action":"post","text":null,"votes":[]}',
      '{"action":\n"post","text":null,"votes":[]}',
      '{"action":  "post","text":null,"votes":[]}',
    ])
      assert.doesNotMatch(bad, expression);
  });

  it('refuses the number of a character in place of the character, which takes many tokens', () => {
    const expression = expressionOf(grammarOf(closed({ words: { type: 'string', maxLength: 4 } })));
    for (const good of ['{"words":"ü\\n"}', String.raw`{"words":"\"\\"}`]) assert.match(good, expression);
    assert.doesNotMatch(String.raw`{"words":"\u00fc"}`, expression);
  });

  it('refuses what the schema refuses', () => {
    const expression = expressionOf(grammarOf(actSchema));
    for (const bad of [
      { action: 'other', text: null, votes: [] },
      { action: 'post', text: 'a'.repeat(2001), votes: [] },
      { action: 'post', text: 4, votes: [] },
      { action: 'post', text: null, votes: ['m1', 'm2', 'm1'] },
      { action: 'post', text: null },
      { text: null, action: 'post', votes: [] },
      { action: 'post', text: null, votes: [], more: 1 },
    ])
      assert.doesNotMatch(JSON.stringify(bad), expression);
    const one = expressionOf(grammarOf(closed({ mark: { type: 'integer', minimum: 1, maximum: 10 } })));
    for (const mark of [0, 11, 1.5]) assert.doesNotMatch(JSON.stringify({ mark }), one);
  });

  it('has each integer of a range, and no other', () => {
    const range = fc.tuple(fc.integer({ min: -2500, max: 2500 }), fc.integer({ min: 0, max: 2500 }));
    fc.assert(
      fc.property(range, ([first, length]) => {
        const expression = expressionOf(grammarOf({ type: 'integer', minimum: first, maximum: first + length }));
        for (let value = first - 30; value <= first + length + 30; value++)
          assert.equal(
            expression.test(String(value)),
            value >= first && value <= first + length,
            `${value} of ${first} to ${first + length}`,
          );
        for (const wrong of ['-0', '00', '01', '1.0', '']) assert.doesNotMatch(wrong, expression);
      }),
      { numRuns: 60 },
    );
    const wide = grammarOf({ type: 'integer', minimum: 0, maximum: 1_000_000 });
    assert.ok(wide.length < 300, wide);
  });

  it('has a form for each action, and texts that are not empty', () => {
    const word = { type: 'object', properties: { text: { type: 'string', minLength: 1, maxLength: 3 } } };
    const expression = expressionOf(grammarOf({ anyOf: [word, { type: 'object', properties: { done: { type: 'boolean' } } }] }));
    for (const good of ['{"text":"abc"}', '{"done":true}']) assert.match(good, expression);
    for (const bad of ['{"text":""}', '{"text":"abcd"}', '{"done":"abc"}']) assert.doesNotMatch(bad, expression);
  });
});

describe('a server that takes grammars', () => {
  let server: ModelServer | undefined;
  afterEach(() => server?.close());

  /** How the answers to three questions were requested. */
  async function formsAt(options: ModelServerOptions, schema: 'auto' | 'json_schema' | 'json_object' = 'auto'): Promise<readonly string[]> {
    server = await startModelServer({ reply: () => JSON.stringify(leastAct), ...options });
    const mind = mindAt(server.baseUrl, { schema });
    for (let asked = 0; asked < 3; asked++) {
      const one = question();
      try {
        await mind.ask(one, neverCancelled);
      } catch (error) {
        assert.equal(error instanceof MindFault && error.code, 'other-dialect');
        await mind.ask(one, neverCancelled);
      }
    }
    return server.requests.flatMap(({ method, body }) =>
      method === 'POST' ? [body!.grammar ? 'grammar' : (body!.response_format?.type ?? '')] : [],
    );
  }

  it('is found before the first question, and gets a grammar in place of the schema', async () => {
    assert.deepEqual(await formsAt({ program: 'llama.cpp', models: ['small'] }), ['grammar', 'grammar', 'grammar']);
  });

  it('is found by its first answer if it lists no models', async () => {
    assert.deepEqual(await formsAt({ program: 'llama.cpp' }), ['json_schema', 'grammar', 'grammar']);
  });

  it('is found by its list of models if a proxy changes the header', async () => {
    const facts = { '/v1/models': { data: [{ id: 'small', owned_by: 'llamacpp' }] } };
    assert.deepEqual(await formsAt({ program: 'nginx', facts }), ['grammar', 'grammar', 'grammar']);
    assert.deepEqual(await formsAt({ facts }), ['grammar', 'grammar', 'grammar']);
  });

  it('gets the schema if it refuses the grammar', async () => {
    const forms = await formsAt({ program: 'llama.cpp', models: ['small'], mode: 'no-grammar' });
    assert.deepEqual(forms, ['grammar', 'json_schema', 'json_schema', 'json_schema']);
  });

  it('gets what the file names', async () => {
    assert.deepEqual(await formsAt({ program: 'llama.cpp', models: ['small'] }, 'json_object'), [
      'json_object',
      'json_object',
      'json_object',
    ]);
  });

  it('is no other server', async () => {
    assert.deepEqual(await formsAt({ program: 'uvicorn', models: ['small'] }), ['json_schema', 'json_schema', 'json_schema']);
  });
});
