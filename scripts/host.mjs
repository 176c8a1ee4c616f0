/**
 * A running VS Code server: start it, install an extension into it, address its workbench, stop it.
 * It listens on this machine only and asks for a token, so no other page or user can reach its terminal.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onExit } from './lib/cleanup.mjs';
import { isWindows, run, start } from './lib/command.mjs';
import { linkUsedBuiltins, setupHost } from './lib/editorHost.mjs';

const ADDRESS = '127.0.0.1';
const START_TIMEOUT = 30_000;
const STOP_TIMEOUT = 3_000;

/** Settings of a quiet editor: nothing opens by itself and nothing uses the network. */
export const CALM = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
};

/** @typedef {import('./testing.d.mts').HostOptions} HostOptions */
/** @typedef {import('./testing.d.mts').Host} Host */
/** @typedef {import('./testing.d.mts').Installation} Installation */

/**
 * @param {HostOptions} options
 * @returns {Promise<Host>}
 */
export async function startHost({
  userDataDir,
  extensionsDir,
  port = 0,
  env = {},
  settings = {},
  smokeDriver = false,
  trust = true,
  fewBuiltins = false,
}) {
  const host = await setupHost();
  await demandFree(port);
  const token = randomBytes(16).toString('hex');
  const tokenFile = join(userDataDir, 'token');
  mkdirSync(join(userDataDir, 'data', 'Machine'), { recursive: true });
  mkdirSync(extensionsDir, { recursive: true });
  const builtins = join(userDataDir, 'builtin');
  if (fewBuiltins) linkUsedBuiltins(builtins);
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const set = (/** @type {Readonly<Record<string, unknown>>} */ given) =>
    writeFileSync(join(userDataDir, 'data', 'Machine', 'settings.json'), JSON.stringify({ ...CALM, ...given }, null, 2));
  set(settings);
  const child = start(
    host.node,
    [
      host.server,
      ...['--host', ADDRESS, '--port', String(port), '--connection-token-file', tokenFile],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...['--server-data-dir', userDataDir, '--extensions-dir', extensionsDir],
      ...(fewBuiltins ? ['--builtin-extensions-dir', builtins] : []),
      ...(trust ? ['--disable-workspace-trust'] : []),
      ...(smokeDriver ? ['--enable-smoke-test-driver'] : []),
    ],
    { detached: !isWindows, env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stopped = new Promise((/** @type {(value: void) => void} */ resolve) => child.on('close', () => resolve()));
  const stop = () => stopGroup(child, stopped);
  const forget = onExit(stop);
  void stopped.then(forget);
  const actual = await listening(child).catch(async (error) => {
    await stop();
    throw error;
  });
  const uri = (/** @type {string} */ path) =>
    `vscode-remote://${ADDRESS}:${actual}${slashed(path).split('/').map(encodeURIComponent).join('/')}`;
  /** @type {Host['workbench']} */
  const workbench = ({ folder, payload = [] }) => {
    const url = new URL(`http://${ADDRESS}:${actual}/`);
    url.searchParams.set('tkn', token);
    if (folder) url.searchParams.set('folder', slashed(folder));
    if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  };
  return { port: actual, origin: `http://${ADDRESS}:${actual}`, workbench, uri, set, stopped, stop };
}

/**
 * Installs a packaged extension so that a host with the same `extensionsDir` finds it.
 * @param {Installation & { vsix: string }} options
 */
export async function installVsix({ vsix, userDataDir, extensionsDir }) {
  const { node, server } = await setupHost();
  const folders = ['--server-data-dir', userDataDir, '--extensions-dir', extensionsDir];
  await run(node, [server, '--accept-server-license-terms', ...folders, '--install-extension', vsix, '--force']);
}

/** @param {number} port */
async function demandFree(port) {
  if (port !== 0 && !(await isFree(port))) throw new Error(`port ${port} is in use: stop what listens there, or choose another one`);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, ADDRESS, () => probe.close(() => resolve(true)));
  });
}

/**
 * The port, once the server says that it listens there.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function listening(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (/** @type {string} */ why) => reject(new Error(`the VS Code server ${why}\n${output.slice(-2_000)}`));
    const timer = setTimeout(() => fail(`did not start within ${START_TIMEOUT / 1000} s`), START_TIMEOUT);
    const read = (/** @type {Buffer} */ chunk) => {
      if (output.length < 100_000) output += chunk;
      const found = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(Number(found));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      fail(`ended with exit code ${code}`);
    });
  });
}

/**
 * Asks the server and its extension hosts to end, and kills them after a while.
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<void>} stopped
 */
async function stopGroup(child, stopped) {
  signalGroup(child, 'SIGTERM');
  const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_TIMEOUT);
  await stopped;
  clearTimeout(insist);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (!child.pid) return;
  if (isWindows) return void start('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone.
  }
}

/** @param {string} path as a URL path: also `C:\x` starts with a slash */
function slashed(path) {
  const forward = path.replaceAll('\\', '/');
  return forward.startsWith('/') ? forward : `/${forward}`;
}
