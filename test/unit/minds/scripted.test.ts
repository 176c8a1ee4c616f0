/** The scripted mind: answers of a file, in order. */
import assert from 'node:assert/strict';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json } from '../../../src/core/util/json.js';
import type { AnswerSchema, Question } from '../../../src/engine/model/question.js';
import type { Option } from '../../../src/engine/model/situationTypes.js';
import { type Mind, MindFault } from '../../../src/engine/model/mind.js';
import { scriptedAnswer, scriptedMind } from '../../../src/minds/recordedAnswers/scriptedMind.js';
import { mindOf } from '../../support/societies.js';
import { question } from './openaiSupport.js';

const post: Option = { action: 'post', does: 'Write.', kind: 'message' };
const comment: Option = { action: 'comment', does: 'Answer.', kind: 'message', messages: ['m1', 'm2'] };
const whisper: Option = { action: 'whisper', does: 'Whisper.', kind: 'message', agents: ['ben'] };
const nothing: Option = { action: 'nothing', does: 'Pass.', kind: 'nothing' };

/** The n-th question that an agent is asked, with these options. */
const asked = (agent: string | null, n: number, options: readonly Option[] = [post, nothing]): Question => ({
  ...question(),
  agent,
  hash: `h${n}`,
  situation: { ...question().situation, options },
});

const value = (mind: Mind, q: Question): unknown => (mind.ask(q, neverCancelled) as { value?: Json }).value;

const faultOf = (work: () => unknown): MindFault => {
  try {
    work();
  } catch (error) {
    if (error instanceof MindFault) return error;
    throw error;
  }
  throw new Error('no fault');
};

const survey = (fields: { readonly [key: string]: AnswerSchema }): Question => ({
  ...question({ type: 'object', properties: fields, required: Object.keys(fields), additionalProperties: false }),
  situation: { ...question().situation, ask: { kind: 'plan' } },
});

describe('the scripted mind', () => {
  it('gives one list to all agents in the order of the questions', () => {
    const mind = scriptedMind({ id: 's', answers: ['One.', 'Two.', 'nothing'] });
    assert.deepEqual(value(mind, asked('ada', 0)), { action: 'post', text: 'One.' });
    assert.deepEqual(value(mind, asked('ben', 0)), { action: 'post', text: 'Two.' });
    assert.deepEqual(value(mind, asked('ada', 1)), { action: 'nothing' });
  });

  it('gives each agent its own list', () => {
    const mind = scriptedMind({ id: 's', answers: { ada: ['A.', 'B.'], ben: [{ action: 'nothing' }] } });
    assert.deepEqual(value(mind, asked('ada', 0)), { action: 'post', text: 'A.' });
    assert.deepEqual(value(mind, asked('ben', 0)), { action: 'nothing' });
    assert.deepEqual(value(mind, asked('ada', 1)), { action: 'post', text: 'B.' });
  });

  it('says at the end of the list what to do, and reports an agent without a list', () => {
    const mind = scriptedMind({ id: 's', answers: { ada: ['A.'] } });
    value(mind, asked('ada', 0));
    const end = faultOf(() => mind.ask(asked('ada', 1), neverCancelled));
    assert.deepEqual([end.code, end.retryable], ['script-ended', false]);
    assert.match(end.message, /at its end for ada: its one answer was given\. Add answers/);
    assert.equal(faultOf(() => mind.ask(asked('cleo', 0), neverCancelled)).code, 'not-scripted');
    assert.equal(faultOf(() => mind.ask(asked(null, 0), neverCancelled)).code, 'not-scripted');
    assert.equal(faultOf(() => mind.ask({ ...asked('constructor', 0) }, neverCancelled)).code, 'not-scripted');
  });

  it('passes questions to its fallback at the end, and reads prose when that does', () => {
    const fallback = mindOf(() => ({ action: 'nothing' }), 'f');
    const mind = scriptedMind({ id: 's', answers: ['One.'], fallback });
    assert.equal(mind.prose, false);
    value(mind, asked('ada', 0));
    assert.deepEqual(value(mind, asked('ada', 1)), { action: 'nothing' });
    assert.equal(scriptedMind({ id: 's', answers: [], fallback: { ...fallback, prose: true } }).prose, true);
  });

  it('gives the same question the same answer, and continues after what was answered before', () => {
    const mind = scriptedMind({ id: 's', answers: ['One.', 'Two.', 'Three.'], given: new Map([['ada', 1]]) });
    assert.deepEqual(value(mind, asked('ben', 0)), { action: 'post', text: 'Two.' });
    assert.deepEqual(value(mind, asked('ben', 0)), { action: 'post', text: 'Two.' });
    assert.deepEqual(value(mind, asked('ben', 1)), { action: 'post', text: 'Three.' });
    const own = scriptedMind({ id: 's', answers: { ada: ['A.', 'B.'] }, given: new Map([['ada', 1]]) });
    assert.deepEqual(value(own, asked('ada', 1)), { action: 'post', text: 'B.' });
  });

  it('skips answers that others gave in its place', () => {
    const mind = scriptedMind({ id: 's', answers: ['One.', 'Two.'] });
    mind.skip?.(asked('ada', 0));
    assert.deepEqual(value(mind, asked('ben', 0)), { action: 'post', text: 'Two.' });
  });

  it('sends a text with the plainest action, with its target where it has one', () => {
    const say = (options: readonly Option[], said: Json): unknown => scriptedAnswer(asked('ada', 0, options), said).value;
    assert.deepEqual(say([comment, whisper, post], 'Hm.'), { action: 'post', text: 'Hm.' });
    assert.deepEqual(say([whisper, comment], 'Hm.'), { action: 'whisper', text: 'Hm.', to: 'ben' });
    assert.deepEqual(say([comment], 'Hm.'), { action: 'comment', text: 'Hm.', on: 'm1' });
    assert.deepEqual(scriptedAnswer(asked('ada', 0, [nothing]), 'Hm.'), { text: 'Hm.' });
    assert.deepEqual(scriptedAnswer(asked('ada', 0), null), { text: '' });
  });

  it('answers other questions by value, by list or by name', () => {
    const one = survey({ grade: { type: 'integer' } });
    assert.deepEqual(scriptedAnswer(one, 3), { value: { grade: 3 } });
    const list = survey({ friends: { type: 'array', maxItems: 2, items: { type: 'string' } } });
    assert.deepEqual(scriptedAnswer(list, 'ben'), { value: { friends: ['ben'] } });
    const two = survey({ a: { type: 'integer' }, b: { type: 'boolean' } });
    assert.deepEqual(scriptedAnswer(two, [1, true]), { value: { a: 1, b: true } });
    assert.deepEqual(scriptedAnswer(two, { b: false }), { value: { b: false } });
    assert.deepEqual(scriptedAnswer(two, 'so'), { text: 'so' });
    assert.deepEqual(scriptedAnswer(two, '{"a": 1}'), { text: '{"a": 1}' });
  });
});
