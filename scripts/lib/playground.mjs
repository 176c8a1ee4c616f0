/**
 * A copy of the examples to play in, so that edits do not touch the repository and survive the next start.
 * A file that was not edited follows its original; an edited one does not change.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { cache, root } from './paths.mjs';

const record = join(cache, 'playground.json');

/** Returns the folder. */
export function setupPlayground() {
  const folder = join(cache, 'playground');
  const copied = /** @type {Record<string, string>} */ (existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {});
  for (const original of filesIn(join(root, 'examples'))) {
    const name = relative(join(root, 'examples'), original);
    const copy = join(folder, name);
    if (existsSync(copy) && hash(copy) !== copied[name]) continue;
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(original, copy);
    copied[name] = hash(copy);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(record, JSON.stringify(copied, null, 2));
  return folder;
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** @param {string} file */
function hash(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
