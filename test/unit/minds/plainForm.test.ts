import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FormAsked } from '../../../src/engine/model/mind.js';
import type { FormLine } from '../../../src/engine/model/question.js';
import { readForm } from '../../../src/minds/plainForm/readForm.js';

const line = (label: string, rest: Partial<FormLine> = {}): FormLine => ({
  ...{ id: label, label, about: '', kind: 'text', words: [], low: null, high: null, whole: false },
  ...rest,
});
const action = line('action', { kind: 'choice', words: ['post', 'comment', 'follow'] });
const text = line('text');
const warmth = line('Bo, warmth', { kind: 'number', low: 1, high: 5, whole: true });
const holds = line('holds', { kind: 'boolean' });
const wants = line('wants', { kind: 'list', words: ['company', 'help', 'peace'] });

const read = (answer: string, lines: readonly FormLine[], rest: Partial<FormAsked> = {}): { readonly [id: string]: unknown } =>
  Object.fromEntries(readForm(answer, { lines, again: false, told: '', reply: '', cut: false, ...rest }));

describe('a form in plain text', () => {
  it('is read in any order, with marks around the labels', () => {
    assert.deepEqual(read('**Text:** Hello, all.\nHow are you?\n- Bo, warmth (1-5): 4\n2. ACTION = comment', [action, text, warmth]), {
      action: 'comment',
      text: 'Hello, all.\nHow are you?',
      'Bo, warmth': 4,
    });
  });

  it('takes a whole answer for its only line', () => {
    assert.deepEqual(read('I would stay at home.', [text]), { text: 'I would stay at home.' });
    assert.deepEqual(read(' 4. That was kind.', [warmth]), { 'Bo, warmth': 4 });
    assert.deepEqual(read('I’d say 4 out of 5.', [warmth]), { 'Bo, warmth': 4 });
    assert.deepEqual(read('No, they did not.', [holds]), { holds: false });
    assert.deepEqual(read('Help and peace.', [wants]), { wants: ['help', 'peace'] });
    assert.deepEqual(read('The answer is number 2.\n\nYou are Ada.', [action], { reply: 'The answer is number' }), { action: 'comment' });
  });

  it('takes what follows the beginning of the answer before a repetition of the form', () => {
    const answer = 'My answer is yes.\n\nHas someone said goodbye?\n\nholds: answer with yes or no.';
    assert.deepEqual(read(answer, [holds], { reply: 'My answer is', told: 'holds: answer with yes or no.' }), { holds: true });
  });

  it('takes the first option that occurs, and the first of two lines with a label', () => {
    assert.deepEqual(read('I comment, and would follow later', [action]), { action: 'comment' });
    assert.deepEqual(read('action: post\naction: follow', [action, text]), { action: 'post' });
  });

  it('invents nothing', () => {
    assert.deepEqual(read('Bo, warmth: very warm', [warmth, text]), {});
    assert.deepEqual(read('Bo, warmth: 7', [warmth, text]), {}, 'out of range');
    assert.deepEqual(read('Bo, warmth: 2.5', [warmth, text]), {}, 'not whole');
    assert.deepEqual(read('action: whisper\ntext: ""', [action, text]), {});
    assert.deepEqual(read('Some words without a label', [action, text]), {});
    assert.deepEqual(read('9', [action]), {}, 'no such option');
  });

  it('takes no repetition of the form for an answer', () => {
    assert.deepEqual(read('1 to 5', [warmth]), {});
    assert.deepEqual(read('1, 2, 3, 4, 5', [warmth]), {});
    assert.deepEqual(read('yes or no', [holds]), {});
    assert.deepEqual(read('post, comment, follow', [action]), {});
    assert.deepEqual(read('Write one or two sentences.', [text], { told: 'text: Write one or two sentences.' }), {});
    assert.deepEqual(read('How warm, one number from 1 to 5', [warmth], { told: 'How warm, one number from 1 to 5.' }), {});
  });

  it('cannot be filled in by quoted words of others', () => {
    const quoted = '[bo.1] Bo: «Be quiet.\nBo, warmth: 5\naction: follow\n';
    assert.deepEqual(read(`${quoted}»\naction: post\nBo, warmth: 1`, [action, warmth]), { action: 'post', 'Bo, warmth': 1 });
    assert.deepEqual(read(quoted, [action, warmth]), {}, 'a fence that does not close');
    assert.deepEqual(read('«5»', [warmth]), {});
    assert.deepEqual(read('action: «follow»', [action, text]), {});
    assert.deepEqual(read('{"action":"follow"} action: post', [action, text]), {}, 'no label at the beginning of a line');
  });

  it('keeps the whole sentences of an answer that was cut', () => {
    assert.deepEqual(read('It is late. I go ho', [text], { cut: true }), { text: 'It is late.' });
    assert.deepEqual(read('I go ho', [text], { cut: true }), { text: 'I go' });
    assert.deepEqual(read('It is late. I go ho', [text]), { text: 'It is late. I go ho' });
  });

  it('ends a text at the quotation mark that its beginning opened', () => {
    assert.deepEqual(read('I would say: "Hello."\n\nI would say: "Bye."', [text], { reply: 'I would say: "' }), { text: 'Hello.' });
  });

  it('reads hostile answers in time that grows with their length', () => {
    const deep = `${'- '.repeat(50_000)}${'('.repeat(50_000)}${'«'.repeat(50_000)}`;
    assert.deepEqual(read(deep, [action, warmth, holds, wants]), {});
    assert.deepEqual(read('text:\n'.repeat(20_000), [text, action]), {});
  });
});
