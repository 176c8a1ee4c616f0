/**
 * Answers of real models, through our own client: one or more questions of each purpose, with a schema that the server enforces.
 * `SOCIETY_MODEL_QUESTIONS` asks more of each purpose of each file, `SOCIETY_MODEL_FORM` asks in another form (`json_object`, `none`), and
 * `SOCIETY_MODEL_FILES` names other files, with `worlds` for one of each world of the library.
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
const MOST = Number(process.env['SOCIETY_MODEL_QUESTIONS'] ?? 1);
const FORM = (process.env['SOCIETY_MODEL_FORM'] ?? 'json_schema') as 'json_schema' | 'json_object' | 'none';
const WORLDS = ['gallery/character_chat/character_chat', 'commons', 'debate', 'donor_game', 'making_friends', 'haggle'].concat([
  'gallery/repeated_games/repeated_games',
  'network_formation',
  'gallery/focus_group/focus_group',
]);
const FILES = (process.env['SOCIETY_MODEL_FILES'] ?? 'test/fixtures/purposes.society')
  .split(',')
  .flatMap((file) => (file === 'worlds' ? ['test/fixtures/purposes.society', ...WORLDS.map((one) => `examples/${one}.society`)] : [file]));

interface Outcome {
  readonly question: Question;
  /** `accepted`, what was repaired, or why nothing can be done with it. */
  readonly verdict: string;
  readonly answer: MindAnswer | null;
  /** How often it was asked: twice if the first answer was cut. */
  readonly times: number;
}

/** The outcome of a question, which is asked again where the mind says so, as a run does. */
async function outcomeOf(mind: Mind, question: Question, times = 1): Promise<Outcome> {
  try {
    const answer = await mind.ask(question, neverCancelled);
    const { status, reason } = judge(question, answer);
    return { question, verdict: status === 'accepted' ? status : `${status} ${reason}`, answer, times };
  } catch (error) {
    if (!(error instanceof MindFault)) throw error;
    if (error.code === 'other-dialect') return outcomeOf(mind, question, times + 1);
    return { question, verdict: error.code, answer: null, times };
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
        schema: FORM,
        timeoutMs: 300_000,
        maxTokens: 200,
        temperature: 0,
      });
      const all = (
        await Promise.all(FILES.map(async (file) => (await questionsOf(file, 4)).map((question) => ({ file, question }))))
      ).flat();
      const asked = spread(all, ({ file, question: { purpose } }) => `${file} ${purpose}`, MOST);
      const done: Outcome[] = [];
      for (const { question } of asked) {
        done.push(await outcomeOf(mind, question));
        const { verdict, answer } = done.at(-1)!;
        if (verdict !== 'accepted' || process.env['SOCIETY_MODEL_SHOW'])
          console.log(`    ${question.purpose}: ${verdict}: ${(answer?.text ?? '').slice(0, 300)} ${JSON.stringify(answer?.usage)}`);
      }
      outcomes = done;
      if (MOST > 1) console.log(`    ${tally(outcomes)}`);
    });

    after(() => server?.stop());

    it('have been asked for every purpose', () => {
      assert.deepEqual([...new Set(outcomes.map(({ question }) => question.purpose))].sort(), PURPOSES);
    });

    it('fit the schema that the server enforces', () => {
      if (FORM !== 'json_schema') return;
      const wrong = outcomes
        .filter(({ verdict }) => verdict !== 'accepted')
        .map(({ question, verdict }) => `${question.purpose}: ${verdict}`);
      assert.ok(wrong.length <= outcomes.length * 0.01, wrong.join('\n'));
    });

    it('have the token counts of the server', () => {
      const counted = outcomes.flatMap(({ answer }) => (answer?.usage ? [answer.usage] : []));
      assert.equal(counted.length, outcomes.filter(({ answer }) => answer).length);
      for (const { input, output } of counted) assert.ok(input > 50 && output > 0, JSON.stringify({ input, output }));
    });
  });
}

function tally(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const { question, verdict, times } of outcomes) {
    for (const key of [`all ${verdict}`, `${question.purpose} ${verdict}`, ...(times > 1 ? [`asked ${times} times ${verdict}`] : [])])
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const written = outcomes.reduce((sum, { answer }) => sum + (answer?.usage?.output ?? 0), 0);
  const tokens = `${(written / Math.max(1, outcomes.length)).toFixed(1)} tokens an answer`;
  return [...counts]
    .map(([key, count]) => `${key}: ${count}`)
    .sort()
    .concat(tokens)
    .join(', ');
}
