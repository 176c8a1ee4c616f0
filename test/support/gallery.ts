/** The gallery on this disk, read and played: for the tests, and for scripts/gallery.mjs, which writes its page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GalleryEntry, readEntry } from '../../src/gallery/entry.js';
import { type Outcome, playEntry } from '../../src/gallery/play.js';
import { createLanguageService, type LanguageService } from '../../src/language/index.js';
import { fileUri, nodeTextFiles } from '../../src/node/ports.js';
import { stillOf } from '../../webview/network/save/still.js';

export { galleryPage, PICTURE } from '../../src/gallery/page.js';
export { wrongWith } from '../../src/gallery/play.js';

export interface Gallery {
  /** By id. */
  readonly entries: readonly GalleryEntry[];
  /** Of those that cannot be read, with their ids. */
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

export interface Played {
  readonly outcome: Outcome;
  /** The tie network at the end of the entry's scenario, as SVG; null where there is no such run. */
  readonly picture: string | null;
}

/** Pixels of a picture, without its foot. */
const SIZE = { width: 420, height: 280 };

export async function playAndDraw(root: string, entry: GalleryEntry): Promise<Played> {
  const outcome = await playEntry(entry, uriOf(root, entry), languageOf(root));
  return { outcome: { ...outcome, end: null }, picture: outcome.end && stillOf(outcome.end, SIZE, entry.measures) };
}

/** The one service that reads all of them: what several import is read once. */
export function languageOf(root: string): LanguageService {
  language ??= createLanguageService(nodeTextFiles(join(root, 'library'), [root]));
  return language;
}
let language: LanguageService | undefined;

export const uriOf = (root: string, { id, file }: GalleryEntry): string => fileUri(join(folderOf(root), id, file));
