/**
 * `node scripts/figures/promptVariants.mjs MODEL [questions] [variant…]`: variants of the default prompts, judged by a real model of
 * `npm run models`. Each variant asks the same questions of making_friends, spread over five rounds that the built-in mind played, and
 * prints one JSON line; the later ones are compared with the first, question by question. The table in docs/prompts.md has these figures.
 *
 * `node scripts/figures/promptVariants.mjs repeated` asks no model. It prints the share of the characters of prompts that repeat the
 * beginning of an earlier prompt, in five rounds of making_friends, for the order of each version.
 */
import { startServer } from '../models/server.mjs';
import { load } from '../docs/bundle.mjs';
import { runMain } from '../lib/main.mjs';

const SAMPLING = { model: 'm', temperature: 0.7, maxTokens: 160 };
const ROUNDS = 5;

/** @typedef {{ section: string, role: string, text: string, kept: boolean }} Part */
/** @typedef {(part: Part) => string} Edit */
/** @typedef {Awaited<ReturnType<typeof answerOf>>} Answer */

const EXAMPLE = 'Example: {"action":"post","text":"Has anyone seen the heron by the old lock?","votes":[]}';

/** Order of the sections, with the number of those in the system message, whether each action has its own form, and an edit of the texts. */
const VARIANTS = /** @type {Record<string, { order?: string, system?: number, forms?: boolean, edit?: Edit }>} */ ({
  default: {},
  'one form for all actions': { forms: false },
  'agent before messages': { order: 'frame setting options answer you situation messages memories turn', system: 5 },
  'agent before options': { order: 'frame setting you options answer situation messages memories turn', system: 5 },
  'options at the end': { order: 'frame you setting situation messages memories options answer turn', system: 2 },
  'with an example': { edit: ({ section, text }) => (section === 'answer' ? `${text}\n${EXAMPLE}` : text) },
  'without the request for JSON at the end': { edit: ({ text }) => text.replace(' Answer with the JSON object.', '') },
  'words of your own': {
    edit: ({ text }) =>
      text.replace(/ Answer with the JSON object\. Do not repeat.*/, ' Answer with the JSON object, in words of your own.'),
  },
});

async function main() {
  const [model = 'smollm2', count = '12', ...names] = process.argv.slice(2);
  const { questionsOf, spread } = await load('test/support/questions.ts');
  if (model === 'repeated') return printRepeated(questionsOf);
  const { chatRequest, FIRST_DIALECT } = await load('src/minds/openai/request.ts');
  const all = await questionsOf('examples/making_friends.society', ROUNDS);
  const acts = spread(
    all.filter((/** @type {{ purpose: string }} */ { purpose }) => purpose === 'act'),
    () => '',
    Number(count),
  );
  const server = await startServer(model, { slots: 1 });
  /** @type {Answer[] | undefined} The answers of the first variant, which the others are compared with. */
  let first;
  try {
    for (const name of names.length > 0 ? names : Object.keys(VARIANTS)) {
      const variant = VARIANTS[name];
      if (!variant) throw new Error(`unknown variant \`${name}\`; known: ${Object.keys(VARIANTS).join(', ')}`);
      const answers = [];
      for (const question of acts) {
        const body = chatRequest({ ...question, parts: () => partsOf(question, variant) }, SAMPLING, {
          ...FIRST_DIALECT,
          lengths: variant.forms !== false,
        });
        answers.push(await answerOf(server.url, body, question));
      }
      first ??= answers;
      const pairs = first === answers ? {} : { copiedInOne: discordant(first, answers) };
      process.stdout.write(`${JSON.stringify({ model, variant: name, ...figures(answers), ...pairs })}\n`);
    }
  } finally {
    await server.stop();
  }
}

/** Flags that changed the order of prompts. */
const ORDERS = [15, 17];

/** @param {(file: string, rounds: number, which: { flags?: readonly number[] }) => Promise<{ parts: () => readonly Part[] }[]>} questionsOf */
async function printRepeated(questionsOf) {
  const { CURRENT_FLAGS } = await load('src/engine/index.ts');
  for (const before of [...ORDERS, Infinity]) {
    const flags = CURRENT_FLAGS.filter((/** @type {number} */ flag) => flag < before);
    const questions = await questionsOf('examples/making_friends.society', ROUNDS, { flags });
    const prompts = questions.map(({ parts }) =>
      parts()
        .filter(({ kept }) => kept)
        .map(({ text }) => text)
        .join('\n\n'),
    );
    const repeated = prompts.map((prompt, i) => Math.max(0, ...prompts.slice(0, i).map((earlier) => sharedLength(prompt, earlier))));
    const sum = (/** @type {readonly number[]} */ numbers) => numbers.reduce((a, b) => a + b, 0);
    const order = before === Infinity ? 'current' : `before flag ${before}`;
    const share = round(sum(repeated) / sum(prompts.map(({ length }) => length)));
    process.stdout.write(`${JSON.stringify({ order, questions: prompts.length, share })}\n`);
  }
}

/** @param {string} a @param {string} b */
function sharedLength(a, b) {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

/**
 * @param {{ parts: () => readonly Part[] }} question
 * @param {(typeof VARIANTS)[string]} variant
 * @returns {readonly Part[]}
 */
function partsOf({ parts }, { order, system = 5, edit = ({ text }) => text }) {
  const kept = parts().map((part) => ({ ...part, text: edit(part) }));
  if (order === undefined) return kept;
  return order
    .split(' ')
    .flatMap((section, i) =>
      kept.filter((part) => part.section === section).map((part) => ({ ...part, role: i < system ? 'system' : 'user' })),
    );
}

/**
 * @param {string} url
 * @param {object} body
 * @param {{ parts: () => readonly Part[], situation: { seen: { text: string }[], mine: { text: string }[], memories: { text: string }[] } }} question
 */
async function answerOf(url, body, { parts, situation: { seen, mine, memories } }) {
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify({ ...body, seed: 7 }) });
  const { choices, usage } = await response.json();
  const answer = parsed(choices?.[0]?.message?.content);
  const text = typeof answer?.text === 'string' ? answer.text.trim() : '';
  const read = new Set([...seen, ...mine, ...memories].flatMap((one) => runsOf(one.text, 5)));
  const self = new Set(parts().flatMap((part) => (part.section === 'you' ? runsOf(part.text, 5) : [])));
  return {
    text,
    usable: answer !== null && (answer.action === 'nothing' || text !== ''),
    copied: runsOf(text, 5).some((run) => read.has(run)),
    recited: runsOf(text, 5).some((run) => self.has(run)),
    outside: /\b(as an ai|language model|simulated|json|assistant|in character)\b/i.test(text),
    input: usage?.prompt_tokens ?? 0,
    output: usage?.completion_tokens ?? 0,
  };
}

/** @param {unknown} text @returns {{ action?: string, text?: unknown } | null} */
function parsed(text) {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}

/** Runs of words of a length, in lower case. @param {string} text @param {number} length */
function runsOf(text, length) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  return words.slice(0, Math.max(0, words.length - length + 1)).map((_, i) => words.slice(i, i + length).join(' '));
}

/** @param {readonly Answer[]} answers */
function figures(answers) {
  const share = (/** @type {(one: (typeof answers)[number]) => boolean} */ is) => round(answers.filter(is).length / answers.length);
  const mean = (/** @type {(one: (typeof answers)[number]) => number} */ of) =>
    Math.round(answers.reduce((sum, one) => sum + of(one), 0) / answers.length);
  const texts = answers.map(({ text }) => text).filter((text) => text !== '');
  const pairs = texts.flatMap((text) => runsOf(text, 2));
  return {
    questions: answers.length,
    usable: share(({ usable }) => usable),
    copied: share(({ copied }) => copied),
    recited: share(({ recited }) => recited),
    outside: share(({ outside }) => outside),
    distinct2: round(new Set(pairs).size / Math.max(1, pairs.length)),
    similarity: round(similarity(texts.map((text) => new Set(runsOf(text, 1))))),
    tokensIn: mean(({ input }) => input),
    tokensOut: mean(({ output }) => output),
  };
}

/**
 * Questions whose answer copies in the first variant only, and in the other only: what an exact test of McNemar compares.
 * @param {readonly Answer[]} first @param {readonly Answer[]} other
 */
const discordant = (first, other) => [
  first.filter(({ copied }, i) => copied && !other[i]?.copied).length,
  first.filter(({ copied }, i) => !copied && other[i]?.copied).length,
];

/** Mean Jaccard similarity of all pairs. @param {readonly ReadonlySet<string>[]} sets */
function similarity(sets) {
  const found = sets.flatMap((a, i) =>
    sets.slice(0, i).map((b) => {
      const both = [...a].filter((word) => b.has(word)).length;
      return both / Math.max(1, a.size + b.size - both);
    }),
  );
  return found.reduce((sum, one) => sum + one, 0) / Math.max(1, found.length);
}

/** @param {number} value */
const round = (value) => Math.round(value * 1000) / 1000;

await runMain(main);
