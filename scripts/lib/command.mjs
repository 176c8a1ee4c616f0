/** Running other programs, on every platform, so that all of them end with this process. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { onExit } from './cleanup.mjs';

export const isWindows = process.platform === 'win32';

/**
 * Starts a program. On Windows a `.cmd` file needs a shell, and a shell needs quotes.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  const shell = isWindows && /\.(cmd|bat)$/i.test(command);
  const quote = (/** @type {string} */ text) => (shell && /[\s&()^]/.test(text) ? `"${text}"` : text);
  return spawn(quote(command), args.map(quote), { windowsHide: true, ...options, shell });
}

/**
 * Runs a program to its end; rejects when it fails. Its output is shown only then, unless `show` is set.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options]
 * @returns {Promise<void>}
 */
export function run(command, args, { cwd, env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    const gone = new Promise((done) => child.on('close', done));
    const forget = onExit(async () => {
      child.kill();
      await gone;
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => {
      forget();
      reject(error);
    });
    child.on('close', (code, signal) => {
      forget();
      if (code === 0) resolve();
      else reject(new Error(`${basename(command)} ${args.join(' ')}\n${excerpt(output)}ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

/**
 * Runs npm in `cwd`: the npm that started this process if there is one, else the one on PATH.
 * @param {string} cwd
 * @param {readonly string[]} args
 */
export function npm(cwd, args) {
  const quiet = ['--prefix', cwd, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env['npm_execpath'] ?? '';
  const own = basename(cli) === 'npm-cli.js' && existsSync(cli);
  const command = own ? process.execPath : isWindows ? 'npm.cmd' : 'npm';
  return run(command, [...(own ? [cli] : []), ...args, ...quiet], { cwd });
}

/**
 * The full path of a program on PATH.
 * @param {string} name
 */
export function which(name) {
  const names = isWindows ? [`${name}.cmd`, `${name}.exe`] : [name];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((file) => join(folder, file))).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a window can be shown. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

export function isRoot() {
  return process.getuid?.() === 0;
}

/**
 * The output of a failed program: its beginning and its end, since either can name the cause.
 * @param {string} text
 */
function excerpt(text) {
  const lines = text.trimEnd().split('\n');
  if (lines.length > 30) lines.splice(15, lines.length - 30, '…');
  return lines.join('\n').concat('\n').trimStart();
}
