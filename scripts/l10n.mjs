/**
 * Texts for translation.
 *
 *   node scripts/l10n.mjs                     writes l10n/bundle.l10n.json, and removes texts that no longer exist from the languages
 *   node scripts/l10n.mjs --missing LANGUAGE  prints the texts that the language lacks, as JSON to fill in
 *   node scripts/l10n.mjs --merge LANGUAGE F  adds the translations of a file that `--missing` printed
 *   node scripts/l10n.mjs --pseudo FILE       writes the bundle of the pseudo-locale
 *
 * docs/translations.md has the terms of each language.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMain, runMain } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { say } from './lib/report.mjs';
import { bundlePath, extractTexts, LANGUAGES, manifestPath, pseudoBundle, readBundle } from './lib/translations.mjs';

/** @typedef {import('./lib/translations.mjs').Bundle} Bundle */

/** @param {string} path @param {Bundle} bundle */
const write = (path, bundle) => writeFileSync(path, `${JSON.stringify(bundle, null, 2)}\n`);

/** @param {string} path @returns {Bundle} */
const read = (path) => (existsSync(path) ? readBundle(path) : {});

async function main() {
  const options = readOptions(import.meta.url, ['missing', 'merge', 'pseudo'], 2);
  if (!options) return;
  const [language = '', file = ''] = options.words;
  if (options.flags.has('pseudo')) return write(language, pseudoBundle());
  const texts = [...extractTexts().keys()];
  const manifest = readBundle(manifestPath());
  if (options.flags.has('missing')) {
    const [known, named] = [read(bundlePath(language)), read(manifestPath(language))];
    const missing = texts.filter((text) => !Object.hasOwn(known, text)).map((text) => [text, '']);
    const unnamed = Object.entries(manifest).filter(([key]) => !Object.hasOwn(named, key));
    process.stdout.write(`${JSON.stringify(Object.fromEntries([...missing, ...unnamed]), null, 2)}\n`);
    return;
  }
  const added = options.flags.has('merge') ? /** @type {Bundle} */ (JSON.parse(readFileSync(file, 'utf8'))) : {};
  write(bundlePath(), Object.fromEntries(texts.map((text) => [text, text])));
  for (const one of LANGUAGES) {
    const own = one === language ? added : {};
    const bundle = { ...read(bundlePath(one)), ...own };
    const named = { ...read(manifestPath(one)), ...own };
    const kept = texts.filter((text) => bundle[text]).map((text) => [text, bundle[text]]);
    const names = Object.keys(manifest)
      .filter((key) => named[key])
      .map((key) => [key, named[key]]);
    write(bundlePath(one), Object.fromEntries(kept));
    write(manifestPath(one), Object.fromEntries(names));
    say(`${one}: ${kept.length} of ${texts.length} texts, ${names.length} of ${Object.keys(manifest).length} of the manifest`);
  }
}

if (isMain(import.meta.url)) await runMain(main);
