/**
 * Answers of real models, through our own client: one question of each purpose, with a schema that the server enforces.
 * `node scripts/figures/usableAnswers.mjs` asks more questions, of each world of the library.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { isModelInstalled, startRealModel } from '../../scripts/testing.mjs';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { type Mind, type MindAnswer, MindFault } from '../../src/engine/model/mind.js';
import type { Question } from '../../src/engine/model/question.js';
import { judge } from '../../src/engine/observation/answer.js';
import { openaiMind } from '../../src/minds/openai/index.js';
import { questionsOf, spread } from './questions.js';

const PURPOSES = ['act', 'coach', 'code', 'interview', 'judge', 'plan', 'rate', 'reflect', 'survey'];
const FILE = 'test/fixtures/purposes.society';

interface Outcome {
  readonly question: Question;
  /** `accepted`, what was repaired, or why nothing can be done with it. */
  readonly verdict: string;
  readonly answer: MindAnswer | null;
}

/** The outcome of a question, which is asked again where the mind says so, as a run does. */
async function outcomeOf(mind: Mind, question: Question): Promise<Outcome> {
  try {
    const answer = await mind.ask(question, neverCancelled);
    const { status, reason } = judge(question, answer);
    return { question, verdict: status === 'accepted' ? status : `${status} ${reason}`, answer };
  } catch (error) {
    if (!(error instanceof MindFault)) throw error;
    if (error.code === 'other-dialect') return outcomeOf(mind, question);
    return { question, verdict: error.code, answer: null };
  }
}

/** Declares the tests of one model, which must be installed. */
export function describeAnswers(name: string): void {
  describe(`the answers of ${name}`, function () {
    this.timeout(3 * 3600_000);
    let server: Awaited<ReturnType<typeof startRealModel>> | undefined;
    let mind: Mind;
    let outcomes: readonly Outcome[] = [];

    before(async () => {
      assert.ok(isModelInstalled(name), `npm run models -- install ${name}`);
      server = await startRealModel(name);
      mind = openaiMind({
        id: name,
        model: name,
        baseUrl: `${server.url}/v1`,
        key: null,
        schema: 'json_schema',
        timeoutMs: 300_000,
        maxTokens: 200,
        temperature: 0,
      });
      const asked = spread(await questionsOf(FILE, 4), ({ purpose }) => purpose, 1);
      const done: Outcome[] = [];
      for (const question of asked) done.push(await outcomeOf(mind, question));
      outcomes = done;
    });

    after(() => server?.stop());

    it('have been asked for every purpose', () => {
      assert.deepEqual([...new Set(outcomes.map(({ question }) => question.purpose))].sort(), PURPOSES);
    });

    it('fit the schema that the server enforces', () => {
      const wrong = outcomes
        .filter(({ verdict }) => verdict !== 'accepted')
        .map(({ question, verdict, answer }) => `${question.purpose}: ${verdict}: ${answer?.text ?? ''}`);
      assert.deepEqual(wrong, []);
    });

    it('have the token counts of the server', () => {
      const counted = outcomes.flatMap(({ answer }) => (answer?.usage ? [answer.usage] : []));
      assert.equal(counted.length, outcomes.filter(({ answer }) => answer).length);
      for (const { input, output } of counted) assert.ok(input > 50 && output > 0, JSON.stringify({ input, output }));
    });
  });
}
