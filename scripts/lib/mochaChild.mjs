/**
 * Runs test files with mocha in a process of its own and sends the counts to its parent.
 * Started by `suites.mjs`, with the options as JSON in the first argument.
 */
import Mocha from 'mocha';
import { reportCounts } from './counts.mjs';
import { runMain } from './main.mjs';

await runMain(async () => {
  const { files, grep, timeout, reporter, retries = 0 } = JSON.parse(process.argv[2] ?? '{}');
  const mocha = new Mocha({ timeout, reporter, retries, ...(grep ? { grep } : {}), forbidOnly: !grep });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  let again = 0;
  const stats = await new Promise((/** @type {(stats: Mocha.Stats) => void} */ resolve) => {
    const runner = mocha.run(() => resolve(/** @type {Mocha.Stats} */ (runner.stats)));
    runner.on('retry', (test, error) => {
      again++;
      console.log(`    ↻ ${test.fullTitle()}, tried again after: ${error.stack ?? error.message}`);
    });
  });
  const { passes: passed, failures: failed, pending: skipped } = stats;
  return reportCounts({ passed, failed, skipped, again });
});
