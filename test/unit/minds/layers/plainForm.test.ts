/** Questions to servers that enforce no JSON Schema: a form in one call, then a call for each line that could not be read. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge } from '../../../../src/engine/observation/answer.js';
import type { MindAnswer } from '../../../../src/engine/model/mind.js';
import type { PlainForm, Question } from '../../../../src/engine/model/question.js';
import { plainForm } from '../../../../src/minds/layers/plainForm.js';
import { linesOf } from '../../../../src/minds/plainForm/formLines.js';
import { failed, faultOf, mindOf, neverCancelled, question } from './support.js';

const usage = { input: 100, output: 10 };

/** The question whether to post or to comment. */
const asked = (): Question => {
  const options = [
    { action: 'post', does: 'Write to all.', kind: 'message' },
    { action: 'comment', does: 'Answer a message.', kind: 'message', messages: ['m1', 'm2'] },
    { action: 'nothing', does: '', kind: 'nothing' },
  ] as const;
  const base = question({
    type: 'object',
    properties: {
      action: { type: 'string', enum: ['post', 'comment', 'nothing'] },
      text: { type: ['string', 'null'], maxLength: 2000 },
      on: { type: ['string', 'null'], enum: ['m1', 'm2', null] },
    },
    required: ['action', 'text', 'on'],
    additionalProperties: false,
  });
  return { ...base, situation: { ...base.situation, options }, inPlain: () => [] };
};

/** A server without schemas that gives these answers in turn. */
const serverOf = (...texts: readonly string[]): ReturnType<typeof mindOf> =>
  mindOf((n, { form, ...one }): MindAnswer => {
    const lines: PlainForm = form ?? { lines: linesOf(one).all, again: false };
    return { text: texts[n - 1] ?? '', usage, form: { ...lines, told: '', reply: '', cut: false } };
  });

/** The labels of the lines of each call; `all` for the whole form. */
const calls = ({ asked: all }: ReturnType<typeof mindOf>): readonly string[] =>
  all.map(({ form }) => (form ? `${form.lines.map(({ label }) => label).join(', ')}${form.again ? ' again' : ''}` : 'all'));

describe('a question in plain text', () => {
  it('costs one call where every line can be read', async () => {
    const server = serverOf('text: Quite so.\naction: comment\non: m2');
    const answer = await plainForm(server).ask(asked(), neverCancelled);
    assert.deepEqual(judge(asked(), answer).value, { action: 'comment', text: 'Quite so.', on: 'm2' });
    assert.deepEqual([answer.usage, answer.form, server.asked.length], [usage, undefined, 1]);
    assert.equal(answer.text, 'text: Quite so.\naction: comment\non: m2', 'the words of the model are kept');
  });

  it('asks only for what the chosen action needs, line by line', async () => {
    const server = serverOf('I am not sure.', 'number 2', 'nonsense', 'm1', 'Well said.');
    const answer = await plainForm(server).ask(asked(), neverCancelled);
    assert.deepEqual(answer.value, { action: 'comment', text: 'Well said.', on: 'm1' });
    assert.deepEqual(calls(server), ['all', 'action', 'on', 'on again', 'text']);
    assert.deepEqual(answer.usage, { input: 500, output: 50 });
    const quiet = serverOf('action: nothing');
    assert.deepEqual((await plainForm(quiet).ask(asked(), neverCancelled)).value, { action: 'nothing' });
  });

  it('is lost with the name of the line that cannot be read', async () => {
    const server = serverOf('action: comment\ntext: Hello.');
    const fault = await faultOf(plainForm(server).ask(asked(), neverCancelled));
    assert.deepEqual([fault.code, fault.message.includes("'on'"), calls(server)], ['unread-form', true, ['all', 'on', 'on again']]);
  });

  it('is asked line by line after two forms of which nothing could be read', async () => {
    const server = serverOf('?', 'nothing', '?', 'nothing', 'nothing');
    const mind = plainForm(server);
    for (let i = 0; i < 3; i++) await mind.ask(asked(), neverCancelled);
    assert.deepEqual(calls(server), ['all', 'action', 'all', 'action', 'action']);
  });

  it('may be answered with JSON, but not with JSON after other words', async () => {
    const json = '{"action":"post","text":"Hello.","on":null}';
    const answer = await plainForm(serverOf(json)).ask(asked(), neverCancelled);
    assert.deepEqual(answer, { text: json, usage });
    const quoting = serverOf(`Bo wrote ${json}`, 'nothing');
    assert.deepEqual((await plainForm(quoting).ask(asked(), neverCancelled)).value, { action: 'nothing' });
  });

  it('passes answers to a schema, and faults, as they are', async () => {
    const plain = { text: '{}', usage };
    assert.deepEqual(await plainForm(mindOf(() => plain)).ask(asked(), neverCancelled), plain);
    const broken = mindOf(() => {
      throw failed();
    });
    assert.equal((await faultOf(plainForm(broken).ask(asked(), neverCancelled))).code, 'server-error');
  });

  it('takes the whole answer of a server that follows a schema again', async () => {
    const whole = { text: '{"action":"nothing","text":null,"on":null}', usage };
    const changed = mindOf((n, one) => {
      const lines = linesOf(one).all;
      return n === 1 ? { text: '?', usage, form: { lines, again: false, told: '', reply: '', cut: false } } : whole;
    });
    const answer = await plainForm(changed).ask(asked(), neverCancelled);
    assert.deepEqual(answer, { ...whole, usage: { input: 200, output: 20 } });
  });
});
