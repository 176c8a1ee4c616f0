import assert from 'node:assert/strict';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { MindFault } from '../../../src/engine/model/mind.js';
import type { AnswerSchema, FormLine, Part, PlainForm, Question } from '../../../src/engine/model/question.js';
import { endpointFetch } from '../../../src/minds/openai/endpoint.js';
import { type Fetch, leanFetch } from '../../../src/minds/openai/index.js';
import { chatRequest } from '../../../src/minds/openai/request.js';
import { retry } from '../../../src/minds/layers/index.js';
import { startModelServer, type ModelServer } from '../../support/modelServer.js';
import { fakeTiming } from '../../support/timing.js';
import { ask, faultOf, leastAct, mindAt, parts, question } from './openaiSupport.js';

describe('the OpenAI-compatible mind', () => {
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer();
  });
  afterEach(() => server.close());
  const formatsAsked = (): (string | undefined)[] => server.requests.map((request) => request.body?.response_format?.type);

  it('returns the text of the answer and its cost', async () => {
    const answer = await ask(mindAt(server.baseUrl));
    assert.deepEqual(JSON.parse(answer.text ?? ''), leastAct);
    assert.deepEqual(answer.usage, { input: 100, output: 20 });
  });

  it('counts the tokens of a prompt that the server had from earlier requests, as each kind of server names them', async () => {
    const counted = async (usage: object, more: object = {}): Promise<unknown> => {
      const counts = { prompt_tokens: 100, completion_tokens: 20, ...usage };
      const body = JSON.stringify({ choices: [{ message: { content: '{"action":"nothing"}' } }], usage: counts, ...more });
      const saying: Fetch = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
      return (await ask(mindAt(server.baseUrl, { fetch: saying }))).usage;
    };
    const some = { input: 100, output: 20, cached: 64 };
    assert.deepEqual(await counted({ prompt_tokens_details: { cached_tokens: 64 } }), some);
    assert.deepEqual(await counted({ prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 }), some);
    assert.deepEqual(await counted({}, { timings: { cache_n: 64, prompt_n: 36 } }), some);
    assert.deepEqual(await counted({ prompt_tokens_details: { cached_tokens: 400 } }), { ...some, cached: 100 });
    for (const none of [{}, { prompt_tokens_details: null }, { prompt_tokens_details: { cached_tokens: -1 } }])
      assert.deepEqual(await counted(none), { input: 100, output: 20 });
  });

  it('asks in plain text where no schema is enforced, and begins the answer only at servers on this machine', async () => {
    const inPlain = ({ lines }: PlainForm): readonly Part[] => [
      ...parts,
      { ...parts[0]!, role: 'user', section: 'form', text: `Rate ${lines[0]!.label}.` },
      { ...parts[0]!, role: 'user', section: 'reply', text: 'The answer is' },
    ];
    const line: FormLine = { ...{ id: 'a', label: 'warmth', about: '', kind: 'number', words: [] }, low: 0, high: 4, whole: true };
    const form = { lines: [line], again: true };
    const told = async (baseUrl: string, one: Question): Promise<unknown> => {
      let sent = '';
      const saying: Fetch = (_url, init) => {
        sent = String(init?.body);
        const body = JSON.stringify({ choices: [{ message: { content: '3' }, finish_reason: 'length' }] });
        return Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
      };
      const answer = await mindAt(baseUrl, { schema: 'none', fetch: saying }).ask(one, neverCancelled);
      const { messages, max_tokens: most } = JSON.parse(sent) as { messages: { role: string; content: string }[]; max_tokens?: number };
      return [answer.form, messages.slice(1).map(({ role, content }) => [role, content.split('\n\n').at(-1)]), most];
    };
    const one: Question = { ...question(), inPlain, form };
    const asked = { ...form, told: 'Rate warmth.', cut: true };
    assert.deepEqual(await told('http://localhost:1234/v1', one), [
      { ...asked, reply: 'The answer is' },
      [
        ['user', 'Rate warmth.'],
        ['assistant', 'The answer is'],
      ],
      24,
    ]);
    assert.deepEqual(await told('https://models.example/v1', one), [{ ...asked, reply: '' }, [['user', 'Rate warmth.']], undefined]);
    // Without a form in the prompts, the schema is in the prompt, and an answer that is cut is lost.
    await assert.rejects(told('http://localhost:1234/v1', question()), { code: 'cut-short' });
  });

  it('describes itself without a request', async () => {
    const mind = mindAt(server.baseUrl);
    assert.deepEqual([mind.id, mind.kind, mind.model, mind.prose], ['small', 'openai', 'qwen3:8b', true]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(server.connections.opened, 0);
  });

  it('sends the kept parts in order, as one system and one user message', async () => {
    await ask(mindAt(server.baseUrl));
    assert.deepEqual(server.requests[0]?.body?.messages, [
      { role: 'system', content: 'You take part in a forum.\n\nYou are Ada.' },
      { role: 'user', content: 'It is round 1.\n\nYou may post.' },
    ]);
    assert.equal(parts.length, 5);
  });

  it('sends only the given sampling settings', async () => {
    await ask(mindAt(server.baseUrl, { temperature: 0.7, topP: 0.9, maxTokens: 300 }));
    await ask(mindAt(server.baseUrl));
    const [given, plain] = server.requests.map((request) => Object.keys(request.body ?? {}).sort());
    assert.deepEqual(given, ['max_tokens', 'messages', 'model', 'response_format', 'temperature', 'top_p']);
    assert.deepEqual(plain, ['messages', 'model', 'response_format']);
  });

  it('asks with a strict JSON Schema in which everything is required and no length is limited', async () => {
    const answer: AnswerSchema = {
      type: 'object',
      properties: {
        action: { type: 'string', enum: ['post', 'nothing'] },
        to: { type: 'string', enum: ['ben'] },
        text: { type: ['string', 'null'], maxLength: 2000 },
        votes: { type: 'array', maxItems: 2, items: { type: 'string', maxLength: 9 } },
      },
      required: ['action', 'votes'],
      additionalProperties: false,
    };
    const { response_format: format } = chatRequest({ ...question(), answer }, { model: 'm', maxTokens: 100 });
    const asked = format?.type === 'json_schema' ? format.json_schema : undefined;
    assert.equal(asked?.name, 'act_answer');
    assert.equal(asked?.strict, true);
    assert.deepEqual(asked?.schema, {
      type: 'object',
      properties: {
        action: { type: 'string', enum: ['post', 'nothing'] },
        to: { type: ['string', 'null'], enum: ['ben', null] },
        text: { type: ['string', 'null'] },
        votes: { type: 'array', maxItems: 2, items: { type: 'string' } },
      },
      required: ['action', 'to', 'text', 'votes'],
      additionalProperties: false,
    });
  });

  it('tells a server on this machine how long texts may be, so that an answer ends before its limit of tokens', async () => {
    const text = { type: 'string', maxLength: 2000 } as const;
    const answer: AnswerSchema = {
      type: 'object',
      properties: { why: text, lines: { type: 'array', maxItems: 3, items: text } },
      required: ['why', 'lines'],
      additionalProperties: false,
    };
    for (const maxTokens of [undefined, 400, 20])
      await mindAt(server.baseUrl, { maxTokens }).ask({ ...question(), answer }, new CancellationSource().token);
    const lengths = server.requests.map(({ body }) => {
      const properties = body?.response_format?.json_schema?.schema['properties'] ?? {};
      const { why, lines } = properties as { [name: string]: { [key: string]: unknown } };
      return [why?.['maxLength'], (lines?.['items'] as typeof why)?.['maxLength']];
    });
    assert.deepEqual(lengths, [
      [2000, 2000],
      [179, 179],
      [40, 40],
    ]);
  });

  it('takes an answer that is whole, although it ended at its limit of tokens', async () => {
    const body = (content: string): string => JSON.stringify({ choices: [{ finish_reason: 'length', message: { content } }] });
    const saying =
      (content: string): Fetch =>
      () =>
        Promise.resolve(new Response(body(content), { headers: { 'content-type': 'application/json' } }));
    assert.equal((await ask(mindAt(server.baseUrl, { fetch: saying(' {"action":"nothing"} ') }))).text, '{"action":"nothing"}');
    const [whole, more] = ['{"action":"post","text":"a } b \\" {"}', ' {"action":"po'];
    for (const content of [`${whole}\n${more}`, `\`\`\`json\n${whole}\n\`\`\`\n${more}`])
      assert.equal((await ask(mindAt(server.baseUrl, { fetch: saying(content) }))).text, content);
    for (const content of [
      '{"action":"noth',
      '{"action":"post","text":"a } b',
      'I would say that {"action":"nothing"} and',
      '[{"action":"nothing"}, ',
    ])
      await assert.rejects(ask(mindAt(server.baseUrl, { fetch: saying(content) })), { code: 'cut-short' }, content);
    await assert.rejects(ask(mindAt(server.baseUrl, { fetch: saying('I would say that') })), { code: 'cut-short' });
  });

  it('asks without lengths where a server on this machine refuses them', async () => {
    const refusing: Fetch = (url, init) =>
      String(init?.body).includes('maxLength')
        ? Promise.resolve(new Response('{"error":{"message":"maxLength is not supported in response_format"}}', { status: 400 }))
        : fetch(url, init);
    const mind = mindAt(server.baseUrl, { fetch: refusing });
    const one = question();
    await assert.rejects(async () => mind.ask(one, neverCancelled), { code: 'other-dialect' });
    await mind.ask(one, neverCancelled);
    assert.deepEqual(formatsAsked(), ['json_schema']);
  });

  /** With the layer that asks again; its clock does not move, so a test that waits does not end. */
  const asksAgain = retry({ timing: fakeTiming() });

  it('sends one request each time it is asked: another dialect is another call', async () => {
    server.mode = 'no-response-format';
    const mind = mindAt(server.baseUrl);
    const one = question();
    for (let n = 1; n <= 2; n++) {
      await assert.rejects(async () => mind.ask(one, neverCancelled), { code: 'other-dialect', retryable: true });
      assert.equal(server.requests.length, n);
    }
    assert.deepEqual(JSON.parse((await mind.ask(one, neverCancelled)).text ?? ''), leastAct);
    assert.deepEqual(formatsAsked(), ['json_schema', 'json_object', undefined]);
  });

  it('forgets the failed formats of one question', async () => {
    server.mode = 'no-json-schema';
    const mind = mindAt(server.baseUrl);
    await assert.rejects(ask(mind), { code: 'other-dialect' });
    await assert.rejects(ask(mind), { code: 'other-dialect' });
    assert.deepEqual(formatsAsked(), ['json_schema', 'json_schema']);
  });

  it('falls back to a JSON object where the server has no schemas, and remembers it', async () => {
    server.mode = 'no-json-schema';
    const mind = asksAgain(mindAt(server.baseUrl));
    for (let i = 0; i < 2; i++) assert.deepEqual(JSON.parse((await ask(mind)).text ?? ''), leastAct);
    assert.deepEqual(formatsAsked(), ['json_schema', 'json_object', 'json_object']);
    assert.match(
      server.requests[1]?.body?.messages?.at(-1)?.content ?? '',
      /You may post\.\n\nJSON Schema: \{"additionalProperties":false,/,
    );
  });

  it('falls back to plain text where the server has no formats, whatever the form of its refusal', async () => {
    for (const mode of ['no-response-format', 'plain-refusal-of-format'] as const) {
      server.mode = mode;
      const mind = asksAgain(mindAt(server.baseUrl));
      await ask(mind);
      await ask(mind);
    }
    const down = ['json_schema', 'json_object', undefined, undefined];
    assert.deepEqual(formatsAsked(), [...down, ...down]);
  });

  it('lets one question detect what a server refuses, while the others wait', async () => {
    server.mode = 'no-response-format';
    const mind = asksAgain(mindAt(server.baseUrl));
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(mind)));
    for (const { text } of answers) assert.deepEqual(JSON.parse(text ?? ''), leastAct);
    const refused = formatsAsked().filter((format) => format !== undefined);
    assert.deepEqual([refused.length, refused.filter((format) => format === 'json_object').length], [13, 1]);
  });

  it('lets no question wait for one that was cancelled or had another fault', async () => {
    server.mode = (_, index) => (index < 6 ? 'no-json-schema' : index === 6 ? 'unauthorized' : 'no-response-format');
    const mind = mindAt(server.baseUrl);
    const [gone, stays, ...others] = Array.from({ length: 6 }, () => question());
    const both = [gone!, stays!, ...others];
    await Promise.all(both.map((one) => assert.rejects(async () => mind.ask(one, neverCancelled), { code: 'other-dialect' })));
    const stop = new CancellationSource();
    const asked = both.map(async (one) => asksAgain(mind).ask(one, one === stays ? stop.token : neverCancelled));
    stop.cancel();
    const came = await Promise.allSettled(asked);
    assert.deepEqual(
      came.map((one) => (one.status === 'fulfilled' ? 'answered' : (one.reason as MindFault).code)),
      ['unauthorized', 'cancelled', 'answered', 'answered', 'answered', 'answered'],
    );
  });

  it('keeps a format that the file names', async () => {
    server.mode = 'no-json-schema';
    assert.equal((await faultOf(mindAt(server.baseUrl, { schema: 'json_schema' }))).code, 'bad-request');
    await ask(mindAt(server.baseUrl, { schema: 'none' }));
    assert.deepEqual(formatsAsked(), ['json_schema', undefined]);
  });

  it('does not treat a refused temperature as a refused format, and does not drop it without a message', async () => {
    server.mode = 'no-temperature';
    const fault = await faultOf(mindAt(server.baseUrl, { temperature: 0.7 }));
    assert.equal(fault.code, 'bad-request');
    assert.match(fault.message, /'temperature' does not support 0\.7/);
    assert.equal(server.requests.length, 1);
  });

  it('limits the answer with the parameter that the server accepts', async () => {
    server.mode = 'no-max-tokens';
    const mind = asksAgain(mindAt(server.baseUrl, { maxTokens: 50 }));
    await ask(mind);
    await ask(mind);
    assert.deepEqual(
      server.requests.map(({ body }) => [body?.max_tokens, body?.max_completion_tokens]),
      [
        [50, undefined],
        [undefined, 50],
        [undefined, 50],
      ],
    );
  });

  it('keeps the query of an address', async () => {
    await ask(mindAt(`${server.baseUrl}/?api-version=2025-01-01`));
    assert.equal(server.requests[0]?.path, '/v1/chat/completions?api-version=2025-01-01');
  });

  it('removes reasoning text before the answer', async () => {
    server.mode = 'thinks-aloud';
    assert.deepEqual(JSON.parse((await ask(mindAt(server.baseUrl))).text ?? ''), leastAct);
  });

  it('reads the answer, not the reasoning text that a server sends with it', async () => {
    server.mode = 'thinks-beside';
    assert.deepEqual(JSON.parse((await ask(mindAt(server.baseUrl))).text ?? ''), leastAct);
  });

  it('reads an answer that a server left within the reasoning, as a whole', async () => {
    server.mode = 'thinks-the-answer';
    assert.deepEqual(JSON.parse((await ask(mindAt(server.baseUrl))).text ?? ''), leastAct);
    const words = await startModelServer({ mode: 'thinks-the-answer', reply: () => 'So {"action":"post"} it is.' });
    assert.equal((await faultOf(mindAt(words.baseUrl))).code, 'empty-content');
    await words.close();
  });

  it('asks with a tool where the file says so, without the schema in the prompt, and reads its call', async () => {
    server.mode = 'calls-the-tool';
    assert.deepEqual(JSON.parse((await ask(mindAt(server.baseUrl, { schema: 'tools' }))).text ?? ''), leastAct);
    const body = server.requests[0]?.body;
    assert.deepEqual([body?.tools?.[0]?.function.name, body?.tool_choice?.function.name], ['act_answer', 'act_answer']);
    assert.deepEqual(body?.tools?.[0]?.function.parameters['required'], ['action', 'text', 'votes']);
    assert.equal(body?.response_format, undefined);
    assert.doesNotMatch(body?.messages?.at(-1)?.content ?? '', /JSON Schema/);
  });

  it('sends the key in the header that its server reads', async () => {
    const headers = async (origin: string): Promise<Headers> => {
      let sent: Headers | undefined;
      const fetch: Fetch = (_url, init) => {
        sent = new Headers(init?.headers);
        return Promise.resolve(new Response('{}'));
      };
      await endpointFetch({ fetch, origin, key: 'k-1234' })(`${origin}/openai/v1/chat/completions`, {});
      return sent!;
    };
    const azure = await headers('https://lab.openai.azure.com');
    assert.deepEqual([azure.get('api-key'), azure.get('authorization')], ['k-1234', null]);
    for (const origin of ['https://api.openai.com', 'https://openai.azure.com.example.org', 'http://lab.openai.azure.com']) {
      const plain = await headers(origin);
      assert.deepEqual([plain.get('api-key'), plain.get('authorization')], [null, 'Bearer k-1234']);
    }
  });

  it('asks many questions at once over few connections and keeps their answers separate', async () => {
    const busy = await startModelServer({ delayMs: 2, reply: (_, index) => `{"n":${index}}` });
    const lean = leanFetch({ maxSockets: 8 });
    const mind = mindAt(busy.baseUrl, { fetch: lean.fetch });
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(mind)));
    assert.equal(new Set(answers.map((answer) => answer.text)).size, 100);
    assert.ok(busy.connections.opened <= 8, `${busy.connections.opened} connections`);
    lean.dispose();
    await busy.close();
  });

  it('closes the connection when the question is cancelled', async () => {
    server.mode = 'slow';
    const source = new CancellationSource();
    const asked = faultOf(mindAt(server.baseUrl), source.token);
    setTimeout(() => source.cancel(), 30);
    assert.equal((await asked).code, 'cancelled');
    await until(() => server.connections.open === 0);
    assert.equal(server.requests.length, 1);
  });

  it('sends nothing for a question that was cancelled before it was asked', async () => {
    const source = new CancellationSource();
    source.cancel();
    const late = { isCancellationRequested: true, onCancellationRequested: () => ({ dispose() {} }) }; // as the editor's
    for (const token of [source.token, late]) assert.equal((await faultOf(mindAt(server.baseUrl), token)).code, 'cancelled');
    assert.equal(server.connections.opened, 0);
  });

  it('closes the connection at its time limit, also in the middle of an answer', async () => {
    for (const mode of ['slow', 'slow-body'] as const) {
      server.mode = mode;
      const fault = await faultOf(mindAt(server.baseUrl, { timeoutMs: 60 }));
      assert.deepEqual([fault.code, fault.retryable], ['timeout', true]);
      assert.match(fault.message, /did not answer within 0\.06 s/);
      await until(() => server.connections.open === 0);
    }
  });
});

/** Waits until it holds, at most a second. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds());
}
