/**
 * The suites that `npm test` runs. Each ends in counts; one that cannot start, dies or finds nothing to run
 * counts as a failure.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { onExit } from './cleanup.mjs';
import { bundleForEditor, bundleForNode, testFiles } from './bundleTests.mjs';
import { root } from './paths.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const MINUTE = 60_000;

/** @type {Record<string, (grep?: string) => Promise<Counts>>} */
export const suites = {
  check: () => inChild(join(root, 'scripts', 'check.mjs'), [], 15 * MINUTE),
  unit: (grep) =>
    mochaSuite('unit', ['unit', 'golden', 'histories', 'fuzz'], {
      grep,
      timeout: 30_000,
      reporter: 'dot',
      processes: availableParallelism(),
    }),
  host: async (grep) => {
    const entry = await bundleForEditor(testFiles(['host']));
    return inChild(join(root, 'test', 'host', 'run.mjs'), [JSON.stringify({ entry, grep })], 15 * MINUTE);
  },
  ui: (grep) => mochaSuite('ui', ['ui'], { grep, timeout: MINUTE, reporter: 'spec', retries: 1, processes: 1 }),
};

/**
 * @param {string} name
 * @param {readonly string[]} folders
 * @param {{ grep: string | undefined, timeout: number, reporter: string, retries?: number, processes: number }} options How many run at once.
 */
async function mochaSuite(name, folders, { processes, ...options }) {
  const files = await bundleForNode(name, testFiles(folders));
  if (files.length === 0) return { passed: 0, failed: 0 };
  const child = join(root, 'scripts', 'lib', 'mochaChild.mjs');
  // More batches than processes, so that none is left with the long files. Each batch has a process of its own.
  const count = Math.min(files.length, processes === 1 ? 1 : processes * 5);
  const batches = Array.from({ length: count }, (_, batch) => files.filter((_file, i) => i % count === batch));
  /** @type {Counts[]} */
  const counts = [];
  const next = async () => {
    for (let own = batches.shift(); own; own = batches.shift())
      counts.push(await inChild(child, [JSON.stringify({ files: own, ...options })], 30 * MINUTE));
  };
  await Promise.all(Array.from({ length: processes }, next));
  const sum = (/** @type {keyof Counts} */ key) => counts.reduce((all, one) => all + (one[key] ?? 0), 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), again: sum('again') };
}

/**
 * Runs a script that sends its counts to its parent.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {number} limit milliseconds
 * @returns {Promise<Counts>}
 */
function inChild(script, args, limit) {
  return new Promise((resolve, reject) => {
    const child = fork(script, args, { cwd: root, execArgv: ['--enable-source-maps'] });
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
      if (!counts) reject(new Error(`ended with ${signal ?? `exit code ${code}`} and no result`));
      else if (code !== 0 && counts.failed === 0) reject(new Error(`reported success but ended with ${signal ?? `exit code ${code}`}`));
      else resolve(counts);
    });
  });
}
