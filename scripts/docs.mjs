/**
 * Writes the docs that come from sources: docs/format.md from the schema, docs/diagnostics.md from the catalogue of
 * diagnostics, docs/expressions.md from the functions of expressions, docs/measures.md from the words of measures,
 * docs/library.md from the worlds of the library, docs/networks.md from the table of graphs, the tables of docs/architecture.md from the
 * map of the rooms, the table of docs/assistants.md and the tools in the manifest from src/tools, docs/debug-errors.md from the catalogue of the debugger, docs/settings.md from the manifest.
 *
 *   node scripts/docs.mjs [--check]
 *   node scripts/docs.mjs figures [PAGE…]
 *
 * With `--check` nothing is written; it fails when a page is stale. `figures` runs the command of each number that a document
 * quotes, prints what differs and fails where something does (test/support/figures.ts says how numbers are marked).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assistantsPage, manifestWithTools, titlesOfTools } from './docs/assistants.mjs';
import { architecturePage } from './docs/architecture.mjs';
import { load } from './docs/bundle.mjs';
import { debugErrorsPage } from './docs/debugErrors.mjs';
import { diagnosticsPage } from './docs/diagnostics.mjs';
import { expressionsPage } from './docs/expressions.mjs';
import { formatPage, readSchema } from './docs/format.mjs';
import { libraryPage } from './docs/library.mjs';
import { measuresPage } from './docs/measures.mjs';
import { settingsPage } from './docs/settings.mjs';
import { networksPage } from './docs/networks.mjs';
import { buildIfOlder } from './lib/build.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { elapsed, say } from './lib/report.mjs';

/** @type {readonly (readonly [path: string, write: () => Promise<string>])[]} */
const pages = [
  [
    'docs/expressions.md',
    async () => expressionsPage({ ...(await load('src/expr/index.ts')), ...(await load('src/expr/functions/draws.ts')) }),
  ],
  ['docs/measures.md', async () => measuresPage(await measureTables(), await load('src/analysis/measures.ts'))],
  ['docs/library.md', async () => libraryPage()],
  ['docs/networks.md', async () => networksPage(await load('src/engine/compile/graphForms.ts'))],
  ['docs/architecture.md', async () => architecturePage(await load('test/support/rooms.ts'))],
  ['docs/assistants.md', async () => assistantsPage(await load('src/tools/toolList.ts'))],
  ['package.json', async () => manifestWithTools(await load('src/tools/toolList.ts'))],
  ['package.nls.json', async () => titlesOfTools(await load('src/tools/toolList.ts'))],
  ['docs/format.md', async () => formatPage(readSchema())],
  ['docs/settings.md', async () => settingsPage()],
  ['docs/debug-errors.md', async () => debugErrorsPage(await load('src/debug/run/errors.ts'))],
  ['docs/diagnostics.md', async () => diagnosticsPage((await load('test/support/diagnostics.ts')).readCatalogue(root))],
];

/** The words of all measures, and which functions there are. */
const measureTables = async () => ({
  ...(await load('src/expr/index.ts')),
  ...(await load('src/expr/functions/measureWordsTies.ts')),
  ...(await load('src/expr/functions/measureWordsTalk.ts')),
});

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return null;
  }
}

async function main() {
  const options = readOptions(import.meta.url, ['check'], Number.POSITIVE_INFINITY);
  if (!options) return 0;
  const [command, ...shown] = options.words;
  if (command === 'figures') return playFigures(shown);
  if (command !== undefined) throw new Error(`unknown command '${command}'; see node scripts/docs.mjs --help`);
  const check = options.flags.has('check');
  let stale = 0;
  for (const [path, write] of pages) {
    const text = await write();
    if (textOf(path) === text) continue;
    stale++;
    if (!check) writeFileSync(join(root, path), text);
    say(check ? `${path} is stale: run node scripts/docs.mjs` : `wrote ${path}`);
  }
  return check && stale > 0 ? 1 : 0;
}

/** @param {readonly string[]} wanted pages; all where there are none */
async function playFigures(wanted) {
  await buildIfOlder(join(root, 'dist', 'cli.mjs'));
  /** @type {typeof import('../test/support/playFigures.js')} */
  const { differences, pagesOf, readFigures, setStage } = await load('test/support/playFigures.ts');
  const { figures, faults } = readFigures(root, wanted.length > 0 ? wanted : pagesOf(root));
  const stage = setStage(root);
  const wrong = [...faults];
  for (const figure of figures) {
    const start = performance.now();
    const found = await differences(figure, stage);
    wrong.push(...found);
    say(`${figure.page}:${figure.line}: ${found.length === 0 ? 'agrees' : 'DIFFERS'} (${elapsed(start)})`);
  }
  stage.clear();
  for (const line of wrong) say(line);
  say(`${figures.length} figures played, ${wrong.length} differences`);
  return wrong.length > 0 ? 1 : 0;
}

if (isMain(import.meta.url)) await runMain(main);
