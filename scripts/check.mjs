/** Checks that need no test runner: types of every room, lint and format, generated files. Each counts as one test. */
import { join } from 'node:path';
import { run } from './lib/command.mjs';
import { reportCounts } from './lib/counts.mjs';
import { isMain, runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { message, say } from './lib/report.mjs';

const bin = (/** @type {string[]} */ ...parts) => join(root, 'node_modules', ...parts);

/** @type {readonly (readonly [name: string, script: string, ...args: string[]])[]} */
const checks = [
  ['types', bin('typescript-native', 'bin', 'tsc'), '-b', 'tsconfig.json'],
  ['types of the scripts', bin('typescript-native', 'bin', 'tsc'), '-p', 'scripts'],
  ['lint and format', bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings'],
  ['generated files are fresh', join(root, 'scripts', 'generate.mjs'), '--check'],
  ['plain English', join(root, 'scripts', 'prose.mjs')],
  ['generated docs are fresh', join(root, 'scripts', 'docs.mjs'), '--check'],
];

/** @type {typeof checks[number]} */
const gallery = ['the gallery holds what it expects, and its page is fresh', join(root, 'scripts', 'gallery.mjs'), '--check'];

async function main() {
  // The gallery takes all cores.
  const held = [...(await Promise.all(checks.map(holds))), await holds(gallery)];
  const passed = held.filter(Boolean).length;
  return reportCounts({ passed, failed: held.length - passed });
}

/**
 * @param {typeof checks[number]} check
 * @returns {Promise<boolean>}
 */
async function holds([name, script, ...args]) {
  try {
    await run(process.execPath, [script, ...args], { cwd: root, show: true });
    say(`${name}: fine`);
    return true;
  } catch (error) {
    say(`${name}: ${message(error)}`);
    return false;
  }
}

if (isMain(import.meta.url)) await runMain(main);
