/**
 * The suites that `npm test` runs. Each ends in counts; one that cannot start, crashes or finds nothing to run
 * counts as a failure.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { onExit } from './cleanup.mjs';
import { packageExtension } from '../package.mjs';
import { bundleForEditor, bundleForNode, testFiles } from './bundleTests.mjs';
import { root } from './paths.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const MINUTE = 60_000;

/** Tests make much that is soon thrown away. With this room for it, in MB, the garbage collector takes half the time. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

/** The unit tests that take longest. Each has a batch of its own, and these batches run first, so that all places end together. */
const LONG = ['language/replay', 'language/format', 'language/badInput', 'minds/faults', 'cli/kills'];
const LONG_FILES = ['fuzz/incremental.test.ts', ...LONG.map((name) => `unit/${name}.test.ts`)];

/** Editors that run at once. An editor waits for its server about as long as it computes. */
const EDITORS = 2;

/** Takes a place for an editor, when one is free. */
const withEditor = places(EDITORS);

/** @type {Record<string, (grep?: string) => Promise<Counts>>} */
export const suites = {
  check: () => inChild(join(root, 'scripts', 'check.mjs'), [], { limit: 15 * MINUTE }),
  unit: (grep) => {
    const processes = availableParallelism();
    const options = { grep, timeout: 30_000, reporter: 'dot' };
    return mochaSuite('unit', ['unit', 'golden', 'histories', 'fuzz'], options, {
      batches: processes * 5,
      place: places(processes),
      long: LONG_FILES,
    });
  },
  host: async (grep) => {
    const entry = await bundleForEditor(testFiles(['host']));
    const script = join(root, 'test', 'host', 'run.mjs');
    return withEditor(() => inChild(script, [JSON.stringify({ entry, grep })], { limit: 15 * MINUTE, held: true }));
  },
  ui: async (grep) => {
    const env = { SOCIETY_VSIX: await packageExtension() };
    const options = { grep, timeout: MINUTE, reporter: 'spec', retries: 1 };
    return mochaSuite('ui', ['ui'], options, { batches: EDITORS * 2, place: withEditor, env });
  },
  models: (grep) => mochaSuite('models', ['models'], { grep, timeout: 10 * MINUTE, reporter: 'spec' }, { batches: 1, place: places(1) }),
};

/**
 * A limit to how many pieces of work run at once. The others wait, in order.
 * @param {number} count
 * @returns {<T>(work: () => Promise<T>) => Promise<T>}
 */
function places(count) {
  let free = count;
  /** @type {(() => void)[]} */
  const waiting = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise((/** @type {(value: void) => void} */ resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/**
 * Runs test files in batches, each in a process of its own. There are more batches than places, so that no batch is left with all the
 * long files.
 * @param {string} name
 * @param {readonly string[]} folders
 * @param {{ grep: string | undefined, timeout: number, reporter: string, retries?: number }} options of mocha
 * @param {{ batches: number, place: ReturnType<typeof places>, long?: readonly string[], env?: Readonly<Record<string, string>> }} dealing
 */
async function mochaSuite(name, folders, options, { batches, place, long = [], env = {} }) {
  const sources = testFiles(folders);
  const files = await bundleForNode(name, sources);
  if (files.length === 0) return { passed: 0, failed: 0 };
  const child = join(root, 'scripts', 'lib', 'mochaChild.mjs');
  const isLong = (/** @type {number} */ i) => long.includes(slashed(sources[i] ?? ''));
  const alone = files.filter((_file, i) => isLong(i));
  const others = files.filter((_file, i) => !isLong(i));
  const count = Math.min(others.length, batches);
  const dealt = [...alone.map((file) => [file]), ...Array.from({ length: count }, (_, b) => others.filter((_file, i) => i % count === b))];
  const play = (/** @type {readonly string[]} */ own) => {
    const args = [JSON.stringify({ files: own, ...options })];
    return place(() => inChild(child, args, { limit: 30 * MINUTE, held: true, env }));
  };
  const counts = await Promise.all(dealt.map(play));
  const sum = (/** @type {keyof Counts} */ key) => counts.reduce((all, one) => all + (one[key] ?? 0), 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), again: sum('again') };
}

/** @param {string} path */
const slashed = (path) => path.replaceAll('\\', '/');

/**
 * Runs a script that sends its counts to its parent.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ limit: number, held?: boolean, env?: Readonly<Record<string, string>> }} options
 *   limit: milliseconds; held: its output is shown when it ends, in one piece; env: added to ours
 * @returns {Promise<Counts>}
 */
function inChild(script, args, { limit, held = false, env = {} }) {
  return new Promise((resolve, reject) => {
    const child = fork(script, args, { cwd: root, execArgv: NODE_FLAGS, silent: held, env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    /** @type {Counts | undefined} */
    let counts;
    const gone = new Promise((/** @type {(value: void) => void} */ done) => child.on('close', () => done()));
    const stop = () => {
      child.kill();
      return gone;
    };
    const forget = onExit(stop);
    const timer = setTimeout(() => {
      void stop();
      setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    }, limit);
    child.on('message', (message) => (counts = /** @type {Counts} */ (message)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      forget();
      process.stdout.write(output);
      if (!counts) reject(new Error(`ended with ${signal ?? `exit code ${code}`} and no result`));
      else if (code !== 0 && counts.failed === 0) reject(new Error(`reported success but ended with ${signal ?? `exit code ${code}`}`));
      else resolve(counts);
    });
  });
}
