/**
 * Plays the gallery and writes the files that are made from its runs: the figures of each entry in docs/figures/gallery, the page
 * docs/gallery.md, and a picture of each entry's tie network in docs/images/gallery. Fails where an entry is wrong or an expectation
 * does not hold.
 *
 *   node scripts/gallery.mjs [--check|--page|--cards] [ID…]
 *
 * With ids only these are played; the page is written from the figures of all. With `--page` none is played. With `--check` nothing is written, and one seed of each
 * entry is played: it fails when that run differs from the figures that are kept, when a page or the cards are stale, or when a picture is
 * missing. With `--cards` the claim cards of the results are made in place of the figures: docs/figures/cards, docs/gallery-cards.md, and
 * the part about cards in the README of each entry. Runs are kept in `out/gallery`, so that only what has changed is played again.
 */
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundle } from './docs/bundle.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { readOptions } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { elapsed, say } from './lib/report.mjs';

/** @typedef {import('../test/support/gallery.js').Played} Played */

/** Maximum size of a picture in bytes: all pictures are on one page. */
const MOST = 60_000;
/** A run makes much garbage: a larger young generation saves a fifth of the time. */
const YOUNG = 192;

async function main() {
  const options = readOptions(import.meta.url, ['check', 'page', 'cards'], Number.POSITIVE_INFINITY);
  if (!options) return 0;
  const [check, isOfCards] = [options.flags.has('check'), options.flags.has('cards')];
  const wanted = options.words;
  mkdirSync(join(root, 'docs', 'figures', 'gallery'), { recursive: true });
  mkdirSync(join(root, 'docs', 'figures', 'cards'), { recursive: true });
  const built = await bundle('test/support/gallery.ts');
  /** @type {typeof import('../test/support/gallery.js')} */
  const gallery = await import(built.href);
  const { CARDS, cardsPage, cardsText, FIGURES, figuresText, galleryPage, keptCardsOf, keptFigures, languageOf, PICTURE, READ_ME } =
    gallery;
  const { readGallery, readRecordedRuns, sourcesOf, uriOf, withCards, wrongCards, wrongWith } = gallery;
  const { entries, faults } = readGallery(root);
  const wrong = [...faults];
  const chosen = options.flags.has('page') ? [] : wanted.length === 0 ? entries : entries.filter(({ id }) => wanted.includes(id));
  for (const id of wanted) if (!chosen.some((one) => one.id === id)) wrong.push(`${id}: there is no such entry, or it has faults`);
  if (isOfCards) {
    const results = chosen.filter(({ level }) => level === 'result');
    const cards = /** @type {readonly import('../test/support/galleryCards.js').EntryCards[]} */ (
      await ofAll(built, results, 'verifyAndKeep')
    );
    for (const [i, { id }] of results.entries()) write(CARDS(id), cardsText(/** @type {typeof cards[number]} */ (cards[i])));
  } else if (check) for (const lines of await ofAll(built, chosen, 'checkEntry')) wrong.push(.../** @type {readonly string[]} */ (lines));
  else
    for (const { outcome, picture } of /** @type {readonly Played[]} */ (await ofAll(built, chosen, 'playAndDraw'))) {
      wrong.push(...wrongWith(outcome));
      write(FIGURES(outcome.entry.id), figuresText(outcome.figures));
      if (picture !== null) write(join('docs', PICTURE(outcome.entry.id)), picture);
    }
  for (const { id } of chosen) wrong.push(...wrongPicture(join('docs', PICTURE(id))));
  const shown = entries.flatMap((entry) => {
    const figures = keptFigures(root, entry.id);
    return figures ? [{ entry, figures }] : [];
  });
  const verified = entries.flatMap((entry) => {
    const cards = entry.level === 'result' ? keptCardsOf(root, entry.id) : null;
    return cards ? [{ entry, cards }] : [];
  });
  for (const entry of entries) {
    const cards = verified.find((one) => one.entry === entry)?.cards ?? null;
    const readme = textOf(READ_ME(entry.id)) ?? '';
    freshen(READ_ME(entry.id), withCards(readme, cards), '--page');
    if (entry.level !== 'result') continue;
    if (!cards) wrong.push(`${entry.id} is a result without cards: run node scripts/gallery.mjs --cards ${entry.id}`);
    else wrong.push(...wrongCards(entry, cards));
    if (cards && JSON.stringify(await sourcesOf(languageOf(root), uriOf(root, entry))) !== JSON.stringify(cards.sources))
      wrong.push(`${entry.id}: its file has changed since its cards were made: run node scripts/gallery.mjs --cards ${entry.id}`);
  }
  freshen('docs/gallery-cards.md', cardsPage(verified), '--page');
  freshen('docs/gallery.md', galleryPage(shown, await readRecordedRuns(root)), '--page');
  /** @param {string} path @param {string} text @param {string} how */
  function freshen(path, text, how) {
    if (textOf(path) === text) return;
    if (check) wrong.push(`${path} is stale: run node scripts/gallery.mjs ${how}`);
    else write(path, text);
  }
  for (const path of ['docs/figures/gallery', 'docs/figures/cards', 'docs/images/gallery'])
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
 * @param {'checkEntry'|'playAndDraw'|'verifyAndKeep'} does
 * @returns {Promise<readonly unknown[]>} for each entry what this function of test/support/gallery.ts resolves with
 */
async function ofAll(built, entries, does) {
  const start = performance.now();
  /** @type {unknown[]} */
  const found = [];
  const queue = entries.entries();
  await Promise.all(
    Array.from({ length: Math.min(entries.length, availableParallelism()) }, async () => {
      const worker = new Worker(new URL('./lib/galleryWorker.mjs', import.meta.url), {
        workerData: { built: built.href, root, does },
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
