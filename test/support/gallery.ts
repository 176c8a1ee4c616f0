/** The gallery on this disk, read and played: for the tests, and for scripts/gallery.mjs, which writes its page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GalleryEntry, readEntry } from '../../src/gallery/entry.js';
import { differences, type Figures, LEAST_SEEDS } from './galleryFigures.js';
import { type EntryResult, playEntry, wrongWith } from './galleryPlay.js';
import { type EntryCards, verifyEntry } from './galleryCards.js';
import { createLanguageService, type LanguageService } from '../../src/language/index.js';
import { fileUri, nodeTextFiles } from '../../src/node/ports.js';
import { stillOf } from './networkStill.js';

export { figuresText, LEAST_SEEDS } from './galleryFigures.js';
export { CARDS, cardsPage, cardsText, keptCardsOf, sourcesOf, withCards, wrongCards } from './galleryCards.js';
export { galleryPage, PICTURE } from './galleryPage.js';
export { readRecordedRuns } from './recordedRuns.js';
export { wrongWith } from './galleryPlay.js';

export interface Gallery {
  /** By id. */
  readonly entries: readonly GalleryEntry[];
  /** Errors of entries that cannot be read, with their ids. */
  readonly faults: string[];
}

const folderOf = (root: string): string => join(root, 'examples', 'gallery');

/** @param root of the repository */
export function readGallery(root: string): Gallery {
  const ids = readdirSync(folderOf(root), { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
  const read = ids.sort().map((id) => {
    const path = join(folderOf(root), id, 'README.md');
    const found = existsSync(path) ? readEntry(id, readFileSync(path, 'utf8')) : { ok: false as const, faults: ['There is no README.md.'] };
    return { id, found };
  });
  return {
    entries: read.flatMap(({ found }) => (found.ok ? [found.entry] : [])),
    faults: read.flatMap(({ id, found }) => (found.ok ? [] : found.faults.map((fault) => `${id}: ${fault}`))),
  };
}

/** Path of the figures of an entry, from the root. */
export const FIGURES = (id: string): string => `docs/figures/gallery/${id}.json`;

/** The stored figures; null where there are none. */
export function keptFigures(root: string, id: string): Figures | null {
  const path = join(root, FIGURES(id));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Figures) : null;
}

export interface Played {
  readonly outcome: EntryResult;
  /** The tie network at the end of the entry's scenario, as SVG; null where there is no such run. */
  readonly picture: string | null;
}

/** Pixels of a picture, without its foot. */
const SIZE = { width: 420, height: 280 };

/** With all of its seeds. */
export async function playAndDraw(root: string, entry: GalleryEntry): Promise<Played> {
  const outcome = await playEntry(entry, uriOf(root, entry), { language: languageOf(root), only: null });
  return { outcome: { ...outcome, end: null }, picture: outcome.end && stillOf(outcome.end, SIZE, entry.measures) };
}

/** What is wrong with an entry, by its figures and a run of one of its seeds, which depends on its id. */
export async function checkEntry(root: string, entry: GalleryEntry): Promise<readonly string[]> {
  const kept = keptFigures(root, entry.id);
  if (!kept) return [`${entry.id}: there are no figures: run node scripts/gallery.mjs ${entry.id}`];
  const only = [...entry.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % LEAST_SEEDS;
  const { figures, faults } = await playEntry(entry, uriOf(root, entry), { language: languageOf(root), only });
  const stale = kept.from === entry.seeds ? differences(kept, figures) : ['its seeds have changed'];
  return [
    ...wrongWith({ entry, figures: kept, faults }),
    ...stale.map((one) => `${entry.id}: ${one}: run node scripts/gallery.mjs ${entry.id}`),
  ];
}

/** The one service that reads all of them: a file that several entries import is read once. */
export function languageOf(root: string): LanguageService {
  language ??= createLanguageService(nodeTextFiles(join(root, 'library'), [root]));
  return language;
}
let language: LanguageService | undefined;

export const uriOf = (root: string, { id, file }: GalleryEntry): string => fileUri(join(folderOf(root), id, file));

/** The cards of an entry. Its runs are kept in `out/gallery`, so that a repetition plays only what has changed. */
export const verifyAndKeep = (root: string, entry: GalleryEntry): Promise<EntryCards> =>
  verifyEntry(entry, uriOf(root, entry), languageOf(root), join(root, 'out', 'gallery', entry.id));

/** The path of the README of an entry, from the root. */
export const READ_ME = (id: string): string => `examples/gallery/${id}/README.md`;
