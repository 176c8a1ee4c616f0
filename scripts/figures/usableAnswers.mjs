/**
 * `node scripts/figures/usableAnswers.mjs MODEL [questions [form]]`: asks a model of `npm run models` that many questions (default 30) of each world
 * of the library, of every purpose that the world has, and prints a JSON line for each. The built-in mind plays the worlds;
 * only their questions go to the model, two at a time, with `max_tokens: 200` and temperature 0. `form` is what a file says under `schema:`.
 *
 * `node scripts/figures/usableAnswers.mjs table FILE…` reads such lines, and prints the table of docs/models.md.
 */
import { readFileSync } from 'node:fs';
import { load } from '../docs/bundle.mjs';
import { runMain } from '../lib/main.mjs';
import { startServer } from '../models/server.mjs';

const [ROUNDS, SLOTS, MAX_TOKENS] = [4, 2, 200];

/** Faults of the server, not of an answer. */
const NOT_ANSWERED = new Set(['connection-lost', 'endpoint-down', 'timeout']);

/** Questions of a world that are asked in one go, so that a run that is stopped has some of each world. */
const AT_A_TIME = 10;

/** For each world of the library: a file that uses it, the scenario, the world of the file, and its ties. */
const WORLDS = /** @type {Record<string, readonly [file: string, scenario: string, world: string, ties?: string]>} */ ({
  chat: ['gallery/character_chat/character_chat', 'matched', 'support', 'closeness, matched, '],
  commons: ['commons', 'talk', 'commons'],
  debate: ['debate', 'town_hall', 'debate'],
  donor: ['donor_game', 'by_nature', 'donor'],
  feed: ['making_friends', 'make_friends', 'feed'],
  haggle: ['haggle', 'sale', 'haggle'],
  matrix_game: ['gallery/repeated_games/repeated_games', 'grudge', 'dilemma'],
  network_formation: ['network_formation', 'free', 'network_formation'],
  room: ['gallery/focus_group/focus_group', 'group', 'session'],
});

/** The society of a world, with a question of every purpose. */
const societyOf = (/** @type {string} */ name) => {
  const [file, scenario, world, ties = ''] = WORLDS[name] ?? [];
  return `society: 1
title: Every purpose
imports: [./${file}.society]
codes:
  thanks: { ask: Does it say thanks?, answer: yes_no }
ties:
  esteem: { among: all, change: { rule: evidence, by: recipients, ratings: { dimensions: { warmth: 2, interest: 1 } } } }
worlds:
  planned:
    extends: ${world}
    phases:
      plans: { who: all, do: plan, first: true }
scenarios:
  every:
    extends: ${scenario}
    world: { use: planned }
    ties: [${ties}esteem]
    rounds: ${ROUNDS}
    memory: { reflect: { after: 1, questions: 1, insights: 2 } }
    coach: { kind: model, at: every 1, sees: [ties] }
    interventions:
      party: { when: { ask: Has someone said hello?, of: builtin }, announce: There is a plate of cakes. }
    surveys:
      mood:
        at: end
        ask:
          lonely: { text: How lonely do you feel?, scale: 1..7 }
          wants: { text: What do you want most?, some_of: [company, help, peace] }
          nearest: { text: Whom would you ask for help?, one_of: cast }
          why: { text: Why?, open: true }
`;
};

async function main() {
  const [model = 'smollm2', ...rest] = process.argv.slice(2);
  if (model === 'table') return printTable(rest);
  const [most, form] = [Number(rest[0] ?? 30), rest[1] ?? 'auto'];
  const { questionsIn, spread } = await load('test/support/questions.ts');
  const { openaiMind } = await load('src/minds/openai/index.ts');
  const { plainForm } = await load('src/minds/layers/plainForm.ts');
  const { judge } = await load('src/engine/observation/answer.ts');
  const { neverCancelled } = await load('src/core/util/lifecycle.ts');
  const asked = [];
  for (const world of Object.keys(WORLDS)) {
    const all = await questionsIn(societyOf(world), ROUNDS, { scenario: 'every' });
    const purposeOf = (/** @type {{ purpose: string }} */ { purpose }) => purpose;
    asked.push(
      ...inTurn(spread(all, purposeOf, most), purposeOf, most).map((question, i) => ({ world, question, go: Math.floor(i / AT_A_TIME) })),
    );
  }
  asked.sort((a, b) => a.go - b.go);
  const server = await startServer(model, { slots: SLOTS });
  try {
    const options = {
      id: model,
      model,
      baseUrl: `${server.url}/v1`,
      key: null,
      schema: form === 'text' ? 'none' : form,
      timeoutMs: 600_000,
    };
    const mind = plainForm(retried(openaiMind({ ...options, maxTokens: MAX_TOKENS, temperature: 0 })));
    const left = asked.values();
    const worker = async () => {
      for (const { world, question } of left) {
        const line = { model, world, purpose: question.purpose, ...(await outcomeOf(mind, question, judge, neverCancelled)) };
        process.stdout.write(`${JSON.stringify(line)}\n`);
      }
    };
    await Promise.all(Array.from({ length: SLOTS }, worker));
  } finally {
    await server.stop();
  }
}

/**
 * At most `most` of the items, taking one of each group in turn.
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} groupOf
 * @param {number} most
 */
function inTurn(items, groupOf, most) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  const numbered = items.map((item) => {
    const before = counts.get(groupOf(item)) ?? 0;
    counts.set(groupOf(item), before + 1);
    return { item, before };
  });
  return numbered
    .sort((a, b) => a.before - b.before)
    .slice(0, most)
    .map(({ item }) => item);
}

/**
 * The mind, which is asked again where it says so, as in a run. `times` of an answer or a fault counts the requests.
 * @param {any} mind
 */
function retried(mind) {
  const ask = async (/** @type {any} */ question, /** @type {any} */ token) => {
    for (;;) {
      const texts = requests.get(keyOf(question)) ?? [];
      requests.set(keyOf(question), texts);
      const place = texts.push('') - 1;
      try {
        const answer = await mind.ask(question, token);
        texts[place] = answer.text ?? '';
        return answer;
      } catch (error) {
        if (/** @type {{ code?: string }} */ (error).code !== 'other-dialect') throw error;
      }
    }
  };
  return { ...mind, ask };
}

const keyOf = (/** @type {any} */ { hash, occurrence }) => `${hash} ${occurrence}`;

/** The text of the answer to each request of a question. @type {Map<string, string[]>} */
const requests = new Map();

/**
 * What becomes of a question.
 * @param {any} mind
 * @param {any} question
 * @param {any} judge
 * @param {any} token
 */
async function outcomeOf(mind, question, judge, token) {
  requests.delete(keyOf(question));
  const texts = () => requests.get(keyOf(question)) ?? [];
  try {
    const answer = await mind.ask(question, token);
    const { status, reason } = judge(question, answer);
    const { input, output } = answer.usage ?? {};
    return { times: texts().length, status, reason, input, output, ...(status === 'accepted' ? {} : { text: answer.text }) };
  } catch (error) {
    const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
    if (code === undefined || NOT_ANSWERED.has(code)) throw error;
    return { times: texts().length, status: 'lost', reason: code, text: message, texts: texts() };
  }
}

/** @typedef {{ model: string, world: string, purpose: string, times: number, status: string, reason: string | null, output?: number }} Line */

/** @param {readonly string[]} files */
function printTable(files) {
  const lines = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => /** @type {Line} */ (JSON.parse(line))),
  );
  const models = [...new Set(lines.map(({ model }) => model))];
  process.stdout.write(`| world | ${models.join(' | ')} |\n|---|${models.map(() => '---|').join('')}\n`);
  for (const [name, of] of [.../** @type {const} */ (['world', 'purpose']), 'all'].flatMap((key) =>
    key === 'all'
      ? [/** @type {const} */ (['**all**', () => true])]
      : [...new Set(lines.map((line) => line[/** @type {'world'} */ (key)]))]
          .sort()
          .map((value) => /** @type {const} */ ([value, (/** @type {Line} */ line) => line[/** @type {'world'} */ (key)] === value])),
  )) {
    const cells = models.map((model) => cellOf(lines.filter((line) => line.model === model && of(line))));
    process.stdout.write(`| ${name} | ${cells.join(' | ')} |\n`);
  }
  for (const line of lines.filter(({ status }) => status !== 'accepted')) process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** @param {readonly Line[]} lines */
function cellOf(lines) {
  const usable = lines.filter(({ status }) => status === 'accepted').length;
  const again = lines.filter(({ times }) => times > 1).length;
  const [low, high] = wilson(usable, lines.length).map((share) => (100 * share).toFixed(1));
  return `${usable} of ${lines.length} (${low} to ${high} %)${again > 0 ? `, ${again} asked again` : ''}`;
}

/**
 * The 95 % interval of a share, by Wilson.
 * @param {number} hits
 * @param {number} n
 */
function wilson(hits, n) {
  const z = 1.96;
  const [share, width] = [hits / n, z ** 2 / n];
  const middle = share + width / 2;
  const half = z * Math.sqrt((share * (1 - share)) / n + width / (4 * n));
  return [middle - half, middle + half].map((value) => value / (1 + width));
}

await runMain(main);
