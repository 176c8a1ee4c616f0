/** The limit of tokens that a server on this machine gets where the file names none. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { rng, type Rng } from '../../../src/core/random/rng.js';
import type { Json } from '../../../src/core/util/json.js';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { AnswerSchema } from '../../../src/engine/model/question.js';
import { judge } from '../../../src/engine/observation/answer.js';
import { Dialects } from '../../../src/minds/openai/dialect.js';
import { HttpProblem } from '../../../src/minds/openai/endpoint.js';
import { FIRST_DIALECT } from '../../../src/minds/openai/request.js';
import { longestAnswer } from '../../../src/minds/shared/answerTokens.js';
import { type ModelServer, startModelServer } from '../../support/modelServer.js';
import { actSchema, ask, faultOf, mindAt, question } from './openaiSupport.js';

const closed = (properties: { readonly [key: string]: AnswerSchema }): AnswerSchema => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
});

const RATINGS = closed({
  ratings: {
    type: 'array',
    maxItems: 3,
    items: closed({
      agent: { type: 'string', enum: ['ada', 'ben'] },
      warmth: { type: 'integer', minimum: 0, maximum: 4 },
      reason: { type: ['string', 'null'], maxLength: 500 },
    }),
  },
});

const SURVEY = closed({ trust: { type: 'number' }, again: { type: 'boolean' }, best: { type: 'string', enum: ['ada', 'ben'] } });

/** One character for each number of bytes in UTF-8, and one that JSON writes as two. */
const CHARACTERS = ['a', 'é', '語', '🐝', '"'];

/** The longest answer that the schema allows, in one of the characters. */
function longest(schema: AnswerSchema, random: Rng, character: string): Json {
  if ('properties' in schema)
    return Object.fromEntries(Object.entries(schema.properties).map(([key, form]) => [key, longest(form, random, character)]));
  if ('items' in schema) return Array.from({ length: schema.maxItems }, () => longest(schema.items, random, character));
  if ('enum' in schema && schema.enum) return schema.enum[Math.floor(random() * schema.enum.length)]!;
  if ('maxLength' in schema) return character.repeat(Math.floor((schema.maxLength ?? 0) / character.length));
  if (schema.type === 'boolean') return true;
  const { maximum } = schema as { readonly maximum?: number };
  return maximum ?? -Math.floor(random() * 1e9) / 7;
}

describe('the limit of an answer that the file does not limit', () => {
  let server: ModelServer | undefined;
  afterEach(() => server?.close());

  it('is at least the bytes of the longest answer that is accepted unchanged, in any script and with line breaks', () => {
    for (const [n, schema] of [actSchema, RATINGS, SURVEY].entries()) {
      const limit = longestAnswer(schema)!;
      for (const character of CHARACTERS) {
        const value = longest(schema, rng(n, 'answer'), character);
        const text = `Here is my answer:\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
        assert.equal(judge(question(schema), { text: JSON.stringify(value) }).status, 'accepted');
        assert.ok(Buffer.byteLength(text) <= limit, `${character}: ${Buffer.byteLength(text)} bytes, limit ${limit}`);
      }
    }
    assert.ok(longestAnswer(SURVEY)! < 1000, 'a survey of choices has a small limit');
  });

  it('is not sent if it would be longer than a context', () => {
    const long = closed({ insights: { type: 'array', maxItems: 9, items: { type: 'string', maxLength: 2000 } } });
    assert.equal(longestAnswer(long), undefined);
    assert.equal(longestAnswer(closed({ text: { type: 'string' } })), undefined);
  });

  it('is sent and kept with the answer, and does not shorten texts; a limit of the file comes first', async () => {
    server = await startModelServer();
    const answer = await ask(mindAt(server.baseUrl, { limitsAnswers: true }));
    const { limit } = await ask(mindAt(server.baseUrl, { limitsAnswers: true, maxTokens: 90 }));
    const [own, written] = server.requests.map(({ body }) => body);
    assert.deepEqual([own?.max_tokens, answer.limit], [longestAnswer(actSchema), longestAnswer(actSchema)]);
    assert.deepEqual([written?.max_tokens, limit], [90, undefined]);
    const schema = own?.response_format?.json_schema?.schema as unknown as { properties: { text: { maxLength: number } } };
    assert.equal(schema.properties.text.maxLength, 2000);
  });

  it('is dropped for a model that uses it up by thinking', async () => {
    server = await startModelServer({ mode: (_, index) => (index === 0 ? 'only-thinks' : 'ok') });
    const mind = mindAt(server.baseUrl, { limitsAnswers: true });
    const asked = question();
    await assert.rejects(async () => mind.ask(asked, neverCancelled), { code: 'other-dialect', retryable: true, answered: true });
    assert.equal((await mind.ask(asked, neverCancelled)).limit, undefined);
    await ask(mind);
    assert.deepEqual(
      server.requests.map(({ body }) => body?.max_tokens),
      [longestAnswer(actSchema), undefined, undefined],
    );
    server.mode = 'only-thinks';
    assert.equal((await faultOf(mind)).code, 'empty-content');
  });

  it('is dropped if the server says that its context is too small for it', () => {
    const first = { ...FIRST_DIALECT, ownLimit: true };
    for (const words of [
      "'max_tokens' or 'max_completion_tokens' is too large: 6672. This model's maximum context length is 4096 tokens",
      "This model's maximum context length is 4096 tokens. However, you requested 7100 tokens (428 in the messages, 6672 in the completion).",
    ]) {
      const dialects = new Dialects(first, true, true);
      const asked = question();
      assert.equal(dialects.refused(asked, first, new HttpProblem(400, words, '', '', null, null)), true);
    }
    const tooLong = new HttpProblem(400, "This model's maximum context length is 8192 tokens.", '', '', null, null);
    assert.equal(new Dialects(first, true, true).refused(question(), first, tooLong), false);
  });
});
