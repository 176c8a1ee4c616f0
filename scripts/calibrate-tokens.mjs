/**
 * The weights of the token estimate (src/language/tokens), and its errors against real vocabularies.
 *
 *   node scripts/calibrate-tokens.mjs            prints the tables of errors of docs/prompts.md
 *   node scripts/calibrate-tokens.mjs --write    fits the weights and writes them into the source
 *   node scripts/calibrate-tokens.mjs --count    counts the texts of the test again, and renders its prompts again
 *
 * With an option, servers of the models of `npm run models` count the tokens (`/tokenize`). They have to be installed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isMain, runMain } from './lib/main.mjs';
import { out, root } from './lib/paths.mjs';
import { say } from './lib/report.mjs';
import { startServer } from './models/server.mjs';

/** @typedef {(text: string) => number} Count */

/** Texts that are counted at the same time. */
const AT_ONCE = 16;

const source = join(root, 'src/language/tokens/weights.ts');

/** @param {string} name of a module of test/support */
async function load(name) {
  const folder = join(out, 'calibrate');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [join(root, 'test/support', `${name}.ts`)],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

/**
 * Tokens of texts, without those that a server adds to each prompt.
 * @param {string} model
 * @param {readonly string[]} texts
 * @returns {Promise<Map<string, number>>}
 */
async function countedBy(model, texts) {
  say(`${model} counts ${texts.length} texts`);
  const { url, stop } = await startServer(model, { slots: 1, context: 512, threads: 1 });
  try {
    const counts = new Map();
    const left = texts.values();
    const worker = async () => {
      for (const content of left) {
        const response = await fetch(`${url}/tokenize`, { method: 'POST', body: JSON.stringify({ content, add_special: false }) });
        counts.set(content, (await response.json()).tokens.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return counts;
  } finally {
    await stop();
  }
}

async function write() {
  const { fittedWeights } = await load('tokenFit');
  const { fittedOn } = await load('tokenCorpus');
  const { COUNTED, tokensOf } = await load('tokenCounts');
  const { VOCABULARIES } = await load('tokenErrors');
  const texts = fittedOn().map((/** @type {{ text: string }} */ { text }) => text);
  /** @type {string[]} */
  const blocks = [];
  for (const vocabulary of VOCABULARIES) {
    const counts = vocabulary in COUNTED ? await countedBy(COUNTED[vocabulary], texts) : null;
    const weights = fittedWeights(vocabulary, (/** @type {string} */ text) => counts?.get(text) ?? tokensOf(text, vocabulary));
    blocks.push(`  ${vocabulary}: {\n${[...weights].map(([name, weight]) => `    ${name}: ${weight},\n`).join('')}  },\n`);
  }
  const text = readFileSync(source, 'utf8');
  writeFileSync(
    source,
    text.replace(/(export const WEIGHTS[^\n]*\{\n)[\s\S]*?(\};)/, (_, open, close) => `${open}${blocks.join('')}${close}`),
  );
  say('wrote src/language/tokens/weights.ts');
}

async function count() {
  const { renderedPrompts } = await load('tokenPrompts');
  const places = new Map();
  const place = (/** @type {string} */ part) => {
    if (!places.has(part)) places.set(part, places.size);
    return places.get(part);
  };
  const prompts = Object.fromEntries(
    [...(await renderedPrompts())].map(([kind, all]) => [kind, all.map((/** @type {string[]} */ parts) => parts.map(place))]),
  );
  const { COUNTED, FILE, keyOf } = await load('tokenCounts');
  const put = (/** @type {object} */ tokens) =>
    writeFileSync(join(root, FILE), `${JSON.stringify({ prompts, parts: [...places.keys()], tokens })}\n`);
  put({});
  const texts = (await load('tokenCounts')).countedTexts();
  /** @type {Record<string, object>} */
  const tokens = {};
  for (const [vocabulary, model] of Object.entries(COUNTED)) {
    const counts = await countedBy(model, texts);
    tokens[vocabulary] = Object.fromEntries([...counts].map(([text, tokens]) => [keyOf(text), tokens]));
  }
  put(tokens);
  say(`wrote ${FILE}`);
}

async function main() {
  const [option] = process.argv.slice(2);
  if (option === '--write') return write();
  if (option === '--count') return count();
  if (option !== undefined) throw new Error(`unknown option '${option}': the options are --write and --count`);
  const { errorTable } = await load('tokenErrors');
  return say(['prompts', 'passages', 'answers'].map(errorTable).join('\n\n'));
}

if (isMain(import.meta.url)) await runMain(main);
