/** The build of the extension and the command line into `dist`. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { root } from './paths.mjs';

/** The sources of `dist`. */
const SOURCES = ['src', 'webview', 'schemas', 'library', 'esbuild.mjs', 'package.json'];

/** @param {{ show?: boolean }} [options] show: let the build print its outputs */
export async function build({ show = true } = {}) {
  await run(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, show });
}

/**
 * Builds, without output, when a source is newer than a file that the build made.
 * @param {string} made
 */
export async function buildIfOlder(made) {
  const built = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (SOURCES.some((name) => newest(join(root, name)) > built)) await build({ show: false });
}

/**
 * When the newest file at or below a path was changed.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return Math.max(...readdirSync(path).map((name) => newest(join(path, name))), 0);
}
