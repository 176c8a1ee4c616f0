/**
 * A second try for suites that failed. A suite is an outermost `describe`. Its tests can be steps of one walk through an editor,
 * so a failed test is not run again alone: its suite runs again as a whole, in a new process with a new editor, once.
 */

import { processorSeconds } from './processorTime.mjs';

/** @typedef {import('./failedSuites.d.mts').Counts} Counts */
/** @typedef {import('./failedSuites.d.mts').SuiteName} SuiteName */
/** @typedef {import('./failedSuites.d.mts').SuiteCounts} SuiteCounts */

/**
 * Counts the results of a run of mocha. Call it before the first test ends; the returned function gives the counts at the end.
 * `suites` has the suites with a failure. A failure outside of all suites is in the sum alone, so it has no second try.
 * @param {import('mocha').Runner} runner
 * @returns {() => Counts}
 */
export function countSuites(runner) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  /** @type {Map<import('mocha').Suite, SuiteCounts>} */
  const bySuite = new Map();
  const add = (/** @type {'passed' | 'failed' | 'skipped'} */ key) => (/** @type {import('mocha').Runnable} */ test) => {
    sum[key]++;
    const suite = outermost(test);
    if (!suite) return;
    const counts = bySuite.get(suite) ?? { file: suite.file ?? '', title: suite.title, passed: 0, failed: 0, skipped: 0 };
    counts[key]++;
    bySuite.set(suite, counts);
  };
  const times = timeSuites(runner);
  /** @type {string[]} */
  const failures = [];
  runner.on('pass', add('passed'));
  runner.on('fail', add('failed'));
  runner.on('fail', (test, error) => void failures.push(`${test.titlePath().join(' › ')}: ${firstLine(error)}`));
  runner.on('pending', add('skipped'));
  return () => ({ ...sum, failures, suites: [...bySuite.values()].filter(({ failed }) => failed > 0), slowest: longest(times) });
}

/** @param {unknown} error */
const firstLine = (error) => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

/** The suites that a report of times names. */
const MOST_SLOW = 15;

/**
 * @param {readonly import('./failedSuites.d.mts').SuiteTime[]} times
 * @returns {readonly import('./failedSuites.d.mts').SuiteTime[]} those with most work for the processors, from the most on
 */
export const longest = (times) => [...times].sort((a, b) => b.processor - a.processor || b.seconds - a.seconds).slice(0, MOST_SLOW);

/**
 * The time of each outermost suite, once it has ended.
 * @param {import('mocha').Runner} runner
 */
function timeSuites(runner) {
  /** @type {import('./failedSuites.d.mts').SuiteTime[]} */
  const times = [];
  let start = 0;
  let work = 0;
  const isOutermost = (/** @type {import('mocha').Suite} */ suite) => suite.parent?.root === true;
  runner.on('suite', (suite) => {
    if (!isOutermost(suite)) return;
    start = performance.now();
    work = processorSeconds();
  });
  runner.on('suite end', (suite) => {
    if (!isOutermost(suite)) return;
    times.push({ title: suite.title, seconds: (performance.now() - start) / 1000, processor: processorSeconds() - work });
  });
  return times;
}

/**
 * Removes all suites but these from the root suite of a mocha. Throws where one of them is missing.
 * @param {import('mocha').Suite} root
 * @param {readonly SuiteName[]} names
 */
export function keepSuites(root, names) {
  const isNamed = (/** @type {import('mocha').Suite} */ suite) => (/** @type {SuiteName} */ name) =>
    name.title === suite.title && name.file === (suite.file ?? '');
  const missing = names.filter((name) => !root.suites.some((suite) => isNamed(suite)(name)));
  if (missing.length > 0) throw new Error(`no suite is named ${missing.map(({ title }) => title).join(', ')}`);
  root.suites = root.suites.filter((suite) => names.some(isNamed(suite)));
}

/**
 * Plays suites, and those that failed once more. The second results replace the first; where the second try does not end,
 * the first results stand.
 * @param {(only?: readonly SuiteName[]) => Promise<Counts>} play
 *   plays all suites, or only these, in a new process
 * @param {(line: string) => void} report gets a line for each suite that runs again
 * @returns {Promise<Counts>}
 */
export async function playTwice(play, report) {
  const first = await play();
  const failed = first.suites ?? [];
  if (failed.length === 0) return first;
  for (const { title } of failed) report(`↻ the suite failed and is run again: ${title}`);
  const again = (first.again ?? 0) + failed.length;
  try {
    const second = await play(failed.map(({ file, title }) => ({ file, title })));
    const merged = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
      (first[key] ?? 0) - failed.reduce((sum, suite) => sum + suite[key], 0) + (second[key] ?? 0);
    const slowest = longest([...(first.slowest ?? []), ...(second.slowest ?? [])]);
    return {
      passed: merged('passed'),
      failed: merged('failed'),
      skipped: merged('skipped'),
      failures: second.failures ?? [],
      again,
      slowest,
    };
  } catch (error) {
    report(`the second try did not end: ${error instanceof Error ? error.message : error}`);
    return { ...first, again };
  }
}

/** @param {import('mocha').Runnable} test */
function outermost(test) {
  let suite = test.parent;
  while (suite?.parent && !suite.parent.root) suite = suite.parent;
  return suite?.root ? undefined : suite;
}
