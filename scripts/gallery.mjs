/**
 * Plays the gallery and writes the files that are made from its runs: the figures of each entry in docs/figures/gallery, the page
 * docs/gallery.md, and a picture of each entry's tie network in docs/images/gallery. Fails where an entry is wrong or an expectation
 * does not hold.
 *
 *   node scripts/gallery.mjs [--check|--page] [ID…]
 *
 * With ids only these are played; the page is written from the figures of all. With `--page` none is played. With `--check` nothing is written, and one seed of each
 * entry is played: it fails when that run differs from the figures that are kept, when the page is stale, or when a picture is missing.
 */
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundle } from './docs/bundle.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { elapsed, say } from './lib/report.mjs';

/** @typedef {import('../test/support/gallery.js').Played} Played */

/** Maximum size of a picture in bytes: all pictures are on one page. */
const MOST = 60_000;
/** A run makes much garbage: a larger young generation saves a fifth of the time. */
const YOUNG = 192;

async function main() {
  mkdirSync(join(root, 'docs', 'figures', 'gallery'), { recursive: true });
  const check = process.argv.includes('--check');
  const wanted = process.argv.slice(2).filter((one) => !one.startsWith('--'));
  const built = await bundle('test/support/gallery.ts');
  /** @type {typeof import('../test/support/gallery.js')} */
  const { FIGURES, figuresText, galleryPage, keptFigures, PICTURE, readGallery, readRecordedRuns, wrongWith } = await import(built.href);
  const { entries, faults } = readGallery(root);
  const wrong = [...faults];
  const chosen = process.argv.includes('--page') ? [] : wanted.length === 0 ? entries : entries.filter(({ id }) => wanted.includes(id));
  for (const id of wanted) if (!chosen.some((one) => one.id === id)) wrong.push(`${id}: there is no such entry, or it has faults`);
  if (check) for (const lines of await ofAll(built, chosen, true)) wrong.push(.../** @type {readonly string[]} */ (lines));
  else
    for (const { outcome, picture } of /** @type {readonly Played[]} */ (await ofAll(built, chosen, false))) {
      wrong.push(...wrongWith(outcome));
      write(FIGURES(outcome.entry.id), figuresText(outcome.figures));
      if (picture !== null) write(join('docs', PICTURE(outcome.entry.id)), picture);
    }
  for (const { id } of chosen) wrong.push(...wrongPicture(join('docs', PICTURE(id))));
  const shown = entries.flatMap((entry) => {
    const figures = keptFigures(root, entry.id);
    return figures ? [{ entry, figures }] : [];
  });
  const page = galleryPage(shown, await readRecordedRuns(root));
  if (textOf('docs/gallery.md') !== page) {
    if (check) wrong.push('docs/gallery.md is stale: run node scripts/gallery.mjs');
    else write('docs/gallery.md', page);
  }
  for (const path of ['docs/figures/gallery', 'docs/images/gallery'])
    for (const name of readdirSync(join(root, path)))
      if (!entries.some(({ id }) => id === parse(name).name) && faults.length === 0) {
        if (check) wrong.push(`${path}/${name} is of no entry: run node scripts/gallery.mjs`);
        else rmSync(join(root, path, name));
      }
  for (const line of wrong) say(line);
  return wrong.length > 0 ? 1 : 0;
}

/**
 * A few at a time, each in the next worker that is free; in the order of the entries.
 * @param {URL} built
 * @param {readonly import('../src/gallery/entry.js').GalleryEntry[]} entries
 * @param {boolean} check
 * @returns {Promise<readonly unknown[]>} for each entry the lines of its errors when it is checked, and a `Played` otherwise
 */
async function ofAll(built, entries, check) {
  const start = performance.now();
  /** @type {unknown[]} */
  const found = [];
  const queue = entries.entries();
  await Promise.all(
    Array.from({ length: Math.min(entries.length, availableParallelism()) }, async () => {
      const worker = new Worker(new URL('./lib/galleryWorker.mjs', import.meta.url), {
        workerData: { built: built.href, root, check },
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
      });
      for (const [i, entry] of queue) {
        const begun = performance.now();
        found[i] = await answerOf(worker, entry);
        say(`${entry.id}: played in ${elapsed(begun)}`);
      }
      await worker.terminate();
    }),
  );
  say(`${entries.length} entries played in ${elapsed(start)}`);
  return found;
}

/**
 * @param {Worker} worker
 * @param {unknown} question
 * @returns {Promise<unknown>}
 */
async function answerOf(worker, question) {
  const answered = once(worker, 'message');
  worker.postMessage(question);
  return (await answered)[0];
}

/** @param {string} path */
function wrongPicture(path) {
  if (!existsSync(join(root, path))) return [`${path} is missing: run node scripts/gallery.mjs`];
  const { size } = statSync(join(root, path));
  return size > MOST ? [`${path} has ${size} bytes; a picture may have ${MOST}`] : [];
}

/** @param {string} path */
const textOf = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null);

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

if (isMain(import.meta.url)) await runMain(main);
