/**
 * Runs test files with mocha in a process of its own and tells the parent the counts.
 * Started by `suites.mjs`, with the options as JSON in the first argument.
 */
import Mocha from 'mocha';
import { reportCounts } from './counts.mjs';
import { runMain } from './main.mjs';

await runMain(async () => {
  const { files, grep, timeout, reporter } = JSON.parse(process.argv[2] ?? '{}');
  const mocha = new Mocha({ timeout, reporter, ...(grep ? { grep } : {}), forbidOnly: !grep });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const stats = await new Promise((/** @type {(stats: Mocha.Stats) => void} */ resolve) => {
    const runner = mocha.run(() => resolve(/** @type {Mocha.Stats} */ (runner.stats)));
  });
  const { passes: passed, failures: failed, pending: skipped } = stats;
  return reportCounts({ passed, failed, skipped });
});
