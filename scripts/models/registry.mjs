/**
 * The models that `npm run models` has installed, in a file of the user: `~/.society-studio/models.json`, or `SOCIETY_MODELS_FILE`.
 * *Society: Use a Model…* reads it, because the editor does not know where this project is. It has no other use.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { MODELS } from './catalogue.mjs';
import { isInstalled } from './install.mjs';

/**
 * `read` and `write` are tokens per second, `memory` megabytes, `date` the day.
 * @typedef {{ read: number, write: number, memory: number | null, date: string }} Speed
 */

/** @typedef {{ name: string, title: string, disk: number, context: number, speed: Speed | null }} Registered */

/** Tokens of one question and its answer, where the server is started without `--context`. */
export const DEFAULT_CONTEXT = 4096;

export const registryFile = () => process.env['SOCIETY_MODELS_FILE'] || join(homedir(), '.society-studio', 'models.json');

/**
 * Writes the installed chat models, with the speeds that were measured before; removes the file where none is installed.
 * @param {Readonly<Record<string, Speed>>} [measured] speeds that were measured now, by model
 * @param {(name: string) => boolean} [installed]
 */
export function register(measured = {}, installed = isInstalled) {
  const file = registryFile();
  const speeds = { ...speedsIn(file), ...measured };
  const models = Object.entries(MODELS).flatMap(([name, { use, title, disk }]) =>
    use === 'chat' && installed(name) ? [{ name, title, disk, context: DEFAULT_CONTEXT, speed: speeds[name] ?? null }] : [],
  );
  if (models.length === 0) return rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify({ project: root, models }, null, 2)}\n`);
  renameSync(`${file}.part`, file);
}

/**
 * @param {string} file
 * @returns {Record<string, Speed | null>}
 */
function speedsIn(file) {
  if (!existsSync(file)) return {};
  try {
    /** @type {{ models: Registered[] }} */
    const { models } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.fromEntries(models.map(({ name, speed }) => [name, speed]));
  } catch {
    return {}; // A damaged file is written again.
  }
}
