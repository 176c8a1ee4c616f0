/** The JSON Schemas that are sent to servers use a small part of JSON Schema, which every server knows that compiles schemas into grammars. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

  it('use only keywords that each server of the table in docs/models.md accepts', () => {
    const table = /### JSON Schema by server[\s\S]*?\n\n(\|[\s\S]*?)\n\n/.exec(readFileSync('docs/models.md', 'utf8'))?.[1] ?? '';
    const [head = [], , ...rows] = table.split('\n').map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    const cells = new Map(rows.flatMap(([keywords = '', ...row]) => keywords.split(', ').map((keyword) => [keyword, row] as const)));
    assert.deepEqual(head.slice(2), ['llama.cpp', 'Ollama', 'vLLM (xgrammar)', 'OpenAI, strict', 'Gemini']);
    for (const keyword of KEYWORDS) {
      const [isSent, ...servers] = cells.get(`\`${keyword}\``) ?? [];
      assert.match(isSent ?? '', /^yes/, keyword);
      assert.equal(servers.length, 5);
      for (const cell of servers) assert.match(cell, /^(yes|ignored)/, keyword);
    }
    const [isSent, ...here] = cells.get('`maxLength`') ?? [];
    assert.equal(isSent, 'to this machine');
    for (const cell of here.slice(0, 3)) assert.match(cell, /^yes/);
    const sent = [...cells].filter(([, [first]]) => first !== '–').map(([keyword]) => keyword.replaceAll('`', ''));
    assert.deepEqual(sent.filter((name) => !name.includes(' ')).sort(), [...KEYWORDS, 'maxLength'].sort());
  });

  it('are within the smallest documented limits: 500 values to choose from, 100 properties, 5 levels', () => {
    const depth = (form: Form): number => {
      const within = [...Object.values((form['properties'] ?? {}) as Form), ...(form['items'] ? [form['items']] : [])] as readonly Form[];
      return (form['type'] === 'object' ? 1 : 0) + Math.max(0, ...within.map(depth));
    };
    for (const question of questions) {
      const forms = sent(question, false);
      const total = (count: (form: Form) => number): number => forms.reduce((sum, form) => sum + count(form), 0);
      assert.ok(total((form) => ((form['enum'] ?? []) as readonly unknown[]).length) <= 500);
      assert.ok(total((form) => Object.keys((form['properties'] ?? {}) as Form).length) <= 100);
      assert.ok(depth(forms[0]!) <= 5);
    }
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
