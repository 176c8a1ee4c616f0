/** The JSON Schemas that are sent to servers use a small part of JSON Schema, which every server knows that compiles schemas into grammars. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { Question } from '../../../src/engine/model/question.js';
import { chatRequest, FIRST_DIALECT } from '../../../src/minds/openai/request.js';
import { questionsOf } from '../../support/questions.js';

type Form = { readonly [key: string]: unknown };

const KEYWORDS = 'additionalProperties description enum items maxItems maximum minimum properties required type'.split(' ');
const FILES = ['test/fixtures/purposes.society', 'examples/making_friends.society', 'examples/haggle.society', 'examples/debate.society'];

/** A schema and all those within it. */
function formsIn(form: Form): readonly Form[] {
  const within = [
    ...Object.values((form['properties'] ?? {}) as { readonly [key: string]: Form }),
    ...(form['items'] ? [form['items'] as Form] : []),
  ];
  return [form, ...within.flatMap(formsIn)];
}

describe('the schemas of answers', function () {
  this.timeout(60_000);
  let questions: readonly Question[] = [];

  before(async () => {
    questions = (await Promise.all(FILES.map((file) => questionsOf(file, 4)))).flat();
  });

  const sent = (question: Question, lengths: boolean): readonly Form[] => {
    const { response_format: format } = chatRequest(question, { model: 'm' }, { ...FIRST_DIALECT, lengths });
    assert.equal(format?.type, 'json_schema');
    return formsIn((format as { readonly json_schema: { readonly schema: Form } }).json_schema.schema);
  };

  it('are of every purpose that a chat model is asked for', () => {
    const purposes = [...new Set(questions.map(({ purpose }) => purpose))].sort();
    assert.deepEqual(purposes, ['act', 'coach', 'code', 'interview', 'judge', 'plan', 'rate', 'reflect', 'survey']);
  });

  it('use no other keywords, and `maxLength` only where a server takes it', () => {
    const used = (lengths: boolean): readonly string[] =>
      [...new Set(questions.flatMap((question) => sent(question, lengths).flatMap((form) => Object.keys(form))))].sort();
    assert.deepEqual(
      used(false).filter((keyword) => !KEYWORDS.includes(keyword)),
      [],
    );
    assert.deepEqual(
      used(true).filter((keyword) => !KEYWORDS.includes(keyword)),
      ['maxLength'],
    );
  });

  it('are closed objects in which everything is required, as strict mode wants', () => {
    for (const form of questions.flatMap((question) => sent(question, false))) {
      if (form['type'] !== 'object') continue;
      assert.equal(form['additionalProperties'], false);
      assert.deepEqual(form['required'], Object.keys(form['properties'] as Form));
    }
  });

  it('have no list without a limit and no enum without values', () => {
    for (const form of questions.flatMap((question) => sent(question, false))) {
      if (form['type'] === 'array') assert.equal(typeof form['maxItems'], 'number');
      if ('enum' in form) assert.ok((form['enum'] as readonly unknown[]).length > 0);
    }
  });
});
