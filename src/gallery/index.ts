/** The gallery for the editor: its entries, and the files in a copy. Playing the entries and making the page are in `scripts`. */
export { type GalleryEntry, readEntry } from './entry.js';
export { AREAS, type Area, LEVELS, type Level, type Oracle } from './frontMatter.js';
export { type CopiedFile, copyOf } from './copy.js';
