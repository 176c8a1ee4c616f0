/** The JSON Schemas that are sent to servers use a small part of JSON Schema, which every server knows that compiles schemas into grammars. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { before, describe, it } from 'mocha';
import type { JsonObject } from '../../../src/core/util/json.js';
import { judge } from '../../../src/engine/observation/answer.js';
import type { FormLine, Question } from '../../../src/engine/model/question.js';
import { linesOf } from '../../../src/minds/plainForm/formLines.js';
import { readForm } from '../../../src/minds/plainForm/readForm.js';
import { chatRequest, FIRST_DIALECT } from '../../../src/minds/openai/request.js';
import { leastValue } from '../../support/leastAnswer.js';
import { questionsOf } from '../../support/questions.js';

interface JsonSchemaFormat {
  readonly json_schema: { readonly schema: Form };
}

type Form = { readonly [key: string]: unknown };

const KEYWORDS = 'additionalProperties description enum items maxItems maximum minimum properties required type'.split(' ');
/** Keywords that only servers on this machine get. */
const LOCAL = ['anyOf', 'maxLength', 'minLength'];
const FILES = ['test/fixtures/purposes.society', 'examples/making_friends.society', 'examples/haggle.society', 'examples/debate.society'];

/** A schema and all those within it. */
function formsIn(form: Form): readonly Form[] {
  const within = [
    ...Object.values((form['properties'] ?? {}) as { readonly [key: string]: Form }),
    ...(form['items'] ? [form['items'] as Form] : []),
    ...((form['anyOf'] ?? []) as readonly Form[]),
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

  it('use no other keywords, and those for servers on this machine only there', () => {
    const used = (lengths: boolean): readonly string[] =>
      [...new Set(questions.flatMap((question) => sent(question, lengths).flatMap((form) => Object.keys(form))))].sort();
    assert.deepEqual(
      used(false).filter((keyword) => !KEYWORDS.includes(keyword)),
      [],
    );
    assert.deepEqual(
      used(true).filter((keyword) => !KEYWORDS.includes(keyword)),
      LOCAL,
    );
  });

  it('have a form in plain text without JSON, and its filled lines are an answer that is accepted', () => {
    const filled: { readonly [K in FormLine['kind']]: (line: FormLine) => string } = {
      text: () => 'Good morning, Ada.',
      boolean: () => 'no',
      number: ({ low, high }) => String(low ?? high ?? 3),
      choice: ({ words }) => words.at(-1)!,
      list: ({ words }) => words[0]!,
    };
    const seen = new Set<string>();
    for (const question of questions) {
      const { all, missing, answer } = linesOf(question);
      const parts = question.inPlain!({ lines: all, again: false });
      for (const { section, text } of parts) assert.doesNotMatch(text, /JSON/, `${question.purpose}, ${section}`);
      assert.ok(
        parts.some(({ section, kept }) => section === 'form' && kept),
        question.purpose,
      );
      const written =
        all.length === 1 ? filled[all[0]!.kind](all[0]!) : all.map((line) => `${line.label}: ${filled[line.kind](line)}`).join('\n');
      const told = parts.find(({ section }) => section === 'form')!.text;
      const values = readForm(written, { lines: all, again: false, told, reply: '', cut: false });
      assert.deepEqual(missing(values), [], `${question.purpose}: ${written}`);
      assert.equal(judge(question, { value: answer(values) }).status, 'accepted', `${question.purpose}: ${written}`);
      seen.add(question.purpose);
    }
    assert.equal(seen.size, 9);
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
    for (const keyword of LOCAL) {
      const [isSent, ...here] = cells.get(`\`${keyword}\``) ?? [];
      assert.equal(isSent, 'to this machine', keyword);
      for (const cell of here.slice(0, 3)) assert.match(cell, /^yes/, keyword);
    }
    const sent = [...cells].filter(([, [first]]) => first !== '–').map(([keyword]) => keyword.replaceAll('`', ''));
    assert.deepEqual(sent.filter((name) => !name.includes(' ')).sort(), [...KEYWORDS, ...LOCAL].sort());
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

  it('of acts have one form for each action on this machine, and each answer in it has what its action needs', () => {
    const ajv = new Ajv({ strict: false });
    const acts = questions.filter(({ purpose }) => purpose === 'act');
    for (const question of acts) {
      const { schema } = (chatRequest(question, { model: 'm' }, { ...FIRST_DIALECT, lengths: true }).response_format as JsonSchemaFormat)
        .json_schema;
      const forms = (schema['anyOf'] ?? [schema]) as readonly Form[];
      assert.deepEqual(
        forms.map((form) => (form['properties'] as { readonly action: Form }).action['enum']),
        question.situation.options.map(({ action }) => [action]),
      );
      for (const [i, form] of forms.entries()) {
        const value = leastValue(form) as JsonObject;
        const least = 'text' in value ? { ...value, text: 'Yes.' } : value;
        assert.ok(ajv.validate(schema, least), ajv.errorsText());
        assert.equal(judge(question, { text: JSON.stringify(least) }).status, 'accepted', JSON.stringify(least));
        const { kind, messages, agents } = question.situation.options[i]!;
        assert.equal(ajv.validate(schema, { ...least, text: '' }) && kind === 'message', false);
        if (messages) assert.ok(messages.includes(String(least['on'])));
        if (agents) assert.ok(agents.includes(String(least['to'])));
      }
    }
    assert.ok(acts.some(({ situation }) => situation.options.some(({ messages }) => messages)));
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
