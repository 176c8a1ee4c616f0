/** The gallery as the editor needs it: what there is, and what a copy takes along. Playing it and its page are apart. */
export { type GalleryEntry, readEntry } from './entry.js';
export { AREAS, type Area, LEVELS, type Level, type Oracle } from './frontMatter.js';
export { type CopiedFile, copyOf } from './copy.js';
