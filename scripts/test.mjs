/** `npm test`: builds, runs the suites, and ends with one line: `N passed, N failed`. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { run } from './lib/command.mjs';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { elapsed, message, say } from './lib/report.mjs';
import { suites, wantedSuites } from './lib/suites.mjs';
import { setupChromium, setupHost, setupOracles, setupPackages, setupRedis } from './setup.mjs';

/** @typedef {import('./lib/counts.mjs').Counts} Counts */

const HELP = `npm test -- [options]

  --check     types, lint, import rules, generated files
  --unit      tests that run in Node
  --host      tests that run inside VS Code
  --web       those of them that run in the web worker of a browser too
  --ui        tests that use the packaged extension in a browser
              (default: all of these)
  --models    tests with real language models, which it installs (npm run models)
  --all       all suites, --models too
  --grep X    only tests whose title matches
`;

/** Suites that run at once, group after group. Those of host, web and ui share the places for editors. Real models run alone: their server takes the processors. */
const TOGETHER = [['check'], ['unit'], ['host', 'web', 'ui'], ['models']];

async function main() {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean' },
      unit: { type: 'boolean' },
      host: { type: 'boolean' },
      web: { type: 'boolean' },
      ui: { type: 'boolean' },
      models: { type: 'boolean' },
      all: { type: 'boolean' },
      grep: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const results = await runAll(wantedSuites(values), values.grep);
  return summarize(results);
}

/**
 * Installs packages of the system, one after another.
 * @param {readonly string[]} wanted
 * @param {boolean} shown an editor is shown
 */
async function fromSystem(wanted, shown) {
  // Without one its tests are skipped with a message.
  if (wanted.includes('unit')) await setupRedis().catch((error) => say(`Redis: ${message(error)}`));
  if (wanted.includes('models')) await run(process.execPath, [join(root, 'scripts', 'models.mjs')], { show: true });
  if (shown) await setupChromium();
}

/**
 * @param {readonly string[]} wanted
 * @param {string | undefined} grep
 */
async function runAll(wanted, grep) {
  /** @type {Map<string, Counts>} */
  const results = new Map();
  /** @type {Promise<void>} */
  let oracles = Promise.resolve();
  const ready = await attempt('set-up', async () => {
    await setupPackages();
    // Without them tests compare with the values that are stored. Only unit waits for them.
    if (wanted.includes('unit')) oracles = setupOracles().catch((error) => say(`oracles: ${message(error)}`));
    const shown = ['host', 'web', 'ui'].some((name) => wanted.includes(name));
    await Promise.all([fromSystem(wanted, shown), shown ? setupHost() : null, build()]);
    return { passed: 0, failed: 0 };
  });
  if (ready.failed) return results.set('set-up', ready);
  for (const group of TOGETHER) {
    const now = wanted.filter((name) => group.includes(name));
    if (now.includes('unit')) await oracles;
    const before = processorTimes();
    for (const [name, counts] of await Promise.all(now.map((name) => runSuite(name, grep)))) results.set(name, counts);
    if (now.length > 0) console.log(`processors: ${usage(before, processorTimes())}`);
  }
  return results;
}

/** Milliseconds of all processors of the machine since it started: at work, and in all. */
function processorTimes() {
  const times = cpus().map(({ times }) => times);
  const total = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { total, busy: total - times.reduce((sum, { idle }) => sum + idle, 0) };
}

/**
 * The work of the processors between two moments, of all programs of the machine. The share says whether more tests at once
 * would end earlier.
 * @param {ReturnType<typeof processorTimes>} before
 * @param {ReturnType<typeof processorTimes>} after
 */
function usage(before, after) {
  const busy = after.busy - before.busy;
  return `${Math.round(busy / 1000)} s of work, ${Math.round((100 * busy) / Math.max(1, after.total - before.total))} % busy`;
}

/**
 * @param {string} name
 * @param {string | undefined} grep
 * @returns {Promise<readonly [name: string, counts: Counts]>}
 */
async function runSuite(name, grep) {
  const start = performance.now();
  console.log(`\n── ${name}`);
  const counts = await attempt(name, async () => suites[name]?.(grep) ?? { passed: 0, failed: 0 });
  if (counts.passed + counts.failed === 0 && !grep) {
    say(`${name}: nothing ran`);
    counts.failed = 1;
  }
  console.log(`${name}: ${elapsed(start)}`);
  if (counts.slowest?.length) console.log(`most work for the processors: ${counts.slowest.map(suiteTime).join('; ')}`);
  if (counts.loading) console.log(`to load the test files: ${counts.loading.toFixed(1)} s of work`);
  return [name, counts];
}

/** @param {import('./lib/failedSuites.d.mts').SuiteTime} time */
const suiteTime = ({ title, seconds, processor }) => `${title} ${processor.toFixed(1)} s of work in ${seconds.toFixed(1)} s`;

/**
 * A suite that cannot run counts as one failure.
 * @param {string} name
 * @param {() => Promise<Counts>} work
 */
async function attempt(name, work) {
  try {
    return await work();
  } catch (error) {
    say(`${name}: ${message(error)}`);
    return { passed: 0, failed: 1, failures: [message(error)] };
  }
}

/** @param {Map<string, Counts>} results */
function summarize(results) {
  console.log('');
  for (const [name, { failures = [] }] of results) for (const failure of failures) console.log(`failed in ${name}: ${failure}`);
  for (const [name, { passed, failed, skipped = 0, again = 0 }] of results) {
    console.log(
      `${name.padEnd(8)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}${again ? ` (suites tried again: ${again})` : ''}`,
    );
  }
  const total = (/** @type {'passed' | 'failed'} */ key) => [...results.values()].reduce((sum, counts) => sum + counts[key], 0);
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
  return total('failed') > 0 || total('passed') === 0 ? 1 : 0;
}

await runMain(main);
