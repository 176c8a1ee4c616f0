/**
 * Fits the weights of src/language/tokens.ts to a real tokenizer and prints the error of the estimate, by kind of text.
 *
 *   node scripts/calibrate-tokens.mjs            prints the errors of the weights in force
 *   node scripts/calibrate-tokens.mjs --fit      prints fitted weights
 *   node scripts/calibrate-tokens.mjs --write    fits and puts the weights into the source; then run the script again
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { isMain, runMain } from './lib/main.mjs';
import { out, root } from './lib/paths.mjs';
import { say } from './lib/report.mjs';

const source = join(root, 'src/language/tokens.ts');

async function load() {
  const folder = join(out, 'calibrate');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, 'tokenFit.mjs');
  await build({
    entryPoints: [join(root, 'test/support/tokenFit.ts')],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

/** @param {string} weights */
function write(weights) {
  const text = readFileSync(source, 'utf8');
  const put = text.replace(/(const WEIGHTS = \{\n)[\s\S]*?(\n\};)/, (_, open, close) => `${open}${weights}${close}`);
  if (put === text) return say('the weights are as they were');
  writeFileSync(source, put);
  say('wrote the weights to src/language/tokens.ts');
}

async function main() {
  const { fittedWeights, errorTable } = await load();
  const [option] = process.argv.slice(2);
  if (option === undefined) return say(await errorTable());
  const weights = [...fittedWeights()].map(([name, weight]) => `  ${name}: ${weight},`).join('\n');
  if (option === '--write') write(weights);
  else say(weights);
}

if (isMain(import.meta.url)) await runMain(main);
