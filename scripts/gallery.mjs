/**
 * Plays the gallery and writes what is made from its runs: docs/gallery.md and a picture of each entry's tie network in
 * docs/images/gallery. Fails where an entry is wrong or an expectation does not hold.
 *
 *   node scripts/gallery.mjs [--check] [ID…]
 *
 * With ids only these are played, and their pictures written. With `--check` nothing is written; it fails when the page is
 * stale or a picture is missing.
 */
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundle } from './docs/bundle.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { elapsed, say } from './lib/report.mjs';

/** @typedef {import('../test/support/gallery.js').Played} Played */

/** Bytes of a picture: they are many, and all on one page. */
const MOST = 60_000;
/** A run makes much that is soon thrown away: with room for it, a fifth less time is taken. */
const YOUNG = 192;

async function main() {
  const check = process.argv.includes('--check');
  const wanted = process.argv.slice(2).filter((one) => !one.startsWith('--'));
  const built = await bundle('test/support/gallery.ts');
  /** @type {typeof import('../test/support/gallery.js')} */
  const { galleryPage, PICTURE, readGallery, wrongWith } = await import(built.href);
  const { entries, faults } = readGallery(root);
  const wrong = [...faults];
  const chosen = wanted.length === 0 ? entries : entries.filter(({ id }) => wanted.includes(id));
  for (const id of wanted) if (!chosen.some((one) => one.id === id)) wrong.push(`${id}: there is no such entry, or it has faults`);
  const played = await playAll(built, chosen);
  for (const { outcome, picture } of played) {
    wrong.push(...wrongWith(outcome));
    if (picture !== null && !check) write(join('docs', PICTURE(outcome.entry.id)), picture);
    wrong.push(...wrongPicture(join('docs', PICTURE(outcome.entry.id))));
  }
  const page = galleryPage(played.map(({ outcome }) => outcome));
  if (wanted.length === 0 && textOf('docs/gallery.md') !== page) {
    if (check) wrong.push('docs/gallery.md is stale: run node scripts/gallery.mjs');
    else write('docs/gallery.md', page);
  }
  for (const line of wrong) say(line);
  return wrong.length > 0 ? 1 : 0;
}

/**
 * A few at a time, each in the next worker that is free; in the order of the entries.
 * @param {URL} built
 * @param {readonly import('../src/gallery/entry.js').GalleryEntry[]} entries
 * @returns {Promise<readonly Played[]>}
 */
async function playAll(built, entries) {
  const start = performance.now();
  /** @type {Played[]} */
  const played = [];
  const queue = entries.entries();
  await Promise.all(
    Array.from({ length: Math.min(entries.length, availableParallelism()) }, async () => {
      const worker = new Worker(new URL('./lib/galleryWorker.mjs', import.meta.url), {
        workerData: { built: built.href, root },
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
      });
      for (const [i, entry] of queue) {
        const begun = performance.now();
        played[i] = await answerOf(worker, entry);
        say(`${entry.id}: played in ${elapsed(begun)}`);
      }
      await worker.terminate();
    }),
  );
  say(`${entries.length} entries played in ${elapsed(start)}`);
  return played;
}

/**
 * @param {Worker} worker
 * @param {unknown} question
 * @returns {Promise<Played>}
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
