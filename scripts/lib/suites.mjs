/**
 * The suites that `npm test` runs. Each ends in counts; one that cannot start, crashes or finds nothing to run
 * counts as a failure.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { packageExtension } from '../package.mjs';
import { bundleForEditor, bundleForNode, bundleForWorker, testFiles } from './bundleTests.mjs';
import { root } from './paths.mjs';
import { inChild, runBatches } from './testProcess.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

const MINUTE = 60_000;

/** The unit tests that take longest. Each has a batch of its own, and these batches run first, so that all places end together. */
const LANGUAGE = ['replay', 'format', 'badInput', 'completionSound', 'oracle'].map((name) => `language/${name}`);
const LONG = [...LANGUAGE, 'minds/faults', 'runs/forecast', 'runs/fork', 'cli/kills', 'engine/tieChoices', 'engine/ahead'];
const LONG_FILES = ['fuzz/incremental.test.ts', ...LONG.map((name) => `unit/${name}.test.ts`)];

/** Editors that run at once. An editor waits for its server about as long as it computes; three take longer than two on two processors. */
const EDITORS = 2;

/** Batches of UI tests. With the host tests they make four pieces of work of about the same length, two for each place. */
const UI_BATCHES = 3;

/** UI tests of a new editor. They are first in their batches, and the tests after them use their editor. */
const FRESH_EDITOR = ['firstRun', 'walkthrough'].map((name) => `ui/${name}.test.ts`);

/** UI tests that have an editor of their own. They are last in their batches, so that the tests before them use one editor. */
const OWN_EDITOR = ['otherLanguage', 'web'].map((name) => `ui/${name}.test.ts`);

/** Servers of real models that run at once. Each uses half of the processors. */
const SERVERS = Math.min(2, availableParallelism());

/** Takes a place for an editor, when one is free. */
const withEditor = places(EDITORS);

/** @type {Record<string, (grep?: string) => Promise<Counts>>} */
export const suites = {
  check: () => inChild(join(root, 'scripts', 'check.mjs'), [], { limit: 15 * MINUTE }),
  unit: (grep) => {
    const processes = availableParallelism();
    const options = { grep, timeout: 30_000, reporter: 'dot' };
    return mochaSuite('unit', ['unit', 'golden', 'histories', 'fuzz'], options, {
      ...{ batches: processes * 5, long: LONG_FILES },
      ...{ place: places(processes), limit: 30 * MINUTE },
    });
  },
  host: async (grep) => {
    const entry = await bundleForEditor(testFiles(['host']));
    const script = join(root, 'test', 'host', 'run.mjs');
    return withEditor(() => inChild(script, [JSON.stringify({ entry, grep })], { limit: 20 * MINUTE, show: print }));
  },
  web: async (grep) => {
    const entry = await bundleForWorker();
    const script = join(root, 'test', 'host', 'run.mjs');
    return withEditor(() => inChild(script, [JSON.stringify({ entry, grep, inWorker: true })], { limit: 20 * MINUTE, show: print }));
  },
  ui: async (grep) => {
    const env = { SOCIETY_VSIX: await packageExtension() };
    const options = { grep, timeout: MINUTE, reporter: 'spec' };
    return mochaSuite('ui', ['ui'], options, {
      ...{ batches: UI_BATCHES, first: FRESH_EDITOR, last: OWN_EDITOR },
      ...{ place: withEditor, limit: 20 * MINUTE, env, secondTry: true },
    });
  },
  models: (grep) => {
    const options = { grep, timeout: 10 * MINUTE, reporter: 'spec' };
    return mochaSuite('models', ['models'], options, { batches: 5, place: places(SERVERS), limit: 30 * MINUTE });
  },
};

/**
 * The suites that the options of `npm test` name. Without names: all without real models, and with `grep` only those that have titles.
 * @param {Readonly<Record<string, unknown>>} options
 * @returns {readonly string[]}
 */
export function wantedSuites({ all, grep, ...named }) {
  const names = Object.keys(suites);
  const chosen = names.filter((name) => all || named[name]);
  return chosen.length > 0 ? chosen : names.filter((name) => name !== 'models' && !(name === 'check' && grep));
}

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
 * long files. `long`: files with a batch of their own, which are first; `first` and `last`: files that are first
 * or last in their batch.
 * @param {string} name
 * @param {readonly string[]} folders
 * @param {{ grep: string | undefined, timeout: number, reporter: string }} options of mocha
 * @param {import('./testProcess.d.mts').Batching & { batches: number, long?: readonly string[], first?: readonly string[], last?: readonly string[] }} dealing
 */
async function mochaSuite(name, folders, options, { batches, long = [], first = [], last = [], ...batching }) {
  const sources = testFiles(folders);
  const files = await bundleForNode(name, sources);
  if (files.length === 0) return { passed: 0, failed: 0 };
  const among = (/** @type {readonly string[]} */ names) => (/** @type {string} */ _file, /** @type {number} */ i) =>
    names.includes(slashed(sources[i] ?? ''));
  const alone = files.filter(among(long));
  const late = files.filter(among(last));
  const early = files.filter(among(first));
  const others = [...early, ...files.filter((file) => ![alone, early, late].some((some) => some.includes(file))), ...late];
  const count = Math.min(others.length, batches);
  const dealt = [...alone.map((file) => [file]), ...Array.from({ length: count }, (_, b) => others.filter((_file, i) => i % count === b))];
  return runBatches(dealt, options, batching);
}

/** @param {string} path */
const slashed = (path) => path.replaceAll('\\', '/');

/** @param {string} text */
const print = (text) => void process.stdout.write(text);
