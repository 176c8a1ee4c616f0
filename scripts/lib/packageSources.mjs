/**
 * A copy of what .vscodeignore names, in a folder of its own. The packager tests every file of its folder against each line of
 * .vscodeignore: in the repository, with tens of thousands of files of the editor for tests, that takes most of a minute.
 */
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, temporaryFolder } from './paths.mjs';

const LIST = '.vscodeignore';

/** Folders and files at the root that the list names. */
function namedAtRoot() {
  const lines = readFileSync(join(root, LIST), 'utf8').split('\n');
  const tops = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).split('/')[0] ?? '');
  return [...new Set(tops.flatMap((top) => (top.includes('*') ? readdirSync(root).filter((name) => wildcard(top).test(name)) : [top])))];
}

const wildcard = (/** @type {string} */ pattern) =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
  );

/** Copies the folders, which can have more than is packed, with the list itself. Returns the folder. */
export function copyPackageSources() {
  const folder = temporaryFolder();
  for (const name of [LIST, ...namedAtRoot()])
    if (existsSync(join(root, name)))
      cpSync(join(root, name), join(folder, name), { recursive: true, filter: (path) => !/[\\/]\.society$/.test(path) });
  return folder;
}
