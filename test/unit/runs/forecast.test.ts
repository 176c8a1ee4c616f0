/** What a run is forecast to take, beside what it takes: a mind that reads prose, its usage counted by a real tokenizer. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/cancellation.js';
import { Timeline } from '../../../src/core/timeline.js';
import { advance, asker, type Mind, type MindAnswer, type Model } from '../../../src/engine/index.js';
import type { Society } from '../../../src/language/generated/society.js';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, phraseBook } from '../../../src/minds/index.js';
import { chatRequest } from '../../../src/minds/openai/request.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import { type Forecast, forecast, type ForecastOptions } from '../../../src/runs/forecast.js';
import { loadModel } from '../../../src/runs/index.js';

const MODELS = `
models:
  paid: { kind: openai, base_url: https://api.openai.com/v1, name: gpt-4o-mini }
  dear: { kind: openai, base_url: https://elsewhere.example/v1, name: big, price: { input: 10, output: 40, currency: EUR } }
  unknown: { kind: openai, base_url: https://elsewhere.example/v1, name: big }
  here: { kind: openai, base_url: http://localhost:11434/v1, name: qwen3 }
`;

interface Study {
  readonly society: Society;
  readonly model: Model;
}

interface StudyOptions {
  readonly scenario?: string;
  readonly mind?: string;
  readonly rounds?: number;
  readonly seed?: number;
}

async function study(text: string, options: StudyOptions = {}): Promise<Study> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library'), [join(process.cwd(), 'examples')]));
  const uri = `file://${join(process.cwd(), 'examples/study.society')}`;
  language.set(uri, text.includes('\nmodels:\n') ? text.replace('\nmodels:\n', MODELS) : text + MODELS);
  const loaded = await loadModel(language, uri, { mind: 'paid', ...options });
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return { society: loaded.resolved.society, model: loaded.model };
}

const example = (name: string, options?: StudyOptions): Promise<Study> =>
  study(readFileSync(join('examples', `${name}.society`), 'utf8'), options);

const options: ForecastOptions = { now: () => 0 };

interface Spent {
  calls: number;
  input: number;
  output: number;
}

/** Plays a run on a mind that reads prose and answers like the built-in one, and counts what a provider would. */
async function really({ society, model }: Study): Promise<Spent> {
  const spent: Spent = { calls: 0, input: 0, output: 0 };
  const inner = builtinMind(phraseBook(society.phrases ?? {}, model.language));
  const ask: Mind['ask'] = (question, token) => {
    const answer = inner.ask(question, token) as MindAnswer;
    const { messages, response_format: format } = chatRequest(question, { model: 'm' }, 'json_schema', 'max_tokens');
    const schema = format?.type === 'json_schema' ? JSON.stringify(format.json_schema.schema) : '';
    spent.calls++;
    spent.input += messages.reduce((sum, { content }) => sum + countTokens(content) + 4, countTokens(schema) + 3);
    spent.output += countTokens(JSON.stringify(answer.value));
    return answer;
  };
  const minds = new Map(model.minds.map(({ id }): [string, Mind] => [id, { ...inner, id, kind: 'openai', prose: true, ask }]));
  const host = { ask: asker(sha256, () => true), minds, token: neverCancelled, concurrency: 4, breathe: () => undefined };
  assert.equal((await advance(model, new Timeline(), host)).kind, 'ended');
  return spent;
}

const off = (forecast: number, actual: number): number => Math.abs(forecast - actual) / actual;

function near(name: string, made: Forecast, spent: Spent): void {
  const price = { input: 0.15, output: 0.6 };
  const cost = (spent.input * price.input + spent.output * price.output) / 1e6;
  const figures = `${name}: calls ${made.calls.likely.toFixed(0)}/${spent.calls}, input ${made.input.likely.toFixed(0)}/${spent.input}, output ${made.output.likely.toFixed(0)}/${spent.output}, USD ${made.money.USD?.likely.toFixed(4)}/${cost.toFixed(4)}`;
  if (process.env.FIGURES) console.log(figures);
  assert.ok(off(made.calls.likely, spent.calls) <= 0.2, figures);
  assert.ok(off(made.input.likely, spent.input) <= 0.2, figures);
  assert.ok(off(made.output.likely, spent.output) <= 0.2, figures);
  assert.ok(off(made.money.USD!.likely, cost) <= 0.2, figures);
  for (const key of ['calls', 'input', 'output'] as const) {
    assert.ok(made[key].low <= spent[key] && spent[key] <= made[key].high, `${figures}: ${key} ${JSON.stringify(made[key])}`);
  }
}

describe('the forecast of a run', function () {
  this.timeout(60_000);

  for (const name of ['hello', 'making_friends', 'debate', 'haggle', 'donor_game', 'rumour', 'commons']) {
    it(`of ${name} is within a fifth of what it takes`, async () => {
      const made = await example(name);
      near(name, await forecast(made.society, made.model, options), await really(made));
    });
  }

  for (const name of ['making_friends', 'debate', 'rumour']) {
    it(`of ${name} is so too where a third of it is rehearsed`, async () => {
      const made = await example(name);
      const whole = await really(made);
      const part = await forecast(made.society, made.model, { ...options, mostQuestions: Math.floor(whole.calls / 3) });
      assert.ok(part.rehearsed > 1 && part.rehearsed < part.rounds / 2);
      near(name, part, whole);
    });
  }
});
