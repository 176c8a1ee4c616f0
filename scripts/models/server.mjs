/**
 * A server of llama.cpp on this machine: `llama-server` where one is installed (or named in `LLAMA_SERVER`), else the server in the
 * Python module that `npm run models` installs.
 */
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onExit } from '../lib/cleanup.mjs';
import { isExecutable, isWindows, start, which } from '../lib/command.mjs';
import { MODELS } from './catalogue.mjs';
import { modelFile, serverFolder } from './install.mjs';
import { DEFAULT_CONTEXT } from './registry.mjs';

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] a free one where none is given
 * @property {number} [slots] questions answered at a time
 * @property {number} [context] tokens of one question and its answer
 * @property {number} [threads]
 * @property {AbortSignal} [signal]
 */

/**
 * `url` has no path; `pid` is for tests that kill the server. `stopped` resolves with the reason when it ends by itself.
 * @typedef {{ url: string, pid: number, stopped: Promise<string>, stop: () => Promise<void> }} RunningServer
 */

const OLDEST_PYTHON = [3, 10];
/** Ports where *Society: Use a Model…* looks for a server of this project. */
export const SERVE_PORTS = [11436, 11437, 11438];
const LOAD_MS = 180_000;

/** @returns {string | undefined} the path of a `llama-server` */
export function ownServer() {
  const chosen = process.env['LLAMA_SERVER'];
  if (chosen && !isExecutable(chosen)) throw new Error(`LLAMA_SERVER names ${chosen}, which cannot be run`);
  return chosen || which('llama-server');
}

/** The path of a Python that is new enough. Throws with advice where there is none. */
export function findPython() {
  const found = (isWindows ? ['python', 'py'] : ['python3', 'python']).map(which).find((path) => path !== undefined && isNewEnough(path));
  if (found) return found;
  throw new Error(
    `no server: put llama-server of llama.cpp on your PATH, name it in LLAMA_SERVER, or install Python ${OLDEST_PYTHON.join('.')} or newer`,
  );
}

/** @param {string} python */
function isNewEnough(python) {
  try {
    const text = execFileSync(python, ['-c', 'import sys; print(*sys.version_info[:2])'], { encoding: 'utf8', timeout: 20_000 });
    const [major = 0, minor = 0] = text.trim().split(' ').map(Number);
    return major === OLDEST_PYTHON[0] && minor >= /** @type {number} */ (OLDEST_PYTHON[1]);
  } catch {
    return false;
  }
}

/**
 * Starts a server for an installed model and waits until the model is loaded.
 * @param {string} name
 * @param {ServerOptions} [options]
 * @returns {Promise<RunningServer>}
 */
export async function startServer(name, { port, slots = 2, context = DEFAULT_CONTEXT, threads = defaultThreads(), signal } = {}) {
  const number = port ?? (await freePort());
  const child = spawnServer(name, { port: number, slots, context, threads });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output = `${output}${chunk}`.slice(-4_000)));
  /** @type {Promise<string>} */
  const stopped = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, by) => resolve(`the server ended with ${by ?? `exit code ${code}`}\n${output.trim()}`));
  });
  const stop = async () => {
    forget();
    child.kill();
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await stopped;
    clearTimeout(timer);
  };
  const forget = onExit(stop);
  const url = `http://127.0.0.1:${number}`;
  try {
    await Promise.race([healthy(url, signal), stopped.then((why) => Promise.reject(new Error(why)))]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, stopped, stop };
}

/** A server of two threads whose cores are busy waits for itself at every step, so small machines use one. */
const defaultThreads = () => Math.max(1, Math.floor(availableParallelism() / 2));

/**
 * @param {string} name
 * @param {{ port: number, slots: number, context: number, threads: number }} options
 */
function spawnServer(name, { port, slots, context, threads }) {
  const file = modelFile(name);
  const embeddings = MODELS[name]?.use === 'embeddings';
  const template = MODELS[name]?.template ?? '';
  const own = ownServer();
  if (own) {
    const args = [
      ...['--model', file, '--alias', name, '--host', '127.0.0.1', '--port', `${port}`, '--metrics', '--slots'],
      ...['--parallel', `${slots}`, '--ctx-size', `${context * slots}`, '--threads', `${threads}`],
      ...(embeddings ? ['--embeddings'] : []),
      ...(template === '' ? [] : ['--jinja', '--chat-template', template]),
    ];
    return start(own, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  }
  const options = JSON.stringify({ name, file, port, slots, context, threads, embeddings, template });
  const env = { ...process.env, PYTHONPATH: serverFolder, PYTHONDONTWRITEBYTECODE: '1' };
  return start(findPython(), [fileURLToPath(new URL('server.py', import.meta.url)), options], { stdio: ['pipe', 'pipe', 'pipe'], env });
}

/**
 * @param {string} url
 * @param {AbortSignal | undefined} signal
 */
async function healthy(url, signal) {
  for (const end = performance.now() + LOAD_MS; performance.now() < end; await sleep(200)) {
    signal?.throwIfAborted();
    const response = await fetch(`${url}/health`).catch(() => null);
    if (response?.ok) return;
  }
  throw new Error(`the server did not load the model within ${LOAD_MS / 1000} s`);
}

/**
 * The first of these ports that is free, otherwise any free one.
 * @param {readonly number[]} [wanted]
 * @returns {Promise<number>}
 */
export async function freePort(wanted = []) {
  for (const port of wanted) if (await boundPort(port).catch(() => 0)) return port;
  return boundPort(0);
}

/**
 * A port that could be listened on; 0 takes any.
 * @param {number} wanted
 * @returns {Promise<number>}
 */
function boundPort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
