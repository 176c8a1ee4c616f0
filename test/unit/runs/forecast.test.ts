/** The forecast of a run compared with its usage: a mind that reads prose, its usage counted by a real tokenizer. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, it } from 'mocha';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Json, JsonObject } from '../../../src/core/util/json.js';
import { Timeline } from '../../../src/core/events/timeline.js';
import { advance, asker, type Mind, type MindAnswer, type ScenarioModel } from '../../../src/engine/index.js';
import type { Society } from '../../../src/language/generated/society.js';
import { createLanguageService } from '../../../src/language/index.js';
import { builtinMind, phraseBook, type Price } from '../../../src/minds/index.js';
import { chatRequest } from '../../../src/minds/openai/request.js';
import { nodeTextFiles, sha256 } from '../../../src/node/ports.js';
import {
  type Amount,
  budgetLine,
  type Forecast,
  forecast,
  forecastLine,
  type ForecastOptions,
  forecastTable,
  liveForecast,
  loadModel,
  type SpentCalls,
} from '../../../src/runs/index.js';

const MODELS = `
models:
  paid: { kind: openai, base_url: https://api.openai.com/v1, name: gpt-4o-mini }
  dear: { kind: openai, base_url: https://elsewhere.example/v1, name: big, price: { input: 10, output: 40, currency: EUR } }
  unknown: { kind: openai, base_url: https://elsewhere.example/v1, name: big }
  here: { kind: openai, base_url: http://localhost:11434/v1, name: qwen3 }
`;

interface Study {
  readonly society: Society;
  readonly model: ScenarioModel;
}

interface StudyOptions {
  readonly scenario?: string;
  readonly mind?: string | undefined;
  readonly rounds?: number;
  readonly seed?: number;
}

async function study(text: string, options: StudyOptions = {}): Promise<Study> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library'), [join(process.cwd(), 'examples')]));
  const uri = `file://${join(process.cwd(), 'examples/study.society')}`;
  language.set(uri, text.includes('\nmodels:\n') ? text.replace('\nmodels:\n', MODELS) : text + MODELS);
  const { mind = 'mind' in options ? undefined : 'paid', ...rest } = options;
  const loaded = await loadModel(language, uri, mind === undefined ? rest : { ...rest, mind });
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  return { society: loaded.resolved.society, model: loaded.model };
}

const example = (name: string, options?: StudyOptions): Promise<Study> =>
  study(readFileSync(join('examples', `${name}.society`), 'utf8'), options);

const options: ForecastOptions = { now: () => 0 };

/** Plays a run on a mind that reads prose and answers like the built-in one, in more words if wanted, and counts what a provider would. */
async function really({ society, model }: Study, wordy = ''): Promise<{ readonly all: Amount; readonly calls: readonly SpentCalls[] }> {
  const calls: SpentCalls[] = [];
  const inner = builtinMind(phraseBook(society.phrases ?? {}, model.language));
  const timeline = new Timeline();
  const minds = new Map(
    model.minds.map(({ id }): [string, Mind] => {
      const ask: Mind['ask'] = (question, token) => {
        const answer = longer(inner.ask(question, token) as MindAnswer, wordy);
        const { messages, response_format: format } = chatRequest(question, { model: 'm' });
        const schema = format?.type === 'json_schema' ? JSON.stringify(format.json_schema.schema) : '';
        const { agenda, round } = timeline.head;
        calls.push({
          ...{ mind: id, purpose: question.purpose, calls: 1 },
          round: agenda.program === 'start' ? 0 : agenda.program === 'end' ? model.rounds + 1 : round,
          input: messages.reduce((sum, { content }) => sum + countTokens(content) + 4, countTokens(schema) + 3),
          output: countTokens(JSON.stringify(answer.value)),
        });
        return answer;
      };
      return [id, { ...inner, id, kind: 'openai', prose: true, ask }];
    }),
  );
  const host = { ask: asker(sha256, () => true), minds, token: neverCancelled, concurrency: 4, breathe: () => undefined };
  assert.equal((await advance(model, timeline, host)).kind, 'ended');
  return { all: sumOf(calls), calls };
}

const sumOf = (calls: readonly Amount[]): Amount =>
  calls.reduce((a: Amount, b) => ({ calls: a.calls + b.calls, input: a.input + b.input, output: a.output + b.output }), {
    ...{ calls: 0, input: 0, output: 0 },
  });

function longer({ value }: MindAnswer, more: string): MindAnswer {
  const { text } = value as { text?: Json };
  return { value: typeof text === 'string' && text !== '' ? { ...(value as JsonObject), text: `${text} ${more}`.trim() } : value! };
}

const off = (forecast: number, actual: number): number => Math.abs(forecast - actual) / actual;

function near(name: string, made: Forecast, spent: Amount): void {
  const cost = (spent.input * 0.15 + spent.output * 0.6) / 1e6;
  const figures = `${name}: ${made.calls.likely.toFixed(0)} calls of ${spent.calls}, ${made.input.likely.toFixed(0)} in of ${spent.input}, ${made.output.likely.toFixed(0)} out of ${spent.output}, USD ${made.money.USD!.likely.toFixed(4)} of ${cost.toFixed(4)}`;
  if (process.env.FIGURES) console.log(figures);
  assert.ok(off(made.calls.likely, spent.calls) <= 0.2, figures);
  assert.ok(off(made.input.likely, spent.input) <= 0.2, figures);
  assert.ok(off(made.output.likely, spent.output) <= 0.2, figures);
  assert.ok(off(made.money.USD!.likely, cost) <= 0.2, figures);
  for (const key of ['calls', 'input', 'output'] as const)
    assert.ok(made[key].low <= spent[key] && spent[key] <= made[key].high, `${figures}: ${key} ${JSON.stringify(made[key])}`);
}

/** A small society; each of `people` on a model. */
const small = (people: readonly string[], more = ''): string => `society: 1
title: Small
imports: [library/feed]
personas:
${people.map((mind, i) => `  p${i}: { name: Person ${i}, interests: [jazz, chess], model: ${mind} }`).join('\n')}
scenarios:
  s: { cast: all, world: feed, rounds: 4, seed: 3${more} }
`;

const foreseen = new Map<string, Promise<Forecast>>();

/** The forecast of an example as it is written. Several tests need the same one, and it is made once. */
function forecastOf(name: string, made: Study): Promise<Forecast> {
  const known = foreseen.get(name) ?? forecast(made.society, made.model, options);
  foreseen.set(name, known);
  return known;
}

const mixed = async (text: string, rounds?: number): Promise<Forecast> => {
  const made = await study(text, { mind: undefined, ...(rounds === undefined ? {} : { rounds }) });
  return forecast(made.society, made.model, options);
};

describe('the forecast of a run', function () {
  this.timeout(60_000);

  for (const [name, rounds] of [
    ...[['hello'], ['debate'], ['haggle'], ['donor_game', 12], ['commons'], ['making_friends', 6], ['rumour', 5]],
  ] as [string, number?][]) {
    it(`of ${name} is within a fifth of its usage`, async () => {
      const made = await example(name, rounds === undefined ? {} : { rounds });
      const before = await (rounds === undefined ? forecastOf(name, made) : forecast(made.society, made.model, options));
      near(name, before, (await really(made)).all);
    });
  }

  for (const [name, rounds] of [
    ['making_friends', 10],
    ['debate', 10],
    ['rumour', 10],
  ] as const) {
    it(`of ${name} is also within a fifth where a third of it is rehearsed`, async () => {
      const made = await example(name, { rounds });
      const { all } = await really(made);
      const part = await forecast(made.society, made.model, { ...options, mostQuestions: Math.floor(all.calls / 3) });
      assert.ok(part.rehearsed > 1 && part.rehearsed < part.rounds / 2);
      near(name, part, all);
    });
  }

  it('grows with rounds and with people', async () => {
    const likely = (made: Forecast): readonly number[] => [
      made.calls.likely,
      made.input.likely,
      made.output.likely,
      made.money.USD!.likely,
    ];
    const grows = (all: readonly Forecast[]): void => {
      for (const [i, made] of all.slice(1).entries())
        for (const [k, n] of likely(made).entries()) assert.ok(n > likely(all[i]!)[k]!, `${i} ${k}`);
    };
    grows(await Promise.all([1, 2, 4, 8].map((rounds) => mixed(small(['paid', 'paid', 'paid']), rounds))));
    grows(await Promise.all([1, 2, 4, 8].map((people) => mixed(small(Array.from({ length: people }, () => 'paid'))))));
    for (const { calls, input, output, money } of [await mixed(small(['paid', 'paid']))])
      for (const { low, likely: mid, high } of [calls, input, output, money.USD!]) assert.ok(0 < low && low <= mid && mid < high);
  });

  it('is zero for minds that are no language model, and without a price on this machine', async () => {
    for (const mind of ['builtin', 'random']) {
      const made = await mixed(small([mind, mind]));
      assert.deepEqual([made.minds, made.rows, made.money, made.calls, made.counted], [[], [], {}, { low: 0, likely: 0, high: 0 }, 0]);
      assert.equal(forecastLine(made), null);
      assert.match(forecastTable(made)[0]!, /^No language model/);
    }
    const here = await mixed(small(['here', 'builtin']));
    assert.equal(here.calls.likely, 4);
    assert.deepEqual(here.money, { USD: { low: 0, likely: 0, high: 0 } });
  });

  it('counts the schema of answers only for servers on other machines', async () => {
    const [paid, here] = [await mixed(small(['paid', 'builtin'])), await mixed(small(['here', 'builtin']))];
    assert.equal(paid.calls.likely, here.calls.likely);
    assert.ok(here.input.likely < paid.input.likely - 50 * here.calls.likely, `${here.input.likely}, ${paid.input.likely}`);
  });

  it('counts each model separately, at its own price, in its own currency', async () => {
    const made = await mixed(small(['paid', 'dear', 'dear', 'unknown', 'builtin']));
    assert.deepEqual(made.minds.map(({ mind, calls }) => [mind, calls.likely]).sort(), [
      ['dear', 8],
      ['paid', 4],
      ['unknown', 4],
    ]);
    const dear = made.minds.find(({ mind }) => mind === 'dear')!;
    const close = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a} ${b}`);
    close(dear.money!.likely, (dear.input.likely * 10 + dear.output.likely * 40) / 1_000_000);
    close(dear.money!.high, (dear.input.high * 10 + dear.output.high * 40) / 1_000_000);
    close(made.money.EUR!.likely, dear.money!.likely);
    const paid = made.minds.find(({ mind }) => mind === 'paid')!;
    close(made.money.USD!.likely, (paid.input.likely * 0.15 + paid.output.likely * 0.6) / 1_000_000);
    assert.equal(made.minds.find(({ mind }) => mind === 'unknown')!.money, null);
    assert.match(forecastLine(made)!, /price of unknown not known/);
    assert.ok(forecastTable(made).some((line) => /^paid \(gpt-4o-mini\): 0\.15 USD in, 0\.6 USD out, .*https:.*20\d\d-\d\d/.test(line)));
  });

  it('counts questions after the last round, also where that is not rehearsed', async () => {
    const survey = '\n    surveys: { mood: { at: end, ask: { mood: { text: How are you?, scale: 1..5 } } } }';
    const text = small(['paid', 'paid', 'paid']).replace(/s: \{ cast.*\}/, `s:\n    cast: all\n    world: feed\n    rounds: 9${survey}`);
    const made = await study(text, { mind: undefined });
    const row = ({ rows }: Forecast): number => rows.find(({ purpose }) => purpose === 'survey')?.calls.likely ?? 0;
    assert.equal(row(await forecast(made.society, made.model, options)), 3);
    const cut = await forecast(made.society, made.model, { ...options, mostQuestions: 10 });
    assert.ok(cut.rehearsed < 9);
    assert.equal(row(cut), 3);
  });

  it('covers all rounds that the society can have where it may end early', async () => {
    const made = await study(small(['paid', 'paid'], ', until: round == 2'), { mind: undefined, rounds: 10 });
    const { calls } = await forecast(made.society, made.model, options);
    assert.equal(calls.likely, 4);
    assert.ok(calls.high >= 20);
  });

  it('covers a whole round where only a part of the first is rehearsed', async () => {
    const made = await study(small(Array.from({ length: 40 }, () => 'paid')), { mind: undefined });
    const part = await forecast(made.society, made.model, { ...options, mostQuestions: 15 });
    assert.ok(part.rehearsed === 0 && Math.abs(part.calls.likely - 160) <= 16, `${part.calls.likely}`);
  });

  it('is rehearsed again with other seeds where those matter, and its range covers their results', async () => {
    const [still, chancy] = [await forecastOf('haggle', await example('haggle')), await forecastOf('commons', await example('commons'))];
    assert.ok(still.rehearsals < chancy.rehearsals, `${still.rehearsals} ${chancy.rehearsals}`);
    const width = ({ calls }: Forecast): number => (calls.high - calls.low) / calls.likely;
    assert.ok(width(chancy) > 1.5 * width(still), `${width(chancy)} ${width(still)}`);
    const acts = [...chancy.rows[0]!.byRound.values()].reduce((sum, { calls }) => sum + calls, 0);
    assert.ok(Math.abs(acts - chancy.calls.likely) < 1e-9, 'its rounds are the mean of all rehearsals');
  });

  it('has a figure for a purpose that may have no call, where nothing limits an answer', async () => {
    const rare = `society: 1
title: Rare
imports: [library/feed]
personas: { ada: { name: Ada }, ben: { name: Ben } }
codes: { rude: { ask: Is it rude?, answer: yes_no, model: paid } }
models:
worlds:
  hall:
    actions: { say: { kind: message, to: all, does: Say. }, sit: { does: Sit. }, walk: { does: Walk. }, wait: { kind: nothing, does: Wait. } }
    phases: { talk: { order: sequential, actions: [say, sit, walk, wait] } }
scenarios: { s: { world: hall, rounds: 2, seed: 2, measures: { rude: "share(all.map(a => said(a, rude)))" } } }
`;
    const { society, model } = await study(rare);
    const made = await forecast(society, model, { now: () => 0 });
    assert.ok(
      made.rows.some(({ calls }) => calls.low === 0 && calls.high > 0),
      JSON.stringify(made.rows),
    );
    for (const { calls, input, output } of [...made.rows, made])
      for (const { low, likely, high } of [calls, input, output])
        assert.ok(low >= 0 && low <= likely && likely <= high && Number.isFinite(high), `${low} ${likely} ${high}`);
    assert.doesNotMatch(forecastTable(made).join('\n'), /NaN|Infinity/);
  });

  it('takes more time to its first question, and says that nothing is known where it reaches none', async () => {
    const { society, model } = await example('hello');
    const within = (limitMs: number): Promise<Forecast> => {
      let clock = 0;
      return forecast(society, model, { now: () => ++clock, limitMs });
    };
    const known = await Promise.all([0, 0.5, 1, 2, 4, 64].map(within));
    const first = known.findIndex(({ unknown }) => !unknown);
    assert.ok(first > 0, 'the shortest time is too short, and a longer one is not');
    assert.ok(known.slice(first).every(({ unknown, calls }) => !unknown && calls.likely > 0));
    const slower = known[0]!;
    assert.equal(slower.unknown, true);
    assert.match(forecastLine(slower)!, /not known/);
    assert.doesNotMatch(forecastTable(slower).join('\n'), /nothing$|about 0|extrapolated/m);
    assert.match(budgetLine(slower, { calls: 5 })!, /not known/);
  });

  it('is bounded in time and can be cancelled', async () => {
    const { society, model } = await example('rumour');
    let clock = 0;
    const part = await forecast(society, model, { now: () => (clock += 1), limitMs: 400 });
    assert.ok(part.rehearsed < model.rounds && part.calls.likely > 0);
    const stop = new CancellationSource();
    stop.cancel();
    assert.equal((await forecast(society, model, { ...options, token: stop.token })).counted, 0);
  });
});

describe('the forecast during a run', function () {
  this.timeout(60_000);
  const price = (): Price => ({ input: 1, output: 2, currency: 'USD', from: 'file', source: null, date: null });

  it('includes what was spent, and gets closer to the final usage with longer answers', async () => {
    const made = await example('making_friends', { rounds: 10 });
    const { rounds } = made.model;
    const before = await forecast(made.society, made.model, options);
    const { all, calls } = await really(
      made,
      'And I say so because nobody here has told me yet why it should be any other way than it has always been.',
    );
    const told = `${JSON.stringify(before.input)} ${all.input}`;
    assert.ok(off(before.input.likely, all.input) > 0.1 && all.input < before.input.high, told);
    const at = (round: number): Amount =>
      liveForecast(
        calls.filter((one) => one.round < round),
        { rounds, round },
        before,
        price,
      ).expected;
    assert.ok(off(at(rounds / 2 + 1).input, all.input) < 0.1, `${at(6).input} ${all.input}`);
    assert.ok(off(at(rounds / 2 + 1).output, all.output) < 0.15, `${at(6).output} ${all.output}`);
    const end = liveForecast(calls, { rounds, round: rounds + 1, ended: true }, before, price);
    assert.deepEqual([end.spent, end.expected], [all, all]);
    assert.ok(Math.abs(end.spentMoney.USD! - (all.input + 2 * all.output) / 1e6) < 1e-12);
  });

  it('follows prompts that grow faster than expected, by hand', () => {
    const rounds = [1, 2, 3, 4, 5, 6];
    const range = { low: 0, likely: 0, high: 0 };
    const byRound = new Map(rounds.map((round) => [round, { calls: 1000, input: 1000, output: 1000 }]));
    const rows = [{ mind: 'm', purpose: 'act' as const, calls: range, input: range, output: range, money: null, byRound }];
    const spent = [1, 2, 3].map((round) => ({
      mind: 'm',
      purpose: 'act' as const,
      round,
      calls: 1000,
      input: 1000 * (1 + round / 10),
      output: 1000,
    }));
    const { expected } = liveForecast(spent, { rounds: 6, round: 4 }, { rows }, price);
    // 1.1, 1.2 and 1.3 times as much so far; then 0.1 × ¾ more, 0.1 × (¾ + ¾²), 0.1 × (¾ + ¾² + ¾³); all but 8 of 3008 calls are trusted.
    const ahead = [1.375, 1.43125, 1.4734375].map((ratio) => 1 + (3000 / 3008) * (ratio - 1));
    const input = 1000 * [1.1, 1.2, 1.3, ...ahead].reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(expected.input - input) < 1e-6, `${expected.input} ${input}`);
    assert.ok(Math.abs(expected.output - 6000) < 1e-6 && expected.calls === 6000);
  });

  it('extrapolates where there was no forecast, by hand', () => {
    const one = (round: number): SpentCalls => ({ mind: 'm', purpose: 'act', round, calls: 1, input: 100, output: 10 });
    const spent = [one(1), one(1), one(2), one(2), one(3)];
    const live = liveForecast(spent, { rounds: 5, round: 3 }, null, price);
    // Two a round: one more in this round and four in the two ahead.
    assert.deepEqual(live.expected, { calls: 10, input: 1000, output: 100 });
    assert.deepEqual([live.spentMoney, live.expectedMoney], [{ USD: 0.0006 }, { USD: 0.0012 }]);
    assert.deepEqual(liveForecast([], { rounds: 5, round: 0 }, null, price).expected, { calls: 0, input: 0, output: 0 });
  });

  it('expects no more interviews after those that were held', () => {
    const one = (round: number): SpentCalls => ({ mind: 'm', purpose: 'interview', round, calls: 1, input: 100, output: 10 });
    const { expected } = liveForecast([one(1), one(2), one(2)], { rounds: 9, round: 3 }, null, price);
    assert.deepEqual(expected, { calls: 3, input: 300, output: 30 });
  });

  it('starts as the forecast before the run', async () => {
    const made = await example('hello');
    const before = await forecastOf('hello', made);
    const live = liveForecast([], { rounds: made.model.rounds, round: 0 }, before, price);
    assert.ok(Math.abs(live.expected.input - before.input.likely) < 1e-6 && live.spent.calls === 0);
  });
});
