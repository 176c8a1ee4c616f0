/** Processes that run tests and send their counts. One that ends without counts is a failed test, and the others go on. */
import { fork } from 'node:child_process';
import { join, relative } from 'node:path';
import { onExit } from './cleanup.mjs';
import { longest, playTwice } from './failedSuites.mjs';
import { root } from './paths.mjs';
import { message, say } from './report.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */
/** @typedef {import('./failedSuites.d.mts').SuiteName} SuiteName */

/** Tests make much that is soon thrown away. With this room for it, in MB, the garbage collector takes half the time. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];

const KILL_AFTER = 5_000;

/**
 * Runs batches of test files, each in a process of its own.
 * @param {readonly (readonly string[])[]} batches files that mocha loads
 * @param {{ grep?: string | undefined, timeout: number, reporter: string }} options of mocha
 * @param {import('./testProcess.d.mts').Batching} batching
 * @returns {Promise<Counts>}
 */
export async function runBatches(batches, options, { place, limit, env = {}, secondTry = false, show = print }) {
  const child = join(root, 'scripts', 'lib', 'mochaChild.mjs');
  const play = (/** @type {readonly string[]} */ files) => (/** @type {readonly SuiteName[] | undefined} */ only) => {
    const own = only ? files.filter((file) => only.some((suite) => suite.file === file)) : files;
    return place(() => inChild(child, [JSON.stringify({ ...options, files: own, only })], { limit, env, show }));
  };
  const counts = await Promise.all(
    batches.map(async (files) => {
      try {
        return await (secondTry ? playTwice(play(files), (line) => show(`${line}\n`)) : play(files)());
      } catch (error) {
        const failure = `${named(files)} ${message(error)}`;
        say(failure);
        return /** @type {Counts} */ ({ passed: 0, failed: 1, failures: [failure] });
      }
    }),
  );
  const sum = (/** @type {'passed' | 'failed' | 'skipped' | 'again' | 'loading'} */ key) =>
    counts.reduce((all, one) => all + (one[key] ?? 0), 0);
  const slowest = longest(counts.flatMap((one) => one.slowest ?? []));
  const failures = counts.flatMap((one) => one.failures ?? []);
  const known = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), again: sum('again') };
  return { ...known, failures, loading: sum('loading'), slowest };
}

/** @param {readonly string[]} files of one process */
const named = ([first = '', ...others]) =>
  `the process of ${relative(root, first)}${others.length > 0 ? ` and ${others.length} other test files` : ''}`;

/** @param {string} text */
const print = (text) => void process.stdout.write(text);

/**
 * Runs a script that sends its counts to its parent.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ limit: number, env?: Readonly<Record<string, string>>, show?: (text: string) => void }} options
 *   limit: milliseconds; env: added to ours; show: gets the output in one piece when the script ends; without it the output is shown at once
 * @returns {Promise<Counts>}
 */
export function inChild(script, args, { limit, env = {}, show }) {
  return new Promise((resolve, reject) => {
    const child = fork(script, args, { cwd: root, execArgv: NODE_FLAGS, silent: show !== undefined, env: { ...process.env, ...env } });
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
      setTimeout(() => child.kill('SIGKILL'), KILL_AFTER).unref();
    }, limit);
    child.on('message', (sent) => (counts = /** @type {Counts} */ (sent)));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      forget();
      show?.(output);
      if (!counts) reject(new Error(`ended with ${signal ?? `exit code ${code}`} and no result`));
      else if (code !== 0 && counts.failed === 0) reject(new Error(`reported success but ended with ${signal ?? `exit code ${code}`}`));
      else resolve(counts);
    });
  });
}
