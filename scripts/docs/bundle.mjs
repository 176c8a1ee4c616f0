/** Loads TypeScript sources for the writers of docs: bundled in memory, or in a file where they need packages. */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { out, root } from '../lib/paths.mjs';

/**
 * @param {string} path from the root of the repository
 * @returns {Promise<any>} what the module exports
 */
export const load = async (path) => import((await bundle(path)).href);

/**
 * @param {string} path from the root of the repository
 * @returns {Promise<URL>} where the module is now
 */
export async function bundle(path) {
  const folder = join(out, 'docs');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${basename(path, '.ts')}.mjs`);
  await build({
    entryPoints: [join(root, path)],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  return pathToFileURL(outfile);
}

export const MARK = '[//]: # (Written by scripts/docs.mjs. Do not edit.)\n\n';

/** @param {string} text */
export const cell = (text) => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
